"""What a student's own files came to, kept in the course for the list that `grade` prints.

A result counts for one content of the file and one edition of the exercise: after a change of
either nothing is known, so that no mark is shown that would not be given again. Losing the results
costs nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import OWN_WORDS, Course

if TYPE_CHECKING:
    from grader.reports import Report

RESULTS = Path(".grade") / "results.json"


@dataclass(frozen=True, slots=True)
class Result:
    """What the file with this `sha256` came to, in this `edition` of the exercise."""

    sha256: str
    edition: str
    score: float
    max_score: float
    passed: bool
    tasks_passed: int
    tasks: int


def result_of(report: Report, edition: str) -> Result:
    """What is worth remembering of a report."""
    from grader.reports import Status

    return Result(
        sha256=report.sha256,
        edition=edition,
        score=report.score,
        max_score=report.max_score,
        passed=report.passed,
        tasks_passed=sum(task.status is Status.PASSED for task in report.tasks),
        tasks=len(report.tasks),
    )


def read_results(root: Path) -> Mapping[str, Result]:
    """The results of all exercises, by name; what is not one is passed over."""
    try:
        found = json.loads((root / RESULTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    items = found.items() if isinstance(found, dict) else ()
    return {name: Result(**item) for name, item in items if _is_result(item)}


def remember(root: Path, name: str, result: Result) -> None:
    """Keep the result of an exercise beside those of the others."""
    kept = {**read_results(root), name: result}
    text = json.dumps({each: asdict(item) for each, item in kept.items()}, indent=2)
    with contextlib.suppress(OSError):
        (root / RESULTS).parent.mkdir(exist_ok=True)
        (root / RESULTS).write_text(text, encoding="utf-8")


def edition_of(course: Course, name: str, module: str) -> str:
    """A digest of all that decides about points, the student's file aside."""
    sha = hashlib.sha256(repr((_grader(), course.defaults)).encode())
    folder, reference = course.root / "exercises" / name, course.root / "reference" / name
    for file in (folder / "exercise.yaml", *(folder / words for words in OWN_WORDS)):
        sha.update(_content(file))
    sha.update(_content(reference / module))
    return sha.hexdigest()


@cache
def _grader() -> str:
    """A digest of the grader's own sources."""
    package = Path(__file__).parent.parent
    return hashlib.sha256(b"".join(_contents(package))).hexdigest()


def _contents(package: Path) -> Iterator[bytes]:
    for file in sorted(package.rglob("*.py")):
        yield _content(file)


def _content(file: Path) -> bytes:
    """What is in a file, by its name; only the name if it cannot be read."""
    try:
        return f"\0{file.name}\0".encode() + file.read_bytes()
    except OSError:
        return f"\0{file.name}\0".encode()


def _is_result(item: object) -> bool:
    """Whether it has the fields of one, each of its kind."""
    if not isinstance(item, dict) or item.keys() != {field.name for field in fields(Result)}:
        return False
    texts, truths = (item["sha256"], item["edition"]), (item["passed"],)
    numbers = [item[name] for name in ("score", "max_score", "tasks_passed", "tasks")]
    return (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(truth, bool) for truth in truths)
        and all(isinstance(number, int | float) for number in numbers)
    )
