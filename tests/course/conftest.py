"""A tiny course on disk, in which single lines can be broken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.course import Course, Exercise, load_course, load_exercise
from grader.errors import CourseError
from grader.vocabulary import vocabulary_for

COURSE = """\
title: Tiny
exercises: [x]
"""

EXERCISE = """\
id: x
title: X
module: x.py
tasks:
  - name: step
    sizes: {N: [1, 4]}
    shapes: {S: [[N], [N, 2]]}
    given:
      model: {linear: {features: N}}
      lr: {floats: [0, 1]}
    checks:
      - matches_reference
"""
FILE = "exercises/x/exercise.yaml"
# Lines of it that tests replace.
TITLE = "title: X\n"
SIZES = "    sizes: {N: [1, 4]}\n"
SHAPES = "    shapes: {S: [[N], [N, 2]]}\n"
MODEL = "      model: {linear: {features: N}}\n"
RATE = "      lr: {floats: [0, 1]}\n"
CHECK = "      - matches_reference\n"
CHECKS = "checks:\n      - matches_reference\n"

REFERENCE = """\
class StepError(ValueError):
    pass


def step(model, lr, times=1):
    return lr
"""


@dataclass(frozen=True)
class Folder:
    """The folder of a course."""

    root: Path
    good: str = EXERCISE  # the exercise file, with nothing wrong in it

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, path: str, old: str, new: str) -> None:
        """Put other lines in the place of some that are there."""
        text = (self.root / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def course(self) -> Course:
        return load_course(self.root, commands=["audit"])

    def exercise(self) -> Exercise:
        return load_exercise(self.course(), "x", vocabulary_for)

    def mistakes(self) -> str:
        """What is said about the exercise."""
        with pytest.raises(CourseError) as caught:
            self.exercise()
        return str(caught.value)

    def mistakes_with(self, old: str, new: str) -> str:
        """What is said when other lines stand in the exercise file; without the file's path."""
        self.replace(FILE, old, new)
        return self.mistakes().replace(f"{FILE}:", "")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A course with one exercise, nothing wrong with it. Paths are shown as seen from inside."""
    made = Folder(tmp_path)
    made.write("course.yaml", COURSE)
    made.write(FILE, EXERCISE)
    made.write("exercises/x/x.py", REFERENCE)
    made.write("reference/x/x.py", REFERENCE)
    monkeypatch.chdir(tmp_path)
    return made
