"""Marks: how a pass was made shows in its results, and what else was done shows not."""

import pytest

from grader.cases import DeviceRecipe
from grader.wire import Variation

from .conftest import TRAINING

GIVEN = {name: TRAINING[name] for name in ("model", "loader")}
INPUTS = "import torch\ninputs = torch.ones(3, 2, dtype=torch.float64)\n"
PASSES = {
    "eval": "with torch.no_grad(): result = model.eval()(inputs)",
    "train": "result = model.train()(inputs)",
    "eval, with a graph": "result = model.eval()(inputs)",
    "train, without one": "with torch.no_grad(): result = model.train()(inputs)",
    "not the model": "result = torch.nn.Sequential.forward(model, inputs)",
}
SHOWN = {
    "eval": {"eval", "eval, with a graph"},
    "no_grad": {"eval", "train, without one"},
    "train": set(),
}
BACKWARD = "model.{mode}()(inputs).sum().backward()\nresult = [p.grad for p in model.parameters()]"


@pytest.mark.parametrize("shows", SHOWN)
@pytest.mark.parametrize("made", PASSES)
def test_outputs_show_how_a_pass_was_made(run, shows, made):
    """By other numbers; the model has no dropout, so that its modes are alike otherwise."""
    body = f"{INPUTS}{PASSES[made]}\nreturn result.detach()"

    plain, other = (run(body, GIVEN, shows=each).values["result"] for each in ((), (shows, "")))

    assert (plain != other) is (made in SHOWN[shows])


@pytest.mark.parametrize(("mode", "is_shown"), [("train", True), ("eval", False)])
def test_gradients_show_how_a_pass_was_made(run, mode, is_shown):
    """Of passes that are trained on, what comes back."""
    body = f"{INPUTS}{BACKWARD.format(mode=mode)}\nreturn result"

    seen = [run(body, GIVEN, shows=each).values["result"] for each in ((), ("train", ""))]

    assert (seen[0] != seen[1]) is is_shown


def test_marks_are_of_one_loader_alone(run):
    """Of batches that it has yielded, and of what is made of them."""
    body = (
        "import torch\nwith torch.no_grad():\n"
        "    (inputs, _), *_ = loader\n    return model.eval()(inputs * 1)"
    )

    plain, own, other = (
        run(body, GIVEN, shows=each).values["result"]
        for each in ((), ("eval", "loader"), ("eval", "val_loader"))
    )

    assert plain == other
    assert plain != own


def test_marks_differ_from_output_to_output(run):
    """A number that is added to all alike changes no softmax; and with the seed."""
    body = f"{INPUTS}with torch.no_grad(): return model.eval()(inputs).softmax(1)"
    given = {"model": TRAINING["model"].__class__("linear", 2, 3, "float64")}

    plain, one, two = (
        run(body, given, shows=shows, seed=seed).values["result"]
        for shows, seed in (((), 1), (("eval", ""), 1), (("eval", ""), 2))
    )

    assert len({plain.data, one.data, two.data}) == 3


def test_nothing_is_shown_unless_it_is_asked_for():
    """A plain run is without marks."""
    assert Variation().shows == ()


@pytest.mark.parametrize(("on", "is_shown"), [("device", True), ('"cpu"', False)])
def test_outputs_show_on_which_device_a_pass_was_made(run, on, is_shown):
    """On that which was given, or elsewhere."""
    given = {**GIVEN, "device": DeviceRecipe("cpu")}
    body = f"{INPUTS}return model.to({on})(inputs.to({on})).detach().cpu()"

    plain, shown = (
        run(body, given, device="simulated", shows=each).values["result"]
        for each in ((), ("device", ""))
    )

    assert (plain != shown) is is_shown
    assert run(body, given).values["result"] == plain
