"""kills.yaml: which check fails which misconception, as it was when it was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.course import kills_text, read_kills
from grader.errors import CourseError

if TYPE_CHECKING:
    from tests.course.conftest import Folder

FILE = "reference/x/kills.yaml"
KILLS = {"step": {"values": ("no-op", "off-by-one"), "unchanged": ()}}


def test_without_a_record(folder: Folder) -> None:
    """No record: nothing is known."""
    assert read_kills(folder.exercise()) == {}


def test_what_is_written_is_read(folder: Folder) -> None:
    """The record is read as it was written."""
    exercise = folder.exercise()
    folder.write(FILE, kills_text(exercise, KILLS))

    assert read_kills(exercise) == KILLS


def test_a_record_says_what_wrote_it(folder: Folder) -> None:
    """Whoever opens it learns how to write it anew."""
    assert "Written by: grade audit x --record" in kills_text(folder.exercise(), KILLS)


def test_a_record_at_fault(folder: Folder) -> None:
    """A record that was edited by hand is told with the place of each mistake."""
    folder.write(FILE, "tasks:\n  step: {values: 3}\n")

    with pytest.raises(CourseError) as caught:
        read_kills(folder.exercise())

    assert str(caught.value).startswith(f"{FILE}:2:18: ")
