"""Read a folder or a file that somebody else may still be changing: ordinary files, no links.

What a name leads to is looked at once it is open, and all names are looked up in a folder that is
open: so nothing can be exchanged between the look and the reading.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from grader.errors import SubmissionError
from grader.submissions.collect import Collector, read_at_most
from grader.submissions.limits import MAX_BYTES, MAX_DEPTH, in_words
from grader.submissions.names import is_ignored

# A pipe is not waited for, and no terminal becomes ours.
CAUTIOUS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}
NO_FILE = (errno.ELOOP, errno.ENXIO, errno.ENODEV)  # how links, sockets and devices refuse


class NotAFileError(Exception):
    """What a name leads to is no ordinary file; the message says what it is."""


@contextmanager
def opened(path: str | Path, folder: int | None = None) -> Iterator[IO[bytes]]:
    """Open an ordinary file; a name in `folder`, an open one, if that is given.

    Raises NotAFileError for anything else that is there, OSError if it cannot be opened.
    """
    descriptor = _descriptor(path, folder)
    try:
        found = os.fstat(descriptor)
        kind = stat.S_IFMT(found.st_mode)
        if kind != stat.S_IFREG:
            raise NotAFileError(KINDS.get(kind, "not a file"))
        around = os.stat(Path(path).parent) if folder is None else os.fstat(folder)
        if _is_anothers(found, around):
            raise NotAFileError("a link to a file of another user")
        with open(descriptor, "rb", closefd=False) as stream:
            yield stream
    finally:
        os.close(descriptor)


def content_of(path: Path, origin: str) -> bytes:
    """All of an archive or notebook, read at once: it may change meanwhile."""
    with opened(path) as stream:
        content = read_at_most(stream, MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise SubmissionError(
            f"{origin}: larger than {in_words(MAX_BYTES)}; hand in the Python files alone"
        )
    return content


def collect_folder(root: Path, into: Collector) -> None:
    """Add the folder's Python files, in the order of their names; links are not followed."""
    _enter(root, None, PurePosixPath(), into)


def _enter(name: str | Path, above: int | None, inside: PurePosixPath, into: Collector) -> None:
    folder = _descriptor(name, above, os.O_DIRECTORY)
    try:
        for each, is_folder in _entries(folder, into):
            _collect(folder, each, is_folder, inside / each, into)
    finally:
        os.close(folder)


def _entries(folder: int, into: Collector) -> list[tuple[str, bool]]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            into.count()
            found.append((entry.name, entry.is_dir(follow_symlinks=False)))
    return sorted(found)


def _collect(folder: int, name: str, is_folder: bool, path: PurePosixPath, into: Collector) -> None:
    try:
        if is_folder and not is_ignored(path):
            if len(path.parts) > MAX_DEPTH:
                into.leave_out(path, f"more than {MAX_DEPTH} folders deep, and not looked into")
            else:
                _enter(name, folder, path, into)
        elif into.wants(path):
            with opened(name, folder) as stream:
                into.add(path, stream)
    except NotAFileError as error:
        into.leave_out(path, f"{error}, which is not read")


def _is_anothers(found: os.stat_result, folder: os.stat_result) -> bool:
    """Whether it may be a hard link to a file that whoever owns the folder cannot read.

    Not every system asks who links a file whether it is his; who grades may read more than he.
    """
    is_closed = not found.st_mode & stat.S_IROTH
    return found.st_nlink > 1 and found.st_uid != folder.st_uid and is_closed


def _descriptor(path: str | Path, folder: int | None, flags: int = 0) -> int:
    """Open without following a link: at the end of the path, for the rest is our own."""
    try:
        return os.open(path, CAUTIOUS | flags, dir_fd=folder)
    except OSError as error:
        if error.errno in NO_FILE or (flags and error.errno == errno.ENOTDIR):
            raise NotAFileError(_kind_of(path, folder)) from None
        raise


def _kind_of(path: str | Path, folder: int | None) -> str:
    mode = os.stat(path, dir_fd=folder, follow_symlinks=False).st_mode
    return "a link" if stat.S_ISLNK(mode) else KINDS.get(stat.S_IFMT(mode), "not a file")
