"""A course as frozen values: what its documents said, checked."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.course.words import Word

NO_WORD = Word(lambda: None, None)  # of what was written by hand, to compare with


@dataclass(frozen=True, slots=True)
class Use:
    """A strategy used in `given`: its name and options, as plain data, and what the name means."""

    strategy: str
    options: Mapping[str, Any]
    word: Word = field(default=NO_WORD, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant in `given`."""

    value: Any


Given = Mapping[str, Use | Literal]


@dataclass(frozen=True, slots=True)
class Check:
    """A property with options, points and hint.

    `when` replaces givens of the task, `run` and `observe` replace the task's: the check then has
    cases of its own. `resume` are lines for a fresh process, after those of `run`.
    """

    id: str
    property: str
    options: Mapping[str, Any]
    points: float
    hint: str
    claim: str
    visibility: str
    when: Given
    run: str
    observe: tuple[str, ...]
    cases: int | None
    resume: str = ""
    word: Word = field(default=NO_WORD, repr=False, compare=False)  # what `property` means
    place: tuple[int, int] = field(default=(1, 1), repr=False, compare=False)  # line and column

    @builtins.property
    def has_own_cases(self) -> bool:
        return bool(self.when or self.run or self.observe or self.cases is not None)


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure to be drawn with the student's code, by lines that leave a `figure`."""

    id: str
    title: str
    run: str


@dataclass(frozen=True, slots=True)
class Task:
    """One function or class of an exercise."""

    name: str
    sizes: Mapping[str, tuple[int, int]]
    shapes: Mapping[str, tuple[tuple[int | str, ...], ...]]
    dtypes: tuple[str, ...]
    given: Given
    also_given: tuple[Given, ...]
    run: str
    observe: tuple[str, ...]
    cases: int
    checks: tuple[Check, ...]
    plots: tuple[Plot, ...] = ()

    @property
    def words(self) -> Iterator[Word]:
        """What its checks and givens are made of, each as often as it is used."""
        yield from (check.word for check in self.checks)
        for given in (self.given, *self.also_given, *(check.when for check in self.checks)):
            yield from _words(tuple(given.values()))


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise: its tasks, and the folders of its stub and its reference."""

    id: str
    title: str
    module: str
    folder: Path
    reference: Path
    tasks: tuple[Task, ...]
    seed: int
    time_s: float
    submission_s: float
    memory_mb: int
    needs: tuple[str, ...] = ()

    @property
    def stub(self) -> Path:
        return self.folder / self.module

    @property
    def file(self) -> str:
        """Its document, for messages."""
        return f"exercises/{self.id}/exercise.yaml"

    def task(self, name: str) -> Task | None:
        return next((task for task in self.tasks if task.name == name), None)


def _words(given: Any) -> Iterator[Word]:
    """The strategies in use, also those inside the options of others."""
    if isinstance(given, Use):
        yield given.word
        yield from _words(tuple(given.options.values()))
    elif isinstance(given, tuple):
        for item in given:
            yield from _words(item)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a course file may set for all its exercises."""

    points: float = 1.0
    time_s: float = 10.0
    submission_s: float = 40.0
    memory_mb: int = 1024
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """A course: where it is, its title, its exercises in order."""

    root: Path
    title: str
    exercises: tuple[str, ...]
    defaults: Defaults
