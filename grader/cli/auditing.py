"""`grade audit`: every exercise that is named, or all of the course; a table, and what is wrong."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.courses import open_course
from grader.cli.progress import Countdown, Progress
from grader.cli.terminal import width
from grader.errors import UsageError
from grader.isolation import Zygote

if TYPE_CHECKING:
    from grader.course import Exercise
    from grader.reports import TaskAudit

# Implementations that run at a time: one more than there are cores, for now and then each waits
# for the judge. The judge itself keeps up with no more than a few.
WORKERS = min(len(os.sched_getaffinity(0)) + 1, 8)


def audit_exercises(
    here: Path, names: tuple[str, ...], seeds: int, task: str, record: bool, verbose: bool
) -> int:
    """Audit, print what was found, record it if asked to, and return the exit status."""
    if seeds < 1:
        raise UsageError("--seeds must be at least 1")
    zygote = Zygote()
    progress = Progress("auditing")
    try:
        exercises = chosen_exercises(here, names, task)
        audits = list(_audits(exercises, zygote, progress, seeds, task, record, verbose))
    finally:
        progress.clear()
        zygote.close()
    from grader.reports import render_audit

    colour = sys.stdout.isatty()
    click.echo(render_audit(audits, width=width(), colour=colour, verbose=verbose), nl=False)
    if record:
        click.echo("\n" + "\n".join(_recorded(exercises, audits)))
    return 1 if any(audit.faults for audit in audits) else 0


def _recorded(exercises: Sequence[Exercise], audits: Sequence[TaskAudit]) -> Iterator[str]:
    """Write the records of exercises that have no fault; what was not audited stays as it was."""
    from grader.course import kills_file, kills_text, read_kills
    from grader.yamlfile import shown_path

    for exercise in exercises:
        own = {audit.task: audit for audit in audits if audit.exercise == exercise.id}
        path = kills_file(exercise)
        if any(audit.faults for audit in own.values()):
            yield f"{shown_path(path)} is left as it was: something does not hold."
            continue
        known = read_kills(exercise)
        made = {name: audit.record for name, audit in own.items() if audit.record}
        record = {**known, **made}
        inside = {task.name: record[task.name] for task in exercise.tasks if task.name in record}
        path.write_text(kills_text(exercise, inside), encoding="utf-8")
        yield f"{shown_path(path)} is written."


def chosen_exercises(here: Path, names: tuple[str, ...], task: str) -> list[Exercise]:
    """Those that are named, or all of the course; of them those that have the task."""
    from grader.course import load_exercise
    from grader.vocabulary import vocabulary_for
    from grader.yamlfile import did_you_mean

    course = open_course(here)
    chosen = dict.fromkeys(names or course.exercises)
    exercises = [load_exercise(course, name, vocabulary_for) for name in chosen]
    holding = [exercise for exercise in exercises if not task or exercise.task(task)]
    if not holding:
        advice = did_you_mean(task, {one.name for each in exercises for one in each.tasks})
        raise UsageError(f"no task {task!r} in {', '.join(chosen)}. {advice}")
    return holding


def _audits(
    exercises: Sequence[Exercise],
    zygote: Zygote,
    progress: Progress,
    seeds: int,
    task: str,
    record: bool,
    verbose: bool,
) -> Iterator[TaskAudit]:
    """Everything is begun before anything is waited for, and let go as soon as it is told."""
    from grader.auditing import finish_audit, start_audit
    from grader.course import read_kills

    pool = ThreadPoolExecutor(WORKERS)
    try:
        begun = deque(
            pending
            for exercise in exercises
            for pending in start_audit(
                exercise,
                zygote,
                pool,
                seeds=seeds,
                only=task,
                thorough=verbose or record,
                recorded={} if record else read_kills(exercise),
            )
        )
        count = Countdown(progress, sum(len(pending.jobs) for pending in begun))
        while begun:
            yield finish_audit(begun.popleft(), count)
    except BaseException:
        zygote.close()  # with its workers, so that no run is waited for
        raise
    finally:
        pool.shutdown(cancel_futures=True)
