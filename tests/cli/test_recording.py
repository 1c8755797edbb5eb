"""`grade audit --record`: what holds is written down, and what has become weaker is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main

EXERCISE = """\
id: x
title: X
module: x.py
tasks:
  - name: half
    given: {x: {tensor: {shape: [2]}}}
    cases: 2
    checks:
      - matches_reference: {of: [result, x]}
      - unchanged: {of: x}
"""
WRONG = '''\
def halves_in_place(x):
    """It halves in place.

    Who else holds this tensor?
    """
    return x.div_(2)
'''


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one sound exercise, in which the command is run."""
    stub = 'def half(x):\n    raise NotImplementedError("half is yours to write")\n'
    files = {
        "course.yaml": "title: Tiny\nexercises: [x]\n",
        "exercises/x/exercise.yaml": EXERCISE,
        "exercises/x/x.py": stub,
        "reference/x/x.py": "def half(x):\n    return x / 2\n",
        "reference/x/misconceptions/half.py": WRONG,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def audit(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["audit", *arguments])


def test_a_record_of_what_holds(course: Path) -> None:
    """The record names what each check fails, and is said to be written."""
    result = audit("--record")

    assert result.stdout.endswith("reference/x/kills.yaml is written.\n")
    record = (course / "reference/x/kills.yaml").read_text()
    assert (
        "asks: unchanged(of=[x]) for 1 points\n        fails:\n        - halves-in-place\n"
        in record
    )


def test_a_check_that_has_become_weaker(course: Path) -> None:
    """A later audit compares with the record."""
    audit("--record")
    weaker = EXERCISE.replace("{of: [result, x]}", "{of: result}")
    (course / "exercises/x/exercise.yaml").write_text(weaker)

    result = audit()

    assert result.exit_code == 1
    told = " ".join(result.stdout.split())
    assert "Check matches_reference has become weaker: it no longer fails halves-in-place" in told


def test_no_record_of_what_does_not_hold(course: Path) -> None:
    """With a fault, the record stays as it was."""
    (course / "reference/x/x.py").write_text("def half(x):\n    return x.div_(2)\n")

    result = audit("--record")

    assert "kills.yaml is left as it was: something does not hold." in result.stdout
    assert not (course / "reference/x/kills.yaml").exists()


def test_a_record_of_mutants(course: Path) -> None:
    """There is none."""
    result = audit("--record", "--mutants")

    assert result.exit_code == 2
    assert "--record is about misconceptions, not about --mutants" in result.stderr
