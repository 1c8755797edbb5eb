"""Try mutants of the references: every one must lose points, or be shown to be equivalent.

A mutant runs as a submission does, in the sandbox: nobody has read what it does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from grader.auditing.claims import came_to
from grader.auditing.trial import Court, Trial
from grader.course import (
    EQUIVALENT_FILE,
    Check,
    Equivalent,
    Exercise,
    Task,
    equivalent_entry,
    read_equivalent,
)
from grader.grading import (
    NO_STUB,
    Grading,
    TaskPlan,
    cannot_import,
    mutant_of,
    prepare,
    reference_of,
)
from grader.isolation import Zygote
from grader.mutation import Mutant, mutants_of
from grader.reports import CheckKills, Remark, Status, Survivor, TaskMutants, Tried

PATIENCE = 5  # times what the reference takes, after which a mutant hangs
LEAST_S = 1.0


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: its trial with the first seed, and with others if it survived."""

    mutant: Mutant
    trial: Trial
    later: tuple[Trial, ...] = ()
    stuck: str = ""  # why the reference could not be run

    @property
    def is_killed(self) -> bool:
        return self.trial.loses_points

    @property
    def lucky(self) -> tuple[Trial, ...]:
        """The trials of other seeds that it loses points in."""
        return tuple(trial for trial in self.later if trial.loses_points)

    @property
    def trials(self) -> tuple[Trial, ...]:
        return (self.trial, *self.later)

    def killers(self, task: Task) -> list[Check]:
        """The checks that cost it points with the first seed."""
        if self.trial.problem:
            return [check for check in task.checks if check.points]
        return [outcome.check for outcome in self.trial.fails if outcome.check.points]


@dataclass(frozen=True, slots=True)
class Hunt:
    """The mutants of a task under way."""

    exercise: Exercise
    task: Task
    courts: Courts
    entries: Mapping[str, Equivalent]
    fates: Sequence[Future[Fate]]


class Courts:
    """A court for each seed, made when it is needed first."""

    def __init__(self, planned: Sequence[tuple[Grading, TaskPlan]]) -> None:
        self.planned = planned
        self._made: dict[int, Court | str] = {}
        self._lock = threading.Lock()

    def __call__(self, number: int) -> Court | str:
        """The court of a seed, or why the reference cannot be run on its cases."""
        with self._lock:
            if number not in self._made:
                self._made[number] = _court(*self.planned[number])
            return self._made[number]

    def close(self) -> None:
        """End the workers that are kept for recomputing losses."""
        benches = [court.bench for court in self._made.values() if isinstance(court, Court)]
        for bench in (*benches, *(grading.bench for grading, _ in self.planned)):
            bench.close()


def start_mutants(
    exercise: Exercise, zygote: Zygote, pool: ThreadPoolExecutor, *, seeds: int, only: str = ""
) -> list[Hunt]:
    """Make all mutants of an exercise and hand them to the pool.

    `seeds`: how many of them a mutant must survive. Raises CourseError if equivalent.yaml is at
    fault.
    """
    source = (exercise.reference / exercise.module).read_text(encoding="utf-8")
    names = [task.name for task in exercise.tasks]
    made = {name: mutants_of(source, name) for name in names}
    known = {name: [mutant.id for mutant in mutants] for name, mutants in made.items()}
    entries = read_equivalent(exercise, known)
    gradings = [
        prepare(exercise, zygote, exercise.seed + offset, only, banked=False)
        for offset in range(seeds)
    ]
    hunts = []
    for number, plan in enumerate(gradings[0].plans):
        courts = Courts([(grading, grading.plans[number]) for grading in gradings])
        name = plan.task.name
        pool.submit(courts, 0)  # all wait for it: none of them should have to make it
        fates = [pool.submit(_try, courts, exercise, mutant) for mutant in made[name]]
        told = {entry.mutant: entry for entry in entries if entry.task == name}
        hunts.append(Hunt(exercise, plan.task, courts, told, fates))
    return hunts


def finish_mutants(hunt: Hunt) -> TaskMutants:
    """Wait for the mutants of a task, and say what became of them."""
    fates = [future.result() for future in hunt.fates]
    hunt.courts.close()
    return TaskMutants(
        exercise=hunt.exercise.id,
        task=hunt.task.name,
        mutants=len(fates),
        killed=sum(fate.is_killed for fate in fates),
        equivalent=sum(_is_shown(hunt, fate) for fate in fates),
        seconds=sum(trial.seconds for fate in fates for trial in fate.trials),
        checks=tuple(_kills(hunt, fates)),
        survivors=tuple(_survivor(hunt, fate) for fate in fates if _survives(hunt, fate)),
        faults=tuple(_faults(hunt, fates)),
        tried=tuple(_row(hunt, fate) for fate in fates),
    )


