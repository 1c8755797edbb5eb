"""How much time a worker has used: its own, not the machine's.

A verdict must not depend on how busy the machine is. What counts is the larger of two: the
processor time of all its threads, and the time that the judge waited for it, less the time that the
two of them stood in line for a processor. Who computes for a second has used a second, who sleeps
for a second too, and who had to share the processor for a minute has not.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

POLL_S = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
WAITING = "SDTtIZX"  # Z: of several threads the first has ended
BACKSTOP = 20  # times the limit in wall time: the machine does not let it work


PF_EXITING = 0x4


def is_ending(pid: int) -> bool:
    """Whether a process is dead or on its way there, of its own or the kernel's accord."""
    fields = _stat(pid)
    return not fields or fields[0] in "ZX" or bool(int(fields[6]) & PF_EXITING)


class Overtime(Exception):
    """A worker used up its time.

    `slept`: it mostly waited. `delayed`: it has not used it up, but in all the time that the judge
    waited the machine did not let it work.
    """

    def __init__(self, used_s: float, slept: bool, delayed: bool = False) -> None:
        super().__init__(f"{used_s:.1f} s")
        self.used_s, self.slept, self.delayed = used_s, slept, delayed


class HasDescriptor(Protocol):
    """What can be waited for."""

    def fileno(self) -> int: ...


class Clock:
    """Counts the time of one process while an answer of it is awaited.

    `from_now`: what the process has used before does not count.
    """

    def __init__(self, pid: int, limit_s: float, from_now: bool = False) -> None:
        self.limit_s = limit_s
        self._pid = pid
        self._cpu_before = _cpu_s(pid) if from_now else 0.0
        self._slept_before = 0.0  # in earlier exchanges
        self._awaited = 0.0  # in this one
        self._in_line = _in_line_s(pid)
        self._turns = 0
        self._charged = self._wall = 0.0
        self._last = self._looked = time.monotonic()

    def begin(self) -> None:
        """Only now does it work for somebody: what it has used so far does not count."""
        self._cpu_before = _cpu_s(self._pid)
        self._slept_before = self._awaited = self._wall = 0.0
        self.start()

    def start(self) -> None:
        """An answer is awaited from now on; the time between answers does not count."""
        self._slept_before += self._slept()
        self._awaited = 0.0
        self._in_line = _in_line_s(self._pid)
        self._last = time.monotonic()

    def wait(
        self,
        reading: Sequence[HasDescriptor | int] = (),
        writing: Sequence[HasDescriptor | int] = (),
    ) -> bool:
        """Wait a moment until one of these is ready; whether one is. Raise Overtime at the limit.

        What was ready before anyone looked costs nothing: it was the judge that came late.
        """
        ready = any(select.select(reading, writing, [], 0))
        if not ready:
            began = time.monotonic()
            ready = any(select.select(reading, writing, [], POLL_S))
            # What goes beyond is the judge's own: it was not given the processor.
            blocked = min(time.monotonic() - began, POLL_S)
            if self._in_line is not None or _is_waiting(self._pid):
                self._awaited += blocked
        self._check()
        return ready

    def charge(self, seconds: float) -> None:
        """Count time that another process used on behalf of this one."""
        self._charged += seconds

    def used(self) -> float:
        """Seconds of its own that the process has used so far."""
        return self._sum(_cpu_s(self._pid) - self._cpu_before)

    def _check(self) -> None:
        """Raise Overtime if the limit is reached. Cheap: looks only every POLL_S."""
        now = time.monotonic()
        self._wall += now - self._last
        self._last = now
        if now - self._looked < POLL_S:
            return
        self._looked = now
        cpu_s = _cpu_s(self._pid) - self._cpu_before
        used_s = self._sum(cpu_s)
        # How long it has stood in line is known when its turn comes.
        has_computed = cpu_s + self._charged > self.limit_s
        if used_s > self.limit_s and (has_computed or not self._stands_in_line()):
            raise Overtime(used_s, slept=used_s - self._charged > 2 * cpu_s)
        if self._wall > BACKSTOP * self.limit_s:
            raise Overtime(cpu_s, slept=False, delayed=True)
        self._turns = _turns(self._pid)

    def _stands_in_line(self) -> bool:
        """Whether it is ready to run, and has had no turn since the last look, if that is known."""
        if self._in_line is None or _is_waiting(self._pid):
            return False
        return _turns(self._pid) == self._turns

    def _sum(self, cpu_s: float) -> float:
        slept = self._slept_before + self._slept()
        own = max(cpu_s, slept) if self._in_line is not None else cpu_s + slept
        return own + self._charged

    def _slept(self) -> float:
        """How long the judge waited in this exchange for no lack of a processor.

        The time in which the process computed is in it too. Where the kernel does not say how long
        somebody stood in line, it is how long the process was found asleep.
        """
        if self._in_line is None:
            return self._awaited
        in_line = _in_line_s(self._pid)
        if in_line is None:  # it has ended meanwhile
            return self._awaited
        return max(0.0, self._awaited - (in_line - self._in_line))


def _cpu_s(pid: int) -> float:
    """Processor time of all threads of a process; 0 if nobody says."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _is_waiting(pid: int) -> bool:
    """Whether a process is neither computing nor ready to; yes if nobody says."""
    fields = _stat(pid)
    return not fields or fields[0] in WAITING


def _in_line_s(pid: int) -> float | None:
    """How long a process and the calling thread have been ready to run without running, if known.

    Of the process it is its first thread, for which the others work.
    """
    try:
        its, ours = (_schedstat(f"/proc/{name}/schedstat")[1] for name in (pid, "thread-self"))
    except OSError:  # a kernel without it, or no /proc
        return None
    return (its + ours) / 1e9


def _turns(pid: int) -> int:
    """How often a process has been given a processor."""
    try:
        return _schedstat(f"/proc/{pid}/schedstat")[2]
    except OSError:
        return 0


def _schedstat(path: str) -> tuple[int, int, int]:
    """Nanoseconds on a processor and in line for one, turns. Unbuffered: asked at each answer."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        on, waiting, turns = map(int, os.read(descriptor, 99).split())
    finally:
        os.close(descriptor)
    return on, waiting, turns


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
