"""Audit an exercise: grade its own implementations, and see whether what it promises holds.

Everything is run afresh: no observation comes from the bank, so a stale or a lucky one proves
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from grader.authoring.claims import (
    Trials,
    came_to,
    fails_by_value,
    faults_of,
    notes_of,
    stub_faults,
)
from grader.authoring.degenerate import NONE_TRIED, Degenerate, try_degenerate
from grader.authoring.trial import Court, Trial
from grader.authoring.twins import twins_among
from grader.course import Exercise, Task
from grader.grading import (
    Grading,
    Implementation,
    Kind,
    NotStarted,
    Progress,
    TaskPlan,
    alternatives_of,
    cannot_import,
    misconceptions_of,
    prepare,
    reference_of,
    submission_of,
)
from grader.isolation import Zygote
from grader.reports import Count, TaskAudit, Tried
from grader.submissions import read_submission

KINDS = {
    Kind.SUBMISSION: "handed in as by a student",
    Kind.ALTERNATIVE: "alternatives",
    Kind.MISCONCEPTION: "misconceptions",
}


@dataclass(frozen=True, slots=True)
class Pending:
    """The audit of a task under way: how many implementations are through, and what comes of it."""

    label: str
    trials: Sequence[Future[Trial]]
    audit: Future[TaskAudit]


@dataclass(frozen=True, slots=True)
class _Runs:
    """Everything that is run for a task, on a pool of threads. A court for each seed."""

    exercise: Exercise
    task: Task
    courts: Sequence[Future[Court | str]]
    right: Sequence[Future[Trial]]
    wrong: Sequence[Future[Trial]]
    stub: Future[Trial]
    degenerate: Future[Degenerate]


def start_audit(
    exercise: Exercise,
    zygote: Zygote,
    pool: ThreadPoolExecutor,
    *,
    seeds: int,
    only: str = "",
    thorough: bool = False,
) -> list[Pending]:
    """Decide all cases of an exercise and hand every run to the pool.

    `only`: the one task to audit. `thorough`: run misconceptions on every case, where otherwise it
    is enough that they lose points.
    """
    gradings = [
        prepare(exercise, zygote, exercise.seed + offset, only, banked=False)
        for offset in range(seeds)
    ]
    tasks = range(len(gradings[0].plans))
    planned = [[(grading, grading.plans[i]) for grading in gradings] for i in tasks]
    return [_begin(pool, one, thorough) for one in planned]


def finish_audit(pending: Pending, progress: Progress = lambda _: None) -> TaskAudit:
    """Wait for every run of a task, and say what holds."""
    for number, trial in enumerate(pending.trials, 1):
        progress(f"{pending.label}: {number} of {len(pending.trials)}")
        trial.result()
    return pending.audit.result()


def _begin(
    pool: ThreadPoolExecutor, planned: Sequence[tuple[Grading, TaskPlan]], thorough: bool
) -> Pending:
    runs = _start(pool, planned, thorough)
    label = f"{runs.exercise.id} {runs.task.name}"
    # The last job of a task waits for the others. They were handed in before it, so they run.
    return Pending(label, [*runs.right, *runs.wrong], pool.submit(_audit, runs))


def _audit(runs: _Runs) -> TaskAudit:
    courts = [future.result() for future in runs.courts]
    stuck = tuple(dict.fromkeys(court for court in courts if isinstance(court, str)))
    court = courts[0]
    if stuck or isinstance(court, str):
        return _summed_up(Trials(runs.exercise, runs.task, stuck=stuck))
    right = tuple(future.result() for future in runs.right)
    wrong = _killing(court, [future.result() for future in runs.wrong])
    twins = twins_among(court, wrong)
    stub, degenerate = runs.stub.result(), runs.degenerate.result()
    return _summed_up(Trials(runs.exercise, runs.task, right, wrong, stub, degenerate, twins))


def _start(
    pool: ThreadPoolExecutor, planned: Sequence[tuple[Grading, TaskPlan]], thorough: bool
) -> _Runs:
    """The references first: every other job waits for the one of its seed."""
    grading, plan = planned[0]
    exercise, task = grading.exercise, plan.task
    courts = [pool.submit(_court, *one) for one in planned]

    def tried(who: Implementation, seed: int = 0) -> Future[Trial]:
        return pool.submit(_try_out, courts[seed], who, seed, thorough)

    solution = _handed_in(exercise, exercise.reference / exercise.module, "reference")
    right = [
        tried(who, seed)
        for who in (solution, *alternatives_of(exercise, task.name))
        for seed in range(len(planned))
    ]
    wrong = [tried(who) for who in misconceptions_of(exercise, task.name)]
    untouched = tried(_handed_in(exercise, exercise.stub, "untouched stub"))
    degenerate = pool.submit(_try_degenerate, courts[0])
    return _Runs(exercise, task, courts, right, wrong, untouched, degenerate)


def _court(grading: Grading, plan: TaskPlan) -> Court | str:
    """A court for the cases of one seed, or why the reference could not be run on them."""
    seen = grading.bench.observe(reference_of(grading.exercise), plan)
    stub = NotStarted(grading.exercise.module, grading.stub_messages)
    problem = cannot_import(seen) or seen.problem(plan.task.name)
    return problem or Court(grading.bench, plan, seen.runs, stub)


def _killing(court: Court, wrong: Sequence[Trial]) -> tuple[Trial, ...]:
    """The same trials, gone on with for checks that none has failed by what it computes so far."""
    trials = list(wrong)
    for scenario in court.plan.scenarios[1:]:
        for check in scenario.checks:
            for number, trial in enumerate(trials):
                if any(fails_by_value(each, check) for each in trials):
                    break
                trials[number] = court.complete(trial)
    return tuple(trials)


def _handed_in(exercise: Exercise, path: Path, name: str) -> Implementation:
    """A file of the exercise as if a student had handed it in: sandboxed, run again."""
    return replace(submission_of(exercise, read_submission(path, exercise.module)), name=name)


def _try_out(waited: Future[Court | str], who: Implementation, seed: int, thorough: bool) -> Trial:
    court = waited.result()
    if isinstance(court, str):
        return Trial(who, seed)  # it is not looked at: the reference comes first
    if who.kind is Kind.MISCONCEPTION and not thorough:
        return court.try_wrong(who)
    trial = court.try_out(who, seed)
    # What only misconceptions are compared by need not be kept of the others.
    return trial if who.kind is Kind.MISCONCEPTION else replace(trial, runs={})


def _try_degenerate(waited: Future[Court | str]) -> Degenerate:
    court = waited.result()
    return NONE_TRIED if isinstance(court, str) else try_degenerate(court)


def _summed_up(trials: Trials) -> TaskAudit:
    task, right = trials.task, trials.right
    names = dict.fromkeys(trial.who.name for trial in right)
    failing = {t.who.name for t in right if t.problem or t.fails or t.broken}
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
        seconds=sum(trial.seconds for trial in trials.every),
        faults=tuple(faults_of(trials)),
        notes=tuple(notes_of(trials)),
        tried=tuple(_row(trial, trials) for trial in trials.every),
    )


def _row(trial: Trial, trials: Trials) -> Tried:
    seed = f" (seed {trials.exercise.seed + trial.seed})" if trial.seed else ""
    return Tried(KINDS[trial.who.kind], f"{trial.who.name}{seed}", came_to(trial))
