"""`grade audit`: every exercise that is named, or all of the course; a table, and what is wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.progress import Progress
from grader.errors import UsageError
from grader.isolation import Zygote

if TYPE_CHECKING:
    from grader.course import Exercise
    from grader.reports import TaskAudit

WORKERS = 2  # implementations that run at a time


def audit_exercises(
    here: Path, names: tuple[str, ...], seeds: int, task: str, verbose: bool
) -> int:
    """Audit, print what was found, and return the exit status."""
    if seeds < 1:
        raise UsageError("--seeds must be at least 1")
    zygote = Zygote()
    progress = Progress("auditing")
    try:
        exercises = _exercises(here, names, task)
        audits = list(_audits(exercises, zygote, progress, seeds, task, verbose))
    finally:
        progress.clear()
        zygote.close()
    from grader.reports import render_audit

    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    colour = sys.stdout.isatty()
    click.echo(render_audit(audits, width=width, colour=colour, verbose=verbose), nl=False)
    return 1 if any(audit.faults for audit in audits) else 0


def _exercises(here: Path, names: tuple[str, ...], task: str) -> list[Exercise]:
    from grader.cli.names import COMMANDS
    from grader.cli.words import VOCABULARY
    from grader.course import find_course, load_course, load_exercise

    course = load_course(find_course(here), COMMANDS)
    chosen = dict.fromkeys(names or course.exercises)
    exercises = [load_exercise(course, name, VOCABULARY) for name in chosen]
    holding = [exercise for exercise in exercises if not task or exercise.task(task)]
    if not holding:
        raise UsageError(f"no task {task!r} in {', '.join(chosen)}")
    return holding


def _audits(
    exercises: Sequence[Exercise],
    zygote: Zygote,
    progress: Progress,
    seeds: int,
    task: str,
    verbose: bool,
) -> Iterator[TaskAudit]:
    """One exercise is begun before the one before it is waited for: both cores stay busy."""
    from grader.authoring import Pending, finish_audit, start_audit

    pool = ThreadPoolExecutor(WORKERS)
    begun: list[Pending] = []
    try:
        for exercise in exercises:
            following = start_audit(
                exercise, zygote, pool, seeds=seeds, only=task, thorough=verbose
            )
            yield from (finish_audit(pending, progress) for pending in begun)
            begun = following
        yield from (finish_audit(pending, progress) for pending in begun)
    finally:
        pool.shutdown(cancel_futures=True)
