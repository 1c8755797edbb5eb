"""The order of learning: an exercise needs exercises that come before it.

As every need is earlier in course.yaml, no two exercises can need each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.course.model import Course
from grader.yamlfile import Document, did_you_mean


def check_needs(needs: Sequence[str], course: Course, name: str, document: Document) -> None:
    """Note each need that is no exercise, stands there twice, or does not come before.

    A course may leave out exercises that others need: those that are there, but are not listed,
    are no mistake.
    """
    place = course.exercises.index(name)
    for index, need in enumerate(needs):
        at = ("needs", index)
        if need in needs[:index]:
            document.mistake(at, f"{need!r} is listed twice", "Delete one.")
        elif need == name:
            document.mistake(at, "an exercise cannot need itself", "Delete it.")
        elif need in course.exercises[place:]:
            message = f"{need!r} comes after {name!r} in course.yaml"
            document.mistake(at, message, "List it there before, or delete it here.")
        elif need not in course.exercises and not _is_there(course, need):
            advice = did_you_mean(need, course.exercises[:place])
            advice = advice or "Write one that course.yaml lists before this one, or delete it."
            document.mistake(at, f"no exercise {need!r} in this course", advice)


def _is_there(course: Course, name: str) -> bool:
    return (course.root / "exercises" / name / "exercise.yaml").is_file()
