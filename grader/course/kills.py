"""The record of an exercise: which check fails which misconception.

It lies beside the reference and is written by `grade audit NAME --record`. With it the audit
notices when a check has become weaker, though every misconception still loses points elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import yaml

from grader.course.documents import KillsDocument
from grader.course.model import Exercise
from grader.course.validating import validate
from grader.errors import CourseError
from grader.yamlfile import read_document, shown_path

Kills: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]  # task, check, misconceptions

KILLS_FILE = "kills.yaml"
HEAD = """\
# Which check fails which misconception. Written by: grade audit {name} --record
# A check that lets one of them pass has become weaker: the audit says so.
"""


def kills_file(exercise: Exercise) -> Path:
    return exercise.reference / KILLS_FILE


def read_kills(exercise: Exercise) -> Kills:
    """What was recorded; nothing if there is no record. Raises CourseError if it is at fault."""
    path = kills_file(exercise)
    if not path.is_file():
        return {}
    document = read_document(path, shown_path(path))
    found = validate(KillsDocument, document, document.data)
    if document.mistakes:
        raise CourseError(document.mistakes)
    return {
        task: {check: tuple(names) for check, names in checks.items()}
        for task, checks in found.tasks.items()
    }


def kills_text(exercise: Exercise, kills: Kills) -> str:
    """The record as a document, tasks and checks in the order of the exercise."""
    plain = {task: {c: list(names) for c, names in of.items()} for task, of in kills.items()}
    text: str = yaml.safe_dump({"tasks": plain}, sort_keys=False, width=100)
    return HEAD.format(name=exercise.id) + text
