"""Folders that a run may write to, and paths as the run itself names them.

A worker stands in a folder of its own, whose name differs from worker to worker. What is compared
and shown must not: a given folder is a relative path, and absolute ones are cut to that.
"""

from __future__ import annotations

import os
from pathlib import Path

_getcwd = os.getcwd  # bound now: a submission may replace it later


def made(name: str) -> Path:
    """A folder where the run is: new and empty, or as the process before this one left it."""
    folder = Path(name)
    folder.mkdir(exist_ok=True)
    return folder


def listed(folder: Path) -> tuple[str, ...]:
    """The files in a folder and below it, in order."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(path.relative_to(folder).as_posix() for path in files))


def seen_from_here(text: str) -> str:
    """A text without the place where the run happens to be."""
    try:
        here = _getcwd()
    except OSError:  # the submission has removed it
        return text
    return text.replace(f"{here}/", "").replace(here, ".") if len(here) > 1 else text
