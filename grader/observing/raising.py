"""Describe an error that came out of a submission, with the student's own frames only."""

from __future__ import annotations

import linecache
import traceback
from types import ModuleType

from grader.observing.folders import seen_from_here
from grader.observing.names import error_names
from grader.observing.spare import spend_spare
from grader.wire import Frame, Raised

MAX_FRAMES = 8
MAX_MESSAGE = 2_000


def describe(error: BaseException, module: ModuleType | None, during: str = "call") -> Raised:
    """The error as data. Its own `__str__` may fail, lie or be endless: it is only text here."""
    spend_spare()  # the error itself holds on to whatever has used up the memory
    kinds = error_names(type(error))
    own = getattr(module, "__sources__", {}) if module is not None else {}
    return Raised(kinds, _message(error), _frames(error, own), during)


def _message(error: BaseException) -> str:
    try:
        # Of a SyntaxError `str` repeats file and line, which the frame says already.
        text = error.msg if type(error) is SyntaxError else str(error)
        return seen_from_here(str.__str__(text)[:MAX_MESSAGE])
    except BaseException:
        return "(its message cannot be shown)"


def _frames(error: BaseException, own: dict[str, str]) -> tuple[Frame, ...]:
    frames = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if code.co_filename in own:
            frames.append(_frame(own, code.co_filename, line, code.co_name))
    if isinstance(error, SyntaxError):  # what cannot be parsed has no frame
        file = error.filename
        if type(file) is str and file in own:
            frames.append(_frame(own, file, error.lineno, "<module>"))
    return tuple(frames[-MAX_FRAMES:])


def _frame(own: dict[str, str], file: str, line: int | None, function: str) -> Frame:
    """A line of a source; its first for one that it does not have, which code may claim to be."""
    last = own[file].count("\n") + 1
    number = line if type(line) is int and 0 < line <= last else 1
    return Frame(file, number, function, linecache.getline(file, number).strip())
