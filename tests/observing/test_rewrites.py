"""Worlds that differ by rounding only: what is done otherwise in them, and what is not."""

import pytest
import torch
from torch.nn.utils import parameters_to_vector

from grader.cases import Case, CriterionRecipe, DataRecipe, LoaderRecipe, ModelRecipe
from grader.cases import OptimizerRecipe as Optimizer
from grader.observing.build import build
from grader.observing.normalise import plain
from grader.observing.optimizers import OPTIMIZERS
from grader.observing.probes import start_recording

DATA = DataRecipe("regression", 8, 2, 1, "float64", seed=4)
GIVEN = {
    "model": ModelRecipe("mlp", 2, 1, "float64", seed=5, gradient="none"),
    "loader": LoaderRecipe(DATA, 3),
    "criterion": CriterionRecipe("mse"),
    "optimizer": Optimizer("adam", 0.1),
}


def made(rewrite: str, **given):
    case = Case({**GIVEN, **given}, "float64", 0)
    return build(case, start_recording(), None, rewrite).given


def train(live) -> None:
    for inputs, targets in live["loader"]:
        live["optimizer"].zero_grad()
        live["criterion"](live["model"](inputs), targets).backward()
        live["optimizer"].step()


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("drop_last", [False, True])
def test_permuted_batches_hold_the_same_samples(shuffle, drop_last):
    """In another order; the batches stay, and so does the data set."""
    recipe = LoaderRecipe(DATA, 3, shuffle=shuffle, drop_last=drop_last)
    usual, other = (list(made(rewrite, loader=recipe)["loader"]) for rewrite in ("", "permuted"))

    assert [len(inputs) for inputs, _ in usual] == [len(inputs) for inputs, _ in other]
    for (inputs, targets), (turned, wanted) in zip(usual, other, strict=True):
        assert not torch.equal(inputs, turned)
        assert torch.equal(inputs.flip(0), turned)
        assert torch.equal(targets.flip(0), wanted)


def test_permuted_loaders_hold_the_same_data():
    """What is observed of a loader is its data set."""
    assert repr(plain(made("")["loader"])) == repr(plain(made("permuted")["loader"]))


def test_a_batch_in_two_parts_is_one_pass():
    """The model computes two parts, and one forward pass over all rows is recorded."""
    recorder = start_recording()
    live = build(Case(GIVEN, "float64", 0), recorder, None, "chunked").given
    parts = []
    live["model"][0].register_forward_pre_hook(lambda _, args: parts.append(len(args[0])))
    inputs = torch.ones(5, 2, dtype=torch.float64)

    output = live["model"](inputs)

    assert parts == [3, 2]
    assert output.shape == (5, 1)
    assert [e.facts["rows"] for e in recorder.events if e.kind == "forward"] == [5]


@pytest.mark.parametrize("rows", [0, 1])
def test_a_batch_that_cannot_be_cut_stays_whole(rows):
    """One row, or none."""
    live = made("chunked")

    assert live["model"](torch.ones(rows, 2, dtype=torch.float64)).shape == (rows, 1)


@pytest.mark.parametrize("rewrite", ["permuted", "chunked", "foreach", "plain loop"])
def test_training_comes_to_the_same(rewrite):
    """Up to rounding, and with the same events."""
    usual, other = made(""), made(rewrite)
    train(usual)
    train(other)

    weights, others = (parameters_to_vector(live["model"].parameters()) for live in (usual, other))
    assert torch.allclose(weights, others, rtol=0, atol=1e-12)


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize(("rewrite", "foreach"), [("foreach", True), ("plain loop", False)])
def test_optimizers_step_as_asked(kind, rewrite, foreach):
    """During the step; before and after it they look as they were made."""
    live = made(rewrite, optimizer=Optimizer(kind, 0.1))["optimizer"]
    usual = plain(made("", optimizer=Optimizer(kind, 0.1))["optimizer"])
    during = []
    live.register_step_pre_hook(lambda one, *_: during.append(one.param_groups[0]["foreach"]))

    before = plain(live)
    live.step()

    assert during == [foreach]
    assert before == usual
    assert plain(live)["param_groups"] == usual["param_groups"]


@pytest.mark.parametrize("kind", ["mlp", "linear"])
def test_without_modes_a_model_computes_alike(kind):
    """In train mode as in eval mode: no output is dropped, statistics stay, values are the same."""
    model = ModelRecipe(kind, 2, 1, "float64", dropout=0.5, batch_norm=True, gradient="none")
    live = made("no modes", model=model)["model"]
    inputs = torch.randn(5, 2, dtype=torch.float64)
    before = {name: value.clone() for name, value in live.state_dict().items()}

    trained, evaluated = live.train()(inputs), live.eval()(inputs)

    assert torch.equal(trained, evaluated)
    assert before.keys() == live.state_dict().keys()
    assert all(torch.equal(value, live.state_dict()[name]) for name, value in before.items())
