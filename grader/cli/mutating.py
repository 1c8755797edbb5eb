"""`grade audit --mutants`: are there changes of the references that no check notices?"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.auditing import chosen_exercises
from grader.cli.progress import Progress, time_left
from grader.cli.terminal import width
from grader.errors import UsageError
from grader.isolation import Zygote

if TYPE_CHECKING:
    from grader.auditing import Hunt
    from grader.course import Exercise
    from grader.reports import TaskMutants


def audit_mutants(here: Path, names: tuple[str, ...], seeds: int, task: str, verbose: bool) -> int:
    """Try every mutant, print what became of them, and return the exit status."""
    if seeds < 1:
        raise UsageError("--seeds must be at least 1")
    zygote = Zygote()
    progress = Progress("mutants")
    try:
        exercises = chosen_exercises(here, names, task)
        tried = list(_tried(exercises, zygote, progress, seeds, task))
    finally:
        progress.clear()
        zygote.close()
    from grader.reports import render_mutation

    colour = sys.stdout.isatty()
    click.echo(render_mutation(tried, width=width(), colour=colour, verbose=verbose), nl=False)
    return 0 if all(each.holds for each in tried) else 1


def _tried(
    exercises: Sequence[Exercise], zygote: Zygote, progress: Progress, seeds: int, task: str
) -> Iterator[TaskMutants]:
    """All are begun at once, so that how many there are is known, and how long it will take."""
    from grader.auditing import finish_mutants, start_mutants

    pool = ThreadPoolExecutor(len(os.sched_getaffinity(0)))
    try:
        started = time.monotonic()
        hunts: list[Hunt] = []
        for exercise in exercises:
            progress(f"{exercise.id}: deciding its cases")
            hunts += start_mutants(exercise, zygote, pool, seeds=seeds, only=task)
        total = sum(len(hunt.fates) for hunt in hunts)
        done = killed = 0
        for hunt in hunts:
            for future in hunt.fates:
                killed += future.result().is_killed
                done += 1
                left = time_left(done, total, time.monotonic() - started)
                where = f"{hunt.exercise.id} {hunt.task.name}"
                progress(f"{where}, {done} of {total}, {killed} killed{left}")
            yield finish_mutants(hunt)
    except BaseException:
        zygote.close()  # with its workers, so that no run is waited for
        raise
    finally:
        pool.shutdown(cancel_futures=True)
