"""A tiny course on disk whose exercise declares words of its own, and installed packages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.course import Exercise, load_course, load_exercise
from grader.errors import CourseError
from grader.vocabulary import vocabulary_for

EXERCISE = """\
id: x
title: X
module: x.py
tasks:
  - name: rates
    given:
      lr: {floats: [0.1, 1]}
      epochs: {even: {most: 10}}
    cases: 4
    checks:
      - monotone: {points: 3}
"""
PROPERTIES = '''\
from grader.properties import Evidence, Finding, prop, show


@prop
def monotone(seen: Evidence, *, up: bool = True) -> Finding | None:
    """The rates only ever go one way."""
    rates = seen.actual[0].part("result")
    steps = zip(rates, rates[1:])
    if all(a <= b if up else a >= b for a, b in steps):
        return None
    return Finding("it turns", "up" if up else "down", show(rates))
'''
STRATEGIES = '''\
from grader.drawing import Choices, Scope, strategy


@strategy
def even(scope: Scope, *, most: int) -> Choices:
    """Even numbers, from 2."""
    if most < 2:
        raise ValueError(f"most {most} is below 2")
    return Choices(lambda pick: 2 * pick.integer(1, most // 2))
'''
STUB = 'def rates(lr, epochs):\n    raise NotImplementedError("rates is yours to write")\n'
REFERENCE = "def rates(lr, epochs):\n    return [lr * (1 + n) for n in range(epochs)]\n"


@dataclass(frozen=True)
class Folder:
    """The folder of a course, in which commands are run."""

    root: Path

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def replace(self, path: str, old: str, new: str) -> None:
        """Put other text in the place of some that is there."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def exercise(self) -> Exercise:
        return load_exercise(load_course(self.root), "x", vocabulary_for)

    def mistakes(self) -> str:
        """What is said about the exercise."""
        with pytest.raises(CourseError) as caught:
            self.exercise()
        return str(caught.value)

    def grade(self, submission: str) -> tuple[Result, dict[str, Any]]:
        """What the command comes to for a submission, and its report for programs."""
        path = self.write("anna.py", submission)
        arguments = ["x", "--submission", str(path), "--json", "report.json"]
        result = CliRunner().invoke(main, arguments)
        report = self.root / "report.json"
        return result, json.loads(report.read_text()) if report.is_file() else {}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A course with one exercise, nothing wrong with it. Paths are shown as seen from inside."""
    made = Folder(tmp_path / "course")
    made.write("course.yaml", "title: Tiny\nexercises: [x]\n")
    made.write("exercises/x/exercise.yaml", EXERCISE)
    made.write("exercises/x/properties.py", PROPERTIES)
    made.write("exercises/x/strategies.py", STRATEGIES)
    made.write("exercises/x/x.py", STUB)
    made.write("reference/x/x.py", REFERENCE)
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    return made


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put a package where Python finds it, as pip would."""

    def installed(name: str, version: str, points: str, **modules: str) -> None:
        site = tmp_path / name
        info = site / f"{name}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(points)
        (info / "RECORD").write_text(f"{info.name}/entry_points.txt,,\n{info.name}/METADATA,,\n")
        for module, source in modules.items():
            (site / f"{module}.py").write_text(source)
        monkeypatch.syspath_prepend(site)

    return installed
