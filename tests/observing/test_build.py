"""Live objects of a case: the same ones every time, whatever happened before."""

import random
from dataclasses import replace

import pytest
import torch

from grader.cases import (
    Case,
    ClockRecipe,
    CriterionRecipe,
    DataRecipe,
    DeviceRecipe,
    DigitsRecipe,
    DtypeRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    ParametersRecipe,
    Recipe,
    ScalerRecipe,
    SchedulerRecipe,
    ScriptLoaderRecipe,
    ScriptRecipe,
    SequenceDataRecipe,
    SequencesRecipe,
    StopperRecipe,
    TensorRecipe,
)
from grader.cases.recipes import RECIPES
from grader.observing.build import CRITERIA, build, sequences
from grader.observing.normalise import plain
from grader.observing.optimizers import OPTIMIZERS
from grader.observing.probes import start_recording

DATA = DataRecipe("regression", 5, 2, 1, "float64", seed=4)
MODEL = ModelRecipe("mlp", 2, 1, "float64", dropout=0.2, batch_norm=True, seed=5)
EVERY: dict[str, Recipe] = {
    "uniform": TensorRecipe((2, 3), "float32", seed=1),
    "integers": TensorRecipe((4,), "int64", "integers", 0, 2, seed=1),
    "chosen": TensorRecipe((4,), "float64", "choice", choices=(0.0, 1.0), seed=1),
    "log_probs": TensorRecipe((2, 3), "float32", "log_probs", seed=1),
    "copied": TensorRecipe((2, 3), "float32", "like", like="uniform"),
    "stale": TensorRecipe((2,), "bfloat16", requires_grad=True, gradient="stale"),
    "zero": TensorRecipe((), "float16", requires_grad=True, gradient="zero"),
    "parameters": ParametersRecipe(((2, 3), (3,)), "float64", (1,), "generator", seed=2),
    "line": LoaderRecipe(DataRecipe("line", 5, 1, 2, "float32"), 2, shuffle=True),
    "classes": LoaderRecipe(DataRecipe("classification", 5, 2, 3, "float32"), 2, drop_last=True),
    "loader": LoaderRecipe(DATA, 2, last_scale=4.0),
    "model": MODEL,
    "linear": ModelRecipe("linear", 2, 1, "float32", mode="eval", gradient="none"),
    "criterion": CriterionRecipe("mse"),
    "recurrent": ModelRecipe("gru", 2, 1, "float64", dropout=0.2, seed=6),
    "sequences": LoaderRecipe(SequenceDataRecipe(5, 3, 2, 1, "float64", scale=8.0, seed=4), 2),
    "waves": LoaderRecipe(SequenceDataRecipe(5, 3, 2, 1, "float32", "next", seed=4), 2),
    "digits": LoaderRecipe(DigitsRecipe(5, "float32", seed=4), 2),
    "images": TensorRecipe((3, 64), "float64", "inputs", data=DigitsRecipe(3, "float64", seed=1)),
    "labels": TensorRecipe((3,), "int64", "targets", data=DigitsRecipe(3, "float64", seed=1)),
    "optimizer": OptimizerRecipe("adam", 0.1),
    "scheduler": SchedulerRecipe("step", period=2),
    "scaler": ScalerRecipe(True),
    "dtype": DtypeRecipe("bfloat16"),
    "clock": ClockRecipe("float64"),
    "script": ScriptRecipe((1.0, 0.5), 2),
    "script_loader": ScriptLoaderRecipe((2, 1), True, "float64"),
    "stopper": StopperRecipe(2),
    "device": DeviceRecipe("cpu"),
    "losses": SequencesRecipe((0.0, 1.0), 2),
    "constant": (1, 0.5, "x", None),
}


def built(given: dict[str, Recipe], dtype: str = "float64"):
    return build(Case(given, dtype, 0), start_recording()).given


def observed(given: dict[str, Recipe]) -> dict[str, object]:
    live = built(given)
    batches = {name: list(live[name]) for name in live if isinstance(given[name], LoaderRecipe)}
    return {name: plain(item) for name, item in {**live, **batches}.items()}


def test_every_recipe_is_built_here():
    """Whoever adds a recipe adds it to this list.

    A data set is built as part of a loader, and a folder where `test_folders` can clear it away.
    """
    kinds = {type(recipe).__name__ for recipe in EVERY.values()} | {
        "DataRecipe",
        "SequenceDataRecipe",
        "DigitsRecipe",
        "FolderRecipe",
    }

    assert set(RECIPES) <= kinds


@pytest.mark.parametrize("name", EVERY)
def test_every_recipe_builds(name):
    """In whatever order the givens are named: what refers to others is built last."""
    others = {other: EVERY[other] for other in ("uniform", "model", "optimizer")}

    live = built({name: EVERY[name], **others})

    assert next(iter(live)) == name


