"""The list of exercises knows a stub whose bug nobody has looked for yet."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main

REFERENCE = """\
def step(lr):
    # solution
    return lr / 2
    # wrong
    # return lr * 2
    # end
"""
STUB = "def step(lr):\n    return lr * 2\n"
EXERCISE = """\
id: x
title: X
module: x.py
tasks:
  - name: step
    given: {lr: {floats: [0, 1]}}
    checks: [matches_reference]
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("exercises/x", "reference/x"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "course.yaml").write_text("title: Bugs\nexercises: [x]\n")
    (tmp_path / "exercises/x/exercise.yaml").write_text(EXERCISE)
    (tmp_path / "exercises/x/x.py").write_text(STUB)
    (tmp_path / "reference/x/x.py").write_text(REFERENCE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def listed() -> str:
    return CliRunner().invoke(main, []).stdout


def test_as_it_was_given(course):
    """It is not started, whatever has been written around it."""
    (course / "exercises/x/x.py").write_text(f'"""Mine."""\n\n{STUB}')

    assert "not started" in listed()


def test_changed(course):
    """Then it can be graded."""
    (course / "exercises/x/x.py").write_text(STUB.replace("* 2", "/ 2"))

    assert "not graded yet" in listed()


def test_a_reference_that_makes_no_stub(course):
    """Nothing is known then, and the list is there all the same."""
    (course / "reference/x/x.py").write_text(REFERENCE.replace("lr * 2", "lr / 2"))

    assert "not graded yet" in listed()


def test_no_reference(course):
    """Nor if it is missing."""
    (course / "reference/x/x.py").unlink()

    assert "not graded yet" in listed()
