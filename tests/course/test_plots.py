"""Plots of a task: what is read from them, and what is said of broken ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.course import Plot
from tests.course.conftest import FILE

if TYPE_CHECKING:
    from tests.course.conftest import Folder

PLOTS = """\
    plots:
      - id: curve
        title: A curve.
        run: |
          from matplotlib.figure import Figure
          figure = Figure()
          figure.subplots().plot([step(None, rate) for rate in torch.linspace(0, 1, 9)])
"""


@pytest.fixture
def plots(folder: Folder) -> Folder:
    """A task with one plot."""
    folder.write(FILE, folder.good + PLOTS)
    return folder


def test_plots_are_read(plots: Folder) -> None:
    """The lines may use the student's names and torch, as those of a task."""
    (plot,) = plots.exercise().tasks[0].plots

    assert (plot.id, plot.title) == ("curve", "A curve.")
    assert plot.run.startswith("from matplotlib.figure import Figure\n")


def test_no_task_needs_plots(folder: Folder) -> None:
    """Without the key there are none."""
    assert folder.exercise().tasks[0].plots == ()


def test_lines_may_be_one(plots: Folder) -> None:
    """`run: figure = step(None, 1)`."""
    plots.write(FILE, plots.good + "    plots: [{id: a, title: A, run: 'figure = task(0, 1)'}]\n")

    assert plots.exercise().tasks[0].plots == (Plot("a", "A", "figure = task(0, 1)"),)


def test_a_key_is_missing(plots: Folder) -> None:
    """Each of the three is needed."""
    plots.replace(FILE, "        title: A curve.\n", "")

    assert plots.mistakes() == (
        f"{FILE}:14:9: the key 'title' is missing\n  Such as title: Training models"
    )


def test_an_unknown_key(plots: Folder) -> None:
    """The nearest one is named."""
    plots.replace(FILE, "title: A curve.", "titel: A curve.")

    assert plots.mistakes() == f"{FILE}:15:9: unknown key 'titel'\n  Did you mean 'title'?"


def test_an_id_that_is_no_file_name(plots: Folder) -> None:
    """It ends the name of a file."""
    plots.replace(FILE, "id: curve", "id: ../curve")

    assert plots.mistakes() == (
        f"{FILE}:14:13: id: '../curve' will not do as a name\n"
        "  Write curve: letters, digits and underscores."
    )


def test_two_plots_of_one_name(plots: Folder) -> None:
    """One would overwrite the other."""
    second = PLOTS.removeprefix("    plots:\n")
    plots.write(FILE, plots.good + PLOTS + second)

    assert plots.mistakes() == (
        f"{FILE}:20:13: a second plot 'curve' in this task\n  Give one of them another id."
    )


def test_lines_without_a_figure(plots: Folder) -> None:
    """There would be nothing to draw."""
    plots.replace(FILE, "figure = Figure()", "picture = Figure()")
    plots.replace(FILE, "figure.subplots()", "picture.subplots()")

    assert plots.mistakes() == (
        f"{FILE}:16:14: the lines define no figure\n  Such as figure = step()"
    )


def test_lines_with_an_unknown_name(plots: Folder) -> None:
    """Givens are not there, either: what is to be drawn, the lines make themselves."""
    plots.replace(FILE, "step(None, rate)", "step(model, rate)")

    assert f"{FILE}:19:40: run uses 'model', which nothing defines" in plots.mistakes()


def test_a_plot_that_is_no_mapping(plots: Folder) -> None:
    """What belongs there is named."""
    plots.write(FILE, plots.good + "    plots: [curve]\n")

    assert plots.mistakes() == (
        f"{FILE}:13:13: should be a mapping, not 'curve'\n  Needed here: id, title, run."
    )


def test_a_key_of_a_plot_elsewhere(folder: Folder) -> None:
    """Plots belong to a task."""
    folder.write(FILE, folder.good + "plots: []\n")

    assert "'plots' belongs to a task" in folder.mistakes()
