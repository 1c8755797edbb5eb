"""The page about words of one's own: what it shows is what works."""

from __future__ import annotations

import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.auditing import finish_audit, start_audit
from grader.course import load_course, load_exercise
from grader.vocabulary import vocabulary_for

PAGE = (Path(__file__).parents[2] / "docs/how-to/own-words.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`([\w/.]+)`\n\n```(?:python|yaml)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TOML = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXAMPLE = re.compile(r"^ +Example:\n +(.*?)\n", re.MULTILINE)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """The files of the page, where it says."""
    for path, text in FILE.findall(PAGE):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "course.yaml").write_text("title: Docs\nexercises: [rates]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_exercise_of_the_page_is_sound(course, zygote):
    """Right schedules of any form pass, wrong ones do not, and nothing breaks its property."""
    exercise = load_exercise(load_course(course), "rates", vocabulary_for)

    with ThreadPoolExecutor(2) as pool:
        schedule, weights = start_audit(exercise, zygote, pool, seeds=2)
        audits = [finish_audit(schedule), finish_audit(weights)]

    assert [str(fault) for audit in audits for fault in audit.faults] == []


def test_the_examples_in_its_docstrings_can_be_written(course):
    """As they stand, in the exercise of the page."""
    yaml = (course / "exercises/rates/exercise.yaml").read_text()
    check, given = EXAMPLE.findall(PAGE)
    yaml = re.sub(r"targets: .*", given, yaml)
    yaml = re.sub(r"- falls:\n( {10}.*\n)+", f"{check}\n", yaml)
    (course / "exercises/rates/exercise.yaml").write_text(yaml)

    exercise = load_exercise(load_course(course), "rates", vocabulary_for)

    assert exercise.tasks[0].checks[0].options == {"to": 0.01}


def test_the_entry_points_of_the_page_are_found(course, install):
    """The same files as modules of a package, under the names that the page gives them."""
    (toml,) = TOML.findall(PAGE)
    groups = tomllib.loads(toml)["project"]["entry-points"]
    files = dict(FILE.findall(PAGE))
    points = "".join(
        f"[{group}]\n{name} = {module.replace('.', '_')}\n"
        for group, named in groups.items()
        for name, module in named.items()
    )
    install(
        "course-words", "1.0", points,
        course_words_properties=files["exercises/rates/properties.py"],
        course_words_strategies=files["exercises/rates/strategies.py"],
    )  # fmt: skip
    (course / "exercises/rates/properties.py").unlink()
    (course / "exercises/rates/strategies.py").unlink()

    exercise = load_exercise(load_course(course), "rates", vocabulary_for)

    origins = {word.origin for task in exercise.tasks for word in task.words}
    assert origins == {"", "course-words 1.0"}
