"""Audit an exercise: grade its own implementations, and see whether what it promises holds.

Everything is run afresh: no observation comes from the bank, so a stale or a lucky one proves
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from grader.authoring.claims import Trials, came_to, faults_of, notes_of, stub_faults
from grader.authoring.degenerate import Degenerate, try_degenerate
from grader.authoring.trial import Trial, try_out
from grader.authoring.twins import twins_among
from grader.course import Exercise
from grader.grading import (
    Grading,
    Implementation,
    Kind,
    NotStarted,
    Observed,
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
    """The audit of a task under way, on a pool of threads."""

    grading: Grading
    plan: TaskPlan
    references: Sequence[Future[Observed]]
    right: Sequence[Future[Trial]]
    wrong: Sequence[Future[Trial]]
    stub: Future[Trial]
    degenerate: Future[Degenerate]


def start_audit(
    exercise: Exercise, zygote: Zygote, pool: ThreadPoolExecutor, seeds: int, only: str
) -> list[Pending]:
    """Decide all cases of an exercise and hand every run to the pool."""
    gradings = [
        prepare(exercise, zygote, exercise.seed + offset, only, banked=False)
        for offset in range(seeds)
    ]
    tasks = range(len(gradings[0].plans))
    return [_start(pool, [(grading, grading.plans[i]) for grading in gradings]) for i in tasks]


def finish_audit(pending: Pending, progress: Progress = lambda _: None) -> TaskAudit:
    """Wait for every run of a task, and say what holds."""
    exercise, plan = pending.grading.exercise, pending.plan
    label = f"{exercise.id} {plan.task.name}"
    observed = [future.result() for future in pending.references]
    stuck = tuple(dict.fromkeys(why for seen in observed if (why := _stuck(seen, plan))))
    jobs = [*pending.right, *pending.wrong]
    done = []
    for number, job in enumerate(jobs, 1):
        progress(f"{label}: {number} of {len(jobs)}")
        done.append(job.result())
    right, wrong = tuple(done[: len(pending.right)]), tuple(done[len(pending.right) :])
    trials = Trials(
        exercise, plan.task, right, wrong, pending.stub.result(), pending.degenerate.result(),
        twins_among(plan, wrong, observed[0].runs), stuck,
    )  # fmt: skip
    if stuck:  # nothing was judged: what else is missing follows from that
        trials = replace(trials, right=(), wrong=(), stub=None)
    return _summed_up(trials)


def _start(pool: ThreadPoolExecutor, planned: Sequence[tuple[Grading, TaskPlan]]) -> Pending:
    """The references first: every other job waits for the one of its seed."""
    first, plan = planned[0]
    exercise, task = first.exercise, plan.task.name
    references = [pool.submit(g.bench.observe, reference_of(exercise), p) for g, p in planned]
    stub = NotStarted(exercise.module, first.stub_messages)

    def tried(who: Implementation, seed: int) -> Future[Trial]:
        return pool.submit(_try_out, *planned[seed], who, references[seed], stub, seed)

    solution = _handed_in(exercise, exercise.reference / exercise.module, "reference")
    right = [
        tried(who, seed)
        for who in (solution, *alternatives_of(exercise, task))
        for seed in range(len(planned))
    ]
    wrong = [tried(who, 0) for who in misconceptions_of(exercise, task)]
    untouched = tried(_handed_in(exercise, exercise.stub, "untouched stub"), 0)
    degenerate = pool.submit(_try_degenerate, first, plan, references[0])
    return Pending(first, plan, references, right, wrong, untouched, degenerate)


def _handed_in(exercise: Exercise, path: Path, name: str) -> Implementation:
    """A file of the exercise as if a student had handed it in: sandboxed, run again."""
    return replace(submission_of(exercise, read_submission(path, exercise.module)), name=name)


def _try_out(
    grading: Grading,
    plan: TaskPlan,
    who: Implementation,
    reference: Future[Observed],
    stub: NotStarted,
    seed: int,
) -> Trial:
    expected = reference.result()
    if _stuck(expected, plan):
        return Trial(who, seed)
    trial = try_out(grading.bench, plan, who, expected.runs, stub, seed)
    # What only misconceptions are compared by need not be kept of the others.
    return trial if who.kind is Kind.MISCONCEPTION else replace(trial, runs={})


def _try_degenerate(grading: Grading, plan: TaskPlan, reference: Future[Observed]) -> Degenerate:
    expected = reference.result()
    if _stuck(expected, plan):
        return Degenerate(0, ())
    return try_degenerate(grading.bench, plan, expected.runs)


def _stuck(seen: Observed, plan: TaskPlan) -> str:
    """Why an implementation could not be run at all, or nothing."""
    return cannot_import(seen) or seen.problem(plan.task.name)


def _summed_up(trials: Trials) -> TaskAudit:
    task, right = trials.task, trials.right
    names = dict.fromkeys(trial.who.name for trial in right)
    failing = {t.who.name for t in right if t.problem or t.fails or t.broken}
    judged = [check for check in task.checks if trials.is_judged(check)]
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