def _court(grading: Grading, plan: TaskPlan) -> Court | str:
    """A court with little patience, in which the reference itself passes; or why there is none."""
    exercise, bench = grading.exercise, grading.bench
    seen = bench.observe(reference_of(exercise), plan)
    if problem := cannot_import(seen) or seen.problem(plan.task.name):
        return problem
    court = Court(bench, plan, seen.runs, NO_STUB)
    source = (exercise.reference / exercise.module).read_text(encoding="utf-8")
    trial = court.try_out(mutant_of(exercise, "reference", source))
    if trial.loses_points or trial.broken:
        return next(iter(trial.broken.values()), came_to(trial))
    return replace(court, bench=bench.hurried(max(LEAST_S, PATIENCE * trial.seconds)))


def _try(courts: Courts, exercise: Exercise, mutant: Mutant) -> Fate:
    """Run a mutant with the first seed; with the others as long as it keeps all points."""
    who = mutant_of(exercise, mutant.id, mutant.source)
    trials: list[Trial] = []
    for number in range(len(courts.planned)):
        court = courts(number)
        if isinstance(court, str):
            return Fate(mutant, Trial(who, number), stuck=court)
        trial = court.try_out(who, number)
        trials.append(replace(trial, runs={}))  # nobody looks at them any more
        if trial.loses_points:
            break
    return Fate(mutant, trials[0], tuple(trials[1:]))


def _is_shown(hunt: Hunt, fate: Fate) -> bool:
    """Whether it is equivalent: said to be, and not told apart by any seed."""
    is_told_apart = fate.is_killed or fate.lucky or fate.stuck
    return fate.mutant.id in hunt.entries and not is_told_apart


def _survives(hunt: Hunt, fate: Fate) -> bool:
    return not (fate.is_killed or fate.stuck or fate.mutant.id in hunt.entries)


def _kills(hunt: Hunt, fates: Sequence[Fate]) -> Iterator[CheckKills]:
    killers = [fate.killers(hunt.task) for fate in fates if fate.is_killed]
    for check in hunt.task.checks:
        if check.points:
            alone = sum(each == [check] for each in killers)
            kills = sum(check in each for each in killers)
            yield CheckKills(check.id, kills, alone, _why_skipped(check, fates))


def _why_skipped(check: Check, fates: Sequence[Fate]) -> str:
    outcomes = (o for fate in fates for o in fate.trial.outcomes if o.check is check)
    found = next((o.finding for o in outcomes if o.status is Status.SKIPPED), None)
    return found.message if found else ""


def _survivor(hunt: Hunt, fate: Fate) -> Survivor:
    mutant, exercise = fate.mutant, hunt.exercise
    place = f"reference/{exercise.id}/{exercise.module}:{mutant.line}"
    if fate.lucky:
        luck = f"Only some seeds tell it apart: with {_told(hunt, fate.lucky[0])}. "
        luck += "Add the case that does."
        return Survivor(mutant.claim, place, mutant.diff, luck)
    entry = equivalent_entry(hunt.task.name, mutant.id)
    file = f"reference/{exercise.id}/{EQUIVALENT_FILE}"
    return Survivor(mutant.claim, place, mutant.diff, "", entry, file)


def _told(hunt: Hunt, trial: Trial) -> str:
    return f"seed {hunt.exercise.seed + trial.seed} it {came_to(trial)}"


def _faults(hunt: Hunt, fates: Sequence[Fate]) -> Iterator[Remark]:
    where = f"{hunt.exercise.id} {hunt.task.name}"
    for reason in dict.fromkeys(fate.stuck for fate in fates if fate.stuck):
        what = f"Mutants of it prove nothing, for the reference itself does not pass: {reason}."
        yield Remark(where, what, f"Correct it first: grade audit {hunt.exercise.id}")
    yield from _broken(where, fates)
    for fate in fates:
        entry = hunt.entries.get(fate.mutant.id)
        killing = next((t for t in fate.trials if t.loses_points), None)
        if entry and killing:
            what = f"{fate.mutant.id!r} is told apart: with {_told(hunt, killing)}."
            yield Remark(entry.place, what, "The entry is wrong: take it out.")


def _broken(where: str, fates: Sequence[Fate]) -> Iterator[Remark]:
    """Checks that could not be judged; each reason once, with the first mutant that showed it."""
    told: set[tuple[str, str]] = set()
    broken = ((fate, found) for fate in fates for t in fate.trials for found in t.broken.items())
    for fate, (check, reason) in broken:
        if (check, reason) not in told:
            told.add((check, reason))
            what = f"Check {check} could not be judged for {fate.mutant.id!r}: {reason}."
            yield Remark(where, what, "Correct the property or the check.")


def _row(hunt: Hunt, fate: Fate) -> Tried:
    if _is_shown(hunt, fate):
        return Tried("mutants", fate.mutant.id, "equivalent")
    if fate.lucky:
        return Tried("mutants", fate.mutant.id, f"only with {_told(hunt, fate.lucky[0])}")
    return Tried("mutants", fate.mutant.id, fate.stuck or came_to(fate.trial))
