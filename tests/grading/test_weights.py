"""What checks weigh that rest on the word of the process that runs the submission."""

from pathlib import Path

import pytest

from grader.course import load_course, load_exercise
from grader.grading import property_of
from grader.vocabulary import vocabulary_for

COURSE = load_course(Path(__file__).parents[2])


@pytest.mark.parametrize("name", COURSE.exercises)
def test_no_check_on_testimony_alone_is_heavy(name):
    """It carries 1 point at most: values carry the rest."""
    exercise = load_exercise(COURSE, name, vocabulary_for)
    checks = [check for task in exercise.tasks for check in task.checks]

    alone = [check for check in checks if property_of(check).testimony == "alone"]

    assert {check.id: check.points for check in alone if check.points > 1} == {}
