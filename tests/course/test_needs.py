"""The order of learning: an exercise needs those that come before it in the course."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.course import exercise_header
from tests.course.conftest import FILE

if TYPE_CHECKING:
    from tests.course.conftest import Folder


@pytest.fixture
def course(folder: Folder) -> Folder:
    """A course in which x stands between two others; a fourth is there and not listed."""
    folder.write("course.yaml", "title: Tiny\nexercises: [first, x, last]\n")
    for name in ("first", "last", "spare"):
        folder.write(f"exercises/{name}/exercise.yaml", folder.good)
    return folder


def needing(course: Folder, needs: str) -> Folder:
    course.replace(FILE, "module: x.py\n", f"module: x.py\nneeds: {needs}\n")
    return course


def test_needs_are_read(course: Folder) -> None:
    """One name needs no brackets."""
    assert needing(course, "first").exercise().needs == ("first",)


def test_nothing_need_be_said(course: Folder) -> None:
    """An exercise without needs has none."""
    assert course.exercise().needs == ()


def test_what_the_course_leaves_out_is_no_mistake(course: Folder) -> None:
    """An exercise may be taken out of a course without touching those that need it."""
    needing(course, "[first, spare]")

    assert course.exercise().needs == ("first", "spare")
    assert exercise_header(course.course(), "x").needs == ("first",)


def test_an_unknown_exercise(course: Folder) -> None:
    """The nearest one is named."""
    assert needing(course, "[firts]").mistakes() == (
        f"{FILE}:4:9: no exercise 'firts' in this course\n  Did you mean 'first'?"
    )


def test_an_unknown_exercise_where_none_comes_before(course: Folder) -> None:
    """Then there is none to name, and still something to do."""
    course.write("course.yaml", "title: Tiny\nexercises: [x]\n")

    assert needing(course, "[nowhere]").mistakes() == (
        f"{FILE}:4:9: no exercise 'nowhere' in this course\n"
        "  Write one that course.yaml lists before this one, or delete it."
    )


def test_a_later_exercise(course: Folder) -> None:
    """So that no two can need each other, either."""
    assert needing(course, "[first, last]").mistakes() == (
        f"{FILE}:4:16: 'last' comes after 'x' in course.yaml\n"
        "  List it there before, or delete it here."
    )


def test_itself(course: Folder) -> None:
    """An exercise that needs itself could never be begun."""
    assert needing(course, "[x]").mistakes() == (
        f"{FILE}:4:9: an exercise cannot need itself\n  Delete it."
    )


def test_the_same_twice(course: Folder) -> None:
    """One of them is too many."""
    assert needing(course, "[first, first]").mistakes() == (
        f"{FILE}:4:16: 'first' is listed twice\n  Delete one."
    )


def test_something_else_than_names(course: Folder) -> None:
    """The message says what belongs there."""
    assert needing(course, "{first: true}").mistakes() == (
        f"{FILE}:4:8: needs: should be a list, not a mapping\n  Such as needs: [exercise01]"
    )
