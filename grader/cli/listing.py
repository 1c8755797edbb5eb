"""`grade` alone: the exercises of the course, and how far the student is."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.courses import called, open_course
from grader.course import exercise_header
from grader.errors import SubmissionError
from grader.submissions import read_submission, stub_messages
from grader.yamlfile import shown_path

if TYPE_CHECKING:
    from grader.reports import Report

RESULTS = Path(".grade") / "results.json"


def list_exercises(here: Path) -> int:
    """Print each exercise with its state, and which one to go on with."""
    course = open_course(here)
    results = _results(course.root)
    click.echo(f"{course.title}{_elsewhere(course.root, here)}\n")
    going_on = ""
    for name in course.exercises:
        header = exercise_header(course, name)
        state, done = _state(header.stub, results.get(name, {}))
        going_on = going_on or ("" if done else name)
        click.echo(f"  {name:12} {header.title:34} {state}")
    advice = f"Next: {called()} {going_on}" if going_on else "All of them are done."
    click.echo(f"\n{advice}")
    return 0


def _elsewhere(root: Path, here: Path) -> str:
    """Where the course lies, if that is not here or above."""
    return "" if here.is_relative_to(root) else f"  ({shown_path(root)})"


def remember(root: Path, report: Report) -> None:
    """Keep what a student's own file came to, for the list. Losing it costs nothing."""
    results = dict(_results(root))
    results[report.exercise] = {
        "sha256": report.sha256,
        "score": report.score,
        "max_score": report.max_score,
        "passed": report.passed,
    }
    with contextlib.suppress(OSError):
        (root / RESULTS).parent.mkdir(exist_ok=True)
        (root / RESULTS).write_text(json.dumps(results, indent=2), encoding="utf-8")


def _results(root: Path) -> Mapping[str, Any]:
    try:
        found = json.loads((root / RESULTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _state(file: Path, result: Mapping[str, Any]) -> tuple[str, bool]:
    """The state in words, and whether the exercise is done."""
    try:
        submission = read_submission(file, file.name)
    except SubmissionError as error:
        return str(error), False
    if not result:
        untouched = any(stub_messages(submission.sources[submission.main]).values())
        return ("not started" if untouched else "not graded yet"), False
    points = f"{result['score']:g} of {result['max_score']:g}"
    if result.get("sha256") != submission.sha256:
        return f"changed since it had {points}", False
    return ("done", True) if result.get("passed") else (points, False)
