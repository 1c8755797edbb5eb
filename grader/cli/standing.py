"""Where a student is in an exercise: told from the file and from what it came to, never run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from grader.cli.results import Result, edition_of
from grader.course import Course, Header
from grader.errors import CourseError, SubmissionError
from grader.submissions import (
    definition_lines,
    parsed,
    read_submission,
    stub_messages,
    untouched,
)


class Stage(Enum):
    """How far an exercise is."""

    NOT_STARTED = "not started"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """An exercise of the course with its stage, and what is to be said of it."""

    name: str
    header: Header
    stage: Stage
    words: str


def standing_in(course: Course, name: str, header: Header, result: Result | None) -> Standing:
    """Where the student is in one exercise. A result counts for what it was given for only."""
    if not header.stub.exists():
        return Standing(name, header, Stage.NOT_STARTED, f"{header.stub.name} is missing")
    try:
        submission = read_submission(header.stub, header.stub.name)
    except SubmissionError as error:
        return Standing(name, header, Stage.BEGUN, str(error))
    reference = course.root / "reference" / name / header.stub.name
    source = submission.sources[submission.main]
    if parsed(source) is None:
        return Standing(name, header, Stage.BEGUN, f"{header.stub.name} is not Python yet")
    written = _written(source, reference, header.tasks)
    if header.tasks and not written:
        return Standing(name, header, Stage.NOT_STARTED, "not started")
    if result is None:
        words = f"{len(written)} of {_tasks(len(header.tasks))} written, not graded yet"
        return Standing(name, header, Stage.BEGUN, words)
    if result.sha256 != submission.sha256:
        return Standing(name, header, Stage.BEGUN, "not graded since you changed it")
    if result.edition != edition_of(course, name, header.stub.name):
        return Standing(name, header, Stage.BEGUN, "not graded since the exercise changed")
    return Standing(name, header, *_graded(result))


def next_of(standings: Sequence[Standing]) -> Standing | None:
    """What to go on with: the first that is begun, else the first that is not started."""
    for stage in (Stage.BEGUN, Stage.NOT_STARTED):
        for standing in standings:
            if standing.stage is stage:
                return standing
    return None


def _graded(result: Result) -> tuple[Stage, str]:
    if result.passed:
        return Stage.DONE, f"done, {result.score:g} points"
    done = f"{result.tasks_passed} of {_tasks(result.tasks)} done"
    return Stage.BEGUN, f"{result.score:g} of {result.max_score:g} points, {done}"


def _tasks(count: int) -> str:
    return f"{count} task" if count == 1 else f"{count} tasks"


def _written(source: str, reference: Path, tasks: Sequence[str]) -> list[str]:
    """The tasks that are no longer as the stub has them: unwritten, or with its bug."""
    messages = stub_messages(source)
    there = definition_lines(source).keys() - _with_its_bug(source, reference, tasks)
    return [task for task in tasks if task in there and not messages.get(task)]


def _with_its_bug(source: str, reference: Path, tasks: Sequence[str]) -> frozenset[str]:
    """The tasks whose stub has a bug to find, and in which nothing has been changed."""
    try:
        return untouched(source, reference.read_text(encoding="utf-8"), "", tasks)
    except (OSError, UnicodeDecodeError, CourseError):  # grading says so; a list need not
        return frozenset()
