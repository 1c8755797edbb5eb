"""The names of what is new: what they may be, said before anything is written."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from collections.abc import Collection, Iterable, Sequence

from grader.course import Course
from grader.errors import UsageError

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
TAKEN = ("nn", "random", "result", "task", "torch")  # what the lines of a check know by these names


def check_exercise(course: Course, name: str, commands: Collection[str]) -> None:
    """Raises UsageError if a course cannot have a new exercise of this name."""
    if not NAME.fullmatch(name):
        advice = "Letters, digits and underscores, such as exercise16."
        raise UsageError(f"{name!r} will not do as the name of an exercise. {advice}")
    if name in commands:
        raise UsageError(f"{name!r} is the name of a command: call the exercise otherwise")
    if name in course.exercises:
        raise UsageError(f"the course has an exercise {name!r} already: choose another name")
    for folder in ("exercises", "reference"):
        if (course.root / folder / name).exists():
            raise UsageError(f"there is a {folder}/{name} already: choose another name, or move it")


def check_functions(names: Sequence[str]) -> None:
    """Raises UsageError if these cannot be the functions or classes of an exercise."""
    for index, name in enumerate(names):
        if not NAME.fullmatch(name) or keyword.iskeyword(name):
            raise UsageError(f"{name!r} cannot be the name of a function in Python")
        if name.startswith("_"):
            raise UsageError(
                f"{name!r} is private: a name without an underscore before it is graded"
            )
        if name in TAKEN or name in vars(builtins):
            raise UsageError(f"{name!r} means something else already: choose another name")
        if name in names[:index]:
            raise UsageError(f"{name!r} is asked for twice")


def check_title(title: str) -> None:
    """Raises UsageError if this cannot stand on one line between three quotes."""
    if not title.strip() or not title.isprintable() or '"' in title or "\\" in title:
        raise UsageError(
            f"{title!r} will not do as a title: one line, without quotes or backslashes"
        )


def check_module(module: str) -> None:
    """Raises UsageError if this cannot be the file that students write."""
    stem = module.removesuffix(".py")
    if stem == module or not NAME.fullmatch(stem) or keyword.iskeyword(stem):
        raise UsageError(f"{module!r} will not do as a module: a name and .py, such as losses.py")
    if is_taken(stem):
        raise UsageError(f"{module} would stand in the way of Python's own: choose another name")


def is_taken(stem: str) -> bool:
    """Whether a module of this name would hide one that students import."""
    return stem in sys.stdlib_module_names or stem in ("grader", "numpy", "torch")


def title_from(names: Iterable[str]) -> str:
    """`smooth_l1_loss` and `EarlyStopping` as titles."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", next(iter(names))).replace("_", " ").lower()
    return words[0].upper() + words[1:]


def module_from(name: str) -> str:
    """The file for a function or class, called like it."""
    stem = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return f"{stem}_exercise.py" if is_taken(stem) else f"{stem}.py"