@pytest.mark.parametrize("kind", CRITERIA)
def test_every_criterion_builds(kind):
    """It is still an instance of torch's class, for whoever asks."""
    assert isinstance(built({"c": CriterionRecipe(kind)})["c"], CRITERIA[kind])


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_every_optimizer_builds(kind):
    """Over the parameters of the given that it names."""
    live = built({"optimizer": OptimizerRecipe(kind, 0.5), "model": MODEL})

    assert live["optimizer"].param_groups[0]["params"] == list(live["model"].parameters())
    assert live["optimizer"].defaults["lr"] == 0.5


def test_the_same_case_is_built_bit_by_bit_alike():
    """Whatever state the generators and the defaults are in."""
    first = observed(EVERY)
    torch.manual_seed(99)
    random.seed(99)
    torch.rand(5)
    again = observed(EVERY)

    assert repr(first) == repr(again)


@pytest.mark.parametrize(
    ("recipe", "other"),
    [
        (EVERY["uniform"], replace(EVERY["uniform"], seed=99)),
        (EVERY["integers"], replace(EVERY["integers"], seed=99)),
        (EVERY["parameters"], replace(EVERY["parameters"], seed=99)),
        (MODEL, replace(MODEL, seed=99)),
        (LoaderRecipe(DATA, 2), LoaderRecipe(replace(DATA, seed=99), 2)),
    ],
    ids=lambda recipe: type(recipe).__name__,
)
def test_another_seed_builds_other_values(recipe, other):
    """The recipe's own seed, not the global one."""
    assert repr(observed({"x": recipe})) != repr(observed({"x": other}))


def test_a_tensor_has_the_values_that_its_recipe_says():
    """Range, dtype, shape, gradient."""
    live = built(EVERY)

    assert live["uniform"].abs().max() <= 2
    assert set(live["integers"].tolist()) <= {0, 1, 2}
    assert set(live["chosen"].tolist()) <= {0.0, 1.0}
    assert torch.allclose(live["log_probs"].exp().sum(1), torch.ones(2))
    assert torch.equal(live["copied"], live["uniform"])
    assert live["copied"].data_ptr() != live["uniform"].data_ptr()
    assert live["stale"].grad.tolist() == [3.0, 3.0]
    assert live["zero"].grad.item() == 0.0


def test_parameters_lack_the_gradients_that_they_should():
    """Those at `without`; the others have one."""
    leaves = built(EVERY)["parameters"]

    assert [leaf.grad is None for leaf in leaves] == [False, True]


def test_a_model_is_handed_over_as_its_recipe_says():
    """Mode, dtype, old gradients, statistics that are not those of a fresh layer."""
    live = built(EVERY)
    norm = live["model"][1]

    assert live["model"].training
    assert not live["linear"].training
    assert {p.dtype for p in live["model"].parameters()} == {torch.float64}
    assert all(p.grad.eq(3).all() for p in live["model"].parameters())
    assert all(p.grad is None for p in live["linear"].parameters())
    assert (norm.running_mean != 0).all()


@pytest.mark.parametrize("name", ["line", "classes", "loader", "sequences", "waves", "digits"])
def test_a_loader_yields_the_batches_that_its_recipe_says(name):
    """As many rows each, and the same on every pass."""
    recipe = EVERY[name]
    loader = built(EVERY)[name]

    first, again = (list(loader) for _ in range(2))

    assert tuple(len(batch[0]) for batch in first) == recipe.batch_sizes
    assert repr(plain(first)) == repr(plain(again))


def test_a_clock_counts_updates_and_epochs():
    """The scripted validation losses come out exactly, epoch by epoch."""
    live = built({**EVERY, "sgd": OptimizerRecipe("sgd", 1.0, "clock")})
    inputs, targets = next(iter(live["script_loader"]))
    losses = []
    for _ in range(4):
        live["script"](live["clock"](inputs), torch.zeros_like(targets)).backward()
        live["sgd"].step()
        live["sgd"].zero_grad()
        losses.append(live["script"](live["clock"](inputs), targets).item())

    assert live["clock"].weight.item() == 4.0
    assert losses == [1.0, 1.0, 1.0, 0.5]


def test_a_stopper_stops_at_its_call_whatever_it_is_told():
    """It knows no rule that a submission could borrow."""
    stopper = built(EVERY)["stopper"]

    said = [stopper(loss) for loss in (1.0, 0.5, 0.1)]

    assert said == [False, True, True]
    assert stopper.seen == [1.0, 0.5, 0.1]


def test_sequences_are_enumerated_shortest_first():
    """Every word over the alphabet, none twice."""
    found = list(sequences(Case(EVERY, "float64", 0)) or ())

    assert found == [
        ("losses", word)
        for word in [(0.0,), (1.0,), (0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]
    ]
