"""Collect the Python files of a submission, within limits that hold however it was packed."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO

from grader.errors import SubmissionError
from grader.submissions.limits import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ENTRIES,
    MAX_FILES,
    MAX_RATIO,
    MAX_SOURCE_BYTES,
    MAX_SOURCES_BYTES,
    UNSUSPICIOUS_BYTES,
    in_words,
)
from grader.submissions.names import ARCHIVES, Names, check_name, is_ignored, is_wanted

MOST = {  # bytes of one, bytes of all
    "Python file": (MAX_SOURCE_BYTES, MAX_SOURCES_BYTES),
    "notebook": (MAX_BYTES, MAX_BYTES),
}

PIECE = 2**16


class Collector:
    """The Python files and notebooks found so far, by relative POSIX path.

    `origin` names where in messages; `archives` are those that lie inside and stay closed.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.files: dict[str, bytes] = {}
        self.problems: dict[str, str] = {}
        self.archives: list[str] = []
        self._names = Names(origin)
        self._bytes = dict.fromkeys(MOST, 0)
        self._entries = 0

    def count(self) -> None:
        """Count one more entry, wanted or not."""
        self._entries += 1
        if self._entries > MAX_ENTRIES:
            raise SubmissionError(f"{self.origin}: holds more than {MAX_ENTRIES} files")

    def wants(self, path: PurePosixPath) -> bool:
        """Whether the file is to be added; an archive is only remembered."""
        if path.suffix.lower() in ARCHIVES and not is_ignored(path):
            self.archives.append(str(path))
        return is_wanted(path)

    def leave_out(self, path: PurePosixPath, why: str) -> None:
        """Remember a file that is not read, for a note in the report."""
        check_name(str(path), self.origin)
        self.problems[str(path)] = f"{path}: {why}"

    def add(self, path: PurePosixPath, stream: IO[bytes], packed_bytes: int | None = None) -> None:
        """Read the file, but never further than the limits allow, whatever size it claims."""
        self._check_path(path)
        kind = "Python file" if path.suffix == ".py" else "notebook"
        most, most_in_all = MOST[kind]
        content = read_at_most(stream, most + 1)
        self._bytes[kind] += len(content)
        if len(content) > most:
            raise SubmissionError(f"{path}: larger than {in_words(most)}, the most a {kind} may be")
        if self._bytes[kind] > most_in_all:
            raise SubmissionError(f"{self.origin}: more than {in_words(most_in_all)} of {kind}s")
        if packed_bytes is not None:
            check_ratio(str(path), len(content), packed_bytes)
        self.files[str(path)] = content

    def _check_path(self, path: PurePosixPath) -> None:
        check_name(str(path), self.origin)
        if len(path.parts) > MAX_DEPTH:
            raise SubmissionError(f"{path}: lies more than {MAX_DEPTH} folders deep")
        if len(self.files) >= MAX_FILES:
            raise SubmissionError(
                f"{self.origin}: holds more than {MAX_FILES} Python files; "
                "leave virtual environments and libraries out"
            )
        self._names.add(path)


def read_at_most(stream: IO[bytes], size: int) -> bytes:
    """So many bytes, or all that there are; room is only made for those that come."""
    content = bytearray()
    while len(content) < size and (piece := stream.read(min(PIECE, size - len(content)))):
        content += piece
    return bytes(content)


def check_ratio(what: str, size: int, packed_bytes: int) -> None:
    """Raise SubmissionError for what unpacks to far more than any text does."""
    if size > max(UNSUSPICIOUS_BYTES, MAX_RATIO * packed_bytes):
        raise SubmissionError(
            f"{what}: unpacks to more than {MAX_RATIO} times its size, as no text does; "
            "hand in the Python file itself"
        )
