"""A measure and its judge never disagree: above 1 is a finding, and up to 1 is none."""

import math
import random

import pytest

from grader.cases import SequencesRecipe
from grader.properties import BUILT_IN
from grader.wire import Observation, Tensor

from .conftest import tensor

LANES = {"losses": SequencesRecipe((0.0, 1.0), 1)}
MEASURED = [name for name, word in BUILT_IN.items() if word.measure]


def outcome(name: str, seen, **options):
    """Whether the judge finds fault, and whether the measure is above 1."""
    word = BUILT_IN[name]
    return (
        word.judge(seen, **options) is not None,
        word.measure(seen, **options).multiple > 1,
    )


def around(rng: random.Random, dtype: str):
    """Numbers and others that are off by nothing, a rounding, about what is allowed, or much."""
    numbers = [rng.uniform(-2, 2) for _ in range(3)]
    size = rng.choice([0, 1e-16, 2e-9, 4.55e-9, 4.65e-9, 1e-5, 3e-5, 1.0, math.nan, math.inf])
    off = [number + size * rng.choice([0, 1, -1]) for number in numbers]
    return tensor(numbers, dtype), tensor(off, dtype)


def test_those_that_measure():
    """Every property that allows for some difference."""
    assert set(MEASURED) == {
        "matches_reference",
        "converges_to",
        "loss_decreases",
        "independent_instances",
        "agrees_across_devices",
    }


@pytest.mark.parametrize("name", ["matches_reference", "independent_instances"])
@pytest.mark.parametrize("dtype", ["float64", "float32", "int64"])
@pytest.mark.parametrize("seed", range(60))
def test_results_beside_the_references(evidence, name, dtype, seed):
    """Whatever they are off by."""
    rng = random.Random(f"{name}{dtype}{seed}")
    pairs = [around(rng, dtype if dtype != "int64" else "float64") for _ in range(2)]
    if dtype == "int64":
        pairs.append((tensor([1, 2], dtype), tensor([1, rng.choice([2, 3])], dtype)))
    wanted, found = (tuple(side) for side in zip(*pairs, strict=True))

    finds, is_beyond = outcome(name, evidence(found, wanted))

    assert finds is is_beyond


def test_both_sides_of_the_random_results_are_met(evidence):
    """Else agreement would say nothing."""
    rng = random.Random(0)
    pairs = [around(rng, "float64") for _ in range(100)]

    found = [outcome("matches_reference", evidence(f, w)) for w, f in pairs]

    assert (True, True) in found
    assert (False, False) in found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (tensor([1.0]), tensor([[1.0]])),
        (tensor([1.0]), tensor([1.0], "float32")),
        (tensor([1.0]), tensor([math.nan])),
        (tensor([1.0]), None),
        (1.0, "one"),
        (True, False),
        (3, 4),
        ((1.0,), (1.0, 2.0)),
        ({"a": 1.0}, {"b": 1.0}),
    ],
    ids=str,
)
def test_another_form_is_infinitely_far(evidence, wanted, found):
    """No number says how far a shape, a dtype, a type, or NaN is from another."""
    measured = BUILT_IN["matches_reference"].measure(evidence(found, wanted))

    assert measured.multiple == math.inf


def test_a_part_that_is_missing_is_infinitely_far(evidence):
    """What was not left behind cannot be near."""
    seen = evidence(expected=1.0, seen=(Observation(),))

    assert outcome("matches_reference", seen) == (True, True)


def test_equal_to_the_last_bit_is_no_distance(evidence):
    """NaN beside NaN too."""
    same = tensor([1.0, math.nan])

    assert BUILT_IN["matches_reference"].measure(evidence(same, same)).multiple == 0


def test_what_is_allowed_is_told(evidence):
    """In the numbers' own unit: here for six numbers of float64, of size 2."""
    measured = BUILT_IN["matches_reference"].measure(evidence(2.0 + 1e-10, 2.0))

    assert measured.allowed == pytest.approx(2.0 * 2**-30 * math.sqrt(6))
    assert measured.multiple == pytest.approx(1e-10 / measured.allowed, rel=1e-5)
    assert not measured.chosen


@pytest.mark.parametrize("found", [((True,), (False,)), ((True,), (True,)), (), None])
def test_enumerations(evidence, found):
    """Every sequence counts."""
    seen = Observation(values={"lanes": found})
    wanted = Observation(values={"lanes": ((True,), (True,))})
    made = evidence(given=LANES, seen=(seen,), expected=None)
    made = type(made)(made.case, made.actual, (wanted,))

    finds, is_beyond = outcome("matches_reference", made)

    assert finds is is_beyond is (found != ((True,), (True,)))


@pytest.mark.parametrize("found", [2.5, 2.51, 2.50999, 2.52, 0.0, math.nan, math.inf, "x", None])
@pytest.mark.parametrize("within", [0.0, 0.01, 0.02])
def test_the_distance_from_a_true_value(evidence, found, within):
    """Off by just what is allowed is accepted."""
    seen = evidence(found, found)

    finds, is_beyond = outcome("converges_to", seen, of="result", value=2.5, within=within)

    assert finds is is_beyond


@pytest.mark.parametrize(
    "losses",
    [(1.0, 0.9), (1.0, 0.91), (1.0, 0.0), (0.0, 0.0), (0.0, 0.1), (1.0, math.nan), (1.0, math.inf),
     (math.nan, 0.1), (math.inf, 1.0)],
)  # fmt: skip
def test_the_loss_beside_its_goal(evidence, losses):
    """A goal that is no number is never reached."""
    finds, is_beyond = outcome("loss_decreases", evidence(1.0, 1.0, losses=losses))

    assert finds is is_beyond


def placed(numbers, device: str, dtype: str = "float64") -> Observation:
    weight = tensor(numbers, dtype)
    there = Tensor(weight.dtype, weight.shape, weight.data, device=device)
    return Observation(values={"result": {"parameters": {"weight": there}}})


@pytest.mark.parametrize("off", [0.0, 1e-12, 1e-7, 3e-7, 1.0, math.nan])
@pytest.mark.parametrize("device", ["cpu", "sim:0"])
def test_devices(evidence, off, device):
    """Wrong placement is infinitely far, whatever the numbers are."""
    seen = (placed([1.0, 2.0], "cpu"), placed([1.0, 2.0 + off], device))

    finds, is_beyond = outcome(
        "agrees_across_devices", evidence(seen=seen), devices=("cpu", "simulated")
    )

    assert finds is is_beyond
