"""The command survives hostile submissions too: its output, its files, the course around it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")

SECRET = "a secret of the judge's"
Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def course(repository, tmp_path) -> Path:
    """A course of its own, which a submission may know the place of."""
    folder = tmp_path / "course"
    folder.mkdir()
    shutil.copy(repository / "course.yaml", folder)
    for name in ("exercises", "reference"):
        shutil.copytree(repository / name, folder / name)
    return folder


@pytest.fixture
def grade(course, tmp_path) -> Command:
    """Run `grade` in the course, with a secret in its environment from the very start."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from grader.cli import main; main()", *arguments],
            cwd=course,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "bank"), "TOKEN": SECRET},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def attack_on(submissions, course) -> Callable[[str], str]:
    """The text of an attack, to which the course's place is told."""

    def text(name: str) -> str:
        return (
            (submissions / f"{name}.py").read_text("utf-8").replace("/canary", str(course.parent))
        )

    return text


def _content(course: Path) -> dict[str, bytes]:
    files = (path for path in course.rglob("*") if path.is_file())
    return {path.relative_to(course).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    "name",
    [
        "ending/exits_in_the_middle",
        "forging/forges_a_verdict",
        "speaking/raises_monsters",
        "reading/reads_processes",
        "reading/reads_the_environment",
    ],
)
def test_the_command_reports_an_attack(name, grade, attack_on, tmp_path):
    """Exit status 1, one JSON document on standard output, and none of the judge's secrets."""
    file = tmp_path / "anna.py"
    file.write_text(attack_on(name), "utf-8")

    done = grade("exercise03", "--task", "predict", "--submission", str(file), "--json", "-")

    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["score"] == 0.0
    assert SECRET not in done.stdout + done.stderr


def test_a_course_is_not_written_to(grade, attack_on, course):
    """A student's own file is graded, and nothing is written but the judge's own list."""
    (course / "exercises/exercise03/training_models.py").write_text(
        attack_on("harming/rewrites_the_course"), "utf-8"
    )
    before = _content(course)

    done = grade("exercise03")

    after = _content(course)
    result = json.loads(after.pop(".grade/results.json"))
    assert done.returncode == 1, done.stderr
    assert after == before
    assert {name: each["score"] for name, each in result.items()} == {"exercise03": 0.0}


def test_a_hostile_figure_is_not_drawn(grade, attack_on, tmp_path):
    """The folder for figures holds nothing but pictures of a bounded size."""
    file = tmp_path / "anna.py"
    file.write_text(attack_on("flooding/draws_a_giant"), "utf-8")
    plots = tmp_path / "plots"

    done = grade(
        "exercise06", "--task", "MetricsTracker", "--submission", str(file), "--plots", str(plots)
    )

    assert done.returncode == 1, done.stderr
    assert {path.suffix for path in plots.iterdir()} <= {".png"}
    assert sum(path.stat().st_size for path in plots.iterdir()) < 2**23
    assert done.stdout.replace("\n", "").isprintable()
