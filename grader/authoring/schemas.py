"""The JSON Schemas that lie in a course, for editors: what they should be, and whether they are."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.course import Vocabulary, course_schema, equivalent_schema, exercise_schema
from grader.errors import UsageError

COURSE_SCHEMA = "schemas/course.schema.json"
EXERCISE_SCHEMA = "schemas/exercise.schema.json"
EQUIVALENT_SCHEMA = "schemas/equivalent.schema.json"


def schema_files(vocabulary: Vocabulary, own: Mapping[str, Vocabulary] = {}) -> dict[str, str]:
    """The schemas of a course, by path; `own` are exercises with words of their own."""
    schemas = {
        COURSE_SCHEMA: course_schema(),
        EXERCISE_SCHEMA: exercise_schema(vocabulary),
        EQUIVALENT_SCHEMA: equivalent_schema(),
        **{f"schemas/{name}.schema.json": exercise_schema(words) for name, words in own.items()},
    }
    return {name: schema_text(schema) for name, schema in schemas.items()}


def schema_text(schema: Mapping[str, Any]) -> str:
    """A schema as it is written."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def drifted(root: Path, files: Mapping[str, str]) -> dict[str, str]:
    """The files below a folder that are not what they should be, each with what to change."""
    found = {name: _text(root / name) for name in files}
    return {
        name: _diff(name, found[name], text) if found[name] else f"{name} is missing"
        for name, text in files.items()
        if found[name] != text
    }


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Write them, with the folders that they need. Raises UsageError where that cannot be."""
    try:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {error.filename}: {error.strerror}") from error


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _diff(name: str, found: str, expected: str) -> str:
    lines = difflib.unified_diff(
        found.splitlines(), expected.splitlines(), name, f"{name}, as it should be", lineterm=""
    )
    return "\n".join(lines)
