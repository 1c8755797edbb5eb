"""Stubs that are complete, with a bug to find: as they were given, they are not started."""

import json
from pathlib import Path

import pytest

from grader.course import load_course, load_exercise
from grader.grading import tasks_with_bugs, untouched_tasks
from grader.reports import Status, render_terminal, to_json
from grader.submissions import read_submission
from grader.vocabulary import vocabulary_for

ROOT = Path(__file__).parents[2]
STUB = ROOT / "exercises" / "exercise14" / "debugging.py"
BOTH = ("evaluate_in_train_mode", "train_double_softmax")
TWICE = "        probabilities = torch.softmax(model(inputs), dim=1)\n"
ONCE = "        probabilities = model(inputs)\n"
RENAMED = TWICE.replace("dim=1", "1")


@pytest.fixture
def text():
    return STUB.read_text(encoding="utf-8")


def test_as_it_was_given(graded):
    """No check is run, none has points, and it is said that there is a bug to find."""
    report = graded(STUB, "exercise14", *BOTH)

    statuses = {each.status for task in report.tasks for each in (task, *task.checks)}
    assert statuses == {Status.NOT_STARTED}
    assert report.score == 0
    assert report.max_score > 0
    assert {task.message for task in report.tasks} == {
        "It is as it was given: it runs, and has a bug to find."
    }


def test_what_is_right_in_it_earns_nothing(graded, text):
    """The same mistake in other words is graded: what the stub gets right was given."""
    assert TWICE in text
    report = graded(text.replace(TWICE, RENAMED), "exercise14", *BOTH)

    untouched, wrong = sorted(report.tasks, key=lambda task: task.name)
    assert (untouched.status, untouched.score) == (Status.NOT_STARTED, 0)
    assert wrong.status is Status.FAILED
    assert wrong.score == 0
    assert {check.misconception for check in wrong.checks} == {None, "applies-softmax-first"}


def test_mended(graded, text):
    """What is mended has its points, whatever else is as it was given."""
    report = graded(text.replace(TWICE, ONCE), "exercise14", *BOTH)

    by_name = {task.name: task.status for task in report.tasks}
    assert by_name == {
        "evaluate_in_train_mode": Status.NOT_STARTED,
        "train_double_softmax": Status.PASSED,
    }


def test_both_reports_say_so(graded):
    """In the terminal and in the JSON, in the same words, with the place to begin at."""
    report = graded(STUB, "exercise14", "train_double_softmax")

    shown = render_terminal(report)
    task = json.loads(to_json(report))["tasks"][0]
    assert "train_double_softmax  not started  0/9" in shown
    assert "  It is as it was given: it runs, and has a bug to find.\n" in shown
    assert f"Next: {task['place']}  find the bug in train_double_softmax" in shown
    assert (task["status"], task["score"]) == ("not_started", 0)
    assert task["message"] == "It is as it was given: it runs, and has a bug to find."


def test_only_where_the_reference_says_so():
    """An exercise whose stubs raise has no such tasks, and nothing is untouched in it."""
    exercise = load_exercise(load_course(ROOT), "exercise03", vocabulary_for)

    assert tasks_with_bugs(exercise) == frozenset()
    assert untouched_tasks(exercise, read_submission(exercise.stub, exercise.module)) == frozenset()


def test_every_task_of_the_bundled_one():
    """Each of its six stubs is known for what it is."""
    exercise = load_exercise(load_course(ROOT), "exercise14", vocabulary_for)

    untouched = untouched_tasks(exercise, read_submission(exercise.stub, exercise.module))
    assert untouched == tasks_with_bugs(exercise) == {task.name for task in exercise.tasks}
