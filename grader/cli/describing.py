"""`grade schema`, `grade strategies`, `grade properties`: what may stand in the YAML files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.courses import open_course
from grader.cli.terminal import width
from grader.errors import CourseError, UsageError

if TYPE_CHECKING:
    from grader.course import Vocabulary


def print_schema(here: Path, document: str, exercise: str) -> int:
    """Print the schema of one document, and return the exit status."""
    from grader.authoring import schema_text
    from grader.course import course_schema, equivalent_schema, exercise_schema

    match document:
        case "course":
            schema = course_schema()
        case "equivalent":
            schema = equivalent_schema()
        case _:
            schema = exercise_schema(_vocabulary(here, exercise))
    click.echo(schema_text(schema), nl=False)
    return 0


def write_schemas(here: Path) -> int:
    """Write the schemas of a course into it, and return the exit status."""
    from grader.authoring import write_files

    root, files = _schemas(here)
    write_files(root, files)
    for name in files:
        click.echo(f"wrote {name}")
    return 0


def check_schemas(here: Path) -> int:
    """Say which schemas of a course are not what they should be; return the exit status."""
    from grader.authoring import drifted

    found = drifted(*_schemas(here))
    for diff in found.values():
        click.echo(diff)
    if found:
        click.echo(f"Out of date: {', '.join(found)}. Run grade schema --write.", err=True)
    return 1 if found else 0


def list_words(here: Path, kind: str, name: str, exercise: str) -> int:
    """Print all strategies or properties, or one of them in full; return the exit status."""
    from grader.course import describe_words
    from grader.reports import render_word, render_words
    from grader.yamlfile import did_you_mean

    vocabulary = _vocabulary(here, exercise)
    known = vocabulary.strategies if kind == "strategy" else vocabulary.properties
    words = describe_words(known)
    colour = sys.stdout.isatty()
    if not name:
        click.echo(render_words(words, width=width(), colour=colour), nl=False)
        return 0
    found = next((word for word in words if word.name == name), None)
    if found is None:
        advice = did_you_mean(name, [word.name for word in words])
        raise UsageError(f"no {kind} {name!r}. {advice}")
    click.echo(render_word(found, width=width(), colour=colour), nl=False)
    return 0


def _vocabulary(here: Path, exercise: str) -> Vocabulary:
    """The words of an exercise; without one, those that every exercise may use."""
    from grader.course import require_listed
    from grader.vocabulary import vocabulary_for

    if not exercise:
        return vocabulary_for(here)
    course = open_course(here)
    require_listed(course, exercise)
    return _sound(vocabulary_for(course.root / "exercises" / exercise))


def _schemas(here: Path) -> tuple[Path, dict[str, str]]:
    """The folder of the course, and the schemas that belong into it."""
    from grader.authoring import schema_files
    from grader.course import OWN_WORDS
    from grader.vocabulary import vocabulary_for

    course = open_course(here)
    folders = [course.root / "exercises" / name for name in course.exercises]
    own = {
        folder.name: _sound(vocabulary_for(folder))
        for folder in folders
        if any((folder / file).is_file() for file in OWN_WORDS)
    }
    return course.root, schema_files(vocabulary_for(course.root), own)


def _sound(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary. Raises CourseError if an exercise declares words that are at fault."""
    if vocabulary.mistakes:
        raise CourseError(vocabulary.mistakes)
    return vocabulary
