"""The cases of a task: every edge, then general ones, decided by the seed and by nothing else."""

import subprocess
import sys

import pytest

from grader.cases import (
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    ParametersRecipe,
    Recipe,
    TensorRecipe,
)
from grader.course import Literal, Task, Use
from grader.drawing import BUILT_IN, RandomPick, Scope, Source, draw_cases
from grader.drawing.values import choices_of
from grader.vocabulary import BUILT_IN as WORDS


def use(name: str, options) -> Use:
    """A strategy in use, as when it has been decoded."""
    return Use(name, options, WORDS.strategies.known[name])


SCOPE = Scope("float32", {"N": 3, "C": 2}, {"S": (3, 2)})
OPTIONS = {
    "integers": {"between": (1, 5)},
    "floats": {"between": (0.0, 0.5)},
    "booleans": {},
    "one_of": {"options": (1, use("integers", {"between": (5, 9)}))},
    "lists": {"of": use("floats", {"between": (0.0, 2.0)}), "max_size": 5},
    "sequences": {"alphabet": (0.0, 1.0), "length": 3},
    "tensor": {"shape": ("N", "C"), "requires_grad": "either"},
    "parameters": {},
    "loader": {},
    "sequence_loader": {},
    "digits_loader": {},
    "digits": {"what": "images", "rows": "N"},
    "recurrent": {},
    "scheduler": {"kinds": ("step", "plateau")},
    "scaler": {},
    "dtype": {"names": ("bfloat16", "float16")},
    "linear": {},
    "mlp": {},
    "criterion": {"kinds": ("mse", "l1")},
    "optimizer": {"kinds": ("sgd", "adam")},
    "early_stopping": {"after": (1, 3)},
    "device": {},
    "folder": {},
    "clock": {},
    "script": {"losses": (1.0, 0.5)},
    "script_loader": {"batches": (2, 1)},
}
TRAINING = {
    "model": use("mlp", {"features": "F"}),
    "loader": use("loader", {"features": "F"}),
    "optimizer": use("optimizer", {"kinds": ("sgd", "adam")}),
    "patience": use("integers", {"between": (1, 3)}),
}

# Draws cases in a process of its own; what else that process has imported must not matter.
ELSEWHERE = """
import sys
sys.path[:0] = [{folder!r}, {tests!r}]
{imports}
from test_plan import TRAINING, task
from grader.drawing import draw_cases, simplest_case
drawn = draw_cases(task(TRAINING), {{}}, 5, 7)
found = simplest_case(
    task(TRAINING), {{}}, drawn[0].source, lambda case: case.given["patience"] > 1, 7
)
print(repr((drawn, found)))
"""


def task(given, **changes) -> Task:
    usual = {
        "name": "fit",
        "sizes": {"F": (1, 4)},
        "shapes": {},
        "dtypes": ("float64", "float32"),
        "given": given,
        "also_given": (),
        "run": "",
        "observe": ("result",),
        "cases": 5,
        "checks": (),
    }
    return Task(**{**usual, **changes})


def drawn(given, when=None, count: int = 30, seed: int = 0, **changes):
    return draw_cases(task(given, **changes), when or {}, count, seed)


def recipes(cases, kind: type) -> list[Recipe]:
    return [
        given for each in cases for given in each.case.given.values() if isinstance(given, kind)
    ]


def elsewhere(tmp_path, imports: str) -> str:
    (tmp_path / "odd.py").write_text("CONSTANTS = [3, 2, 7777, 'F', 0.123, -5]\n", encoding="utf-8")
    tests = __file__.rpartition("/")[0]
    code = ELSEWHERE.format(folder=str(tmp_path), tests=tests, imports=imports)
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return asked.stdout


