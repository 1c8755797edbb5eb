"""Where in a submission a worker is: what it writes on its trace descriptor, asked or crashing.

The worker answers from a signal handler in C (faulthandler), so also in the midst of a long
operation. It writes its stack frame by frame, the innermost first. All of it may be forged: only a
file of the submission is ever taken for a place.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
from collections.abc import Iterable

from grader.isolation.clock import Clock, Overtime
from grader.wire import place_of

ANSWER_S = 0.2  # of its own time, for a stuck worker to say where it is; it takes a millisecond
MAX_TRACE = 65_536
DEEP = 100  # frames; faulthandler writes no more
OUTERMOST = "in _run_module_as_main"
# As faulthandler writes it. Only at the start of a line: a long one is gone through once.
FRAME = re.compile(r'^  File "(.+)", line ([0-9]{1,9}) in ', re.MULTILINE)


class Traces:
    """The reading end of one worker's trace descriptor."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self._pid, self._descriptor = pid, descriptor
        self._own: dict[str, str] = {}  # the implementation's files, as faulthandler spells them

    def look_for(self, files: Iterable[str]) -> None:
        """These are the files that can be a place from now on."""
        self._own = {file.encode("ascii", "backslashreplace").decode(): file for file in files}

    def ask(self) -> str:
        """The line of the submission that a running worker is at, if it still says so."""
        self.left()  # what it wrote before is no answer
        with contextlib.suppress(ProcessLookupError, Overtime):
            os.kill(self._pid, signal.SIGUSR1)
            os.kill(self._pid, signal.SIGCONT)  # it may have stopped itself
            return self._read_answer(Clock(self._pid, ANSWER_S, from_now=True))
        return ""

    def left(self) -> str:
        """What has been written and not been read."""
        text = ""
        while len(text) < MAX_TRACE and select.select([self._descriptor], [], [], 0)[0]:
            piece = self._read()
            if not piece:
                break
            text += piece
        return text

    def place(self, text: str) -> str:
        """The innermost line of the submission in a stack."""
        for file, line in _frames(text):
            if file in self._own:
                return place_of(self._own[file], int(line))
        return ""

    def close(self) -> None:
        os.close(self._descriptor)

    def _read_answer(self, clock: Clock) -> str:
        begun, length = "", 0
        while length < MAX_TRACE:
            if not clock.wait([self._descriptor]):
                continue
            piece = self._read()
            length += len(piece)
            lines, end, begun = (begun + piece).rpartition("\n")
            place = self.place(lines + end)
            if place or not piece or OUTERMOST in lines:
                return place
        return ""

    def _read(self) -> str:
        return os.read(self._descriptor, MAX_TRACE).decode(errors="replace")


def is_deep(text: str) -> bool:
    """Whether a stack is so deep that its end is not shown."""
    return len(_frames(text)) >= DEEP


def _frames(text: str) -> list[tuple[str, str]]:
    """File and line of each frame, of lines that have been written to their end."""
    return FRAME.findall(text[: text.rfind("\n") + 1])
