"""Find a course: the one that was named, or the nearest above. Several may lie side by side."""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageError
from grader.yamlfile import LONGEST, did_you_mean, shown_path

COURSE_FILE = "course.yaml"


def find_course(start: Path) -> Path:
    """The folder of the nearest course.yaml, looking upward.

    Raises UsageError if there is none; it names those that lie one level below.
    """
    for folder in (start, *start.parents):
        if is_course(folder):
            return folder
    missing = f"no {COURSE_FILE} in {start} or in any folder above it"
    raise UsageError(f"{missing}{_advice(start)}")


def named_course(folder: Path, by: str) -> Path:
    """The folder, if it is that of a course. Raises UsageError if not; `by` is what named it."""
    if is_course(folder):
        return folder.resolve()
    if not folder.is_dir():
        others = courses_in(folder.parent) if folder.parent.is_dir() else []
        advice = did_you_mean(folder.name, others)
        raise UsageError(f"{by} names {folder}, which is no folder. {advice}".rstrip())
    raise UsageError(f"{by} names {folder}, which has no {COURSE_FILE}{_advice(folder)}")


def is_course(folder: Path) -> bool:
    """Whether a course lies in just this folder."""
    return (folder / COURSE_FILE).is_file()


def courses_in(folder: Path) -> list[str]:
    """The names of the courses that lie side by side in a folder."""
    try:
        return sorted(inner.name for inner in folder.iterdir() if is_course(inner))
    except OSError:  # a folder that may not be read
        return []


def _advice(folder: Path) -> str:
    """How to choose one of the courses below, if there are any."""
    names = courses_in(folder)
    if not names:
        return ""
    first, listed = shown_path(folder / names[0]), ", ".join(names[:LONGEST])
    if len(names) == 1:
        found = f"There is a course below: {listed}. Go into it, or name it"
    else:
        found = f"There are courses below: {listed}. Go into one, or name it"
    return f"\n  {found}: grade --course {first}"
