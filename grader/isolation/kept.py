"""Workers of trusted code that are kept for the next implementation, so that none costs a fork.

Of one kind of implementation only: what a wrong one leaves behind never meets the reference.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable

from grader.isolation.workers import Limits, Worker

MOST_LOADS = 50  # of one worker: what implementations leave in memory adds up


class KeptWorkers:
    """Hires out workers that nobody needs just now. Safe to use from several threads."""

    def __init__(self, fork: Callable[[Limits], Worker]) -> None:
        self._fork = fork
        self._idle: defaultdict[str, list[Worker]] = defaultdict(list)
        self._lock = threading.Lock()

    def hire(self, limits: Limits, kind: str) -> Worker:
        """A worker that has run nothing but this kind of implementation; its time begins now."""
        with self._lock:
            worker = self._idle[kind].pop() if self._idle[kind] else None
        if worker is None:
            return self._fork(limits)
        worker.begin(limits)
        return worker

    def leave(self, worker: Worker, kind: str) -> None:
        """It is not needed any more. Who has been lost, or has loaded much, is not kept."""
        if worker.lost is not None or worker.loads >= MOST_LOADS:
            worker.close()
            return
        with self._lock:
            self._idle[kind].append(worker)

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
            idle = [worker for workers in self._idle.values() for worker in workers]
            self._idle.clear()
        return idle
