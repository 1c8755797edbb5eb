"""What a failure on another device is taken for: by what is where, by numbers, by the error."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.course import load_course, load_exercise
from grader.grading.diagnose import alike
from grader.grading.judge import raised_finding
from grader.grading.scenario import Need, plan_task, runs_of
from grader.vocabulary import vocabulary_for
from grader.wire import Event, Frame, Observation, Raised, Tensor

ROOT = Path(__file__).parents[2]
ASKED = Event("asked", "torch.cuda.is_available()", {"place": "anna.py:2"})
PASS = Event("forward", "loader", {"model": "model", "inputs": "cpu", "weights": "cpu"})
ON = {"cpu": "cpu", "simulated": "sim:0", "simulated:1": "sim:1"}

Behaviour = Callable[[str], Observation]


def behaving(result: float = 1.0, extra: float = 0.0, on: str = "", events=()) -> Behaviour:
    """What a run on each device leaves behind; but on the CPU, `extra` is added to the result."""

    def seen(device: str) -> Observation:
        place = on or ON[device]
        weight = Tensor("float64", (1,), np.ones(1).tobytes(), True, place)
        model = {"parameters": {"0.weight": weight}, "buffers": {}}
        found = result + extra * (device != "cpu")
        values = {"result": found, "model": model, "batches_left": True}
        return Observation(values=values, events=tuple(events))

    return seen


@pytest.fixture(scope="module")
def is_alike() -> Callable[[Behaviour, Behaviour], bool]:
    """Whether one is diagnosed as the other, by a check on devices alone."""
    exercise = load_exercise(load_course(ROOT), "exercise03", vocabulary_for)
    task = next(task for task in exercise.tasks if task.name == "validate")
    check = next(check for check in task.checks if check.id == "placement")
    plan = plan_task(exercise, replace(task, checks=(check,)), 0)
    scenario = plan.scenarios[0]
    needs = [Need(scenario.name, 0, variation) for variation in runs_of(check)]

    def runs(behaves: Behaviour) -> dict[Need, Observation]:
        return {need: behaves(need.variation.device) for need in needs}

    def found(submission: Behaviour, misconception: Behaviour) -> bool:
        known = runs(misconception)
        return alike(scenario, 0, runs(submission), lambda _, need: known[need], runs(behaving()))

    return found


def test_the_same_is_where_it_should_not_be(is_alike):
    """Whatever the line is on which it happens."""
    stays = behaving(on="cpu")
    elsewhere = replace(ASKED, facts={"place": "anna.py:9"})

    assert is_alike(stays, stays)
    assert is_alike(
        behaving(on="cpu", events=(PASS, ASKED)), behaving(on="cpu", events=(PASS, elsewhere))
    )


def test_another_way_to_the_wrong_device_is_another_misconception(is_alike):
    """A device that is written down is not one that the machine was asked for."""
    asks, writes = behaving(on="cpu", events=(PASS, ASKED)), behaving(on="cpu", events=(PASS,))

    assert not is_alike(asks, writes)
    assert not is_alike(writes, behaving(on="cpu"))


def test_other_numbers_are_another_misconception(is_alike):
    """On one of the devices, where both disagree with the CPU."""
    assert is_alike(behaving(extra=0.5), behaving(extra=0.5))
    assert not is_alike(behaving(extra=0.5), behaving(extra=0.25))


def test_that_cuda_was_used_is_said_first():
    """Torch's own words do not say that a device was given."""
    here = (Frame("anna.py", 3, "fit", "model.cuda()"),)
    kinds = "AssertionError", "Exception"

    used = raised_finding(Raised(kinds, "Torch not compiled with CUDA enabled", here))
    other = raised_finding(Raised(kinds, "no", here))

    assert used.message == (
        "it uses CUDA, whatever device it was given: it raised AssertionError: "
        "Torch not compiled with CUDA enabled at anna.py:3: model.cuda()"
    )
    assert other.message == "it raised AssertionError: no at anna.py:3: model.cuda()"
