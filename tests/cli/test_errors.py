"""What `grade` says of a mistake: one message on stderr, exit status 2, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.cli.names import COMMANDS
from tests.cli.conftest import EXERCISE


def grade(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_no_course_here(course: Path) -> None:
    """Without course.yaml, here or above, there is nothing to list."""
    (course / "course.yaml").unlink()

    result = grade()

    assert result.exit_code == 2
    assert result.stderr == f"Error: no course.yaml in {course} or in any folder above it\n"
    assert result.stdout == ""


def test_no_course_to_grade_in(course: Path) -> None:
    """Without course.yaml no exercise can be graded."""
    (course / "course.yaml").unlink()

    result = grade("x")

    assert result.exit_code == 2
    assert result.stderr == f"Error: no course.yaml in {course} or in any folder above it\n"


def test_unknown_exercise(course: Path) -> None:
    """An exercise that is not there: the nearest one is named."""
    result = grade("xx")

    assert result.exit_code == 2
    assert result.stderr == "Error: no exercise 'xx' in this course. Did you mean 'x'?\n"


def test_unknown_task(course: Path) -> None:
    """A task that is not there: the nearest one is named."""
    result = grade("x", "--task", "stpe")

    assert result.exit_code == 2
    assert result.stderr == "Error: x has no task 'stpe'. Did you mean 'step'?\n"


@pytest.mark.parametrize("command", [["x"], ["audit", "x"], ["try", "x"]])
def test_two_tasks(course: Path, command: list[str]) -> None:
    """None of them is passed over in silence."""
    result = grade(*command, "--task", "step", "--task", "fit")

    assert result.exit_code == 2
    assert "one at a time, not step and fit; none means all of them" in result.stderr


def test_unknown_task_of_an_audit(course: Path) -> None:
    """It gets the same advice."""
    result = grade("audit", "x", "--task", "stpe")

    assert result.exit_code == 2
    assert result.stderr == "Error: no task 'stpe' in x. Did you mean 'step'?\n"


def test_no_submission(course: Path) -> None:
    """A submission that is not there is a mistake of the command, not a zero."""
    result = grade("x", "--submission", "anna.py")

    assert result.exit_code == 2
    assert result.stderr == "Error: there is no anna.py\n"


def test_unknown_option(course: Path) -> None:
    """An option that is not there is told by its name."""
    result = grade("x", "--sumbission", "anna.py")

    assert result.exit_code == 2
    assert "No such option" in result.stderr
    assert "--submission" in result.stderr


def test_course_file_at_fault(course: Path) -> None:
    """A mistake in course.yaml is told with its place."""
    (course / "course.yaml").write_text("title: Tiny\nexercises: [audit]\n")

    result = grade()

    assert result.exit_code == 2
    assert result.stderr == (
        "course.yaml:2:13: 'audit' is the name of a command\n"
        "  grade audit already means something else: rename the exercise.\n"
    )


def test_exercise_file_at_fault(course: Path) -> None:
    """Mistakes in an exercise are all told, with their places as seen from here."""
    file = course / "exercises/x/exercise.yaml"
    file.write_text(EXERCISE.replace("floats", "flots").replace("finite", "finit"))

    result = grade("x")

    assert result.exit_code == 2
    assert result.stderr == (
        "exercises/x/exercise.yaml:6:18: unknown strategy 'flots'\n"
        "  Did you mean 'floats'?\n"
        "exercises/x/exercise.yaml:7:14: unknown property 'finit'\n"
        "  Did you mean 'finite'?\n"
    )


def test_every_command_is_a_reserved_name():
    """An exercise that is called like a command could never be graded."""
    visible = {name for name, command in main.commands.items() if not command.hidden}

    assert set(COMMANDS) == visible


def test_who_stops_reading_is_told_nothing():
    """As after `grade | head`: no traceback, and no work that nobody wants."""
    reader, writer = os.pipe()
    os.close(reader)
    source = "from grader.cli import main; main(['properties'])"

    ended = subprocess.run([sys.executable, "-c", source], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)

    assert (ended.returncode, ended.stderr) == (1, b"")
