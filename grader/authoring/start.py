"""A new course: its files, those for CI and editors included, and a first exercise that works."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib import metadata, resources
from pathlib import Path

from grader import __version__
from grader.authoring.bundled import require_empty
from grader.authoring.new import draft_of_kind, files_of
from grader.authoring.schemas import EXERCISE_SCHEMA, schema_files, write_files
from grader.course import Course, Defaults
from grader.errors import UsageError
from grader.vocabulary import BUILT_IN

DISTRIBUTION = "zerograd"
EXERCISE = "exercise01"
FUNCTION = "mean_absolute_error"

# Each file of a course, and the template that it is made from.
TEMPLATES = {
    "course.yaml": "course.yaml.txt",
    "README.md": "README.md.txt",
    "INSTRUCTORS.md": "INSTRUCTORS.md.txt",
    "requirements.txt": "requirements.txt.txt",
    ".gitignore": "gitignore.txt",
    ".github/workflows/audit.yml": "audit.yml.txt",
}


def start_course(folder: Path, title: str) -> tuple[str, ...]:
    """Make a new course in a folder, and return the paths of its files.

    Raises UsageError if something is in the folder already, or if it cannot be written.
    """
    require_empty(folder)
    title = title or title_of(folder)
    if not title.isprintable():
        raise UsageError(f"{title!r} will not do as a title: it should be one line")
    course = Course(folder, title, (EXERCISE,), Defaults())
    first = draft_of_kind("tensor", course, EXERCISE, [FUNCTION], "", "")
    draft = replace(first, schema=f"../../{EXERCISE_SCHEMA}")
    files = {**_filled(title), **schema_files(BUILT_IN), **files_of(draft)}
    write_files(folder, files)
    return tuple(files)


def title_of(folder: Path) -> str:
    """The name of a folder as a title: `deep-learning` is Deep learning."""
    words = re.sub(r"[-_\s]+", " ", folder.resolve().name).strip()
    return words[:1].upper() + words[1:] or "A course"


def pinned() -> dict[str, str]:
    """The exact version of the grader, and of each package that it needs, as installed here."""
    lines = metadata.requires(DISTRIBUTION) or []
    names = [re.split(r"[^\w.-]", line)[0] for line in lines if "extra ==" not in line]
    return {DISTRIBUTION: __version__, **{name: _version(name) for name in sorted(names)}}


def _version(name: str) -> str:
    """Without the label of one kind of build: 2.13.0+cpu is 2.13.0."""
    return metadata.version(name).partition("+")[0]


def _filled(title: str) -> dict[str, str]:
    versions = "\n".join(f"{name}=={version}" for name, version in pinned().items())
    values = {
        "title": json.dumps(title, ensure_ascii=False),
        "heading": title,
        "wheel": f"{DISTRIBUTION}-{__version__}-py3-none-any.whl",
        "versions": versions,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
    }
    return {path: _text(name, values) for path, name in TEMPLATES.items()}


def _text(template: str, values: Mapping[str, str]) -> str:
    """A template, in which `@name@` stands for a value: `$` means something in a workflow."""
    text = (resources.files("grader.authoring") / "first_course" / template).read_text("utf-8")
    return re.sub(r"@(\w+)@", lambda found: values[found[1]], text)
