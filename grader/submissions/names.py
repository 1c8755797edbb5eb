"""The names of a submission's files: what they may be, and which are the same on some systems."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from grader.errors import SubmissionError
from grader.submissions.limits import MAX_NAME

IGNORED = ("__pycache__", "__MACOSX")
WANTED = (".py", ".ipynb")
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".7z", ".rar")

UNSHOWABLE = ("Cc", "Cs", "Zl", "Zp")  # controls, halves of characters, line separators
# Marks that turn text around: `models<mark>yp.` would be shown as models.py.
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def is_ignored(path: PurePosixPath) -> bool:
    """Whether the path is hidden or lies in a folder that Python or macOS made by itself."""
    return any(part.startswith(".") or part in IGNORED for part in path.parts)


def is_wanted(path: PurePosixPath) -> bool:
    """Whether it is a Python file or a notebook, neither hidden nor the system's own."""
    return path.suffix in WANTED and not is_ignored(path)


def check_name(name: str, origin: str) -> None:
    """Raise SubmissionError for a name that no line of text could show as it is."""
    if len(name) > MAX_NAME and any(len(part) > MAX_NAME for part in name.split("/")):
        raise SubmissionError(f"{origin}: holds a file whose name is longer than {MAX_NAME} signs")
    if any(unicodedata.category(sign) in UNSHOWABLE for sign in name):
        raise SubmissionError(f"{origin}: rename {shown(name)}, which has control characters in it")
    if any(sign in TURNING for sign in name):
        raise SubmissionError(f"{origin}: rename {shown(name)}, which has hidden characters in it")


def path_inside(name: str, origin: str) -> PurePosixPath:
    """The path of an archive's entry, which must stay inside; some tools write backslashes."""
    check_name(name, origin)
    name = name.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or PureWindowsPath(name).drive or ".." in path.parts:
        raise SubmissionError(
            f"{origin}: {shown(name)} leads out of the archive; pack the folder itself once more"
        )
    return path


def shown(name: str) -> str:
    """A name for a message: whatever no line could show, escaped, and not longer than a line."""
    return ascii(name if len(name) <= MAX_NAME else f"{name[:60]}...")


class Names:
    """The names found so far: no two may be the same where case or Unicode form do not count."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._seen: dict[str, tuple[str, bool]] = {}  # folded: as it is spelt, is it a folder

    def add(self, path: PurePosixPath) -> None:
        """Add a file with the folders above it, or raise SubmissionError."""
        for folder in path.parents[:-1]:
            self._add(folder, is_folder=True)
        self._add(path, is_folder=False)

    def _add(self, path: PurePosixPath, is_folder: bool) -> None:
        known = self._seen.get(_folded(path))
        if known is None:
            self._seen[_folded(path)] = str(path), is_folder
            return
        spelt, was_folder = known
        if spelt != str(path):
            raise SubmissionError(
                f"{self.origin}: {shown(spelt)} and {shown(str(path))} are the same name on some "
                "systems; keep one of them"
            )
        if not (is_folder and was_folder):
            raise SubmissionError(f"{self.origin}: holds {shown(spelt)} twice; keep one of them")


def _folded(path: PurePosixPath) -> str:
    """Equal for names that differ only in case or Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(path)).casefold())
