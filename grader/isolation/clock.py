"""How much time a worker has used: its own, not the machine's.

A verdict must not depend on how busy the machine is. What counts is CPU time and time spent
sleeping; time in which the worker was ready to run but other processes had the processor does not.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

POLL_S = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
WAITING = "SDTtIZX"  # Z: of several threads the first has ended
BACKSTOP = 20  # times the limit in wall time: the machine is not busy, it is stuck


PF_EXITING = 0x4


def is_ending(pid: int) -> bool:
    """Whether a process is dead or on its way there, of its own or the kernel's accord."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # no /proc here
        return True
    return fields[0] in "ZX" or bool(int(fields[6]) & PF_EXITING)


class Overtime(Exception):
    """A worker used up its time; `slept` says whether it mostly waited."""

    def __init__(self, used_s: float, slept: bool) -> None:
        super().__init__(f"{used_s:.1f} s")
        self.used_s, self.slept = used_s, slept


class Clock:
    """Counts the time of one process while an answer of it is awaited.

    `from_now`: what the process has used before does not count.
    """

    def __init__(self, pid: int, limit_s: float, from_now: bool = False) -> None:
        self.limit_s = limit_s
        self._stat = Path(f"/proc/{pid}/stat")
        self._before = self._read()[1] if from_now else 0.0
        self._slept = 0.0
        self._charged = 0.0
        self._wall = 0.0
        self._last = time.monotonic()

    def start(self) -> None:
        """An answer is awaited from now on; the time between answers does not count."""
        self._last = time.monotonic()

    def check(self) -> None:
        """Raise Overtime if the limit is reached. Cheap: looks only every POLL_S."""
        now = time.monotonic()
        passed = now - self._last
        if passed < POLL_S:
            return
        self._last = now
        self._wall += passed
        state, cpu_s = self._read()
        if state in WAITING:
            # After a longer pause it was the judge that had to wait: what it finds asleep may have
            # answered long ago.
            self._slept += min(passed, 2 * POLL_S)
        cpu_s -= self._before
        used = cpu_s + self._slept + self._charged
        if used > self.limit_s or self._wall > BACKSTOP * self.limit_s:
            raise Overtime(used, self._slept > cpu_s)

    def charge(self, seconds: float) -> None:
        """Count time that another process used on behalf of this one."""
        self._charged += seconds

    def used(self) -> float:
        """Seconds of its own that the process has used so far."""
        return self._read()[1] - self._before + self._slept + self._charged

    def _read(self) -> tuple[str, float]:
        try:
            fields = self._stat.read_text().rpartition(")")[2].split()
        except OSError:  # no /proc here: all time counts
            return "S", 0.0
        return fields[0], (int(fields[11]) + int(fields[12])) / TICKS
