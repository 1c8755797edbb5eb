"""The stub of an exercise: made out of the reference, and compared with it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.drift import Drift, drifted
from grader.course import Outline
from grader.errors import CourseError, Mistake, UsageError
from grader.submissions import END, INSTEAD, SOLUTION, has_regions, make_stub

HOW_TO_MARK = (
    f"Mark what students are to write: {SOLUTION!r} above it, {INSTEAD!r} below it, then as "
    f"comments what stands there in the stub, then {END!r}."
)


@dataclass(frozen=True, slots=True)
class Generated:
    """The stub as the reference makes it, and as it lies there (None: it does not)."""

    path: Path
    text: str
    there: str | None

    @property
    def is_current(self) -> bool:
        return self.there == self.text

    @property
    def diff(self) -> str:
        """What would change in the file that lies there."""
        lines = difflib.unified_diff(
            (self.there or "").splitlines(keepends=True),
            self.text.splitlines(keepends=True),
            f"{shown(self.path)} (as it is)",
            f"{shown(self.path)} (from the reference)",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class StubCheck:
    """What a stub has in common with its reference no longer; nothing if all is well.

    `is_generated`: the reference has regions, so the whole file must be the one that they make.
    """

    outline: Outline
    is_generated: bool
    diff: str = ""
    drifts: tuple[Drift, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.diff and not self.drifts


def generate_stub(outline: Outline) -> Generated:
    """The stub that a reference makes. Raises CourseError if its marks do not make one."""
    source = _read(outline.reference)
    if not has_regions(source):
        raise UsageError(
            f"{shown(outline.reference)} has no region to make a stub of. {HOW_TO_MARK}"
        )
    text = make_stub(source, shown(outline.reference), outline.tasks)
    there = _read(outline.stub) if outline.stub.exists() else None
    return Generated(outline.stub, text, there)


def check_stub(outline: Outline) -> StubCheck:
    """Compare a stub with its reference: all of it, or where nothing is marked, the contract."""
    reference = _read(outline.reference)
    if has_regions(reference):
        return StubCheck(outline, True, diff=generate_stub(outline).diff)
    drifts = drifted(
        _read(outline.stub),
        shown(outline.stub),
        reference,
        shown(outline.reference),
        outline.tasks,
    )
    return StubCheck(outline, False, drifts=tuple(drifts))


def shown(path: Path) -> str:
    """A stub or a reference as people name it: exercises/exercise01/losses.py."""
    return Path(*path.parts[-3:]).as_posix()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise CourseError([Mistake(shown(path), 1, 1, f"cannot be read: {reason}")]) from error
