"""kills.yaml: which check fails which misconception, as it was when it was recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.course import Check, CheckRecord, TaskRecord, asks_of, given_of, kills_text, read_kills
from grader.errors import CourseError

if TYPE_CHECKING:
    from tests.course.conftest import Folder

FILE = "reference/x/kills.yaml"
RECORD = {
    "step": TaskRecord(
        "0123456789ab",
        {
            "values": CheckRecord("matches_reference() for 1 points", ("no-op", "off-by-one")),
            "unchanged": CheckRecord("unchanged(of=[x]) for 0.5 points", ()),
        },
    )
}


def test_without_a_record(folder: Folder) -> None:
    """No record: nothing is known."""
    assert read_kills(folder.exercise()) == {}


def test_what_is_written_is_read(folder: Folder) -> None:
    """The record is read as it was written."""
    exercise = folder.exercise()
    folder.write(FILE, kills_text(exercise, RECORD))

    assert read_kills(exercise) == RECORD


def test_a_record_says_what_wrote_it(folder: Folder) -> None:
    """Whoever opens it learns how to write it anew."""
    assert "Written by: grade audit x --record" in kills_text(folder.exercise(), RECORD)


def test_a_record_at_fault(folder: Folder) -> None:
    """A record that was edited by hand is told with the place of each mistake."""
    folder.write(FILE, "tasks:\n  step: {given: x, checks: 3}\n")

    with pytest.raises(CourseError) as caught:
        read_kills(folder.exercise())

    assert str(caught.value).startswith(f"{FILE}:2:28: ")


def check(folder: Folder, line: str) -> Check:
    """The one check of the exercise, as this line says."""
    folder.replace("exercises/x/exercise.yaml", "- matches_reference", f"- {line}")
    return folder.exercise().tasks[0].checks[0]


def test_what_a_check_asks_for(folder: Folder) -> None:
    """All that decides about points stands in one line; claims and hints are left out."""
    found = check(folder, "unchanged: {of: model, points: 2, hint: Look again.}")

    assert asks_of(found) == "unchanged(of=[model]) for 2 points"


def test_cases_of_its_own(folder: Folder) -> None:
    """That a check has other cases is told, and which: as a digest."""
    found = check(folder, "matches_reference: {when: {lr: 0.5}}")

    assert asks_of(found) == "matches_reference() on cases of its own (5b9f695ece2c) for 1 points"


def test_lines_for_a_fresh_process(folder: Folder) -> None:
    """They are part of what a check asks for."""
    run = check(folder, "matches_reference: {run: result = 2}")

    assert asks_of(replace(run, resume="result = 1")) != asks_of(run)


def test_what_a_task_is_given(folder: Folder) -> None:
    """The digest follows what is given."""
    task = folder.exercise().tasks[0]

    assert given_of(task) == given_of(folder.exercise().tasks[0])
    assert given_of(task) != given_of(replace(task, cases=task.cases + 1))


def test_a_record_of_another_form(folder: Folder) -> None:
    """A key that is not known is told with those that are."""
    folder.write(FILE, "tasks:\n  step: {given: x, checks: {}, kills: []}\n")

    with pytest.raises(CourseError) as caught:
        read_kills(folder.exercise())

    assert str(caught.value).startswith(f"{FILE}:2:32: unknown key 'kills'")
