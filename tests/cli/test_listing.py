"""`grade` alone: the path through the course, and where the student is on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click import testing

from grader.cli import main
from grader.cli.results import Result, edition_of, remember
from grader.course import load_course
from grader.submissions import read_submission

EXERCISE = """\
id: first
title: The first one
module: first.py
needs: []
tasks:
  - name: double
    given: {x: {integers: [1, 9]}}
    checks: [matches_reference]
  - name: half
    given: {x: {integers: [1, 9]}}
    checks: [matches_reference]
"""
REFERENCE = "def double(x):\n    return 2 * x\n\n\ndef half(x):\n    return x / 2\n"
STUB = """\
def double(x):
    raise NotImplementedError("double is yours to write")


def half(x):
    raise NotImplementedError("half is yours to write")
"""
HALF_OF_IT = STUB.replace('raise NotImplementedError("double is yours to write")', "return x + x")
WRONG = HALF_OF_IT.replace('raise NotImplementedError("half is yours to write")', "return x")
BUG = """\
def double(x):
    # solution
    return 2 * x
    # wrong
    # return 3 * x
    # end


def half(x):
    # solution
    return x / 2
    # wrong
    # return x / 3
    # end
"""
GIVEN = "def double(x):\n    return 3 * x\n\n\ndef half(x):\n    return x / 3\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of three, nothing of it begun, in which the command is run."""
    (tmp_path / "course.yaml").write_text("title: Tiny\nexercises: [first, next, last]\n")
    needs = {"first": "[]", "next": "[first]", "last": "[first, next]"}
    for name, needed in needs.items():
        text = EXERCISE.replace("first", name).replace("[]", needed)
        files = {
            f"exercises/{name}/exercise.yaml": text,
            f"exercises/{name}/{name}.py": STUB,
            f"exercises/{name}/README.md": "A lesson.\n",
            f"reference/{name}/{name}.py": REFERENCE,
        }
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def grade(*arguments: str) -> testing.Result:
    return testing.CliRunner().invoke(main, arguments)


def remembered(course: Path, name: str) -> None:
    """A result of the file as it is now, as if it had been graded: that costs seconds."""
    sha256 = read_submission(course / f"exercises/{name}/{name}.py", f"{name}.py").sha256
    edition = edition_of(load_course(course), name, f"{name}.py")
    remember(course, name, Result(sha256, edition, 2.0, 2.0, True, 2, 2))


def write(course: Path, name: str, source: str) -> None:
    (course / f"exercises/{name}/{name}.py").write_text(source)


def state(name: str) -> str:
    """What the list says of an exercise."""
    lines = (line[2:].partition(f"  The {name} one")[2] for line in grade().stdout.splitlines())
    return next(filter(None, lines)).strip()


def test_the_path(course):
    """All exercises in order with their titles; the first is to be begun, with its lesson."""
    assert (
        grade().stdout
        == """\
Tiny

> first  The first one  not started
  next   The next one   not started
  last   The last one   not started

Its lesson: exercises/first/README.md
Next: grade first
"""
    )


def test_on_the_way(course):
    """What is done, what it came to, what comes next and what that builds on."""
    write(course, "first", REFERENCE)
    write(course, "next", WRONG)
    grade("first")
    grade("next")

    assert (
        grade().stdout
        == """\
Tiny

  first  The first one  done, 2 points
> next   The next one   1 of 2 points, 1 of 2 tasks done
  last   The last one   not started

next builds on first.
Next: grade next
"""
    )


def test_needs_that_are_not_done_are_named(course):
    """Whoever goes ahead may; what was begun comes first."""
    write(course, "last", HALF_OF_IT)

    assert grade().stdout.endswith(
        "\nlast builds on first (not done) and next (not done).\nNext: grade last\n"
    )


def test_at_the_end(course):
    """Nothing is left."""
    for name in ("first", "next", "last"):
        write(course, name, REFERENCE)
        remembered(course, name)

    assert grade().stdout.endswith("\n\nAll of them are done.\n")


def test_what_is_written_but_was_never_graded(course):
    """The list counts the tasks whose stub is gone; what they are worth it does not guess."""
    write(course, "first", HALF_OF_IT)

    assert state("first") == "1 of 2 tasks written, not graded yet"


def test_a_change_of_the_file_makes_its_mark_stale(course):
    """Of what was not graded nothing is said."""
    write(course, "first", WRONG)
    remembered(course, "first")
    write(course, "first", REFERENCE)

    assert state("first") == "not graded since you changed it"


