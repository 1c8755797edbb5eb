"""Audit an exercise: grade its own implementations, and see whether what it promises holds.

Everything is run afresh: no observation comes from the bank, so a stale or a lucky one proves
nothing.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from grader.auditing.claims import (
    StubKind,
    Trials,
    came_to,
    faults_of,
    notes_of,
    stub_faults,
)
from grader.auditing.degenerate import NONE_TRIED, Degenerate, try_degenerate
from grader.auditing.fairness import (
    fairness_faults,
    fairness_notes,
    fairness_of,
    is_rejected,
    measured_wrong,
)
from grader.auditing.figures import undrawn
from grader.auditing.kills import escaping, record_of, weaker_than
from grader.auditing.trial import Court, Trial
from grader.auditing.twins import twins_among
from grader.auditing.witnesses import killing, where_to_begin
from grader.auditing.worlds import DEVICES, Visit, World, visit_device, visit_rewrites
from grader.course import Exercise, Record, Task, TaskRecord
from grader.grading import (
    Bench,
    Grading,
    Implementation,
    Kind,
    NotStarted,
    Progress,
    Scenario,
    TaskPlan,
    alternatives_of,
    cannot_import,
    misconceptions_of,
    prepare,
    reference_of,
    runs_of,
    submission_of,
    tasks_with_bugs,
    untouched_tasks,
)
from grader.isolation import Zygote
from grader.reports import Count, Remark, TaskAudit, Tried
from grader.submissions import read_submission, stub_messages

# All cases in all other worlds cost half as much again as everything else. Who asks for so many
# seeds asks for a proof; else the first cases of each scenario will do, with the first seed.
MANY_SEEDS = 10
FEW_ELSEWHERE = 2
FEW_ON_DEVICES = 1  # of each scenario, times all right implementations: devices are slow
SHARE = 5  # with each other seed every fifth case, beginning with another one

KINDS = {
    Kind.SUBMISSION: "handed in as by a student",
    Kind.ALTERNATIVE: "alternatives",
    Kind.MISCONCEPTION: "misconceptions",
}

Job: TypeAlias = Future[Trial] | Future[list[Visit]]


@dataclass(frozen=True, slots=True)
class Pending:
    """The audit of a task under way: its jobs, and what comes of them."""

    label: str
    jobs: Sequence[Job]
    audit: Future[TaskAudit]


@dataclass(frozen=True, slots=True)
class _Runs:
    """Everything that is run for a task, on a pool of threads.

    `court` is the first seed's. Those of other seeds are held by their trials alone, so that what
    was observed there is let go as soon as these are done.
    """

    exercise: Exercise
    task: Task
    court: Future[Court | str]
    right: Sequence[Future[Trial]]
    wrong: Sequence[Future[Trial]]
    stub: Future[Trial]
    degenerate: Future[Degenerate]
    visits: Sequence[Future[list[Visit]]]
    undrawn: Future[tuple[Remark, ...]]
    recorded: TaskRecord | None


def start_audit(
    exercise: Exercise,
    zygote: Zygote,
    pool: ThreadPoolExecutor,
    *,
    seeds: int,
    only: str = "",
    thorough: bool = False,
    recorded: Record = MappingProxyType({}),
) -> list[Pending]:
    """Decide the first seed's cases of an exercise and hand every run to the pool.

    `only`: the one task to audit. `thorough`: run misconceptions on every case, where otherwise it
    is enough that they lose points. `recorded`: which of them each check must still fail.
    """
    grading = prepare(exercise, zygote, only=only, banked=False)
    return [
        _begin(pool, grading, plan, seeds, thorough, recorded.get(plan.task.name))
        for plan in grading.plans
    ]


def finish_audit(pending: Pending, progress: Progress = lambda _: None) -> TaskAudit:
    """Wait for every run of a task, and say what holds."""
    for job in pending.jobs:
        job.result()
        progress(pending.label)
    return pending.audit.result()


def _begin(
    pool: ThreadPoolExecutor,
    grading: Grading,
    plan: TaskPlan,
    seeds: int,
    thorough: bool,
    recorded: TaskRecord | None,
) -> Pending:
    runs = _start(pool, grading, plan, seeds, thorough, recorded)
    label = f"{runs.exercise.id} {runs.task.name}"
    jobs: list[Job] = [*runs.right, *runs.wrong, *runs.visits]
    # The last job of a task waits for the others. They were handed in before it, so they run.
    return Pending(label, jobs, pool.submit(_audit, runs))


def _audit(runs: _Runs) -> TaskAudit:
    court = runs.court.result()
    right = tuple(future.result() for future in runs.right)
    stuck = tuple(dict.fromkeys(trial.stuck for trial in right if trial.stuck))
    if stuck or isinstance(court, str):
        return _summed_up(Trials(runs.exercise, runs.task, stuck=stuck), None)
    wrong = killing(court, [future.result() for future in runs.wrong], runs.recorded)
    wrong = _retried(court, Trials(runs.exercise, runs.task, right, wrong), runs.recorded)
    twins = twins_among(court, wrong, runs.recorded)
    wrong = tuple(measured_wrong(court, wrong))
    stub, degenerate = runs.stub.result(), runs.degenerate.result()
    visits = tuple(visit for future in runs.visits for visit in future.result())
    kind = _stub_kind(runs.exercise, runs.task.name)
    trials = Trials(
        runs.exercise, runs.task, right, wrong, stub, kind, degenerate, twins, visits=visits
    )
    audited = _summed_up(trials, runs.recorded)
    return replace(audited, faults=(*audited.faults, *runs.undrawn.result()))


def _start(
    pool: ThreadPoolExecutor,
    grading: Grading,
    plan: TaskPlan,
    seeds: int,
    thorough: bool,
    recorded: TaskRecord | None,
) -> _Runs:
    """The references first: every other job waits for the one of its seed."""
    exercise, task = grading.exercise, plan.task
    solution = _handed_in(exercise, exercise.reference / exercise.module, "reference")
    right_ones = (solution, *alternatives_of(exercise, task.name))
    right: list[Future[Trial]] = []
    visits: list[Future[list[Visit]]] = []
    is_proof = seeds >= MANY_SEEDS
    most, there = (sys.maxsize, sys.maxsize) if is_proof else (FEW_ELSEWHERE, FEW_ON_DEVICES)
    others = _courts(pool, grading, plan, seeds, is_proof)
    court = next(others)
    for seed, own in enumerate(itertools.chain([court], others)):
        in_part = seed > 0 and not is_proof
        right += [pool.submit(_try_out, own, who, seed, in_part) for who in right_ones]
        if seed == 0 or is_proof:
            visits.append(pool.submit(_visit_rewrites, own, reference_of(exercise), seed, most))

    thorough = thorough or is_proof
    known = None if thorough else recorded
    wrong = [
        pool.submit(_try_wrong, court, who, thorough, known)
        for who in misconceptions_of(exercise, task.name)
    ]
    untouched = pool.submit(_try_stub, court, exercise)
    degenerate = pool.submit(_try_degenerate, court)
    accepted = right[: len(right_ones)]
    travellers = accepted[:1] if _compares_devices(task) and not is_proof else accepted
    visits += [pool.submit(_visit_device, court, travellers, world, there) for world in DEVICES]
    plots = pool.submit(undrawn, court, exercise, accepted)
    return _Runs(
        exercise, task, court, right, wrong, untouched, degenerate, visits, plots, recorded
    )


def _compares_devices(task: Task) -> bool:
    """Whether its own checks run every right one on the simulated device."""
    runs = (run for check in task.checks if check.points for run in runs_of(check))
    return any(run.device.startswith("simulated") for run in runs)


def _courts(
    pool: ThreadPoolExecutor, grading: Grading, plan: TaskPlan, seeds: int, is_proof: bool
) -> Iterator[Future[Court | str]]:
    """A court for each seed. The next is on its way before anything waits for the one before."""
    own = pool.submit(_court, grading.exercise, plan, grading.bench)
    for seed in range(1, seeds):
        following = pool.submit(_court_of, grading, plan.task, seed, is_proof)
        yield own
        own = following
    yield own


def _court_of(grading: Grading, task: Task, seed: int, is_proof: bool) -> Court | str:
    """The court of another seed, whose cases are drawn only now.

    Of these a share, unless it is to be a proof: the edges are the same with every seed. Other
    devices take most of the time, and the seed that they are seen with hardly matters; nor does it
    for runs that bear out what is told of others, where much more than rounding is allowed.
    """
    exercise, zygote = grading.exercise, grading.bench.zygote
    plan = prepare(exercise, zygote, exercise.seed + seed, task.name, banked=False).plans[0]
    if not is_proof:
        here = [each for each in plan.scenarios if not _is_elsewhere(each)] or plan.scenarios
        plan = replace(plan, scenarios=tuple(_thinned(each, seed) for each in here))
    return _court(exercise, plan, grading.bench)


def _thinned(scenario: Scenario, seed: int) -> Scenario:
    cases = scenario.cases[seed % SHARE :: SHARE] or scenario.cases[:1]
    return replace(scenario, cases=cases, witnessed=False)


def _is_elsewhere(scenario: Scenario) -> bool:
    """Whether all that is run there is run on devices that its checks name."""
    return all(run.device for check in scenario.checks for run in runs_of(check))


def _court(exercise: Exercise, plan: TaskPlan, bench: Bench) -> Court | str:
    """A court for the cases of one seed, or why the reference could not be run on them."""
    seen = bench.observe(reference_of(exercise), plan)
    messages = stub_messages(exercise.stub.read_text(encoding="utf-8"))
    problem = cannot_import(seen) or seen.problem(plan.task.name)
    return problem or Court(bench, plan, seen.runs, NotStarted(exercise.module, messages))


def _stub_kind(exercise: Exercise, task: str) -> StubKind:
    submission = read_submission(exercise.stub, exercise.module)
    if task not in tasks_with_bugs(exercise):
        return StubKind.TO_WRITE
    is_current = task in untouched_tasks(exercise, submission)
    return StubKind.WITH_BUG if is_current else StubKind.DRIFTED


def _retried(court: Court, trials: Trials, recorded: TaskRecord | None) -> tuple[Trial, ...]:
    """The wrong ones, those that escape a check run once more on everything at a stretch.

    What a module remembers between two runs, such as parameters that all its models share, shows
    only to a worker that meets the cases of more than one scenario, as that of a student does.
    """
    again = escaping(trials, recorded)
    return tuple(court.try_out(t.who) if t.who.name in again else t for t in trials.wrong)


def _handed_in(exercise: Exercise, path: Path, name: str) -> Implementation:
    """A file of the exercise as if a student had handed it in: sandboxed, run again."""
    return replace(submission_of(exercise, read_submission(path, exercise.module)), name=name)


def _try_wrong(
    waited: Future[Court | str],
    who: Implementation,
    thorough: bool,
    recorded: TaskRecord | None,
) -> Trial:
    court = waited.result()
    if isinstance(court, str):
        return Trial(who, 0, stuck=court)
    if thorough:
        return court.try_out(who)
    return court.try_wrong(who, where_to_begin(court.plan, who, recorded))


def _try_out(waited: Future[Court | str], who: Implementation, seed: int, in_part: bool) -> Trial:
    court = waited.result()
    if isinstance(court, str):
        return Trial(who, seed, stuck=court)
    trial = court.measured(court.try_out(who, seed), court.plan.task.checks)
    return replace(trial, runs={}, in_part=in_part)  # only what misconceptions did is compared


def _try_stub(waited: Future[Court | str], exercise: Exercise) -> Trial:
    stub = _handed_in(exercise, exercise.stub, "untouched stub")
    court = waited.result()
    return Trial(stub, 0, stuck=court) if isinstance(court, str) else court.try_out(stub)


def _try_degenerate(waited: Future[Court | str]) -> Degenerate:
    court = waited.result()
    return NONE_TRIED if isinstance(court, str) else try_degenerate(court)


def _visit_rewrites(
    waited: Future[Court | str], reference: Implementation, seed: int, most: int
) -> list[Visit]:
    court = waited.result()
    return [] if isinstance(court, str) else visit_rewrites(court, reference, seed, most)


def _visit_device(
    waited: Future[Court | str], right: Sequence[Future[Trial]], world: World, most: int
) -> list[Visit]:
    """What is rejected on the CPU already need not be tried elsewhere."""
    court = waited.result()
    able = [trial.who for future in right if not is_rejected(trial := future.result())]
    return visit_device(court, able, world, most) if able and isinstance(court, Court) else []


def _summed_up(trials: Trials, recorded: TaskRecord | None) -> TaskAudit:
    task, right = trials.task, trials.right
    names = dict.fromkeys(trial.who.name for trial in right)
    failing = {trial.who.name for trial in right if is_rejected(trial)}
    judged = [check for check in task.checks if trials.judges(check)]
    degenerate = trials.degenerate
    return TaskAudit(
        exercise=trials.exercise.id,
        task=task.name,
        right=Count(len(names) - len(failing), len(names)),
        wrong=Count(sum(t.loses_points and not t.problem for t in trials.wrong), len(trials.wrong)),
        checks=Count(sum(bool(trials.killers(check)) for check in judged), len(judged)),
        degenerate=Count(degenerate.tried - len(degenerate.survivors), degenerate.tried),
        stub_ok=trials.stub is not None and not any(stub_faults(trials, trials.stub)),
        seconds=sum(t.seconds for t in trials.every) + sum(v.seconds for v in trials.visits),
        faults=(*faults_of(trials), *weaker_than(trials, recorded), *fairness_faults(trials)),
        notes=(*notes_of(trials), *fairness_notes(trials)),
        fairness=fairness_of(trials) if trials.right else None,
        record=record_of(trials),
        tried=tuple(_row(trial, trials) for trial in trials.every if _is_listed(trial)),
    )


def _is_listed(trial: Trial) -> bool:
    """Of many seeds, those beyond the first few only where a right one is rejected."""
    return trial.seed < MANY_SEEDS or is_rejected(trial)


def _row(trial: Trial, trials: Trials) -> Tried:
    seed = f" (seed {trials.exercise.seed + trial.seed})" if trial.seed else ""
    return Tried(KINDS[trial.who.kind], f"{trial.who.name}{seed}", came_to(trial))