def test_every_strategy_is_tried_here():
    """Whoever adds a strategy adds it to this list."""
    assert set(OPTIONS) == set(BUILT_IN)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_strategy_draws(name):
    """In general and at each of its edges, by the seed alone."""
    choices = BUILT_IN[name](SCOPE, **OPTIONS[name])
    draws = [choices.general, *choices.edges.values()]

    first, again = ([draw(RandomPick(3)) for draw in draws] for _ in range(2))

    assert repr(first) == repr(again)
    assert None not in first


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_strategy_draws_what_its_scope_decides(name):
    """Every recipe that has a dtype has the case's own."""
    choices = BUILT_IN[name](SCOPE, **OPTIONS[name])

    made = [draw(RandomPick(3)) for draw in (choices.general, *choices.edges.values())]

    assert {getattr(recipe, "dtype", "float32") for recipe in made} == {"float32"}


def test_the_same_seed_draws_the_same_cases(tmp_path):
    """In another process too, whatever that process has imported, and so with the simplest one."""
    plain = elsewhere(tmp_path, "")
    other = elsewhere(tmp_path, "import odd, grader.cli, grader.reports, hypothesis, numpy")

    assert plain == other
    assert plain.startswith(f"({drawn(TRAINING, count=5, seed=7)!r}, Case(")


def test_another_seed_draws_other_cases():
    """Whoever knows the cases of one seed does not know those of another."""
    first, other = (drawn(TRAINING, seed=seed) for seed in (1, 2))

    assert repr(first) != repr(other)


def test_every_edge_is_met():
    """Of every given, every size, every shape and the dtype."""
    given = {**TRAINING, "x": use("tensor", {"shape": "S"})}
    shapes = {"S": ((), ("N",), ("N", "F"))}

    cases = drawn(given, count=0, sizes={"F": (1, 4), "N": (0, 3)}, shapes=shapes)

    met = {pin for each in cases for pin in each.source.pins}
    edges = {
        (name, edge)
        for name, use in given.items()
        for edge in choices_of(use, Scope("float64", {"F": 1, "N": 1}, {"S": ()})).edges
    }
    assert edges <= met
    assert {("F", "1"), ("F", "4"), ("N", "0"), ("N", "3")} <= met
    assert {("S", "0"), ("S", "1"), ("S", "2")} <= met
    assert {("dtype", "float64"), ("dtype", "float32")} <= met


def test_edges_are_what_they_say():
    """A pinned size is that size, a pinned edge is that edge."""
    cases = drawn(TRAINING, count=0)

    smallest = [each.case.given["model"] for each in cases if ("F", "1") in each.source.pins]
    eval_mode = [
        each.case.given["model"] for each in cases if ("model", "eval mode") in each.source.pins
    ]
    assert {model.features for model in smallest} == {1}
    assert {model.mode for model in eval_mode} == {"eval"}


def test_the_edges_of_a_loader_are_there():
    """Ragged, one row left, one row in all, one batch, shuffled, rows dropped, a NaN."""
    loaders = recipes(drawn(TRAINING, count=0), LoaderRecipe)

    assert any(1 < loader.batch_sizes[-1] < loader.batch_size for loader in loaders)
    assert any(len(loader.batch_sizes) > 1 and loader.batch_sizes[-1] == 1 for loader in loaders)
    assert any(loader.data.rows == 1 for loader in loaders)
    assert any(loader.batch_sizes == (loader.batch_size,) for loader in loaders)
    assert any(loader.shuffle for loader in loaders)
    assert any(sum(loader.batch_sizes) < loader.data.rows for loader in loaders)
    assert any(loader.data.nan_row for loader in loaders)
    assert any(loader.last_scale != 1.0 for loader in loaders)


@pytest.mark.parametrize("seed", range(5))
def test_no_loader_is_empty(seed):
    """A mean over no batch has no value, whoever computes it."""
    loaders = recipes(drawn(TRAINING, seed=seed), LoaderRecipe)

    assert all(sum(loader.batch_sizes) > 0 for loader in loaders)


