"""The folder that a worker may write to: made before it starts, watched by the judge, removed.

What lies in it is never read by the judge. A hostile submission may fill it, and nest folders in it
deeper than any path may be long.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path

from grader.isolation.clock import POLL_S

MAX_BYTES = 64 * 2**20
MAX_ENTRIES = 1000
MAX_DEPTH = 32  # folders in folders; no more descriptors are needed to look at them all
AT_ONCE = 20  # files and folders that are removed while the grading waits
ENTRY_BYTES = 4096  # what a file or folder takes at least, beside what is in it

TOO_MUCH = f"more than {MAX_BYTES >> 20} MB or {MAX_ENTRIES} files"

RUNS = "runs"  # where a run finds itself, emptied before each
SETTINGS = "settings"  # where libraries put what they want to find again
ASIDE = ".ended"  # the name of a folder that is being removed ends so
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


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
        for count, blocks in enumerate(_sizes(self.path)):
            size += ENTRY_BYTES + blocks * 512
            if size > MAX_BYTES or count > MAX_ENTRIES:
                raise Overfull(TOO_MUCH)

    def remove(self) -> None:
        """Remove all of it; the worker has ended. Nobody waits for more than a few files.

        A hostile worker leaves tens of thousands. They are moved aside at once and removed by a
        thread; if the zygote ends first, its own folder goes with all that is in it.
        """
        with contextlib.suppress(OSError):  # what is left goes with the zygote's own folder
            if _empty_a_little(self.path):
                self.path.rmdir()
                return
            aside = self.path.with_name(self.path.name + ASIDE)
            self.path.rename(aside)
            threading.Thread(target=_remove, args=(aside,), name=f"remove {aside}").start()


class Lent(Scratch):
    """The folder of another worker, which also removes it."""

    def __init__(self, owner: Scratch) -> None:
        self.path = owner.path
        self._last = time.monotonic()

    def remove(self) -> None:
        """It stays with its owner."""


def empty(folder: Path) -> None:
    """Remove what is in a folder, however deep it goes: no path is ever longer than a name.

    Nobody may move folders in it meanwhile; if somebody does, OSError ends it before it leaves the
    folder. Somebody else may be emptying it too.
    """
    for _ in _emptying(folder):
        pass


def _empty_a_little(folder: Path) -> bool:
    """Remove some of what is in a folder; whether that was all."""
    with contextlib.closing(_emptying(folder)) as removed:
        return sum(1 for _ in itertools.islice(removed, AT_ONCE)) < AT_ONCE


def _remove(folder: Path) -> None:
    with contextlib.suppress(OSError):  # what is left goes with the zygote's own folder
        empty(folder)
        folder.rmdir()


def _emptying(folder: Path) -> Generator[None, None, None]:
    """Empty a folder; yields after each file and folder that is gone."""
    descriptor = _enter(None, str(folder))
    above: list[tuple[str, list[str], os.stat_result]] = []  # what leads here, what waits there
    try:
        folders: list[str] = []
        yield from _unlink_files(descriptor, folders)
        while folders or above:
            if folders:
                name = folders.pop()
                try:
                    inner = _enter(descriptor, name)
                except FileNotFoundError:  # somebody else was first
                    continue
                above.append((name, folders, os.fstat(descriptor)))
                descriptor, folders = _exchange(descriptor, inner), []
                yield from _unlink_files(descriptor, folders)
            else:
                name, folders, before = above.pop()
                descriptor = _exchange(descriptor, os.open("..", FOLDER, dir_fd=descriptor))
                if not os.path.samestat(os.fstat(descriptor), before):
                    raise OSError(f"{name} has been moved")
                with contextlib.suppress(FileNotFoundError):
                    os.rmdir(name, dir_fd=descriptor)
                yield
    finally:
        os.close(descriptor)


def _exchange(old: int, new: int) -> int:
    os.close(old)
    return new


def _enter(above: int | None, name: str) -> int:
    """Open a folder; who made it may have let nobody list it."""
    with contextlib.suppress(PermissionError):
        return os.open(name, FOLDER, dir_fd=above)
    itself = os.open(name, FOLDER | os.O_PATH, dir_fd=above)
    try:
        os.chmod(f"/proc/self/fd/{itself}", 0o700)  # whatever has that name by now
    finally:
        os.close(itself)
    return os.open(name, FOLDER, dir_fd=above)


def _unlink_files(descriptor: int, folders: list[str]) -> Iterator[None]:
    """Remove the files and the empty folders of a folder; the others are added to `folders`."""
    os.fchmod(descriptor, 0o700)  # it may be closed to changes
    with os.scandir(descriptor) as entries:
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    os.rmdir(entry.name, dir_fd=descriptor)
                else:
                    os.unlink(entry.name, dir_fd=descriptor)
            except FileNotFoundError:  # somebody else was first
                continue
            except OSError:
                if not entry.is_dir(follow_symlinks=False):
                    raise
                folders.append(entry.name)  # there is something in it
            yield


def _sizes(folder: Path) -> Iterator[int]:
    """The blocks of everything in a folder and below; what cannot be listed is passed over.

    By descriptors: what lies at the end of a path that is too long is found too. Raises Overfull if
    it is nested too deep.
    """
    waiting = []
    try:
        with contextlib.suppress(OSError):  # without the sandbox it can remove that too
            waiting.append(_listing(str(folder), None))
        while waiting:
            descriptor, entries = waiting[-1]
            entry = next(entries, None)
            if entry is None:
                os.close(waiting.pop()[0])
                continue
            with contextlib.suppress(OSError):  # gone meanwhile
                yield entry.stat(follow_symlinks=False).st_blocks
                if entry.is_dir(follow_symlinks=False):
                    if len(waiting) > MAX_DEPTH:
                        raise Overfull(f"folders more than {MAX_DEPTH} deep")
                    waiting.append(_listing(entry.name, descriptor))
    finally:
        for descriptor, _ in waiting:
            os.close(descriptor)


def _listing(name: str, above: int | None) -> tuple[int, Iterator[os.DirEntry[str]]]:
    """A folder, opened, and what is in it. Raises Overfull if that is too much by itself."""
    descriptor = _enter(above, name)
    try:
        with os.scandir(descriptor) as entries:
            found = list(itertools.islice(entries, MAX_ENTRIES + 1))
        if len(found) > MAX_ENTRIES:
            raise Overfull(TOO_MUCH)
        return descriptor, iter(found)
    except (OSError, Overfull):
        os.close(descriptor)
        raise
