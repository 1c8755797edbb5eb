"""Decode the plots of a task: the figures that are drawn with the student's code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.course.desk import Desk
from grader.course.documents import PlotDocument
from grader.course.model import Plot
from grader.course.runs import observable_after
from grader.course.validating import is_said, validate
from grader.yamlfile import Key

FIGURE = "figure"  # what the lines of a plot leave


def decode_plots(found: Sequence[Any], task: str, at: Key, desk: Desk) -> tuple[Plot, ...]:
    """All plots of a task; mistakes are noted."""
    plots: list[Plot] = []
    for index, data in enumerate(found):
        place = (*at, index)
        said = validate(PlotDocument, desk.document, data, place)
        if is_said(said, "id") and said.id in (other.id for other in plots):
            message = f"a second plot {said.id!r} in this task"
            desk.document.mistake((*place, "id"), message, "Give one of them another id.")
        if is_said(said, "run"):
            _check_run(said.run, task, place, desk)
        plots.append(Plot(said.id, said.title.strip(), said.run))
    return tuple(plots)


def _check_run(run: str, task: str, at: Key, desk: Desk) -> None:
    """Its names must come from somewhere, and it must define the figure."""
    defined = observable_after(run, task, at, desk, ())
    if defined is not None and FIGURE not in defined:
        message = f"the lines define no {FIGURE}"
        desk.document.mistake((*at, "run"), message, f"Such as {FIGURE} = {task or 'task'}()")
