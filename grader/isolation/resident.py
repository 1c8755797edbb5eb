"""How much memory a worker really has, watched from outside.

For workers that have no limit on address space: CUDA reserves terabytes of it. What is counted is
private and shared memory that is there, neither libraries nor what the GPU holds.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

from grader.isolation.clock import POLL_S

_COUNTED = re.compile(r"^(?:RssAnon|RssShmem):\s+(\d+) kB", re.MULTILINE)


class Overweight(Exception):
    """A worker has more memory than it may."""


class Resident:
    """Watches the memory of one process, from what it has now."""

    def __init__(self, pid: int, more_mb: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self.limit_mb = more_mb
        self._least_mb = self._mb()
        self._last = time.monotonic()

    def check(self) -> None:
        """Raise Overweight if there is too much. Cheap: looks only every POLL_S."""
        now = time.monotonic()
        if now - self._last < POLL_S:
            return
        self._last = now
        if self._mb() - self._least_mb > self.limit_mb:
            raise Overweight(f"more than {self.limit_mb} MB")

    def _mb(self) -> int:
        try:
            return counted_kb(self._status.read_text()) >> 10
        except OSError:  # it has just ended, or there is no /proc here
            return 0


def counted_kb(status: str) -> int:
    """What /proc/PID/status says of memory that counts."""
    return sum(int(kb) for kb in _COUNTED.findall(status))
