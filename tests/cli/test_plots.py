"""`grade EXERCISE --plots DIR`: the figures of the student's code, as files and in the report."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main

EXERCISE = """\
id: x
title: X
module: x.py
tasks:
  - name: curve
    given: {n: 3}
    checks: [finite]
    plots:
      - id: numbers
        title: A few numbers.
        run: figure = curve(3)
"""
SOURCE = """\
from matplotlib.figure import Figure


def curve(n):
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot(range(n))
    return figure
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with two exercises, of which one draws, in which the command is run."""
    plain = "id: y\ntitle: Y\nmodule: y.py\ntasks: [{name: f, given: {n: 3}, checks: [finite]}]\n"
    files = {
        "course.yaml": "title: Tiny\nexercises: [x, y]\n",
        "exercises/x/exercise.yaml": EXERCISE,
        "exercises/x/x.py": SOURCE,
        "reference/x/x.py": SOURCE,
        "exercises/y/exercise.yaml": plain,
        "exercises/y/y.py": "def f(n):\n    return n\n",
        "reference/y/y.py": "def f(n):\n    return n\n",
        "figures/x_curve_numbers.png": "an older one",
        "figures/mine.txt": "kept",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def grade(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_figures_are_saved_and_named(course):
    """An older one of the same name is replaced, and nothing else in the folder."""
    result = grade("x", "--plots", "figures")

    assert (course / "figures/x_curve_numbers.png").read_bytes().startswith(b"\x89PNG")
    assert (course / "figures/mine.txt").read_text() == "kept"
    assert "\nFigures of your code\n  figures/x_curve_numbers.png\n" in result.stdout


def test_the_folder_is_made(course):
    """With those above it."""
    grade("x", "--plots", "new/figures")

    assert [path.name for path in (course / "new/figures").iterdir()] == ["x_curve_numbers.png"]


def test_the_json_report_names_them(course):
    """Beside the checks of the task."""
    result = grade("x", "--plots", "figures", "--json", "-")

    (task,) = json.loads(result.stdout)["tasks"]
    assert task["plots"] == [
        {
            "id": "numbers",
            "title": "A few numbers.",
            "file": "figures/x_curve_numbers.png",
            "message": "",
        }
    ]


def test_a_figure_that_fails_costs_no_points(course):
    """The exit status and the points are those of the checks."""
    (course / "exercises/x/x.py").write_text("def curve(n):\n    return 0.5\n")

    result = grade("x", "--plots", "new")

    assert result.exit_code == 0
    assert "x · X  1 of 1 points" in result.stdout
    assert "  curve numbers  not drawn: TypeError: an object of type" in result.stdout
    assert list((course / "new").iterdir()) == []


def test_nothing_is_drawn_without_the_option(course):
    """The report is as before."""
    result = grade("x")

    assert "Figures" not in result.stdout
    assert (course / "figures/x_curve_numbers.png").read_text() == "an older one"


def test_an_exercise_without_figures(course):
    """It is graded, and said that nothing is drawn."""
    result = grade("y", "--plots", "new")

    assert result.exit_code == 0
    assert result.stderr == "--plots: nothing that was graded draws a figure.\n"


def test_without_matplotlib(course, monkeypatch):
    """Nothing is graded; the message says what to install."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    result = grade("x", "--plots", "new")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: --plots draws with matplotlib, which is not installed. Install it: "
        "pip install matplotlib (the extra `course` of the grader holds it too)\n"
    )
    assert not (course / "new").exists()


def test_a_folder_that_cannot_be(course):
    """It is said before anything is graded."""
    result = grade("x", "--plots", "figures/mine.txt/new")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: cannot make the folder figures/mine.txt/new: Not a directory\n"
    )


def test_a_file_that_cannot_be_written(course):
    """The report says so; the grades stay."""
    (course / "figures/x_curve_numbers.png").unlink()
    (course / "figures/x_curve_numbers.png").mkdir()

    result = grade("x", "--plots", "figures")

    said = " ".join(result.stdout.split())
    assert "not drawn: cannot write figures/x_curve_numbers.png: Is a directory" in said
    assert result.exit_code == 0
