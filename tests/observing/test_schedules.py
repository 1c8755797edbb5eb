"""Learning-rate schedules: what is observed of them, and when they step."""

import copy

import pytest

from grader.cases import (
    Case,
    CriterionRecipe,
    DataRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    SchedulerRecipe,
)
from grader.observing.build import build
from grader.observing.normalise import plain
from grader.observing.optimizers import SCHEDULERS
from grader.observing.probes import start_recording

TRAINING = {
    "model": ModelRecipe("linear", 2, 1, "float64", gradient="none"),
    "loader": LoaderRecipe(DataRecipe("regression", 4, 2, 1, "float64"), 2),
    "criterion": CriterionRecipe("mse"),
    "optimizer": OptimizerRecipe("sgd", 0.5, groups=2),
    "scheduler": SchedulerRecipe("step", period=2, factor=0.5),
}
TWO_EPOCHS = """
for _ in range(2):
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        optimizer.step()
    scheduler.step()
"""


def built(kind: str):
    given = {**TRAINING, "scheduler": SchedulerRecipe(kind, period=2, factor=0.5)}
    live = build(Case(given, "float64", 0), start_recording()).given
    return live["optimizer"], live["scheduler"]


def rates(kind: str, epochs: int = 5) -> list[float]:
    optimizer, scheduler = built(kind)
    found = []
    for _ in range(epochs):
        found.append(round(optimizer.param_groups[0]["lr"], 4))
        optimizer.step()
        scheduler.step(*(1.0,) * (kind == "plateau"))
    return found


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("step", [0.5, 0.5, 0.25, 0.25, 0.125]),
        ("multi_step", [0.5, 0.5, 0.25, 0.25, 0.25]),
        ("exponential", [0.5, 0.25, 0.125, 0.0625, 0.0312]),
        ("cosine", [0.5, 0.25, 0.0, 0.25, 0.5]),
        ("lambda", [0.5, 0.3333, 0.25, 0.2, 0.1667]),
        ("constant", [0.25, 0.25, 0.5, 0.5, 0.5]),
        ("linear", [0.25, 0.375, 0.5, 0.5, 0.5]),
        ("plateau", [0.5, 0.5, 0.5, 0.5, 0.25]),
    ],
)
def test_a_schedule_sets_the_rate_of_each_epoch(kind, expected):
    """As its word in the vocabulary says, with a period of 2 and a factor of 0.5."""
    assert set(SCHEDULERS) >= {kind}
    assert rates(kind) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("kind", SCHEDULERS)
def test_a_schedule_is_still_of_its_class(kind):
    """For whoever asks, and its state_dict holds nothing of ours."""
    _, scheduler = built(kind)
    original = type(scheduler).__mro__[1]

    assert isinstance(scheduler, original)
    assert type(scheduler).__name__ == original.__name__
    assert "step" not in scheduler.state_dict()
    assert type(copy.deepcopy(scheduler)) is type(scheduler)


def test_the_steps_and_the_rates_of_a_schedule_are_observed(run):
    """One rate each parameter group, the second of which has half of it."""
    seen = run(TWO_EPOCHS, TRAINING)

    assert seen.part("scheduler") == {"last_epoch": 2, "last_lr": (0.25, 0.125)}
    assert seen.part("optimizer.param_groups.0.lr") == 0.25


def test_a_plateau_is_observed_with_what_it_has_counted():
    """The best metric, and the epochs since."""
    _, scheduler = built("plateau")
    for loss in (2.0, 1.0, 3.0):
        scheduler.step(loss)

    assert plain(scheduler) == {
        "last_epoch": 3,
        "last_lr": (0.5, 0.25),
        "best": 1.0,
        "num_bad_epochs": 1,
    }


def test_each_step_of_a_schedule_is_an_event(run):
    """After the optimizer's steps of its epoch; that it is made takes none."""
    seen = run(TWO_EPOCHS, TRAINING)

    kinds = [event.kind for event in seen.events if event.kind in ("step", "scheduler_step")]
    assert kinds == ["step", "step", "scheduler_step"] * 2
    assert seen.warnings == ()
