"""Which course a command is about, where several lie side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.course import Exercise, load_course, load_exercise
from grader.grading.bank import digest_of
from grader.vocabulary import vocabulary_for
from tests.cli.conftest import write_course


@pytest.fixture
def courses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two courses in it, where the command is run."""
    write_course(tmp_path / "basics", "The basics")
    write_course(tmp_path / "further", "Further on")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def grade(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, arguments, env=env)


def test_the_courses_below_are_named(courses):
    """In none of them, the message says which there are and how to choose one."""
    result = grade()

    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: no course.yaml in {courses} or in any folder above it\n"
        "  There are courses below: basics, further. Go into one, or name it: "
        "grade --course basics\n"
    )


def test_the_only_course_below_is_named(courses):
    """One course is not taken without being asked for: whoever is outside may mean another."""
    (courses / "further" / "course.yaml").unlink()

    assert "There is a course below: basics. Go into it, or name it:" in grade().stderr


def test_a_course_is_chosen(courses):
    """`--course` takes one of them, and the list says which it is."""
    result = grade("--course", "further")

    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Further on  (further)\n")
    assert result.stdout.endswith("\nNext: grade --course further x\n")


def test_the_environment_chooses(courses):
    """GRADE_COURSE does the same, for a whole session."""
    result = grade(env={"GRADE_COURSE": "basics"})

    assert result.stdout.startswith("The basics  (basics)\n")
    assert result.stdout.endswith("\nNext: grade x\n")


def test_what_is_typed_comes_first(courses):
    """`--course` is stronger than GRADE_COURSE, and that than where the command is run."""
    result = grade("--course", "further", env={"GRADE_COURSE": "basics"})

    assert result.stdout.startswith("Further on")


def test_the_course_above_needs_no_choice(courses, monkeypatch):
    """Inside of a course it is that one, whatever lies beside it; the list says its title alone."""
    monkeypatch.chdir(courses / "basics" / "exercises")

    assert grade().stdout.startswith("The basics\n")


def test_a_command_for_authors_takes_it_too(courses):
    """Whatever reads a course reads the one that was chosen."""
    result = grade("--course", "further", "schema", "--write")

    assert result.exit_code == 0, result.stderr
    assert (courses / "further/schemas/exercise.schema.json").is_file()
    assert not (courses / "basics/schemas").exists()


def test_no_course_in_the_folder(courses):
    """A folder that is named must be that of the course, not one inside of it."""
    result = grade("--course", "further/exercises")

    assert result.exit_code == 2
    assert result.stderr == "Error: --course names further/exercises, which has no course.yaml\n"


def test_no_such_folder(courses):
    """A misspelt folder: the nearest course is named."""
    result = grade("--course", "furthr")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: --course names furthr, which is no folder. Did you mean 'further'?\n"
    )


def test_a_stale_variable_is_named(courses):
    """Where GRADE_COURSE is at fault the message says so, not that the course is missing."""
    result = grade(env={"GRADE_COURSE": "gone"})

    assert result.stderr.startswith("Error: GRADE_COURSE names gone, which is no folder.")


def exercise(root: Path) -> Exercise:
    return load_exercise(load_course(root), "x", vocabulary_for)


def test_courses_with_the_same_names_share_no_observations(courses):
    """What the reference of one did is not taken for what that of the other does."""
    (courses / "further/reference/x/x.py").write_text("def step(lr):\n    return -lr\n")

    basics, further = exercise(courses / "basics"), exercise(courses / "further")

    assert digest_of(basics, 0, "2") != digest_of(further, 0, "2")


def test_every_course_remembers_for_itself(courses, monkeypatch):
    """How far a student is in one says nothing about the other."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(courses / "cache"))

    graded = grade("--course", "basics", "x")

    assert graded.exit_code in (0, 1), graded.output
    assert (courses / "basics/.grade/results.json").is_file()
    assert not (courses / "further/.grade").exists()
