"""What the process that forks prepares for workers on the strict level: a scratch, a group.

Both are made before the fork and belong to one worker: a small file system in memory over its
scratch folder, and control groups that it joins. Whether it did, it says itself.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from grader.isolation.layers import (
    Level,
    Parents,
    end_group,
    enter_mounts,
    is_limited,
    mount_scratch,
    open_parents,
    reason_of,
    remove_group,
    uncover,
)
from grader.isolation.scratch import MAX_BYTES, MAX_ENTRIES, RUNS, SETTINGS

OWN_BYTES = 256 * 2**20  # of a worker's memory beside what it may ask for: pages it inherits, files
CUDA_BYTES = 6 * 2**30  # what CUDA takes in memory to start, at most
PROCESSES, CUDA_PROCESSES = 32, 1024

_Made = TypeVar("_Made")


class Ground:
    """Prepares what a worker needs, and clears it away. On lower levels it does nothing."""

    def __init__(self, level: Level) -> None:
        """Called with one thread: an ordinary user enters a user namespace."""
        self._unprepared: dict[str, str] = {}
        self._parents: Parents | None = None
        self._groups: dict[int, tuple[Path, ...]] = {}
        self._covered: dict[int, str] = {}
        self._next = ""  # what was covered for the worker that is forked next
        self._made = 0
        self._level = level
        if level is Level.STRICT:
            self._attempt("tmpfs-scratch", enter_mounts)

    def prepare(self, order: dict[str, Any]) -> tuple[Path, ...]:
        """Make ready what the worker of an order will find; its groups. Completes the order."""
        policy = order["policy"]
        made: tuple[Path, ...] = ()
        if policy is None:
            return ()
        if self._level is Level.STRICT:
            self._attempt("tmpfs-scratch", lambda: self._cover(order["scratch"]))
            for_cuda = order["gpu"] is not None
            made = self._attempt("cgroup", lambda: self._make(policy["memory_mb"], for_cuda)) or ()
        policy |= {
            "scratch_bytes": MAX_BYTES,
            "groups": [str(group) for group in made],
            "unprepared": dict(self._unprepared),
        }
        return made

    def forked(self, pid: int, groups: tuple[Path, ...]) -> None:
        """These groups are a worker's, and the scratch, if it is not another's."""
        self._groups[pid] = groups
        if self._next:
            self._covered[pid], self._next = self._next, ""

    def end(self, pid: int) -> None:
        """Kill all that is in a worker's groups."""
        for group in self._groups.get(pid, ()):
            end_group(group)

    def clear(self, pid: int) -> None:
        """Remove the groups and the scratch of a worker that has ended."""
        for group in self._groups.pop(pid, ()):
            remove_group(group)
        if pid in self._covered:
            # Before the judge removes the folder, which then is only a folder: 4 ms less.
            self._uncover(self._covered.pop(pid))

    def close(self) -> None:
        """Take everything away."""
        for path in self._covered.values():
            self._uncover(path)
        if self._parents is not None:
            self._parents.remove()

    def _cover(self, scratch: str) -> None:
        if is_limited(scratch, MAX_BYTES):
            return  # another worker's, shared
        mount_scratch(scratch, MAX_BYTES, MAX_ENTRIES)
        self._next = scratch
        for name in (RUNS, SETTINGS):
            os.mkdir(os.path.join(scratch, name), 0o700)

    def _uncover(self, path: str) -> None:
        with contextlib.suppress(OSError):  # it went with its folder
            uncover(path)

    def _make(self, memory_mb: int, for_cuda: bool) -> tuple[Path, ...]:
        if self._parents is None:
            self._parents = open_parents("zerograd")
        self._made += 1
        memory = (memory_mb << 20) + OWN_BYTES + (CUDA_BYTES if for_cuda else 0)
        processes = CUDA_PROCESSES if for_cuda else PROCESSES
        return self._parents.make(str(self._made), memory, processes)

    def _attempt(self, layer: str, prepare: Callable[[], _Made]) -> _Made | None:
        """Prepare, unless that has failed before; a reason stays."""
        if layer in self._unprepared:
            return None
        try:
            return prepare()
        except OSError as error:
            self._unprepared[layer] = reason_of(error)
            return None
