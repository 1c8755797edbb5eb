"""Properties of how a run trains, judged on traces by hand."""

import math
from dataclasses import replace

import pytest

from grader.properties import BUILT_IN, Finding
from grader.wire import Observation

from .conftest import event, tensor


def judge(name: str, seen, **options):
    return BUILT_IN[name].judge(seen, **options)


def forward(mode: str = "train", source: str = "loader", backward: bool = True, grad: bool = True):
    return event("forward", source, mode=mode, backward=backward, grad=grad)


@pytest.mark.parametrize("leaks", [[], [0], [0, 0, 0]], ids=str)
def test_steps_on_fresh_gradients_are_accepted(evidence, leaks):
    """However many there are."""
    seen = evidence(events=tuple(event("step", leaked=count) for count in leaks))

    assert judge("gradients_zeroed", seen) is None


def test_a_step_on_old_gradients_is_found(evidence):
    """The first of them is named."""
    seen = evidence(events=tuple(event("step", leaked=count) for count in (0, 2, 4)))

    finding = judge("gradients_zeroed", seen)

    assert finding.message == "step 2 of 3 used gradients that were left from before"


@pytest.mark.parametrize("gradient", [None, tensor([0.0, 0.0]), tensor([])], ids=str)
def test_gradients_cleared_at_the_end_are_accepted(evidence, gradient):
    """As None or as zeros."""
    seen = evidence({"gradients": {"weight": gradient}})

    assert judge("gradients_zeroed", seen, at="end", of="result") is None


@pytest.mark.parametrize("gradient", [tensor([0.0, 1.0]), tensor([math.nan])], ids=str)
def test_gradients_left_at_the_end_are_found(evidence, gradient):
    """NaN is not zero."""
    finding = judge(
        "gradients_zeroed", evidence({"gradients": {"w": gradient}}), at="end", of="result"
    )

    assert finding.message == "result.gradients.w still holds a gradient"


def test_peeking_in_another_mode_is_no_training(evidence):
    """For `during: train`, only the passes that are trained on count."""
    seen = evidence(events=(forward("eval", backward=False), forward("train")))

    assert judge("mode", seen, during="train") is None


@pytest.mark.parametrize("mode", ["eval", "mixed"])
def test_training_in_another_mode_is_found(evidence, mode):
    """In every pass, and with every layer."""
    seen = evidence(events=(forward(), forward(mode)))

    finding = judge("mode", seen, during="train")

    assert finding.message == "the model is not in train mode in pass 2 of 2"


def test_without_training_every_pass_counts(evidence):
    """A run that only looks is judged by how it looks."""
    seen = evidence(events=(forward("train", backward=False),))

    assert judge("mode", seen, during="eval") is not None
    assert judge("mode", seen, during="train") is None


def test_passes_that_are_not_trained_on_are_no_training(evidence):
    """Where the reference trains, whoever only looks is in no mode to train."""
    seen = evidence(events=(forward("train", backward=False),))
    trained = replace(seen, expected=(Observation(events=(forward("train"),)),))

    assert judge("mode", trained, during="train").message == "no backward pass is made at all"
    assert judge("mode", trained, during="eval") is not None


def test_only_passes_over_a_loader_may_count(evidence):
    """Validation is in eval mode, training is not."""
    seen = evidence(events=(forward("train"), forward("eval", "val_loader", backward=False)))

    assert judge("mode", seen, during="eval", over="val_loader") is None
    assert judge("mode", seen, during="eval") is not None


def test_passes_without_a_graph_are_accepted(evidence):
    """Over the loader that is named; elsewhere graphs are needed."""
    seen = evidence(events=(forward(), forward("eval", "val_loader", grad=False)))

    assert judge("no_grad", seen, over="val_loader") is None
    assert judge("no_grad", seen) is not None


@pytest.mark.parametrize(
    ("losses", "is_right"),
    [
        ((1.0, 0.5), True),
        ((1.0, 0.9), True),
        ((1.0, 0.91), False),
        ((1.0, 1.0), False),
        ((1.0, math.nan), False),
        ((1.0, math.inf), False),
        ((math.nan, math.nan), False),
    ],
    ids=str,
)
def test_a_loss_must_go_down(evidence, losses, is_right):
    """By a tenth; a loss that is no number does not go down."""
    finding = judge("loss_decreases", evidence(losses=losses))

    assert (finding is None) is is_right


def test_a_loss_is_looked_at_after_repeated_calls():
    """As many as the check says."""
    (variation,) = BUILT_IN["loss_decreases"].runs({"repeat": 7})

    assert variation.repeat == 7


@pytest.mark.parametrize(("steps", "is_right"), [(2, True), (1, False), (3, False)])
def test_things_happen_as_often_as_they_should(evidence, steps, is_right):
    """Once a batch: a step for each, and no more."""
    seen = evidence(events=(event("batch"),) * 2 + (event("step"),) * steps)

    assert (judge("call_counts", seen, event="step") is None) is is_right


def test_counts_may_be_of_the_whole_run(evidence):
    """However many batches there were."""
    seen = evidence(events=(event("batch"), event("batch"), event("zero")))

    assert judge("call_counts", seen, event="zero", times=1, per="run") is None
    assert judge("call_counts", seen, event="zero", times=2, per="run") is not None


@pytest.mark.parametrize(
    ("kinds", "is_right"),
    [
        ("zero step zero step", True),
        ("zero zero step", True),
        ("zero", True),
        ("", True),
        ("step zero", False),
        ("zero step step", False),
    ],
)
def test_things_happen_in_the_right_order(evidence, kinds, is_right):
    """Before each step, since the one before it, the gradients are zeroed."""
    seen = evidence(events=tuple(map(event, kinds.split())))

    assert (judge("call_order", seen, first="zero", then="step") is None) is is_right


def test_what_never_happens_is_in_no_order(evidence):
    """Where the reference does it; where it does not, there is nothing to order."""
    seen = evidence(events=())
    stepping = replace(seen, expected=(Observation(events=(event("step"),)),))

    finding = judge("call_order", stepping, first="zero", then="step")

    assert finding == Finding("there is no step at all", "zero, then step", "none")
    assert judge("call_order", seen, first="zero", then="step") is None


def test_graphs_that_are_kept_are_found(evidence):
    """As many as are allowed are accepted."""
    seen = evidence(live_graphs=2)

    assert judge("graphs_released", seen, at_most=2) is None
    assert judge("graphs_released", seen) == Finding(
        "computation graphs are still alive after the run", "0", "2"
    )


def test_a_trace_of_rubbish_is_judged(evidence):
    """Facts come from the process of the submission: they may be anything."""
    rubbish = {"mode": tensor([1.0]), "grad": "no", "backward": 1, "leaked": (None,)}
    events = (event("forward", **rubbish), event("step", **rubbish), event("forward"))
    seen = evidence(seen=(Observation(events=events),))

    assert judge("mode", seen, during="train") is not None
    assert judge("no_grad", seen) is not None
    assert judge("gradients_zeroed", seen) is not None
