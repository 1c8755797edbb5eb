"""Recurrent models, and the sequences that they learn from."""

from dataclasses import replace

import pytest
import torch

from grader.cases import (
    Case,
    CriterionRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    SequenceDataRecipe,
)
from grader.observing.build import build
from grader.observing.models import CELLS
from grader.observing.probes import start_recording

DATA = SequenceDataRecipe(8, 4, 3, 2, "float64", scale=8.0)
MODEL = ModelRecipe("rnn", 3, 2, "float64", dropout=0.5, mode="eval", gradient="none", seed=1)
TRAINING = {
    "model": MODEL,
    "loader": LoaderRecipe(DATA, 3),
    "criterion": CriterionRecipe("mse"),
    "optimizer": OptimizerRecipe("sgd", 0.001),
}
EPOCH = """
model.train()
norms = []
for inputs, targets in loader:
    optimizer.zero_grad()
    criterion(model(inputs), targets).backward()
    norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
    optimizer.step()
return norms
"""


def built(recipe):
    return build(Case({"given": recipe}, "float64", 0), start_recording()).given["given"]


@pytest.mark.parametrize("cell", CELLS)
def test_a_recurrent_model_predicts_from_the_inputs_alone(cell):
    """Sequences in, batch first, and a row of outputs each: from the last step."""
    model = built(replace(MODEL, kind=cell))
    inputs = torch.randn(5, 4, 3, dtype=torch.float64)

    hidden, _ = model[0](inputs)

    assert model(inputs).shape == (5, 2)
    assert torch.equal(model(inputs), model[-1](hidden[:, -1]))


@pytest.mark.parametrize("cell", CELLS)
def test_the_mode_of_a_recurrent_model_matters(cell):
    """Its dropout is what code that forgets the mode gets wrong."""
    model = built(replace(MODEL, kind=cell))
    inputs = torch.randn(5, 4, 3, dtype=torch.float64)

    evaluated, trained = model.eval()(inputs), model.train()(inputs)

    assert not torch.equal(evaluated, trained)


@pytest.mark.parametrize("seed", [0, 1])
def test_every_second_batch_is_large(seed):
    """Whether the first is one of them, the seed says."""
    batches = list(built(LoaderRecipe(replace(DATA, seed=seed), 3)))

    sizes = [inputs.abs().max().item() > 1 for inputs, _ in batches]

    assert sizes == [[True, False, True], [False, True, False]][seed]


def test_some_gradients_are_clipped_and_others_are_not(run):
    """A clip that always rescales, or never does, is told apart from a right one."""
    norms = run(EPOCH, TRAINING, source="import torch").part("result")

    assert [norm > 16 for norm in norms] == [True, False, True]


def test_the_sum_can_be_predicted_from_the_whole_sequence():
    """The targets are a linear function of the sums over all steps, and of nothing less."""
    (inputs, targets), *_ = built(LoaderRecipe(replace(DATA, rows=20, scale=1.0), 20))

    whole = torch.linalg.lstsq(inputs.sum(1), targets).solution
    part = torch.linalg.lstsq(inputs[:, 1:].sum(1), targets).solution

    assert torch.allclose(inputs.sum(1) @ whole, targets)
    assert not torch.allclose(inputs[:, 1:].sum(1) @ part, targets, atol=0.1)


def test_the_next_value_follows_from_the_two_before():
    """On a wave, x(t+1) + x(t-1) is a multiple of x(t): the same for all rows."""
    data = SequenceDataRecipe(6, 4, 1, 1, "float64", "next")
    (inputs, targets), *_ = built(LoaderRecipe(data, 6))

    multiples = (targets + inputs[:, -2]) / inputs[:, -1]

    assert torch.allclose(multiples, multiples[0])
