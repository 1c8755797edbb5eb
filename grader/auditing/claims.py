"""What an exercise must prove before students see it: pure functions from trials to remarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from grader.auditing.degenerate import NONE_TRIED, Degenerate
from grader.auditing.trial import Trial
from grader.auditing.worlds import Visit
from grader.cases import show_case
from grader.course import Check, Exercise, Task, Use
from grader.grading import Implementation, Kind, Outcome, property_of, runs_of
from grader.reports import Remark, Status, counted
from grader.submissions import definition_lines

LEAST_WRONG = 5  # misconceptions a task
MOST_ON_TESTIMONY = 1.0  # points of a check that no value bears out
LEAST_RIGHT = 3  # alternatives a task


class StubKind(Enum):
    """What the reference makes of a task for students: something to write, or a bug to find."""

    TO_WRITE = "to write"
    WITH_BUG = "with a bug"
    DRIFTED = "with a bug, but another one than there is in the file"


@dataclass(frozen=True, slots=True)
class Trials:
    """All trials of a task: right ones on every seed, wrong ones and the stub on the first."""

    exercise: Exercise
    task: Task
    right: tuple[Trial, ...] = ()
    wrong: tuple[Trial, ...] = ()
    stub: Trial | None = None
    stub_kind: StubKind = StubKind.TO_WRITE
    degenerate: Degenerate = NONE_TRIED
    twins: Mapping[str, str] = field(default_factory=dict)
    stuck: tuple[str, ...] = ()  # why the reference could not be observed at all
    visits: tuple[Visit, ...] = ()  # right ones in other worlds, on the first seed

    @property
    def where(self) -> str:
        return f"{self.exercise.id} {self.task.name}"

    @property
    def every(self) -> tuple[Trial, ...]:
        return (*([self.stub] if self.stub else []), *self.right, *self.wrong)

    def killers(self, check: Check) -> list[Trial]:
        """The misconceptions that fail a check."""
        return [trial for trial in self.wrong if fails(trial, check)]

    def judges(self, check: Check) -> bool:
        """Whether a check had anything to say here: not skipped, not broken by the reference."""
        return any(t.status(check) not in (None, Status.SKIPPED) for t in self.right)


def fails(trial: Trial, check: Check) -> bool:
    return any(outcome.check is check for outcome in trial.fails)


def fails_by_value(trial: Trial, check: Check) -> bool:
    """Whether it fails a check by what it does, not by an error or a hang."""
    return any(o.check is check and trial.fails_by_value(o) for o in trial.fails)


def faults_of(trials: Trials) -> Iterator[Remark]:
    """Everything that must hold and does not."""
    for reason in trials.stuck:
        yield Remark(trials.where, f"The reference cannot be run: {reason}", "Correct it first.")
    yield from _broken(trials)
    for trial in _first_failing(trials.right):
        yield from _not_accepted(trials, trial)
    if trials.stub is not None:
        yield from stub_faults(trials, trials.stub)
    for trial in trials.wrong:
        yield from _not_caught(trials, trial)
    if not trials.stuck:
        yield from _without_killer(trials)
    for survivor in trials.degenerate.survivors:
        what = f"Check {survivor.check.id}, answered with {survivor.answer}:"
        if survivor.problem:
            yield Remark(trials.where, f"{what} {survivor.problem}.", "Correct the property.")
        else:
            advice = "Give it cases whose right answer is another one, or let it look at more."
            yield Remark(trials.where, f"{what} passes every case.", advice)


def notes_of(trials: Trials) -> Iterator[Remark]:
    """What is worth knowing, but breaks no promise."""
    right = len({t.who.name for t in trials.right if t.who.kind is Kind.ALTERNATIVE})
    if right < LEAST_RIGHT:
        what = f"It has {counted(right, 'alternative')}; {LEAST_RIGHT} are the aim."
        yield Remark(trials.where, what)
    if len(trials.wrong) < LEAST_WRONG:
        what = f"It has {counted(len(trials.wrong), 'misconception')}; {LEAST_WRONG} are the aim."
        yield Remark(trials.where, what)
    if _stays_on_the_cpu(trials.task):
        what = "It is given a device, and what is never moved there loses no points."
        yield Remark(trials.where, what, "Add agrees_across_devices, with simulated devices.")
    for trial in trials.wrong:
        yield from _diagnosis(trials, trial)
    for check in trials.task.checks:
        if property_of(check).testimony == "alone" and check.points > MOST_ON_TESTIMONY:
            what = (
                f"Check {check.id} carries {check.points:g} points on what the worker alone tells."
            )
            yield Remark(trials.where, what, "Give it 1 at most, and the rest to values.")
        killers = trials.killers(check)
        by_value = any(fails_by_value(trial, check) for trial in killers)
        if killers and not by_value and all(trial.status(check) for trial in trials.wrong):
            what = f"Check {check.id} is failed only by what raises an error or never ends."
            yield Remark(trials.where, what, "Write a misconception that it alone can see.")
        skipped = next((o for t in trials.right for o in t.outcomes if _skips(o, check)), None)
        if skipped and skipped.finding:
            what = f"Check {check.id} was skipped: {skipped.finding.message}."
            yield Remark(trials.where, what)


def _stays_on_the_cpu(task: Task) -> bool:
    """Whether a device is given, and every run is on the CPU on a machine that has nothing else."""
    is_given = any(isinstance(u, Use) and u.strategy == "device" for u in task.given.values())
    devices = {run.device for check in task.checks if check.points for run in runs_of(check)}
    return is_given and not any(name.startswith("simulated") for name in devices)


def _first_failing(right: Sequence[Trial]) -> list[Trial]:
    """Of each right implementation the first seed that it fails with: one is enough to look at."""
    found: dict[tuple[Kind, str], Trial] = {}
    for trial in right:
        if trial.problem or trial.fails:
            found.setdefault((trial.who.kind, trial.who.name), trial)
    return list(found.values())


def stub_faults(trials: Trials, trial: Trial) -> Iterator[Remark]:
    """Checks that do not see that the stub is untouched, or a stub with a bug that is no good."""
    where = f"exercises/{trials.exercise.id}/{trials.exercise.module}"
    task = trials.task.name
    if trial.problem:
        yield Remark(where, f"The stub of {task} cannot be run: {trial.problem}.", "Correct it.")
    elif trials.stub_kind is not StubKind.TO_WRITE:
        yield from _bug_faults(trials, trial, where)
        return
    started = [
        outcome
        for outcome in trial.outcomes
        if outcome.status not in (Status.NOT_STARTED, Status.SKIPPED)
    ]
    if started:
        checks = ", ".join(f"{o.check.id} ({o.status.value})" for o in started)
        what = (
            f"The untouched stub of {task} should be not started in every check, but is not in "
            f"{checks}{on_case(started[0])}: {in_short(started[0])}."
        )
        yield Remark(where, what, "See that its raise NotImplementedError(...) is reached.")


def _bug_faults(trials: Trials, trial: Trial, where: str) -> Iterator[Remark]:
    """A stub with a bug to find must be known for it, run on every case, and lose points."""
    task = trials.task.name
    if trials.stub_kind is StubKind.DRIFTED:
        what = f"The stub of {task} is not the one that its reference makes."
        yield Remark(where, what, f"Write it anew: grade stub {trials.exercise.id} --force.")
    stopped = next((o for o in trial.fails if not trial.fails_by_value(o)), None)
    if stopped is not None:
        what = (
            f"The stub of {task} should run, and be wrong, but stops in {stopped.check.id}"
            f"{on_case(stopped)}: {in_short(stopped)}."
        )
        yield Remark(where, what, "Give it a bug that raises no error, and that ends.")
    if not trial.loses_points:
        what = f"The stub of {task} has a bug to find, but loses no points."
        yield Remark(where, what, "Add a case or a check that shows the bug.")


def came_to(trial: Trial) -> str:
    """What became of an implementation, in a few words."""
    if trial.problem:
        return f"could not be run: {trial.problem}"
    words = [_word(outcome) for outcome in trial.fails]
    return f"fails {', '.join(words)}" if words else "passes every check"


def _word(outcome: Outcome) -> str:
    plain = outcome.status in (Status.FAILED, Status.NOT_STARTED)
    return outcome.check.id if plain else f"{outcome.check.id} ({outcome.status.value})"


def _broken(trials: Trials) -> Iterator[Remark]:
    """Checks that could not be judged; each reason once, with the first that showed it."""
    told: set[str] = set()
    for trial in trials.every:
        for check, reason in trial.broken.items():
            if f"{check}: {reason}" not in told:
                told.add(f"{check}: {reason}")
                what = f"Check {check} could not be judged for {named(trial.who)}: {reason}."
                yield Remark(trials.where, what, "Correct the reference, the givens or the check.")


def _not_accepted(trials: Trials, trial: Trial) -> Iterator[Remark]:
    """What a right implementation fails: one fault for all checks that find the same."""
    where = place_of(trials, trial.who)
    name = named(trial.who)
    name = name[0].upper() + name[1:]
    if trial.problem:
        yield Remark(where, f"{name} cannot be run: {trial.problem}.", "Correct it.")
    found: dict[str, list[Outcome]] = {}
    for outcome in trial.fails:
        found.setdefault(in_short(outcome), []).append(outcome)
    for finding, outcomes in found.items():
        checks = ", ".join(outcome.check.id for outcome in outcomes)
        seed = f"with seed {trials.exercise.seed + trial.seed}"
        what = f"{name} fails {checks} {seed}{on_case(outcomes[0])}: {finding}."
        yield Remark(where, what, "If it keeps to the contract, correct the check; else it.")


def _not_caught(trials: Trials, trial: Trial) -> Iterator[Remark]:
    where = place_of(trials, trial.who)
    if trial.problem:
        what = f"Misconception {trial.who.name} cannot be run: {trial.problem}."
        yield Remark(where, what, "Correct it, or leave it out: it shows nothing.")
    elif not trial.loses_points:
        what = f"Misconception {trial.who.name} loses no points in {trials.task.name}."
        yield Remark(where, what, "Add a case or a check that tells it from the reference.")


def _without_killer(trials: Trials) -> Iterator[Remark]:
    for check in trials.task.checks:
        if trials.judges(check) and not trials.killers(check):
            advice = f"Write one in misconceptions/{trials.task.name}.py, or drop the check."
            yield Remark(trials.where, f"No misconception fails check {check.id}.", advice)


def _diagnosis(trials: Trials, trial: Trial) -> Iterator[Remark]:
    """Why a student with this misconception would be told something else."""
    where = place_of(trials, trial.who)
    name = f"Misconception {trial.who.name}"
    if not trial.who.hint:
        yield Remark(where, f"{name} has no hint.", "Write a second paragraph in its docstring.")
    if trial.who.name in trials.twins:
        earlier = trials.twins[trial.who.name]
        yield Remark(
            where, f"{name} behaves like {earlier} wherever both were run; that one is named."
        )
    if trial.fails and all(o.status in (Status.TIMEOUT, Status.ERROR) for o in trial.fails):
        yield Remark(where, f"{name} gives nothing to compare (it hangs or crashes): never named.")


def _skips(outcome: Outcome, check: Check) -> bool:
    return outcome.check is check and outcome.status is Status.SKIPPED


def place_of(trials: Trials, who: Implementation) -> str:
    """File and line of an implementation."""
    if who.load.overlay:
        path, text = who.load.overlay_path, who.load.overlay
        name = who.load.bind[trials.task.name]
    else:
        exercise = trials.exercise
        path = f"reference/{exercise.id}/{exercise.module}"
        text, name = next(iter(who.load.sources.values())), trials.task.name
    line = _lines(text).get(name)
    return f"{path}:{line}" if line else path


# Asked for each misconception of a file, time and again.
_lines = lru_cache(maxsize=16)(definition_lines)


def named(who: Implementation) -> str:
    if who.kind in (Kind.SUBMISSION, Kind.REFERENCE):
        return f"the {who.name}"
    return f"{who.kind.value} {who.name}"


def on_case(outcome: Outcome) -> str:
    if outcome.scenario is None:
        return ""
    case = outcome.scenario.cases[outcome.index].case
    givens = "; ".join(f"{name} {text}" for name, text in show_case(case, {}).items())
    label = f"{case.label}; " if case.label else ""
    return f" on case {outcome.index + 1} ({label}{givens})"[:400]


def in_short(outcome: Outcome) -> str:
    finding = outcome.finding
    if finding is None:
        return outcome.status.value.replace("_", " ")
    sides = f"; expected {finding.expected}, got {finding.actual}" if finding.expected else ""
    more = f" ({finding.difference})" if finding.difference else ""
    return f"{finding.message}{sides}{more}"[:500].rstrip(".")
