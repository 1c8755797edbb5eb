"""`grade EXERCISE`: start the zygote first, then everything else while it imports torch."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.cli.progress import Progress
from grader.errors import InfrastructureError, UsageError
from grader.isolation import Zygote


def grade_exercise(
    here: Path,
    name: str,
    submission: Path | None,
    task: str,
    json_path: str | None,
    seed: int | None,
) -> int:
    """Grade, print the report, and return the exit status."""
    zygote = Zygote()
    try:
        return _grade(zygote, here, name, submission, task, json_path, seed)
    finally:
        zygote.close()


def _grade(
    zygote: Zygote,
    here: Path,
    name: str,
    submission: Path | None,
    task: str,
    json_path: str | None,
    seed: int | None,
) -> int:
    from grader.cli.commands import COMMANDS
    from grader.cli.listing import remember
    from grader.cli.words import VOCABULARY
    from grader.course import did_you_mean, find_course, load_course, load_exercise
    from grader.grading import grade, prepare
    from grader.reports import render_terminal, to_json

    course = load_course(find_course(here), COMMANDS)
    exercise = load_exercise(course, name, VOCABULARY)
    if task and exercise.task(task) is None:
        advice = did_you_mean(task, (one.name for one in exercise.tasks))
        raise UsageError(f"{name} has no task {task!r}. {advice}")
    path = submission or exercise.stub
    if not path.exists():
        raise UsageError(f"there is no {path}")
    progress = Progress("grading")
    try:
        report = grade(prepare(exercise, zygote, seed, task), path, progress)
    except InfrastructureError as error:
        progress.clear()
        _could_not_grade(exercise.id, path.name, str(error), json_path)
        raise
    progress.clear()
    if submission is None and not task:
        remember(course.root, report)
    if json_path:
        _write(json_path, to_json(report))
    if json_path != "-":
        colour = sys.stdout.isatty()
        shown = report if submission else report.inside(_relative(exercise.folder, here))
        click.echo(render_terminal(shown, width=_width(), colour=colour), nl=False)
    return 0 if report.passed else 1


def _relative(folder: Path, here: Path) -> str:
    """The folder as the student would type it."""
    return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else str(folder)


def _could_not_grade(exercise: str, submission: str, reason: str, json_path: str | None) -> None:
    """A machine that reads the report must not mistake its absence for a zero."""
    import json

    if json_path:
        document = {
            "schema": "grade-report/1",
            "exercise": exercise,
            "status": "could_not_grade",
            "reason": reason,
            "submission": {"name": submission},
        }
        _write(json_path, json.dumps(document, indent=2))


def _write(path: str, text: str) -> None:
    if path == "-":
        click.echo(text)
        return
    try:
        Path(path).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size((80, 24)).columns, 100)
