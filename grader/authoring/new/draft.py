"""A draft: everything that a new exercise consists of, before a file is written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from string import Template

from grader.authoring.schemas import EXERCISE_SCHEMA
from grader.course import Course
from grader.submissions import make_stub

PLAIN_TEXT = re.compile(r"[A-Za-z][\w ,.()-]*[\w.)]")
# What YAML reads otherwise than as text.
OTHERWISE = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task of a draft: its lines in exercise.yaml, and the files beside the reference.

    `remarks`: what could not be told, and is the author's to see to.
    """

    name: str
    yaml: str
    alternatives: str
    misconceptions: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A new exercise. `reference` has its solution marked: the stub is made of it.

    `schema` is the path of the JSON Schema from the exercise's folder, if the course has one.
    """

    name: str
    title: str
    module: str
    reference: str
    tasks: tuple[TaskDraft, ...]
    schema: str = ""

    @property
    def task_names(self) -> tuple[str, ...]:
        return tuple(task.name for task in self.tasks)


def files_of(draft: Draft) -> Mapping[str, str]:
    """The text of every file of an exercise, by its path from the course's folder."""
    here, there = f"exercises/{draft.name}", f"reference/{draft.name}"
    path = f"{there}/{draft.module}"
    files = {
        f"{here}/exercise.yaml": _document(draft),
        f"{here}/{draft.module}": make_stub(draft.reference, path, draft.task_names),
        f"{here}/README.md": _lesson(draft),
        path: draft.reference,
    }
    for task in draft.tasks:
        files[f"{there}/alternatives/{task.name}.py"] = task.alternatives
        files[f"{there}/misconceptions/{task.name}.py"] = task.misconceptions
    return files


def first_line(name: str, title: str) -> str:
    """What a stub says first."""
    return f'"""{title}. Read README.md first. When ready: grade {name}"""'


def filled(template: str, **values: str) -> str:
    """A template of this folder, with its $names filled in."""
    text = resources.files(__package__).joinpath("templates", template).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def schema_from(course: Course) -> str:
    """The path of the JSON Schema as an exercise.yaml names it; nothing if the course has none."""
    return f"../../{EXERCISE_SCHEMA}" if (course.root / EXERCISE_SCHEMA).is_file() else ""


def yaml_text(text: str) -> str:
    """A text as YAML on one line, in quotes where it needs them."""
    is_plain = PLAIN_TEXT.fullmatch(text) and text.lower() not in OTHERWISE
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _document(draft: Draft) -> str:
    schema = f"# yaml-language-server: $schema={draft.schema}\n" if draft.schema else ""
    title = yaml_text(draft.title)
    head = filled("exercise.yaml.txt", name=draft.name, title=title, module=draft.module)
    return schema + head + "\n".join(task.yaml for task in draft.tasks)


def _lesson(draft: Draft) -> str:
    *others, last = (f"`{name}`" for name in draft.task_names)
    tasks = f"{', '.join(others)} and {last}" if others else last
    return filled(
        "README.md.txt", name=draft.name, title=draft.title, module=draft.module, tasks=tasks
    )
