"""What an exercise consists of, whatever else its document says: enough to make its stub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course.documents import ExerciseDocument
from grader.course.load import EXERCISE_FILE, require_listed
from grader.course.model import Course
from grader.course.validating import is_said, validate
from grader.errors import CourseError
from grader.yamlfile import read_document, shown_path


@dataclass(frozen=True, slots=True)
class Outline:
    """An exercise's two files, which need not be there yet, and the names of its tasks."""

    id: str
    stub: Path
    reference: Path
    tasks: tuple[str, ...]


def outline_of(course: Course, name: str) -> Outline:
    """The outline of an exercise. Raises CourseError if its document does not name its module."""
    require_listed(course, name)
    path = course.root / "exercises" / name / EXERCISE_FILE
    document = read_document(path, shown_path(path))
    found = validate(ExerciseDocument, document, document.data)
    if document.is_broken or not is_said(found, "module"):
        raise CourseError(document.mistakes)
    tasks = found.tasks if is_said(found, "tasks") else []
    names = [task.get("name") for task in tasks if isinstance(task, Mapping)]
    return Outline(
        id=name,
        stub=path.parent / found.module,
        reference=course.root / "reference" / name / found.module,
        tasks=tuple(each for each in names if isinstance(each, str)),
    )
