"""Every error that an author or a user can cause.

    GraderError
    ├── UsageError            the command line asks for something that is not there
    ├── CourseError           a course or exercise file is at fault; holds all its mistakes
    │   └── WordError         a property or strategy of an author's own broke when it was used
    ├── SubmissionError       a submission cannot be read at all (the report says so)
    └── InfrastructureError   the grader itself could not do its work
        └── IsolationError    a layer of isolation that is required is not in force

A wrong submission is a verdict, never an exception. Anything that is not in this tree is a bug of
the grader: it keeps its traceback and costs no points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


class GraderError(Exception):
    """The root: a message for people, attributes for programs."""


class UsageError(GraderError):
    """What was asked for does not exist: no course here, no such exercise or task."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a file, with its place (counted from 1) and what to write instead."""

    path: str
    line: int
    column: int
    message: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.in_short}\n  {self.advice}" if self.advice else self.in_short

    @property
    def in_short(self) -> str:
        """On one line, without the advice."""
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class CourseError(GraderError):
    """A course document is at fault; `mistakes` are all that were found, in file order."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class WordError(CourseError):
    """A property or strategy that is not built in broke when it was used, whoever's code ran."""

    def inside(self, what: str) -> WordError:
        """The same, with what it was used for."""
        return WordError([replace(m, message=f"{what}: {m.message}") for m in self.mistakes])


class SubmissionError(GraderError):
    """The submission cannot be read: no file, not a zip, not UTF-8, too large."""


class InfrastructureError(GraderError):
    """The grader could not do its work: no process, no answer from trusted code."""


class IsolationError(InfrastructureError):
    """Layers that are required are not in force; `missing` is why, by name. Nothing was run."""

    def __init__(self, missing: Mapping[str, str]) -> None:
        self.missing = dict(missing)
        reasons = "; ".join(f"{name}: {reason}" for name, reason in self.missing.items())
        super().__init__(
            f"isolation is required that is not in force here. {reasons}. "
            "`grade doctor` shows what holds on this machine."
        )
