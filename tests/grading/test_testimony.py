"""What the worker alone can tell: who is believed, and what values bear out."""

import pytest

from grader.reports import Status

RIGHT = """
import torch

def predict(model, inputs):
    model.eval()
    with torch.no_grad():
        return model(inputs)
"""
FORGED = """
import sys

def predict(model, inputs):
    outputs = model.eval()(inputs).detach()
    try:
        for event in sys.modules["grader.observing.probes"]._active.events:
            event.facts["grad"] = False
    except AttributeError:
        pass  # it is closed
    return outputs
"""
DECOY = """
import torch
from torch import nn

def predict(model, inputs):
    model.eval()
    with torch.no_grad():
        model(inputs)
    return nn.Sequential.forward(model, inputs).detach()
"""
DETACHED = """
def predict(model, inputs):
    handle = model.eval()[-1].register_forward_hook(lambda _, __, output: output.detach())
    outputs = model(inputs)
    handle.remove()
    return outputs
"""
WRONG = """
import torch

def predict(model, inputs):
    model.eval()
    with torch.no_grad():
        return 2 * model(inputs)
"""
READY_MADE = """
import torch.nn.functional as F

CALLS = []

def mae_loss(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError(f"{predictions.shape} and {targets.shape}")
"""
COUNTING = f"""{READY_MADE}
    CALLS.append(1)
    if len(CALLS) <= 20:  # so many runs come before those of another check
        return (predictions - targets).abs().mean()
    return F.l1_loss(predictions, targets)
"""
THROUGH_MAP = f"""
import torch
{READY_MADE}
    return next(map(torch._C._nn.l1_loss, [predictions], [targets], [1]))
"""
OVERLOAD = f"""
import torch
{READY_MADE}
    return torch.ops.aten.l1_loss.default(predictions, targets)
"""
STEP = """
import copy

import torch
from torch import nn

def train_step(model, inputs, targets, criterion, optimizer):
    model.train()
    optimizer.zero_grad()
    loss = criterion({outputs}, targets)
    loss.backward()
    optimizer.step()
    return loss.item()
"""
TRAIN_DECOY = STEP.format(outputs="nn.Sequential.forward(model, inputs)").replace(
    "    optimizer.zero_grad()\n",
    "    with torch.random.fork_rng():\n"
    "        copy.deepcopy(model)(inputs).sum().backward()\n"
    "    optimizer.zero_grad()\n",
)


def by_check(report) -> dict[str, object]:
    """The checks of the only task, by what comes after its name."""
    (task,) = report.tasks
    return {check.id.partition("/")[2]: check for check in task.checks}


def failing(report) -> set[str]:
    return {name for name, check in by_check(report).items() if check.status is Status.FAILED}


def test_a_forged_trace_is_not_believed(graded):
    """Nor is anything else that it tells; what has values alone to judge by is as ever."""
    report = graded(FORGED, "exercise03", "predict")

    checks = by_check(report)
    assert {name for name, check in checks.items() if check.status is Status.PASSED} == {"outputs"}
    assert checks["no_grad"].message == "pass 1 records a graph for gradients"
    assert checks["mode"].place == "anna.py:7"
    assert checks["mode"].message == (
        "This check watches your code as it runs, and cannot rely on what it saw: "
        "sys.modules at anna.py:7 reaches into the interpreter. Write it without."
    )


def test_a_pass_is_recorded_whatever_its_output_says(graded):
    """A graph was recorded, and the trace says so."""
    report = graded(DETACHED, "exercise03", "predict")

    assert failing(report) == {"no_grad"}
    assert by_check(report)["no_grad"].message == "pass 1 records a graph for gradients"


def test_a_pass_that_is_made_for_the_trace_alone(graded):
    """Its results are thrown away: the values of another run show that."""
    report = graded(DECOY, "exercise03", "predict")

    assert failing(report) == {"mode", "no_grad"}
    assert by_check(report)["mode"].message == "the results do not come of passes in eval mode"
    assert (
        by_check(report)["no_grad"].message == "the results do not come of passes without a graph"
    )


def test_a_training_pass_that_is_made_for_the_trace_alone(graded):
    """Its gradients are thrown away: the parameters of another run show that."""
    plain = STEP.format(outputs="model(inputs)")
    assert failing(graded(plain, "exercise03", "train_step")) == set()

    report = graded(TRAIN_DECOY, "exercise03", "train_step")

    assert "mode" in failing(report)


def test_wrong_values_cost_no_other_check(graded):
    """What is told of a wrong result is believed: nothing can be made out of its values."""
    assert failing(graded(RIGHT, "exercise03", "predict")) == set()
    assert failing(graded(WRONG, "exercise03", "predict")) == {"outputs", "again"}


def test_no_run_goes_without_the_watch(graded):
    """Whoever counts the calls is seen in those that another check asked for."""
    report = graded(COUNTING, "exercise01", "mae_loss")

    assert failing(report) == {"by_hand"}
    assert by_check(report)["by_hand"].message == "it calls l1_loss"


@pytest.mark.parametrize(
    ("source", "told"),
    [(THROUGH_MAP, "torch._C at anna.py:12 reaches"), (OVERLOAD, "it calls l1_loss")],
    ids=["called by another", "an overload"],
)
def test_a_ready_made_loss_is_found(graded, source, told):
    """Where it is called, or where it is handed on to be called."""
    report = graded(source, "exercise01", "mae_loss")

    assert told in by_check(report)["by_hand"].message
