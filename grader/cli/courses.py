"""Which course a command is about: the one that --course or GRADE_COURSE names, or the nearest."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from grader.cli.names import COMMANDS
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.course import Course, Exercise

OPTION, VARIABLE = "--course", "GRADE_COURSE"


def course_root(here: Path) -> Path:
    """The folder of the course."""
    from grader.course import find_course, named_course

    folder, by = _chosen()
    return named_course(folder, by) if folder is not None else find_course(here)


def open_course(here: Path) -> Course:
    """The course, read."""
    from grader.course import load_course

    return load_course(course_root(here), COMMANDS)


def check_task(exercise: Exercise, task: str) -> None:
    """Raise UsageError if a task was named that the exercise does not have."""
    from grader.yamlfile import did_you_mean

    if task and exercise.task(task) is None:
        advice = did_you_mean(task, (one.name for one in exercise.tasks))
        raise UsageError(f"{exercise.id} has no task {task!r}. {advice}")


def called() -> str:
    """How to call `grade` for the same course once more."""
    folder, by = _chosen()
    return f"grade --course {quote(str(folder))}" if by == OPTION else "grade"


def _chosen() -> tuple[Path | None, str]:
    """The folder that was named, and by what."""
    context = click.get_current_context(silent=True)
    root = context.find_root() if context else None
    folder = root.params.get("course") if root else None
    if root is None or folder is None:
        return None, ""
    is_typed = root.get_parameter_source("course") is click.core.ParameterSource.COMMANDLINE
    return folder, OPTION if is_typed else VARIABLE
