"""The course that comes with the grader, and how it is unpacked."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.course import is_course
from grader.errors import InfrastructureError, UsageError

PARTS = ("course.yaml", "exercises", "reference", "samples", "schemas")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")

PACKAGE = Path(__file__).parents[1]


def bundled_course(package: Path = PACKAGE) -> Path:
    """Where the bundled course lies: inside an installed package, or beside it in a checkout."""
    for folder in (package / "bundled", package.parent):
        if is_course(folder):
            return folder
    raise InfrastructureError(f"this installation of the grader has no course in {package}")


def unpack_course(folder: Path, package: Path = PACKAGE) -> None:
    """Copy the bundled course into a folder. Raises UsageError if something is in it already."""
    course = bundled_course(package)
    require_empty(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            _copy(course / part, folder / part)
    except shutil.Error as error:
        raise UsageError(f"cannot write {folder}: {error}") from error
    except OSError as error:
        raise UsageError(f"cannot write {error.filename}: {error.strerror}") from error


def require_empty(folder: Path) -> None:
    """Raises UsageError unless a course can be put there: nothing is ever overwritten."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Name a folder that is not there yet.")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty. Name a folder that is empty, or not there yet.")


def _copy(source: Path, target: Path) -> None:
    """Without the permissions: what a package manager has installed may be read-only."""
    if source.is_dir():
        shutil.copytree(source, target, ignore=LEFT_OUT, copy_function=shutil.copyfile)
    else:
        shutil.copyfile(source, target)
