"""Draw the figures that a submission's own code makes: to be looked at, without any points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.cases import Case
from grader.course import Plot, Task
from grader.errors import SubmissionError
from grader.grading.grade import Grading
from grader.grading.implementation import Implementation, read_for, submission_of
from grader.grading.judge import NotStarted, cannot_import, raised_finding
from grader.grading.observe import Bench, Observed
from grader.grading.pictures import as_png, is_picture
from grader.properties import told
from grader.wire import Ask, Lost, Raised, Tensor

NO_CASE = Case({}, "float32", 0)  # the lines of a plot make what they need; chance is seeded


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of a plot: a PNG file's content, or why there is none."""

    task: str
    plot: Plot
    png: bytes = b""
    message: str = ""


def draw_plots(grading: Grading, path: Path) -> Iterator[Drawn]:
    """Draw every plot of the tasks that are graded, with a submission's code."""
    tasks = [plan.task for plan in grading.plans]
    try:
        submission = read_for(grading.exercise, path)
    except SubmissionError as error:
        for task in tasks:
            yield from (Drawn(task.name, plot, message=str(error)) for plot in task.plots)
        return
    theirs = submission_of(grading.exercise, submission)
    stub = NotStarted(submission.main, grading.stub_messages, submission.cells)
    for task in tasks:
        for plot in task.plots:
            yield draw_plot(grading.bench, theirs, task, plot, stub)


def draw_plot(
    bench: Bench, implementation: Implementation, task: Task, plot: Plot, stub: NotStarted
) -> Drawn:
    """Draw one plot, in a worker of its own."""
    ask = Ask(NO_CASE, task.name, plot.run, observe=("figure",), draw=True)
    with bench.worker(implementation, task.name, ()) as (worker, loaded):
        opened = Observed(loaded)
        problem = cannot_import(opened) or opened.problem(task.name)
        if problem:
            return Drawn(task.name, plot, message=problem)
        seen = worker.observe(ask)
    if isinstance(seen, Lost):
        return Drawn(task.name, plot, message=seen.message)
    if seen.raised is not None:
        return Drawn(task.name, plot, message=_why(seen.raised, stub))
    figure = seen.values.get("figure")
    if isinstance(figure, Tensor) and is_picture(figure):
        return Drawn(task.name, plot, as_png(figure))
    return Drawn(task.name, plot, message="its picture is too large, or no picture at all")


def _why(raised: Raised, stub: NotStarted) -> str:
    """Why there is no picture, in a line."""
    if unwritten := stub.task_of(raised):
        return f"{unwritten} is not written yet"
    if raised.during == "draw":
        return told(raised)
    return raised_finding(raised).message
