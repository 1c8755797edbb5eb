"""Mixed precision: autocast in the events, gradient scalers, gradients that overflow."""

import math
from dataclasses import replace

import pytest
import torch
from torch import nn

from grader.cases import (
    Case,
    CriterionRecipe,
    DataRecipe,
    DtypeRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    ScalerRecipe,
)
from grader.observing.build import build
from grader.observing.normalise import plain
from grader.observing.precision import overflowing
from grader.observing.probes import start_recording

TRAINING = {
    "model": ModelRecipe("linear", 2, 1, "float32", gradient="none"),
    "loader": LoaderRecipe(DataRecipe("regression", 6, 2, 1, "float32"), 2),
    "criterion": CriterionRecipe("mse"),
    "optimizer": OptimizerRecipe("sgd", 0.1),
    "scaler": ScalerRecipe(True, 1024.0, interval=2),
    "dtype": DtypeRecipe("bfloat16"),
}
EPOCH = """
for inputs, targets in loader:
    optimizer.zero_grad()
    with torch.autocast("cpu", dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
"""
SOURCE = "import torch"


def facts(seen, kind: str, name: str) -> list[object]:
    return [event.facts[name] for event in seen.events if event.kind == kind]


@pytest.mark.parametrize("name", ["bfloat16", "float16"])
def test_events_say_under_which_autocast_they_are(run, name):
    """The forward pass and the loss of right code are, the backward pass is not."""
    seen = run(EPOCH, {**TRAINING, "dtype": DtypeRecipe(name)}, source=SOURCE)

    assert seen.raised is None
    assert facts(seen, "forward", "autocast") == [name] * 3
    assert facts(seen, "forward", "dtype") == [name] * 3
    assert facts(seen, "criterion", "autocast") == [name] * 3
    assert facts(seen, "backward", "autocast") == [""] * 3


def test_a_backward_pass_under_autocast_is_seen(run):
    """Code that indents one line too many."""
    body = EPOCH.replace("    scaler.scale(loss)", "        scaler.scale(loss)")

    seen = run(body, TRAINING, source=SOURCE)

    assert facts(seen, "backward", "autocast") == ["bfloat16"] * 3


def test_without_autocast_no_dtype_is_named(run):
    """The output has that of the model."""
    seen = run(EPOCH.replace("dtype=dtype", "enabled=False"), TRAINING, source=SOURCE)

    assert facts(seen, "forward", "autocast") == [""] * 3
    assert facts(seen, "forward", "dtype") == ["float32"] * 3


def test_a_scaler_is_observed_by_its_scale_and_its_count(run):
    """Doubled after two steps, and one step since."""
    seen = run(EPOCH, TRAINING, source=SOURCE)

    assert seen.part("scaler") == {"enabled": True, "scale": 2048.0, "growth_tracker": 1}


def test_a_scaler_that_was_never_used_is_observed():
    """It makes its tensors with the first loss."""
    live = build(Case(TRAINING, "float32", 0), start_recording()).given["scaler"]

    assert plain(live) == {"enabled": True, "scale": 1024.0, "growth_tracker": 0}


def test_a_scaler_that_is_not_enabled_has_no_state(run):
    """Right code runs the same with it."""
    seen = run(EPOCH, {**TRAINING, "scaler": ScalerRecipe(False)}, source=SOURCE)

    assert seen.part("scaler") == {"enabled": False}
    assert seen.count("step") == 3


def test_a_step_whose_gradients_overflow_is_skipped(run):
    """The second of three: the scale is halved, the weights stay finite."""
    given = {**TRAINING, "criterion": CriterionRecipe("mse", overflow_at=2)}

    seen = run(EPOCH, given, source=SOURCE)

    assert seen.count("step") == 2
    assert seen.part("scaler") == {"enabled": True, "scale": 512.0, "growth_tracker": 1}
    assert math.isfinite(seen.part("model.parameters.0.weight").array().sum())


def test_losses_that_need_no_gradient_are_not_counted():
    """Those of a validation before do not shift where the overflow is."""
    criterion = build(
        Case({"c": CriterionRecipe("mse", overflow_at=1)}, "float32", 0), start_recording()
    ).given["c"]
    outputs = torch.zeros(2, requires_grad=True)
    criterion(torch.zeros(2), torch.ones(2))

    criterion(outputs, torch.ones(2)).backward()

    assert not outputs.grad.isfinite().any()


def test_the_loss_itself_does_not_overflow():
    """Only what flows back from it: its value can be reported."""
    weight = nn.Parameter(torch.tensor([2.0]))

    loss = overflowing((weight**2).sum())
    loss.backward()

    assert loss.item() == 4.0
    assert weight.grad.tolist() == [float("inf")]


def test_a_scaler_is_for_the_device_of_the_run():
    """On another device it is that device's."""
    given = {"scaler": replace(TRAINING["scaler"])}

    live = build(Case(given, "float32", 0), start_recording(), "cpu").given["scaler"]

    assert live._device == "cpu"
