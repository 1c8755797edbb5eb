"""Loaders over sequences and over real data: what their options mean for a case."""

import pytest

from grader.cases import DigitsRecipe, LoaderRecipe, SequenceDataRecipe, TensorRecipe, show_case
from grader.course import Task, Use
from grader.drawing import RandomPick, Scope, draw_cases
from grader.drawing.loaders import digits, digits_loader, sequence_loader
from grader.drawing.training import recurrent, scheduler
from grader.vocabulary import BUILT_IN as WORDS

SCOPE = Scope("float32", {"N": 3, "F": 2}, {})


def use(name: str, **options) -> Use:
    return Use(name, options, WORDS.strategies.known[name])


def task(given) -> Task:
    usual = {"sizes": {"N": (2, 9)}, "shapes": {}, "dtypes": ("float64",), "also_given": ()}
    fields = {**dict.fromkeys(Task.__dataclass_fields__), **usual}
    return Task(**{**fields, "name": "fit", "given": given, "cases": 5})


def test_images_and_labels_of_a_case_belong_together():
    """With another order of the digits in each case, but one for all of a case."""
    given = {
        "inputs": use("digits", what="images", rows="N"),
        "targets": use("digits", what="labels", rows="N"),
        "loader": use("digits_loader", split="validation"),
    }

    cases = [drawn.case.given for drawn in draw_cases(task(given), {}, 5, 7)]

    orders = [{c["inputs"].data.seed, c["targets"].data.seed, c["loader"].data.seed} for c in cases]
    assert {len(seeds) for seeds in orders} == {1}
    assert len(set().union(*orders)) > 1
    assert [c["inputs"].shape for c in cases] == [(c["inputs"].data.rows, 64) for c in cases]


def test_labels_are_class_indices():
    """int64, whatever the dtype of the case."""
    recipe = digits(SCOPE, what="labels", rows="N").general(RandomPick(0))

    data = DigitsRecipe(3, "float32")
    assert recipe == TensorRecipe((3,), "int64", "targets", data=data)


def test_every_loader_has_the_edges_of_batches():
    """But a NaN among the inputs is for generated rows."""
    sequences, real = sequence_loader(SCOPE).edges, digits_loader(SCOPE).edges

    assert list(sequences) == list(real)
    assert set(WORDS.strategies.known["loader"].meaning(SCOPE).edges) - set(real) == {
        "a NaN in the first row"
    }


def test_a_plain_loader_of_sequences_has_one_scale():
    """For checks of convergence."""
    recipe = sequence_loader(SCOPE, plain=True, features="F").general(RandomPick(0))

    assert isinstance(recipe, LoaderRecipe)
    assert isinstance(recipe.data, SequenceDataRecipe)
    assert (recipe.data.scale, recipe.data.features, recipe.shuffle) == (1.0, 2, False)


def test_every_cell_is_an_edge():
    """Whatever the seed, each is met."""
    edges = recurrent(SCOPE, cells=("rnn", "gru")).edges

    assert {edges[cell](RandomPick(0)).kind for cell in ("rnn", "gru")} == {"rnn", "gru"}


@pytest.mark.parametrize("classes", [1, 11])
def test_there_are_ten_digits(classes):
    """And one class alone is no classification."""
    with pytest.raises(ValueError, match=f"^classes must be from 2 to 10, not {classes}$"):
        digits_loader(SCOPE, classes=classes)


def test_few_rows_are_enough_for_a_case():
    """A case is built for each implementation, and training may take no row of validation."""
    with pytest.raises(ValueError, match=r"^rows must be at most 100, not 101$"):
        digits_loader(SCOPE, rows=(20, 101))


@pytest.mark.parametrize("factor", [0.0, 1.0, (0.5, 1.0)])
def test_a_schedule_without_a_change_is_none(factor):
    """Nor can a rate be 0 from the first drop on."""
    with pytest.raises(ValueError, match=r"^factor must be above 0 and below 1$"):
        scheduler(SCOPE, kinds=("step",), factor=factor)


def test_a_case_shows_what_it_is_made_of():
    """A line a given, for the student."""
    given = {
        "model": use("recurrent", cells=("gru",), mode="train", gradient="none"),
        "loader": use("sequence_loader", rows=5, batch_size=2, steps=3, plain=True),
        "digits": use("digits", what="images", rows=4, classes=3),
        "scheduler": use("scheduler", kinds=("step",), period=2, factor=0.5),
        "criterion": use("criterion", kinds=("mse",), overflows=(2,)),
        "scaler": use("scaler", enabled=True),
        "dtype": use("dtype", names=("float16",)),
    }
    general = draw_cases(task(given), {}, 1, 0)[-1].case

    assert show_case(general, {}) == {
        "model": "gru 1 to 1, dropout 0.3, float64, given in train mode",
        "loader": "batches of 2, 2, 1 rows (sequences of 3 steps of 1 features, sum, float64)",
        "digits": "images of 4 hand-written digits below 3, train, float64",
        "scheduler": "step, period 2, factor 0.5",
        "criterion": "mse",
        "scaler": "a gradient scaler, scale 65536, doubled after 2 steps",
        "dtype": "torch.float16",
    }
