"""A tiny course on disk, for the commands that are run in it."""

from __future__ import annotations

from pathlib import Path

import pytest

EXERCISE = """\
id: x
title: X
module: x.py
tasks:
  - name: step
    given: {lr: {floats: [0, 1]}}
    checks: [finite]
"""
SOURCE = "def step(lr):\n    return lr\n"


def write_course(
    root: Path, title: str = "Tiny", exercise: str = EXERCISE, source: str = SOURCE
) -> None:
    """A course with one exercise, whose stub is as right as the reference."""
    for folder in ("exercises/x", "reference/x"):
        (root / folder).mkdir(parents=True)
        (root / folder / "x.py").write_text(source)
    (root / "course.yaml").write_text(f"title: {title}\nexercises: [x]\n")
    (root / "exercises/x/exercise.yaml").write_text(exercise)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one exercise, in which the command is run."""
    write_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path
