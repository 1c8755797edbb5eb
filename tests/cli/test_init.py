"""`grade init` and `grade unpack`: a course to begin with, which works as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from grader import __version__
from grader.authoring import bundled_course, unpack_course
from grader.cli import main
from grader.errors import InfrastructureError

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the command is run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def course(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new course, in which the command is run."""
    assert grade("init", "deep-learning").exit_code == 0
    monkeypatch.chdir(here / "deep-learning")
    return here / "deep-learning"


def grade(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def files(folder: Path) -> list[str]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def test_a_course_is_written(here):
    """All of its files are named, and how to go on."""
    result = grade("init", "deep-learning")

    assert result.exit_code == 0, result.stderr
    listed = [line.strip() for line in result.stdout.splitlines()[2:] if line.startswith("  ")]
    assert sorted(listed[:-3]) == files(here / "deep-learning")
    assert listed[-3] == "cd deep-learning"


def test_the_title_comes_from_the_folder(course):
    """Without --title the name of the folder is the title, as people would write it."""
    assert yaml.safe_load((course / "course.yaml").read_text())["title"] == "Deep learning"


def test_a_title_may_hold_anything(here):
    """What means something to YAML is put into quotes."""
    result = grade("init", "dl", "--title", 'Learning: "deep" & <wide> @title@')

    assert result.exit_code == 0, result.stderr
    found = yaml.safe_load((here / "dl/course.yaml").read_text())
    assert found["title"] == 'Learning: "deep" & <wide> @title@'
    assert (here / "dl/README.md").read_text().startswith("# Learning:")


def test_a_title_is_one_line(here):
    """A title of two lines would break the list and the README."""
    result = grade("init", "dl", "--title", "Deep\nlearning")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: 'Deep\\nlearning' will not do as a title: it should be one line\n"
    )
    assert not (here / "dl").exists()


def test_the_first_exercise_proves_itself(course):
    """What the workflow runs on every push passes from the beginning."""
    assert grade("schema", "--check").exit_code == 0
    assert grade("stub", "--check").exit_code == 0

    audit = grade("audit")

    assert audit.exit_code == 0, audit.output
    assert "All of it holds, in 1 task." in audit.stdout


def test_students_begin_with_the_stub(course):
    """The list has the exercise, which nobody has started yet."""
    result = grade()

    assert result.stdout.startswith("Deep learning\n")
    assert "not started" in result.stdout


def test_the_workflow_is_one(course):
    """It installs what is pinned, then runs the commands that INSTRUCTORS.md names."""
    text = (course / ".github/workflows/audit.yml").read_text()
    steps = yaml.safe_load(text)["jobs"]["audit"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    guide = (course / "INSTRUCTORS.md").read_text()

    assert "@" not in text.replace("actions/checkout@v", "").replace("actions/setup-python@v", "")
    assert commands[0] == "python -m pip install -r requirements.txt"
    assert commands[1:] == ["grade schema --check", "grade stub --check", "grade audit"]
    assert [command for command in commands[1:] if command not in guide] == []


def test_versions_are_pinned(course):
    """The grader and what it needs, exactly, without the label of one kind of build."""
    lines = (course / "requirements.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))

    assert pins["zerograd"] == __version__
    assert {"torch", "hypothesis", "numpy"} <= set(pins)
    assert [version for version in pins.values() if "+" in version] == []


@pytest.mark.parametrize("command", ["init", "unpack"])
def test_nothing_is_overwritten(here, command):
    """A folder with something in it is left alone."""
    (here / "mine").mkdir()
    (here / "mine/thesis.tex").touch()

    result = grade(command, "mine")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: mine is not empty. Name a folder that is empty, or not there yet.\n"
    )
    assert files(here / "mine") == ["thesis.tex"]


@pytest.mark.parametrize("command", ["init", "unpack"])
def test_a_file_is_no_folder(here, command):
    """Nor can a course be put where a file is."""
    (here / "mine").touch()

    result = grade(command, "mine")

    assert result.exit_code == 2
    assert result.stderr == "Error: mine is a file. Name a folder that is not there yet.\n"


@pytest.mark.parametrize("command", ["init", "unpack"])
def test_a_place_that_cannot_be_written(here, command):
    """What the system says is passed on, with the place."""
    (here / "mine").touch()

    result = grade(command, "mine/inside")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: cannot write mine/inside")


def test_the_bundled_course_is_unpacked(here):
    """From a checkout too: the course, without what Python and git keep beside it."""
    result = grade("unpack", "course")

    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Training models with PyTorch: ")
    found = files(here / "course")
    assert {name.split("/")[0] for name in found} == {
        "course.yaml", "exercises", "reference", "samples", "schemas",
    }  # fmt: skip
    assert [name for name in found if "__pycache__" in name or "/." in name] == []
    assert grade("--course", "course").exit_code == 0


def test_a_checkout_has_its_course_beside_the_package():
    """An installed package has it inside, a checkout on top."""
    assert bundled_course() == REPOSITORY


def test_no_course_to_unpack(here):
    """A package that somebody put together without the course says so."""
    with pytest.raises(InfrastructureError, match="this installation of the grader has no course"):
        unpack_course(here / "course", here / "site-packages/grader")