@pytest.mark.parametrize("seed", range(5))
def test_batch_norm_has_large_enough_batches(seed):
    """Two rows; three where an adaptive optimizer would blow up the rounding of float32."""
    cases = [each.case for each in drawn(TRAINING, seed=seed)]
    normed = [case for case in cases if case.given["model"].batch_norm]
    risky = [c for c in normed if c.dtype == "float32" and c.given["optimizer"].kind == "adam"]

    assert min(min(case.given["loader"].batch_sizes) for case in normed) >= 2
    assert min(min(case.given["loader"].batch_sizes) for case in risky) >= 3


@pytest.mark.parametrize("seed", range(5))
def test_batch_norm_leaves_weights_a_gradient(seed):
    """With one feature their size changes nothing: Adam would step by float32's rounding alone."""
    cases = [each.case for each in drawn(TRAINING, seed=seed)]
    normed = [case for case in cases if case.given["model"].batch_norm]
    risky = [c for c in normed if c.dtype == "float32" and c.given["optimizer"].kind == "adam"]

    assert min(case.given["model"].features for case in risky) >= 2


@pytest.mark.parametrize("seed", range(5))
def test_sums_of_signs_are_wide_enough(seed):
    """A gradient that cancels up to rounding would decide what Adam does in float32."""
    given = {**TRAINING, "criterion": use("criterion", {"kinds": ("mse", "l1")})}
    cases = [each.case for each in drawn(given, seed=seed)]
    steep = [case for case in cases if case.given["criterion"].kind == "l1"]
    adaptive = [case for case in steep if case.given["optimizer"].kind == "adam"]

    assert {case.dtype for case in adaptive} == {"float64"}


def test_most_cases_keep_batch_norm():
    """It is what the mode of a model shows in."""
    models = recipes(drawn(TRAINING), ModelRecipe)

    assert sum(model.batch_norm for model in models) > len(models) / 2


def test_equal_cases_are_drawn_once():
    """A given without a choice needs one case for each dtype."""
    cases = drawn({"patience": Literal(3)}, sizes={})

    assert len(cases) == 2


def test_what_a_check_replaces_is_replaced():
    """In every case, and its edges are met."""
    cases = drawn(TRAINING, when={"patience": use("integers", {"between": (0, 0)})})

    assert {each.case.given["patience"] for each in cases} == {0}


def test_variants_replace_some_givens():
    """Each has cases of its own; what it does not name is as in the task."""
    also = ({"patience": Literal(9)},)

    cases = drawn(TRAINING, also_given=also)

    varied = [each.case for each in cases if each.source.variant == 1]
    assert {case.given["patience"] for case in varied} == {9}
    assert {type(case.given["model"]) for case in varied} == {ModelRecipe}
    assert {each.case.given["patience"] for each in cases} == {1, 2, 3, 9}


def test_equal_recipes_have_seeds_of_their_own():
    """Two tensors of one shape hold different numbers; a case of another seed others again."""
    both = {"x": use("tensor", {"shape": (3,)}), "y": use("tensor", {"shape": (3,)})}

    tensors = recipes(drawn(both), TensorRecipe)

    assert len({tensor.seed for tensor in tensors}) == len(tensors)


def test_parameters_come_in_every_form():
    """As a list, a tuple, a generator; with gradients, without one, without any."""
    found = recipes(drawn({"parameters": use("parameters", {})}, count=0), ParametersRecipe)

    assert {each.form for each in found} == {"list", "tuple", "generator"}
    assert {(0,), (0, 1, 2)} <= {each.without for each in found}


def test_a_learning_rate_is_in_its_range():
    """Both ends included, with few digits: it is shown to students."""
    rates = [
        o.lr for seed in range(5) for o in recipes(drawn(TRAINING, seed=seed), OptimizerRecipe)
    ]

    assert 0.01 <= min(rates) < 0.02 < 0.05 < max(rates) <= 0.1
    assert max(len(f"{rate:g}") for rate in rates) <= 6


def test_a_source_says_what_is_special():
    """In words, for the report."""
    assert Source(0, (("loader", "a single row"), ("F", "1"))).label == "loader: a single row, F: 1"
