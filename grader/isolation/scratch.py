"""The folder that a worker may write to: made before it starts, watched by the judge, removed.

What lies in it is never read by the judge. A hostile submission may fill it, and nest folders in it
deeper than any path may be long.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from grader.isolation.clock import POLL_S

MAX_BYTES = 64 * 2**20
MAX_ENTRIES = 1000
ENTRY_BYTES = 4096  # what a file or folder takes at least, beside what is in it

RUNS = "runs"  # where a run finds itself, emptied before each
SETTINGS = "settings"  # where libraries put what they want to find again


class Overfull(Exception):
    """A worker wrote more than it may."""


class Scratch:
    """One worker's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in (RUNS, SETTINGS):
            (path / name).mkdir(parents=True, mode=0o700)
        self._last = time.monotonic()

    def check(self) -> None:
        """Raise Overfull if too much lies in it. Cheap: looks only every POLL_S."""
        now = time.monotonic()
        if now - self._last < POLL_S:
            return
        self._last = now
        size = 0
        for count, entry in enumerate(_all_in(self.path)):
            with contextlib.suppress(OSError):  # gone meanwhile
                size += ENTRY_BYTES + entry.stat(follow_symlinks=False).st_blocks * 512
            if size > MAX_BYTES or count > MAX_ENTRIES:
                raise Overfull(f"more than {MAX_BYTES >> 20} MB, or {MAX_ENTRIES} files")

    def remove(self) -> None:
        """Remove all of it; the worker has ended."""
        with contextlib.suppress(OSError):  # what is left goes with the zygote's own folder
            empty(self.path)
            self.path.rmdir()


class Lent(Scratch):
    """The folder of another worker, which also removes it."""

    def __init__(self, owner: Scratch) -> None:
        self.path = owner.path
        self._last = time.monotonic()

    def remove(self) -> None:
        """It stays with its owner."""


def empty(folder: Path) -> None:
    """Remove what is in a folder, level by level: no path gets longer, however deep it goes."""
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _lift(entry.path, folder)
            else:
                os.unlink(entry.path)


def _lift(inner: str, folder: Path) -> None:
    """Put what is in an inner folder beside it, under names that are free, and remove it."""
    os.chmod(inner, 0o700)
    for entry in list(os.scandir(inner)):
        os.rename(entry.path, folder / secrets.token_hex(16))
    os.rmdir(inner)


def _all_in(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Everything in a folder and below, in no order; what cannot be listed is passed over."""
    waiting = [str(folder)]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in itertools.islice(entries, 2 * MAX_ENTRIES):
                yield entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
