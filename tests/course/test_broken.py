"""Files as instructors break them, and all that is said of each.

Every folder of `broken` holds an exercise.yaml and what is said of it. They are exercises about the
functions in `broken/averaging.py`. Write what is said anew, and read it, with:

    python -m tests.course.test_broken
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.course import load_course, load_exercise
from grader.errors import CourseError
from grader.vocabulary import vocabulary_for

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir())
MODULE = "averaging.py"


def course_with(case: str, root: Path) -> None:
    """A course with that one exercise in it."""
    exercise, reference = root / "exercises/exercise16", root / "reference/exercise16"
    exercise.mkdir(parents=True)
    reference.mkdir(parents=True)
    (root / "course.yaml").write_text("title: A course\nexercises: [exercise16]\n")
    shutil.copy(BROKEN / MODULE, exercise)
    shutil.copy(BROKEN / MODULE, reference)
    shutil.copy(BROKEN / case / "exercise.yaml", exercise)


def said_of(root: Path) -> str:
    """All that is said of its exercise."""
    course = load_course(root)
    with pytest.raises(CourseError) as caught:
        load_exercise(course, "exercise16", vocabulary_for)
    return f"{caught.value}\n"


@pytest.mark.parametrize("case", CASES)
def test_every_mistake_is_named_at_once(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its place and what to write instead, none twice, no traceback; the status is 2."""
    course_with(case, tmp_path)
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, ["exercise16"])

    assert result.exit_code == 2
    assert result.stderr == (BROKEN / case / "said.txt").read_text(encoding="utf-8")
    assert result.stdout == ""


@pytest.mark.parametrize("command", [["audit"], ["audit", "exercise16"], ["try", "exercise16"]])
def test_other_commands_say_the_same(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever reads the exercise reports its mistakes in the same words."""
    course_with(CASES[1], tmp_path)
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, command)

    assert result.exit_code == 2
    assert result.stderr == (BROKEN / CASES[1] / "said.txt").read_text(encoding="utf-8")


def test_list_of_exercises_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken exercise does not keep `grade` from listing it."""
    course_with(CASES[1], tmp_path)
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, [])

    assert (result.exit_code, result.stderr) == (0, "")
    assert "exercise16" in result.stdout


def _write_anew() -> None:
    import os
    import tempfile

    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            course_with(case, Path(folder))
            os.chdir(folder)
            (BROKEN / case / "said.txt").write_text(said_of(Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    _write_anew()
