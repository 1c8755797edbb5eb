"""Collect the Python files of a submission, within limits that hold for folders and zips alike."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from typing import IO

from grader.errors import SubmissionError

MB = 1_000_000
MAX_FILE_BYTES = 1 * MB
MAX_BYTES = 20 * MB
MAX_FILES = 200
MAX_DEPTH = 10  # parts of a path, the file's own name among them
MAX_ENTRIES = 10_000  # everything that a folder or zip holds, ignored files too

IGNORED = ("__pycache__", "__MACOSX")


class Collector:
    """The Python files found so far, by relative POSIX path; `origin` names where in messages."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.files: dict[str, bytes] = {}
        self.problems: dict[str, str] = {}
        self._bytes = 0
        self._entries = 0

    def wants(self, path: PurePosixPath) -> bool:
        """Whether the file counts: a .py file that is neither hidden nor the system's own."""
        return path.suffix == ".py" and not is_ignored(path)

    def count(self) -> None:
        """Count one more entry, wanted or not."""
        self._entries += 1
        if self._entries > MAX_ENTRIES:
            raise SubmissionError(f"{self.origin}: holds more than {MAX_ENTRIES} files")

    def add(self, path: PurePosixPath, stream: IO[bytes]) -> None:
        """Read the file, but never further than the limits allow, whatever size it claims."""
        self._check_path(path)
        content = stream.read(MAX_FILE_BYTES + 1)
        self._bytes += len(content)
        if len(content) > MAX_FILE_BYTES:
            raise SubmissionError(f"{path}: larger than {MAX_FILE_BYTES // MB} MB, the most a file")
        if self._bytes > MAX_BYTES:
            raise SubmissionError(f"{self.origin}: more than {MAX_BYTES // MB} MB of Python files")
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


def is_ignored(path: PurePosixPath) -> bool:
    """Whether the path is hidden or lies in a folder that Python or macOS made by itself."""
    return any(part.startswith(".") or part in IGNORED for part in path.parts)


def check_name(name: str, origin: str) -> None:
    """Raise SubmissionError for a name that no text could show, such as one with a line break."""
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise SubmissionError(f"{origin}: rename {name!a}, which has control characters in it")
