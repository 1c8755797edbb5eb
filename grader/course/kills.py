"""The record of an exercise: what each check asks for, and which misconceptions it fails.

It lies beside the reference and is written by `grade audit NAME --record`. With it the audit
notices when a check has become weaker, though every misconception still loses points elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from grader.course.documents import KillsDocument
from grader.course.model import Check, Exercise, Task
from grader.course.validating import validate
from grader.errors import CourseError
from grader.yamlfile import read_document, shown_path

KILLS_FILE = "kills.yaml"
HEAD = """\
# What each check asks for, and which misconceptions it fails.
# Written by: grade audit {name} --record
# A check that asks for less, or lets one of them pass, has become weaker: the audit says so.
"""


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What a check asked for, in a line, and the misconceptions that it failed."""

    asks: str
    fails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """What a task was given, as a digest, and its checks by id."""

    given: str
    checks: Mapping[str, CheckRecord]

    def failing(self, misconception: str) -> frozenset[str]:
        """The checks that a misconception fails."""
        found = (name for name, of in self.checks.items() if misconception in of.fails)
        return frozenset(found)


Record: TypeAlias = Mapping[str, TaskRecord]  # by task


def kills_file(exercise: Exercise) -> Path:
    return exercise.reference / KILLS_FILE


def read_kills(exercise: Exercise) -> Record:
    """What was recorded; nothing if there is no record. Raises CourseError if it is at fault."""
    path = kills_file(exercise)
    if not path.is_file():
        return {}
    document = read_document(path, shown_path(path))
    found = validate(KillsDocument, document, document.data)
    if document.mistakes:
        raise CourseError(document.mistakes)
    return {
        name: TaskRecord(
            task.given,
            {check: CheckRecord(of.asks, tuple(of.fails)) for check, of in task.checks.items()},
        )
        for name, task in found.tasks.items()
    }


def kills_text(exercise: Exercise, record: Record) -> str:
    """The record as a document, tasks and checks in the order of the exercise."""
    tasks = {
        name: {
            "given": task.given,
            "checks": {
                check: {"asks": of.asks, "fails": list(of.fails)}
                for check, of in task.checks.items()
            },
        }
        for name, task in record.items()
    }
    text: str = yaml.safe_dump({"tasks": tasks}, sort_keys=False, width=100)
    return HEAD.format(name=exercise.id) + text


def asks_of(check: Check) -> str:
    """All that decides about points in a check, in a line: not its claim, nor its hint."""
    options = ", ".join(f"{name}={_short(value)}" for name, value in check.options.items())
    own: tuple[Any, ...] = (sorted(check.when.items()), check.run, check.observe, check.cases)
    if check.resume:  # only then, so that what older records hold still agrees
        own += (check.resume,)
    cases = f" on cases of its own ({_digest(own)})" if check.has_own_cases else ""
    return f"{check.property}({options}){cases} for {check.points:g} points"


def given_of(task: Task) -> str:
    """A digest of all that decides which cases a task is run on, and what is observed there."""
    sizes = sorted(task.sizes.items()), sorted(task.shapes.items()), task.dtypes, task.cases
    givens = [list(given.items()) for given in (task.given, *task.also_given)]
    return _digest((sizes, givens, task.run, task.observe))


def _short(value: Any) -> str:
    return f"[{', '.join(map(_short, value))}]" if isinstance(value, tuple) else str(value)


def _digest(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]
