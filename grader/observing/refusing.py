"""A second lock beside the look at the text: what leads out of a submission's code is refused.

Python tells an audit hook of some steps before they are taken, and the hook may forbid them; once
added it cannot be taken off. Refused is what honest code never does by itself: walking through all
objects, taking frames or code out of functions and errors, running text, memory by address, the
descriptors of the grader. Libraries may do so, also when a submission calls them; through modules
and names in memory leads a way that no hook is told of, which is what the judge reads the text for.
"""

from __future__ import annotations

import sys
import typing
from types import FrameType
from typing import Any

from grader.observing.unpickled import is_data, leads_out, own_data

WALKS = (
    "gc.get_objects",
    "gc.get_referents",
    "gc.get_referrers",
    "socket.__new__",
    "sys._current_frames",
)  # whoever of the libraries does so for the submission
STEPS = ("sys._getframe", "object.__getattr__", "object.__setattr__", "code.__new__")
TEXTS = ("compile", "exec", "sys.addaudithook", "sys.settrace")
# Of the library, what runs a text that it is handed.
RUNNERS = (
    "/bdb.py",
    "/code.py",
    "/doctest.py",
    "/numpy/testing/_private/utils.py",
    "/profile.py",
    "/runpy.py",
    "/timeit.py",
    "/trace.py",
)
WORDS = {
    "code.__new__": "code that is put together",
    "compile": "text that becomes code",
    "exec": "text that is run",
    "object.__getattr__": "what a function, a frame or an error holds",
    "object.__setattr__": "what a function, a frame or an error holds",
    "open": "the grader's own file",
    "pickle.find_class": "what this pickle names",
    "socket.__new__": "a socket",
    "sys._current_frames": "a frame",
    "sys._getframe": "a frame",
}
LOADING = "/torch/serialization.py"
GRADERS = range(3, 5)  # descriptors: the wire, and where traces are written
UNTYPICAL = ("(", "__", "grader", "modules", "sys")  # in a text that is to name a type

_own: set[str] = set()  # the files of what is loaded
_is_added, _is_looking = False, False
_frame = sys._getframe


def refuse_insides(own: set[str]) -> None:
    """From now on, refuse to these files what leads out of them."""
    global _is_added
    _own.update(own)
    own_data(own)
    if not _is_added:
        _is_added = True
        sys.addaudithook(_hook)


def is_own(frame: FrameType) -> bool:
    """Whether a frame is of a file that was loaded."""
    return frame.f_code.co_filename in _own


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    global _is_looking
    if _is_looking:
        return  # we look at frames ourselves
    _is_looking = True
    try:
        is_refused = _refuses(event, arguments, _current())
    finally:
        _is_looking = False
    if is_refused:
        raise RuntimeError(f"{_in_words(event)} leads out of your own code: write it without")


def _current() -> FrameType | None:
    """The frame in which it happens; none when the interpreter itself ends."""
    try:
        return _frame(2)
    except ValueError:
        return None


def _in_words(event: str) -> str:
    return "ctypes" if event.startswith("ctypes.") else WORDS.get(event, event)


def _refuses(event: str, arguments: tuple[Any, ...], frame: FrameType | None) -> bool:
    if event in WALKS:
        return _has_own(frame)
    if event.startswith("ctypes."):
        frame = _before_ctypes(frame)
    is_step = event in STEPS or event in TEXTS or event.startswith("ctypes.")
    if is_step and frame is not None and frame.f_code.co_filename in _own:
        return True
    if event == "compile" and frame is not None and frame.f_code.co_filename == typing.__file__:
        return _is_untypical(arguments[0]) and _has_own(frame)  # an annotation that is a text
    if event in TEXTS and frame is not None and frame.f_code.co_filename.endswith(RUNNERS):
        return _has_own(frame)
    if event == "open":
        number = arguments[0]  # of a class that compares as it likes, too
        return isinstance(number, int) and int.__index__(number) in GRADERS
    if event == "pickle.find_class":
        is_loaded = _comes_through(frame, LOADING)
        return leads_out(*arguments[:2]) if is_loaded else not is_data(*arguments[:2])
    return False


def _is_untypical(text: Any) -> bool:
    """Whether a text does more than name a type, when it is evaluated as one."""
    found = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return type(found) is str and any(part in found for part in UNTYPICAL)


def _before_ctypes(frame: FrameType | None) -> FrameType | None:
    """Who called a function of ctypes, and not that function; libraries may."""
    while frame is not None and frame.f_globals.get("__name__") == "ctypes":
        frame = frame.f_back
    return frame


def _comes_through(frame: FrameType | None, file: str) -> bool:
    while frame is not None and not frame.f_code.co_filename.endswith(file):
        frame = frame.f_back
    return frame is not None


def _has_own(frame: FrameType | None) -> bool:
    """Whether a line of the submission is what led here, through however many calls."""
    while frame is not None and frame.f_code.co_filename not in _own:
        frame = frame.f_back
    return frame is not None