def test_a_change_that_is_taken_back(course):
    """The content decides, not the time."""
    write(course, "first", REFERENCE)
    remembered(course, "first")
    write(course, "first", WRONG)
    write(course, "first", REFERENCE)

    assert state("first") == "done, 2 points"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("exercises/first/exercise.yaml", "[1, 9]", "[1, 8]"),
        ("reference/first/first.py", "2 * x", "x * 2"),
        ("course.yaml", "title: Tiny", "title: Tiny\ndefaults: {points: 2}"),
    ],
)
def test_a_change_of_the_exercise_makes_its_mark_stale(course, file, old, new):
    """Its document, its reference, and what the course says for all."""
    write(course, "first", REFERENCE)
    remembered(course, "first")
    path = course / file
    path.write_text(path.read_text().replace(old, new))

    assert state("first") == "not graded since the exercise changed"


def test_a_longer_course_makes_no_mark_stale(course):
    """An exercise more says nothing about those that were there."""
    write(course, "first", REFERENCE)
    remembered(course, "first")
    (course / "course.yaml").write_text("title: Tiny\nexercises: [first, next]\n")

    assert state("first") == "done, 2 points"


def test_an_untouched_stub_that_was_graded(course):
    """It is still not started."""
    grade("first")

    assert state("first") == "not started"


def test_a_stub_with_bugs_to_find(course):
    """As it was given it is not started, however complete it looks."""
    (course / "reference/first/first.py").write_text(BUG)
    write(course, "first", GIVEN)

    assert state("first") == "not started"


def test_a_stub_with_a_bug_that_was_found(course):
    """One of two is changed."""
    (course / "reference/first/first.py").write_text(BUG)
    write(course, "first", GIVEN.replace("3 * x", "2 * x"))

    assert state("first") == "1 of 2 tasks written, not graded yet"


def test_a_reference_that_makes_no_stub(course):
    """Then nothing is known of a bug to find, and the list is there all the same."""
    (course / "reference/first/first.py").write_text(BUG.replace("3 * x", "2 * x"))
    write(course, "first", GIVEN)

    assert state("first") == "2 of 2 tasks written, not graded yet"


def test_a_reference_that_is_gone(course):
    """Nor then."""
    (course / "reference/first/first.py").unlink()
    write(course, "first", GIVEN)

    assert state("first") == "2 of 2 tasks written, not graded yet"


def test_a_file_that_is_gone(course):
    """The list names it."""
    (course / "exercises/first/first.py").unlink()

    assert state("first") == "first.py is missing"


def test_a_file_that_cannot_be_read(course):
    """The reason stands in its place."""
    (course / "exercises/first/first.py").write_bytes(b"x = '\xff'\n")

    assert state("first") == "first.py:1: not UTF-8 (byte 0xff); save the file as UTF-8"


def test_a_file_that_is_no_python(course):
    """Nothing in it counts as written."""
    write(course, "first", "def double(x:\n")

    assert state("first") == "first.py is not Python yet"


def test_a_function_that_is_gone(course):
    """What is not there is not written."""
    write(course, "first", "def double(x):\n    return 2 * x\n")

    assert state("first") == "1 of 2 tasks written, not graded yet"


def test_another_seed_is_no_result(course):
    """Other cases may come to other marks than those that the student meets."""
    write(course, "first", REFERENCE)
    grade("first", "--seed", "5")

    assert state("first") == "2 of 2 tasks written, not graded yet"


def test_one_task_is_no_result(course):
    """`--task` says nothing about the others."""
    write(course, "first", REFERENCE)
    grade("first", "--task", "double")

    assert state("first") == "2 of 2 tasks written, not graded yet"


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"first": 3}', '{"first": {"score": 2, "max_score": 2, "passed": true}}'],
)
def test_results_that_cannot_be_read_are_as_none(course, text):
    """Half a file, or one that an older grader wrote."""
    write(course, "first", REFERENCE)
    (course / ".grade").mkdir()
    (course / ".grade/results.json").write_text(text)

    assert state("first") == "2 of 2 tasks written, not graded yet"


def test_a_result_with_a_field_of_another_kind(course):
    """It is as none, too."""
    write(course, "first", REFERENCE)
    remembered(course, "first")
    file = course / ".grade/results.json"
    found = json.loads(file.read_text())
    file.write_text(json.dumps({"first": {**found["first"], "score": "many"}}))

    assert state("first") == "2 of 2 tasks written, not graded yet"
