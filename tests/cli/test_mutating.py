"""`grade audit --mutants`: the tables on stdout, nothing on stderr, a status that tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from tests.cli.conftest import write_course

EXERCISE = """\
id: x
title: X
module: x.py
tasks:
  - name: half
    given: {x: {tensor: {shape: [2]}}}
    cases: 2
    checks: [matches_reference]
"""
SOURCE = "def half(x):\n    return x.square() / 2\n"
ENTRY = """\
equivalent:
  - task: half
    mutant: "drop-function: return x / 2"
    reason: It is only said to be equivalent.
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one exercise, in which the command is run."""
    write_course(tmp_path, exercise=EXERCISE, source=SOURCE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def audit(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["audit", "--mutants", *arguments])


def test_survivors_are_told(course: Path) -> None:
    """Nothing in this exercise looks at x after the call: what changes it in place survives."""
    result = audit()

    assert result.exit_code == 1
    assert "What was given is changed in place." in result.stdout
    assert result.stderr == ""


def test_every_mutant_killed(course: Path) -> None:
    """With a check that looks at x, status 0."""
    exercise = EXERCISE.replace("[matches_reference]", "[matches_reference, unchanged: {of: x}]")
    (course / "exercises/x/exercise.yaml").write_text(exercise)

    result = audit("x", "--task", "half", "-v")

    assert result.exit_code == 0
    assert result.stdout.endswith("Every mutant is killed, or shown to be equivalent.\n")
    assert "drop-function: return x / 2\n      fails matches_reference\n" in result.stdout


def test_an_entry_at_fault(course: Path) -> None:
    """A mistake in equivalent.yaml is the course's, status 2; nothing is run."""
    (course / "reference/x/equivalent.yaml").write_text(ENTRY.replace("half", "third"))

    result = audit()

    assert result.exit_code == 2
    assert result.stderr.startswith("reference/x/equivalent.yaml:2:11: unknown task 'third'\n")
    assert result.stdout == ""


def test_no_seeds(course: Path) -> None:
    """At least one seed must be survived."""
    result = audit("--seeds", "0")

    assert result.exit_code == 2
    assert result.stderr == "Error: --seeds must be at least 1\n"
