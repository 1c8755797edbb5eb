"""A rewrite is tried only where it can change a result by rounding, and by nothing else."""

from dataclasses import replace

import pytest

from grader.auditing.rewrites import chunked, moved, moved_afar, permuted, stepped_otherwise
from grader.cases import (
    Case,
    CriterionRecipe,
    DataRecipe,
    DeviceRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    TensorRecipe,
)
from grader.wire import Observation, Tensor

LOADER = LoaderRecipe(DataRecipe("regression", 7, 2, 1, "float64"), 3)
MODEL = ModelRecipe("mlp", 2, 1, "float64", dropout=0.3, batch_norm=True)
EPOCH = {
    "model": MODEL,
    "loader": LOADER,
    "criterion": CriterionRecipe("mse"),
    "optimizer": OptimizerRecipe("adam", 0.1),
    "device": DeviceRecipe("cpu"),
}
LOSS = Observation(values={"result": 0.5})


def case(**given) -> Case:
    return Case({**EPOCH, **given}, "float64", 0)


def without(*names: str) -> Case:
    return Case({n: recipe for n, recipe in EPOCH.items() if n not in names}, "float64", 0)


def rows(count: int) -> Tensor:
    return Tensor("float64", (count,), bytes(8 * count))


def test_permuted_batches_need_models_without_dropout():
    """Its mask follows the places of the samples; batch norm does not care."""
    tried = permuted(case(), LOSS)

    assert tried.given["model"] == replace(MODEL, dropout=0.0)


def test_cut_batches_need_models_without_batch_norm_either():
    """Its statistics are those of the batch."""
    tried = chunked(case(), LOSS)

    assert tried.given["model"] == replace(MODEL, dropout=0.0, batch_norm=False)


def test_a_case_that_fits_already_is_tried_as_it_is():
    """So that what the reference did there need not be run again."""
    plain = case(model=replace(MODEL, dropout=0.0, batch_norm=False))

    assert permuted(plain, LOSS) == plain
    assert chunked(plain, LOSS) == plain


@pytest.mark.parametrize(
    "values",
    [
        {"result": rows(7)},
        {"result": (0.5, rows(3))},
        {"result": {"predictions": (0.5,) * 7}},
        {"losses": (0.1, 0.2, 0.3)},
    ],
    ids=str,
)
def test_results_for_each_sample_follow_their_order(values):
    """A list or a tensor with as many items as there are samples, or samples of a batch."""
    assert permuted(case(), Observation(values=values)) is None


def test_what_was_given_is_no_result():
    """A loader holds as many items as it has samples."""
    held = {"loader": (rows(7),)}

    assert permuted(case(), Observation(values=held, before=held)) is not None


@pytest.mark.parametrize(
    "unfit",
    [
        without("criterion"),
        without("loader"),
        case(loader=LoaderRecipe(LOADER.data, 2)),
    ],
    ids=["no criterion", "no loader", "batches of two"],
)
def test_where_nothing_can_be_permuted(unfit):
    """Two samples add up to the same in either order."""
    assert permuted(unfit, LOSS) is None


@pytest.mark.parametrize(
    "unfit",
    [
        without("model"),
        case(loader=LoaderRecipe(LOADER.data, 1)),
        Case({"model": MODEL, "inputs": TensorRecipe((1, 2), "float64")}, "float64", 0),
    ],
    ids=["no model", "batches of one", "one row"],
)
def test_where_nothing_can_be_cut(unfit):
    """One row cannot be."""
    assert chunked(unfit, LOSS) is None


def test_plain_tensors_can_be_cut():
    """The inputs of a single pass are a batch too."""
    given = {"model": MODEL, "inputs": TensorRecipe((2, 2), "float64")}

    assert chunked(Case(given, "float64", 0), LOSS) is not None


def test_optimizers_step_otherwise_where_there_is_one():
    """The case stays as it is."""
    assert stepped_otherwise(case(), LOSS) == case()
    assert stepped_otherwise(without("optimizer"), LOSS) is None


def test_what_names_the_cpu_is_moved():
    """A case without a device has nothing to be moved by; another device is not ours to replace."""
    assert moved(case(), LOSS) == case()
    assert moved(without("device"), LOSS) is None
    assert moved(case(device=DeviceRecipe("cuda")), LOSS) is None


def test_what_is_moved_afar_draws_nothing():
    """Another device draws other random numbers: dropout is left out, all else stays."""
    there = moved_afar(case(), LOSS)

    assert there == case(model=replace(MODEL, dropout=0.0))
    assert moved_afar(without("device"), LOSS) is None
