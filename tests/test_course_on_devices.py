"""Wrong placement costs points in the bundled course on every machine, whether it has a GPU or not.

What the audit found is read from the records beside the references.
"""

from collections.abc import Iterator
from pathlib import Path

from grader.course import Check, Exercise, Task, Use, load_course, load_exercise, read_kills
from grader.vocabulary import vocabulary_for

DEVICES = {"simulated", "simulated:1"}  # the second shows code that knows only one of a kind
LEAST = 5  # misconceptions a task


def placed_tasks() -> Iterator[tuple[Exercise, Task]]:
    """The tasks that are given a device."""
    course = load_course(Path(__file__).parents[1], ())
    for name in course.exercises:
        exercise = load_exercise(course, name, vocabulary_for)
        for task in exercise.tasks:
            if any(isinstance(g, Use) and g.strategy == "device" for g in task.given.values()):
                yield exercise, task


def placing(task: Task) -> list[Check]:
    """The checks with points that run it on a simulated device."""
    compared = [check for check in task.checks if check.property == "agrees_across_devices"]
    return [c for c in compared if c.points and DEVICES.intersection(c.options["devices"])]


def without_points(task: Task) -> set[str]:
    """The simulated devices on which nothing can be lost."""
    return DEVICES.difference(*(check.options["devices"] for check in placing(task)))


def seen_there_alone(exercise: Exercise, task: Task) -> set[str]:
    """The misconceptions that these checks fail and no other does: they are right on the CPU."""
    fails = {name: record.fails for name, record in read_kills(exercise)[task.name].checks.items()}
    there = {name for check in placing(task) for name in fails.pop(check.id)}
    return there - {name for names in fails.values() for name in names}


def test_every_task_that_is_given_a_device():
    """It runs on two simulated devices, and points depend on it."""
    unseen = {f"{e.id} {task.name}": without_points(task) for e, task in placed_tasks()}

    assert "exercise03 fit" in unseen
    assert {name: devices for name, devices in unseen.items() if devices} == {}


def test_misconceptions_of_placement():
    """Several misconceptions of each are right on the CPU, and lose points all the same."""
    caught = {f"{e.id} {task.name}": len(seen_there_alone(e, task)) for e, task in placed_tasks()}

    assert {name: count for name, count in caught.items() if count < LEAST} == {}
