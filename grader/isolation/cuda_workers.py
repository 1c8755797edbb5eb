"""Workers that have started CUDA: kept warm where isolation allows it, never more than fit.

Starting CUDA takes seconds. So trusted code shares one worker, the tasks of one submission share
one, and the next submission finds one that was started while the judge did something else. No
worker that has loaded a submission ever serves another.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from grader.isolation.gpu import PLACES, Gpu, Place, Places, places_for
from grader.isolation.workers import Limits, Worker

TRUSTED = "trusted"
WAIT_S = 0.05

Fork = Callable[[Limits, bool, bool], Worker]  # limits, sandboxed, blocking


class NoGpu(Exception):
    """CUDA could not be started, with the reason: not the submission's fault."""


@dataclass(slots=True)
class _Post:
    """A worker, whom it serves (nobody yet, if it is a spare), and its place on the GPU."""

    worker: Worker
    owner: str
    place: Place
    made_for: tuple[int, float]
    is_busy: bool = True


class CudaWorkers:
    """Hires out workers that have started CUDA. Safe to use from several threads."""

    def __init__(self, fork: Fork, places: Places, asked: str | None = None) -> None:
        self._fork, self._places = fork, places
        self._asked = os.environ.get(PLACES, "") if asked is None else asked
        self._posts: list[_Post] = []
        self._lock = threading.Lock()
        self._probing = threading.Lock()
        self._taken = 0  # by all, when the first worker measured what is free
        self._starting: Future[None] | None = None
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="cuda")
        self.gpu: Gpu | None = None  # as the first worker found it

    def why_not(self, limits: Limits) -> str:
        """Why a sandboxed worker cannot start CUDA, found by trying; that worker is the spare."""
        with self._probing:
            if self.gpu is None:
                try:
                    self._start(limits, "", self._wait_for_place(limits)).is_busy = False
                except NoGpu as reason:
                    self.gpu = Gpu(why_not=str(reason))
            return self.gpu.why_not if self.gpu is not None else ""

    def ahead(self, limits: Limits) -> None:
        """Start a spare beside whatever the judge does, if there is none and a place is free."""
        with self._lock:
            if self._starting is None or self._starting.done():
                self._starting = self._starter.submit(self._try_spare, limits)

    def hire(self, limits: Limits, owner: str, blocking: bool = False) -> Worker:
        """A worker that serves `owner` alone: the one that did before, a spare, or a new one.

        Waits for a place on the GPU; that time is nobody's. Raises NoGpu if CUDA does not start.
        `blocking`: a new one, on which errors of kernels show at once.
        """
        if self._starting is not None:
            self._starting.result()  # it may be for us
        with self._lock:
            post = None if blocking else self._idle(owner, limits) or self._spare_for(owner, limits)
            if post is not None:
                post.is_busy, post.owner = True, owner
        if post is None:
            post = self._start(limits, owner, self._wait_for_place(limits), blocking)
        post.worker.begin(limits)
        return post.worker

    def leave(self, worker: Worker, keep: bool = True) -> None:
        """The worker has done its task; whoever it serves may have more. A dead one goes."""
        with self._lock:
            post = next(post for post in self._posts if post.worker is worker)
            post.is_busy = False
            if worker.lost is not None or not keep:
                self._end(post)

    def dismiss(self, owner: str) -> None:
        """End the workers that have served `owner`."""
        with self._lock:
            for post in [p for p in self._posts if p.owner == owner and not p.is_busy]:
                self._end(post)

    def close(self) -> None:
        """End them all."""
        self._starter.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            for post in list(self._posts):
                self._end(post)

    def _try_spare(self, limits: Limits) -> None:
        with self._lock:
            is_there = self._idle("", limits) is not None
        place = None if is_there else self._places.take(self._count(limits))
        if place is not None:
            # Who needs one will try again, and say why not.
            with contextlib.suppress(NoGpu):
                self._start(limits, "", place).is_busy = False

    def _spare_for(self, owner: str, limits: Limits) -> _Post | None:
        """A spare is in the sandbox; trusted code, which is not, has no use for it."""
        return None if owner == TRUSTED else self._idle("", limits)

    def _idle(self, owner: str, limits: Limits) -> _Post | None:
        """An idle worker of `owner` that may use as much as these limits say."""
        fits = [p for p in self._posts if p.owner == owner and not p.is_busy]
        if owner != TRUSTED:
            fits = [p for p in fits if p.made_for == _made_for(limits)]
        return fits[0] if fits else None

    def _start(self, limits: Limits, owner: str, place: Place, blocking: bool = False) -> _Post:
        worker = self._fork(limits, owner != TRUSTED, blocking)
        gpu = worker.start_gpu()
        if gpu.why_not:
            worker.close()
            place.give_back()
            raise NoGpu(gpu.why_not)
        with self._lock:
            if self.gpu is None:
                self.gpu, self._taken = gpu, self._places.taken()
            post = _Post(worker, owner, place, _made_for(limits))
            self._posts.append(post)
        return post

    def _wait_for_place(self, limits: Limits) -> Place:
        """A place on the GPU, of ours if need be: who waits holds none that he does not use."""
        while True:
            place = self._places.take(self._count(limits))
            if place is not None:
                return place
            with self._lock:
                idle = next((post for post in self._posts if not post.is_busy), None)
                if idle is not None:
                    self._end(idle)
            if idle is None:
                time.sleep(WAIT_S)

    def _count(self, limits: Limits) -> int:
        """How many workers there may be; until the first has started, one more than there are."""
        if self.gpu is None and not self._asked:
            return self._places.taken() + 1
        return places_for(self.gpu or Gpu(), limits.memory_mb, self._taken, self._asked)

    def _end(self, post: _Post) -> None:
        post.worker.close()
        post.place.give_back()
        self._posts.remove(post)


def _made_for(limits: Limits) -> tuple[int, float]:
    """What a worker is given when it is forked, and keeps."""
    return limits.memory_mb, limits.submission_s
