"""Read the documents of a course, and turn them into frozen values.

Every mistake of a document is reported at once, with its place and the nearest valid name.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.desk import Desk
from grader.course.documents import CourseDocument, ExerciseDocument
from grader.course.finding import COURSE_FILE
from grader.course.mending import mend_exercise
from grader.course.model import Course, Defaults, Exercise, Task
from grader.course.needs import check_needs
from grader.course.reference import Reference, read_reference
from grader.course.tasks import decode_task
from grader.course.validating import is_said, validate
from grader.course.words import OWN_WORDS, Vocabulary
from grader.errors import CourseError, UsageError
from grader.yamlfile import Document, did_you_mean, read_document, shown_path

EXERCISE_FILE = "exercise.yaml"

WordsFor = Callable[[Path], Vocabulary]


def load_course(root: Path, commands: Iterable[str] = ()) -> Course:
    """Read course.yaml; `commands` are names that no exercise may have."""
    document = read_document(root / COURSE_FILE, shown_path(root / COURSE_FILE))
    found = validate(CourseDocument, document, document.data)
    _check_exercises(root, document, set(commands))
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


def _check_exercises(root: Path, document: Document, commands: set[str]) -> None:
    folders = sorted(p.parent.name for p in (root / "exercises").glob(f"*/{EXERCISE_FILE}"))
    listed = document.data.get("exercises") if isinstance(document.data, dict) else None
    names = listed if isinstance(listed, list) else []  # not only if all of them are texts
    for index, name in enumerate(names):
        if not isinstance(name, str):
            continue
        if name in commands:
            advice = f"grade {name} already means something else: rename the exercise."
            document.mistake(("exercises", index), f"{name!r} is the name of a command", advice)
        elif name not in folders:
            advice = did_you_mean(name, folders) or "Write that file, or delete the line."
            document.mistake(("exercises", index), f"no exercises/{name}/{EXERCISE_FILE}", advice)
        elif name in names[:index]:
            document.mistake(("exercises", index), f"{name!r} is listed twice", "Delete one.")


@dataclass(frozen=True, slots=True)
class Header:
    """What listing an exercise needs of its file: whatever else is wrong with it is not read."""

    title: str
    stub: Path
    tasks: tuple[str, ...]
    needs: tuple[str, ...]  # of the exercises that the course lists


def exercise_header(course: Course, name: str) -> Header:
    """The title of an exercise, the path of its stub, its tasks, and what it needs."""
    folder = course.root / "exercises" / name
    data = read_document(folder / EXERCISE_FILE, shown_path(folder / EXERCISE_FILE)).data
    fields = data if isinstance(data, dict) else {}
    tasks = [task.get("name") for task in _listed(fields, "tasks") if isinstance(task, dict)]
    return Header(
        title=str(fields.get("title", name)),
        stub=folder / str(fields.get("module", "")),
        tasks=tuple(task for task in tasks if isinstance(task, str)),
        needs=tuple(need for need in _listed(fields, "needs") if need in course.exercises),
    )


def _listed(fields: Mapping[str, Any], key: str) -> list[Any]:
    """A list, of which one text alone may stand without brackets; none if it is no list."""
    found = fields.get(key)
    return found if isinstance(found, list) else [found] if isinstance(found, str) else []


def load_exercise(course: Course, name: str, words_for: WordsFor) -> Exercise:
    """Read one exercise. Raises UsageError if it is not there, CourseError if it is at fault.

    `words_for` is asked for the words that an exercise in this folder may use.
    """
    require_listed(course, name)
    folder = course.root / "exercises" / name
    path = folder / EXERCISE_FILE
    document = read_document(path, shown_path(path))
    document.meant = _only_choices(name, course.root / "reference" / name)
    mend_exercise(document)
    found = validate(ExerciseDocument, document, document.data)
    check_needs(found.needs, course, name, document)
    reference = course.root / "reference" / name / found.module
    defined = _check_files(document, found, name, folder, reference)
    desk = Desk(
        document, _vocabulary(words_for, folder, found, document), course.defaults.points, defined
    )
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
        needs=tuple(found.needs),
    )


def _only_choices(name: str, reference: Path) -> dict[str, str]:
    """What the folders leave no choice about."""
    modules = sorted(path.name for path in reference.glob("*.py"))
    return {"id": name} | ({"module": modules[0]} if len(modules) == 1 else {})


def _vocabulary(
    words_for: WordsFor, folder: Path, found: ExerciseDocument, document: Document
) -> Vocabulary:
    """The words of an exercise; what is wrong with its own is noted.

    A student's file is never taken for one that declares words: it would be run here.
    """
    if found.module in OWN_WORDS:
        advice = "There an exercise declares words of its own: give the module another name."
        document.mistake(("module",), f"the module cannot be called {found.module}", advice)
        raise CourseError(document.mistakes)
    vocabulary = words_for(folder)
    document.note_all(vocabulary.mistakes)
    return vocabulary


def require_listed(course: Course, name: str) -> None:
    """Raises UsageError if a course does not list this exercise."""
    if name not in course.exercises:
        advice = did_you_mean(name, course.exercises)
        if (course.root / "exercises" / name / EXERCISE_FILE).is_file():
            advice = f"It is there, but not listed: add it to {COURSE_FILE}."
        raise UsageError(f"no exercise {name!r} in this course. {advice}")


def _tasks(found: ExerciseDocument, desk: Desk) -> tuple[Task, ...]:
    tasks: list[Task] = []
    for index, data in enumerate(found.tasks if is_said(found, "tasks") else []):
        task = decode_task(data, ("tasks", index), desk)
        if task.name and task.name in (other.name for other in tasks):
            advice = "Put the checks of both into one."
            message = f"a second task {task.name!r}"
            desk.document.mistake(("tasks", index, "name"), message, advice)
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
        if not os.path.isfile(file):  # also where one may not look, other than Path.is_file
            others = sorted(other.name for other in file.parent.glob("*.py"))
            advice = did_you_mean(found.module, others) or "Write it, or name another module."
            document.mistake(("module",), f"there is no {shown_path(file)}", advice)
    try:
        return read_reference(reference) if os.path.isfile(reference) else None
    except OSError as error:
        message = f"{shown_path(reference)} cannot be read: {error.strerror}"
        document.mistake(("module",), message, "It should be a file that you may read.")
        return None
    except ValueError as error:
        document.mistake(("module",), f"{shown_path(reference)} is not Python: {error}")
        return None
