"""`grade EXERCISE`: start the zygote first, then everything else while it imports torch."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.courses import check_task, open_course
from grader.cli.isolating import zygote_for
from grader.cli.plotting import open_plots, with_plots
from grader.cli.progress import Progress
from grader.cli.terminal import width
from grader.errors import CourseError, InfrastructureError, UsageError

if TYPE_CHECKING:
    from grader.course import Exercise
    from grader.isolation import Zygote
    from grader.reports import Report


def grade_exercise(
    here: Path,
    name: str,
    submission: Path | None,
    task: str,
    json_path: str | None,
    seed: int | None,
    plots: Path | None,
    isolation: str,
    require: tuple[str, ...],
) -> int:
    """Grade, print the report, and return the exit status."""
    zygote = zygote_for(isolation, require)
    try:
        return _grade(zygote, here, name, submission, task, json_path, seed, plots)
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
    plots: Path | None,
) -> int:
    from grader.cli.results import edition_of, remember, result_of
    from grader.course import load_exercise
    from grader.reports import render_terminal, to_json
    from grader.vocabulary import vocabulary_for

    course = open_course(here)
    exercise = load_exercise(course, name, vocabulary_for)
    check_task(exercise, task)
    path = submission or exercise.stub
    if not path.exists():
        raise UsageError(f"there is no {path}")
    if plots is not None:
        open_plots(plots)
    report, fault = _report(exercise, zygote, seed, task, path, plots)
    if submission is None and not task and seed is None and not report.reason:
        edition = edition_of(course, name, exercise.module)
        remember(course.root, name, result_of(report, edition))
    if json_path:
        _write(json_path, to_json(report))
    if json_path != "-":
        shown = report if path.is_dir() else report.inside(_relative(path.parent, here))
        click.echo(render_terminal(shown, width=width(), colour=sys.stdout.isatty()), nl=False)
    if report.reason:
        return fault
    return 0 if report.passed else 1


def _report(
    exercise: Exercise,
    zygote: Zygote,
    seed: int | None,
    task: str,
    path: Path,
    plots: Path | None,
) -> tuple[Report, int]:
    """The report, and the exit status if there is nothing but a reason in it.

    Whatever fails on our side or the author's is a report too, so that it is no zero.
    """
    from grader.grading import could_not_grade, grade, prepare

    progress = Progress("grading")
    try:
        zygote.check_layers()
        grading = prepare(exercise, zygote, seed, task)
        report = grade(grading, path, progress)
        if plots is not None:
            progress("figures")
            report = with_plots(report, grading, path, plots)
        return report, 0
    except InfrastructureError as error:
        return could_not_grade(exercise, path, str(error)), 3
    except CourseError as error:
        return could_not_grade(exercise, path, str(error)), 2
    except Exception as error:
        traceback.print_exc()
        bug = f"{type(error).__name__}: {error}"
        return could_not_grade(exercise, path, f"a fault of the grader itself, {bug}"), 3
    finally:
        progress.clear()


def _relative(folder: Path, here: Path) -> str:
    """The folder as the student would type it."""
    shown = folder.relative_to(here) if folder.is_relative_to(here) else folder
    return "" if shown == Path() else shown.as_posix()


def _write(path: str, text: str) -> None:
    if path == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
