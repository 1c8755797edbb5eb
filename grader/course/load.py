"""Find a course, read its documents, and turn them into frozen values.

Every mistake of a document is reported at once, with its place and the nearest valid name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.course.desk import Desk
from grader.course.documents import CourseDocument, ExerciseDocument, is_said, validate
from grader.course.model import Course, Defaults, Exercise, Task
from grader.course.nearest import did_you_mean
from grader.course.places import Document
from grader.course.reading import read_document
from grader.course.reference import Reference, read_reference
from grader.course.tasks import decode_task
from grader.course.vocabulary import Vocabulary
from grader.errors import CourseError, UsageError

COURSE_FILE = "course.yaml"
EXERCISE_FILE = "exercise.yaml"


def find_course(start: Path) -> Path:
    """The folder of the nearest course.yaml, looking upward. Raises UsageError if there is none."""
    for folder in (start, *start.parents):
        if (folder / COURSE_FILE).is_file():
            return folder
    raise UsageError(f"no {COURSE_FILE} in {start} or in any folder above it")


def load_course(root: Path, commands: Iterable[str] = ()) -> Course:
    """Read course.yaml; `commands` are names that no exercise may have."""
    document = read_document(root / COURSE_FILE, _shown(root / COURSE_FILE))
    found = validate(CourseDocument, document, document.data)
    _check_exercises(root, document, found, set(commands))
    if document.mistakes:
        raise CourseError(document.mistakes)
    limits, usual = found.defaults.limits, Defaults()
    defaults = Defaults(
        points=found.defaults.points,
        time_s=limits.time_s or usual.time_s,
        submission_s=limits.submission_s or usual.submission_s,
        memory_mb=limits.memory_mb or usual.memory_mb,
        seed=found.defaults.seed,
    )
    return Course(root, found.title, tuple(found.exercises), defaults)


def _check_exercises(
    root: Path, document: Document, found: CourseDocument, commands: set[str]
) -> None:
    folders = sorted(p.parent.name for p in (root / "exercises").glob(f"*/{EXERCISE_FILE}"))
    for index, name in enumerate(found.exercises):
        if name in commands:
            advice = f"grade {name} already means something else: rename the exercise."
            document.mistake(("exercises", index), f"{name!r} is the name of a command", advice)
        elif name not in folders:
            advice = did_you_mean(name, folders)
            document.mistake(("exercises", index), f"no exercises/{name}/{EXERCISE_FILE}", advice)
        elif name in found.exercises[:index]:
            document.mistake(("exercises", index), f"{name!r} is listed twice")


@dataclass(frozen=True, slots=True)
class Header:
    """What listing an exercise needs of its file: whatever else is wrong with it is not read."""

    title: str
    stub: Path


def exercise_header(course: Course, name: str) -> Header:
    """The title of an exercise and the path of its stub."""
    folder = course.root / "exercises" / name
    data = read_document(folder / EXERCISE_FILE, _shown(folder / EXERCISE_FILE)).data
    fields = data if isinstance(data, dict) else {}
    return Header(str(fields.get("title", name)), folder / str(fields.get("module", "")))


def load_exercise(course: Course, name: str, vocabulary: Vocabulary) -> Exercise:
    """Read one exercise. Raises UsageError if it is not there, CourseError if it is at fault."""
    if name not in course.exercises:
        advice = did_you_mean(name, course.exercises)
        if (course.root / "exercises" / name / EXERCISE_FILE).is_file():
            advice = f"It is there, but not listed: add it to {COURSE_FILE}."
        raise UsageError(f"no exercise {name!r} in this course. {advice}")
    folder = course.root / "exercises" / name
    path = folder / EXERCISE_FILE
    document = read_document(path, _shown(path))
    found = validate(ExerciseDocument, document, document.data)
    reference = course.root / "reference" / name / found.module
    defined = _check_files(document, found, name, folder, reference)
    desk = Desk(document, vocabulary, course.defaults.points, defined)
    tasks = _tasks(found, desk)
    if document.mistakes:
        raise CourseError(document.mistakes)
    limits, defaults = found.limits, course.defaults
    return Exercise(
        id=found.id,
        title=found.title,
        module=found.module,
        folder=folder,
        reference=reference.parent,
        tasks=tasks,
        seed=defaults.seed if found.seed is None else found.seed,
        time_s=limits.time_s or defaults.time_s,
        submission_s=limits.submission_s or defaults.submission_s,
        memory_mb=limits.memory_mb or defaults.memory_mb,
    )


def _tasks(found: ExerciseDocument, desk: Desk) -> tuple[Task, ...]:
    tasks: list[Task] = []
    for index, data in enumerate(found.tasks if is_said(found, "tasks") else []):
        task = decode_task(data, ("tasks", index), desk)
        if task.name and task.name in (other.name for other in tasks):
            desk.document.mistake(("tasks", index, "name"), f"a second task {task.name!r}")
        tasks.append(task)
    return tuple(tasks)


def _check_files(
    document: Document, found: ExerciseDocument, name: str, folder: Path, reference: Path
) -> Reference | None:
    """What the reference defines; None if that cannot be known."""
    if is_said(found, "id") and found.id != name:
        document.mistake(("id",), f"id {found.id!r} is not the folder's name", f"Write {name!r}.")
    if not is_said(found, "module"):
        return None
    for file in (folder / found.module, reference):
        if not file.is_file():
            others = sorted(other.name for other in file.parent.glob("*.py"))
            advice = did_you_mean(found.module, others)
            document.mistake(("module",), f"there is no {_shown(file)}", advice)
    try:
        return read_reference(reference) if reference.is_file() else None
    except ValueError as error:
        document.mistake(("module",), f"{_shown(reference)} is not Python: {error}")
        return None


def _shown(path: Path) -> str:
    """The path as people would type it: relative to where they are, if it lies below."""
    cwd = Path.cwd()
    return path.relative_to(cwd).as_posix() if path.is_relative_to(cwd) else path.as_posix()
