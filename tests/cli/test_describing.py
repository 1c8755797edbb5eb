"""`grade schema`, `grade strategies`, `grade properties`: what they print, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main

OWN = '''\
from grader.properties import prop


@prop
def falls(seen):
    """It falls."""
'''


@pytest.fixture
def course(course: Path) -> Path:
    """Its exercise has a property of its own."""
    (course / "exercises/x/properties.py").write_text(OWN)
    return course


def grade(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        ((), "An exercise of zerograd"),
        (("exercise",), "An exercise of zerograd"),
        (("course",), "A course of zerograd"),
        (("equivalent",), "Equivalent mutants of an exercise of zerograd"),
    ],
)
def test_a_schema_is_printed(arguments, title, tmp_path, monkeypatch):
    """Anywhere, also where there is no course; nothing but JSON goes to stdout."""
    monkeypatch.chdir(tmp_path)

    result = grade("schema", *arguments)

    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["title"] == title


def test_the_schema_of_an_exercise_with_words_of_its_own(course):
    """With --exercise they are in it; without, they are not."""
    assert '"property.falls"' in grade("schema", "--exercise", "x").stdout
    assert '"property.falls"' not in grade("schema").stdout


def test_schemas_are_written_and_checked(course):
    """What --write has written is what --check looks for."""
    before = grade("schema", "--check")
    written = grade("schema", "--write")
    after = grade("schema", "--check")

    assert (before.exit_code, written.exit_code, after.exit_code) == (1, 0, 0)
    assert before.stderr.startswith("Out of date: schemas/course.schema.json, ")
    assert before.stderr.endswith(" Run grade schema --write.\n")
    assert "wrote schemas/x.schema.json\n" in written.stdout
    assert after.output == ""


def test_schemas_cannot_be_written(course):
    """What stands in the way is named."""
    (course / "schemas").touch()

    result = grade("schema", "--write")

    assert result.exit_code == 2
    assert result.stderr == f"Error: cannot write {course}/schemas: File exists\n"


def test_a_faulty_word_is_told_with_its_place(course):
    """A schema that lacks a word would mark its uses as mistakes: nothing is written."""
    (course / "exercises/x/properties.py").write_text("falls = \n")

    result = grade("schema", "--write")

    assert result.exit_code == 2
    assert result.stderr.startswith("exercises/x/properties.py:1:9: is not Python")
    assert not (course / "schemas").exists()


def test_an_exercise_that_is_not_there(course):
    """The nearest one is named."""
    result = grade("properties", "--exercise", "xx")

    assert result.exit_code == 2
    assert result.stderr == "Error: no exercise 'xx' in this course. Did you mean 'x'?\n"


@pytest.mark.parametrize(
    ("command", "wrong", "said"),
    [
        ("strategies", "mpl", "no strategy 'mpl'. Did you mean 'mlp'?"),
        ("properties", "modes", "no property 'modes'. Did you mean 'mode'?"),
    ],
)
def test_a_word_that_is_not_there(command, wrong, said):
    """The nearest one is named."""
    result = grade(command, wrong)

    assert result.exit_code == 2
    assert result.stderr == f"Error: {said}\n"


def test_words_of_an_exercise_are_listed(course):
    """With --exercise its own words come last, under what their file is about."""
    listed, shown = grade("properties", "--exercise", "x"), grade("properties", "mode")

    assert "  falls                  It falls.\n" in listed.stdout
    assert shown.stdout.startswith("property mode\n  The model is in the right mode")


def test_the_page_of_commands_shows_what_help_prints(monkeypatch):
    """Word for word, on a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    page = (Path(__file__).parents[2] / "docs/reference/commands.md").read_text()

    shown = grade("strategies", "--help").stdout.replace("main strategies", "grade strategies")

    assert f"```console\n$ grade strategies --help\n{shown}```\n" in page
