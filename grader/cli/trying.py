"""`grade try`: run the reference of an exercise on the cases that students will meet."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.cli.courses import check_task, open_course
from grader.cli.progress import Progress
from grader.cli.terminal import width
from grader.isolation import Zygote


def try_exercise(here: Path, name: str, task: str, show_cases: bool, seed: int | None) -> int:
    """Run the reference, print what came of it, and return the exit status."""
    zygote = Zygote()
    try:
        return _try(zygote, here, name, task, show_cases, seed)
    finally:
        zygote.close()


def _try(
    zygote: Zygote, here: Path, name: str, task: str, show_cases: bool, seed: int | None
) -> int:
    from grader.authoring import try_reference
    from grader.course import load_exercise
    from grader.grading import prepare
    from grader.reports import render_tryout
    from grader.vocabulary import vocabulary_for

    course = open_course(here)
    exercise = load_exercise(course, name, vocabulary_for)
    check_task(exercise, task)
    grading = prepare(exercise, zygote, seed, task, banked=False)
    progress = Progress("trying")
    try:
        tried = list(try_reference(grading, progress))
    finally:
        progress.clear()
        grading.bench.close()
    shown = render_tryout(
        tried,
        title=f"{exercise.id} · {exercise.title}",
        width=width(),
        colour=sys.stdout.isatty(),
        show_cases=show_cases,
    )
    click.echo(shown, nl=False)
    return 1 if any(one.problems for one in tried) else 0
