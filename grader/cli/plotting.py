"""`--plots DIR`: save the figures that the student's code draws, and name them in the report."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.errors import InfrastructureError, UsageError

if TYPE_CHECKING:
    from grader.grading import Drawn, Grading
    from grader.reports import PlotReport, Report


def open_plots(folder: Path) -> None:
    """Make the folder if it is not there, before anything is graded.

    Raises UsageError if that cannot be, or if matplotlib is missing.
    """
    if find_spec("matplotlib") is None:
        raise UsageError(
            "--plots draws with matplotlib, which is not installed. Install it: "
            "pip install matplotlib (the extra `course` of the grader holds it too)"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror}") from error


def with_plots(report: Report, grading: Grading, submission: Path, folder: Path) -> Report:
    """The report, with the figures of each task: they are drawn and saved now."""
    from grader.grading import draw_plots

    try:
        found = [
            (drawn.task, _saved(drawn, report, folder)) for drawn in draw_plots(grading, submission)
        ]
    except InfrastructureError as error:  # no reason to throw away the points
        click.echo(f"--plots: nothing was drawn: {error}", err=True)
        return report
    if not found:
        click.echo("--plots: nothing that was graded draws a figure.", err=True)
    tasks = tuple(
        replace(task, plots=tuple(plot for name, plot in found if name == task.name))
        for task in report.tasks
    )
    return replace(report, tasks=tasks)


def _saved(drawn: Drawn, report: Report, folder: Path) -> PlotReport:
    from grader.reports import PlotReport

    plot = drawn.plot
    file = folder / f"{report.exercise}_{drawn.task}_{plot.id}.png"
    try:
        if not drawn.png:
            file.unlink(missing_ok=True)  # it would show what other code drew
            return PlotReport(plot.id, plot.title, message=drawn.message)
        file.write_bytes(drawn.png)
    except OSError as error:
        return PlotReport(plot.id, plot.title, message=f"cannot write {file}: {error.strerror}")
    return PlotReport(plot.id, plot.title, str(file))
