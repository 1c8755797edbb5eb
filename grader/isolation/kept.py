"""Workers of trusted code that are kept for the next implementation, so that none costs a fork.

Of one kind of implementation only: what a wrong one leaves behind never meets the reference.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from grader.isolation.workers import Limits, Worker

MOST_LOADS = 50  # of one worker: what implementations leave in memory adds up
MOST_IDLE = 4  # workers: each holds memory and descriptors


class KeptWorkers:
    """Hires out workers that nobody needs just now. Safe to use from several threads."""

    def __init__(self, fork: Callable[[Limits], Worker]) -> None:
        self._fork = fork
        self._idle: list[tuple[str, Worker]] = []  # who has been idle longest stands first
        self._lock = threading.Lock()

    def hire(self, limits: Limits, kind: str) -> Worker:
        """A worker that has run nothing but this kind of implementation; its time begins now."""
        with self._lock:
            found = next((each for each in reversed(self._idle) if each[0] == kind), None)
            if found is not None:
                self._idle.remove(found)
        if found is None:
            return self._fork(limits)
        worker = found[1]
        worker.begin(limits)
        return worker

    def leave(self, worker: Worker, kind: str) -> None:
        """It is not needed any more. Who has been lost, or has loaded much, is not kept."""
        if worker.lost is not None or worker.loads >= MOST_LOADS:
            worker.close()
            return
        with self._lock:
            self._idle.append((kind, worker))
            one_too_many = self._idle.pop(0)[1] if len(self._idle) > MOST_IDLE else None
        if one_too_many is not None:
            one_too_many.close()

    def dismiss(self) -> None:
        """End all that nobody has hired."""
        for worker in self._taken():
            worker.close()

    def let_go(self) -> None:
        """The zygote has ended, and all workers with it."""
        for worker in self._taken():
            worker.let_go()

    def _taken(self) -> list[Worker]:
        with self._lock:
            idle, self._idle = self._idle, []
        return [worker for _, worker in idle]
