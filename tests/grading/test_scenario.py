"""What a check can be run as: lines for a fresh process, and where those cannot be."""

from dataclasses import replace
from pathlib import Path

import pytest

from grader.course import Check, Exercise, Task, load_course, load_exercise
from grader.errors import CourseError
from grader.grading.scenario import plan_task, plan_tasks
from grader.vocabulary import vocabulary_for

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    return load_exercise(load_course(ROOT), "exercise03", vocabulary_for)


def task_with(exercise: Exercise, check_id: str, **changes: str) -> Task:
    """`train_one_epoch` with one of its checks alone, changed."""
    task = exercise.task("train_one_epoch")
    assert task is not None
    check = next(check for check in task.checks if check.id == check_id)
    changed: Check = replace(check, **changes)
    return replace(task, checks=(changed,))


def test_lines_for_a_fresh_process_are_told_with_the_others(exercise):
    """The person who reads them sees where the one process ends and the other begins."""
    task = task_with(exercise, "loss", run="one = 1", resume="two = 2")

    lines = plan_task(exercise, task, 0).scenarios[0].lines

    assert lines == "one = 1\n# and then, in a fresh process:\ntwo = 2"


def test_runs_that_bear_out_testimony_can_be_left_out(exercise):
    """Then those are left that the checks judge."""
    task = exercise.task("validate")
    scenario = plan_task(exercise, task, seed=0).scenarios[0]

    every = set(scenario.needs({}))
    judged = set(replace(scenario, witnessed=False).needs({}))

    assert any(need.variation.shows for need in every)
    assert not any(need.variation.shows for need in judged)
    assert judged < every


def test_what_is_resumed_needs_a_folder(exercise):
    """Without one nothing could be found again."""
    task = task_with(exercise, "loss", run="one = 1", resume="two = 2")

    with pytest.raises(CourseError) as caught:
        plan_tasks(exercise, [task], 0)

    assert "resume finds what is in a given folder, and none is given" in str(caught.value)
    assert "Add folder: {folder: {}} to the givens of train_one_epoch" in str(caught.value)


def test_nothing_is_resumed_on_cuda(exercise):
    """A process that has started CUDA cannot be forked: the author is told so."""
    task = task_with(exercise, "cuda", run="one = 1", resume="two = 2")

    with pytest.raises(CourseError) as caught:
        plan_tasks(exercise, [task], 0)

    assert "what runs on CUDA cannot be resumed" in str(caught.value)
    assert "Take cuda out of devices, or resume out of this check." in str(caught.value)
