"""Figures that a submission's code draws: pictures of them, or a line that says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import load_course, load_exercise
from grader.grading import Drawn, draw_plots, prepare
from grader.isolation import Zygote
from grader.vocabulary import vocabulary_for

EXERCISE = """\
id: x
title: X
module: x.py
limits: {time_s: 2}
tasks:
  - name: curve
    given: {n: 3}
    checks: [finite]
    plots:
      - id: few
        title: A few numbers.
        run: figure = curve(3)
  - name: other
    given: {n: 3}
    checks: [finite]
"""
REFERENCE = """\
from matplotlib.figure import Figure
import torch


def curve(n):
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot(torch.rand(n).tolist())
    return figure


def other(n):
    return n
"""
STUB = """\
def curve(n):
    raise NotImplementedError("curve is yours to write")


def other(n):
    raise NotImplementedError("other is yours to write")
"""
HEAD = "def other(n):\n    return n\n\ndef curve(n):\n"
DIVIDES = "    return 1 / 0\n"
LISTS = "    return [n]\n"
HANGS = "    while True: pass  # on one line, so that there is one place to be stopped at\n"
RESISTS = """\
    from matplotlib.figure import Figure
    figure = Figure()
    figure.draw = lambda renderer: 1 / 0
    return figure
"""
FORGES = """\
    import numpy
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    FigureCanvasAgg.buffer_rgba = lambda _: numpy.zeros((1, 1, 4, 4))
    return Figure()
"""


@pytest.fixture
def drawn(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[Drawn]]:
    """Draw every plot with a source text."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = {
        "course.yaml": "title: Tiny\nexercises: [x]\n",
        "exercises/x/exercise.yaml": EXERCISE,
        "exercises/x/x.py": STUB,
        "reference/x/x.py": REFERENCE,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    exercise = load_exercise(load_course(tmp_path), "x", vocabulary_for)

    def draw(source: str, only: str = "") -> list[Drawn]:
        (tmp_path / "anna.py").write_text(source)
        return list(draw_plots(prepare(exercise, zygote, None, only), tmp_path / "anna.py"))

    return draw


def test_a_figure_comes_as_a_picture(drawn):
    """One for each plot, with the name of its task."""
    (found,) = drawn(REFERENCE)

    assert (found.task, found.plot.id, found.message) == ("curve", "few", "")
    assert found.png.startswith(b"\x89PNG")


def test_the_same_code_draws_the_same(drawn):
    """Chance is seeded."""
    assert drawn(REFERENCE)[0].png == drawn(REFERENCE)[0].png


def test_only_the_plots_of_the_graded_task(drawn):
    """A task without any draws none."""
    assert drawn(REFERENCE, "other") == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (DIVIDES, "it raised ZeroDivisionError: division by zero at anna.py:5: return 1 / 0"),
        (LISTS, "TypeError: an object of type list is no matplotlib Figure"),
        (HANGS, "It was still running after 2 s at anna.py:5 and was stopped."),
        (RESISTS, "ZeroDivisionError: division by zero"),
        (FORGES, "its picture is too large, or no picture at all"),
    ],
)
def test_what_cannot_be_drawn(drawn, body, message):
    """It is said in a line."""
    (found,) = drawn(HEAD + body)

    assert (found.png, found.message) == (b"", message)


def test_what_is_not_written(drawn):
    """Neither an error nor a figure."""
    assert [found.message for found in drawn(STUB)] == ["curve is not written yet"]


def test_what_is_not_there(drawn):
    """The task is missing."""
    assert [found.message for found in drawn("x = 1\n")] == ["anna.py defines no curve"]


def test_what_cannot_be_imported(drawn):
    """With the line."""
    (found,) = drawn("import nothing_of_that_name\n")

    assert found.message.startswith("The file cannot be imported: it raised ModuleNotFoundError")


def test_what_cannot_be_read(drawn, tmp_path):
    """A file that is no Python."""
    (found,) = drawn("def curve(\n")

    assert "anna.py" in found.message
    assert found.png == b""
