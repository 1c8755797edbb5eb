"""Properties of values: the mistakes that they catch, the unusual answers that they accept."""

import math

import numpy as np
import pytest

from grader.cases import SequencesRecipe
from grader.properties import BUILT_IN
from grader.wire import Observation, Opaque, Tensor

from .conftest import tensor

NAN = math.nan
LOSS = Opaque("torch.nn.modules.loss.MSELoss", ("torch.nn.modules.loss.MSELoss", "builtins.object"))
OBJECT = Opaque("Stopper", ("Stopper", "builtins.object"))


def short(value) -> str:
    return str(value)[:40]


def judge(name: str, seen, **options):
    return BUILT_IN[name].judge(seen, **options)


# matches_reference --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (0.5, 0.5),
        (2.0, 2),
        (2, 2.0),
        (2, tensor(2, "int64")),
        (0.5, tensor(0.5)),
        (0.5, tensor(0.5, "float32")),
        (0.5, 0.5 + 1e-12),
        (0.0, -0.0),
        (0.0, 1e-13),
        (NAN, NAN),
        (math.inf, math.inf),
        (1e300, 1e300),
        (True, True),
        (True, tensor(True, "bool")),
        (None, None),
        ("mse", "mse"),
        ((1.0, 2.0), (1.0, tensor(2.0))),
        ({"a": 1.0, "b": 2.0}, {"b": 2.0, "a": 1.0}),
        (tensor([0.5, NAN]), tensor([0.5, NAN])),
        (tensor([1.0, 2.0]), tensor([1.0, 2.0], requires_grad=True)),
        (tensor([]), tensor([])),
        (tensor([[], []]), tensor([[], []])),
        (tensor([1e9, 1.0]), tensor([1e9, 1.0 + 1e-3])),
        (tensor([1 + 2j], "complex64"), tensor([1 + 2j], "complex64")),
        (OBJECT, Opaque("Mine", ("Mine", "Stopper", "builtins.object"))),
        (LOSS, LOSS),
    ],
    ids=short,
)
def test_results_that_are_right_are_accepted(evidence, expected, actual):
    """Up to rounding, and whatever form a number has: the contract says no more."""
    assert judge("matches_reference", evidence(actual, expected)) is None


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (0.5, 0.5001),
        (0.5, NAN),
        (NAN, 0.5),
        (0.5, math.inf),
        (math.inf, -math.inf),
        (1.0, True),
        (1.0, tensor(True, "bool")),
        (0.0, False),
        (0.0, None),
        (1.0, "1.0"),
        (1.0, 10**400),
        (1.0, tensor([1.0])),
        (1.0, (1.0,)),
        (1.0, tensor(1.0, requires_grad=True)),
        (1.0, tensor(1 + 0j, "complex64")),
        (2, 3),
        (1, True),
        (True, 1),
        (True, 1.0),
        (True, False),
        (None, 0),
        (None, tensor([1.0])),
        (None, tensor([[0.0]])),
        ("mse", "l1"),
        ("1", 1),
        ((1.0, 2.0), (1.0,)),
        ((1.0,), {"0": 1.0}),
        ((1.0,), tensor([1.0])),
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}),
        ({"a": 1.0}, {}),
        ({"a": 1.0}, ()),
        (tensor([1.0]), 1.0),
        (tensor([1.0, 2.0]), (1.0, 2.0)),
        (tensor([1.0, 1.0, 1.0]), tensor([[1.0], [1.0], [1.0]])),
        (tensor([1.0]), tensor(1.0)),
        (tensor([1.0]), tensor([1.0], "float32")),
        (tensor([1], "int64"), tensor([1.0])),
        (tensor([1.0, 2.0]), tensor([1.0, NAN])),
        (tensor([1.0, NAN]), tensor([NAN, 1.0])),
        (tensor([1.0, 2.0]), tensor([0.0, 0.0])),
        (tensor([2**53], "int64"), tensor([2**53 + 1], "int64")),
        (tensor([1 + 2j], "complex64"), tensor([1 + 3j], "complex64")),
        (tensor([True], "bool"), tensor([False], "bool")),
        (OBJECT, Opaque("Mine", ("Mine", "builtins.object"))),
        (LOSS, Opaque("Mine", ("Mine", *LOSS.bases))),
        (OBJECT, None),
        (1.0, OBJECT),
    ],
    ids=short,
)
def test_results_that_are_wrong_are_found(evidence, expected, actual):
    """Another number, shape, dtype or kind; nothing slips through as NaN or by broadcasting."""
    assert judge("matches_reference", evidence(actual, expected)) is not None


def test_a_finding_says_where_and_by_how_much(evidence):
    """How many differ, the worst of them, and what was allowed."""
    finding = judge(
        "matches_reference", evidence(tensor([1.0, 2.5, 3.25]), tensor([1.0, 2.0, 3.0]))
    )

    assert finding.message == "result is not what it should be"
    assert finding.expected == "tensor([1, 2, 3])"
    assert finding.actual == "tensor([1, 2.5, 3.25])"
    assert finding.difference.startswith("2 of 3 differ, most in result[1], by 0.5 (")


def test_a_finding_names_the_form_first(evidence):
    """A shape is said before any number."""
    finding = judge("matches_reference", evidence(tensor([[5.0]]), tensor([1.0])))

    assert (finding.message, finding.expected, finding.actual) == (
        "result has another shape", "(1,)", "(1, 1)",
    )  # fmt: skip


def test_huge_differences_are_differences(evidence):
    """The gap itself may be too large for a float."""
    assert judge("matches_reference", evidence(tensor([-1e308]), tensor([1e308]))) is not None


def test_a_missing_result_is_found(evidence):
    """A run that defined nothing has nothing right."""
    seen = evidence(seen=(Observation(),), expected=1.0)

    assert judge("matches_reference", seen).message == "result is missing"


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (None, tensor([0.0, 0.0])),
        (tensor([0.0, 0.0]), None),
        (None, None),
        ({"w": None, "b": tensor([1.0])}, {"w": tensor([0.0]), "b": tensor([1.0])}),
        ((None, tensor([0.0])), (tensor([0.0]), None)),
    ],
    ids=short,
)
def test_cleared_gradients_may_be_none_or_zeros(evidence, expected, actual):
    """Both are cleared."""
    seen = evidence({"gradients": actual}, {"gradients": expected})

    assert judge("matches_reference", seen, of=("result.gradients",)) is None


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (None, tensor([0.0, 1.0])),
        (None, tensor([NAN])),
        (tensor([1.0]), None),
        (tensor([1.0]), tensor([0.0])),
        ({"w": tensor([1.0])}, {"w": None}),
        ({"w": None, "b": tensor([1.0])}, {"w": None}),
        ({"w": tensor([1.0])}, {}),
        ((tensor([1.0]),), ()),
    ],
    ids=short,
)
def test_gradients_that_are_not_cleared_are_found(evidence, expected, actual):
    """And those that are missing."""
    seen = evidence({"gradients": actual}, {"gradients": expected})

    assert judge("matches_reference", seen, of=("result.gradients",)) is not None


def test_elsewhere_none_is_not_zeros(evidence):
    """Only gradients may be either."""
    assert judge("matches_reference", evidence(tensor([0.0]), None)) is not None


def model(weight: float, count: int) -> dict:
    return {
        "parameters": {"weight": tensor([weight])},
        "buffers": {"count": tensor([count], "int64")},
        "gradients": {"weight": tensor([9.0 * weight])},
        "training": {".": weight > 0},
    }


def test_a_model_is_its_parameters_and_buffers(evidence):
    """Left-over gradients and the mode are free; the buffers are not."""
    same = {**model(1.0, 3), "gradients": {"weight": None}, "training": {".": False}}

    assert judge("matches_reference", evidence(same, model(1.0, 3))) is None
    assert judge("matches_reference", evidence(model(2.0, 3), model(1.0, 3))) is not None
    assert judge("matches_reference", evidence(model(1.0, 4), model(1.0, 3))) is not None


def lanes(*outcomes) -> tuple[Observation, ...]:
    return (Observation(values={"lanes": tuple({"history": outcome} for outcome in outcomes)}),)


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (lanes(1.0, NAN), None),
        (lanes(1, NAN), None),
        (lanes(1.0, 2.0), "losses = [1] ends differently"),
        (lanes(True, NAN), "losses = [0] ends differently"),
        (lanes(1.0), "not every sequence was answered"),
        ((Observation(values={"lanes": 5}),), "not every sequence was answered"),
        ((Observation(),), "not every sequence was answered"),
    ],
    ids=[
        "the same",
        "int for float",
        "another",
        "bool for float",
        "one is missing",
        "a number",
        "nothing",
    ],
)
def test_enumerations_are_compared_one_by_one(evidence, actual, message):
    """The first sequence that differs is the smallest, and is shown."""
    given = {"losses": SequencesRecipe((0.0, 1.0), 1)}
    seen = evidence(seen=actual, given=given)
    expected = lanes(1.0, NAN)

    finding = judge("matches_reference", type(seen)(seen.case, actual, expected))

    assert getattr(finding, "message", None) == message


# others -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actual", [0.7, 0.65, tensor(0.7), tensor([[0.75]], requires_grad=True)])
def test_convergence_accepts_what_is_near(evidence, actual):
    """A number in any form."""
    assert judge("converges_to", evidence(actual), of="result", value=0.7, within=0.06) is None


@pytest.mark.parametrize(
    "actual",
    [
        0.0, NAN, math.inf, True, None, "0.7", 10**400, tensor([0.7, 0.7]), (0.7, 0.7), OBJECT,
        tensor([True], "bool"), tensor([0.7 + 0j], "complex64"),
    ],
    ids=short,
)  # fmt: skip
def test_convergence_finds_what_is_not_near(evidence, actual):
    """NaN is near nothing, and neither is what is no number."""
    finding = judge("converges_to", evidence(actual), of="result", value=0.7, within=0.5)

    assert finding is not None


def test_convergence_finds_a_missing_part(evidence):
    """A path that leads nowhere."""
    assert judge("converges_to", evidence((0.7,)), of="result.3", value=0.7, within=1) is not None


@pytest.mark.parametrize("actual", [1.0, 1, "x", None, tensor([1.0]), tensor([]), OBJECT])
def test_finite_accepts_finite_numbers(evidence, actual):
    """And what is no number."""
    assert judge("finite", evidence(actual)) is None


@pytest.mark.parametrize("actual", [NAN, math.inf, tensor([1.0, NAN]), (1.0, {"a": -math.inf})])
def test_finite_finds_what_is_not(evidence, actual):
    """However deep it lies."""
    assert judge("finite", evidence(actual)) is not None


@pytest.mark.parametrize("actual", [tensor([1.0]), (tensor([1.0]), tensor([1], "int64")), 1.0])
def test_dtypes_that_are_kept_are_accepted(evidence, actual):
    """Of floating tensors; indices and numbers have none to keep."""
    assert judge("dtype_preserved", evidence(actual)) is None


def test_a_changed_dtype_is_found(evidence):
    """The case is in float64."""
    finding = judge("dtype_preserved", evidence({"a": tensor([1.0], "float32")}))

    assert finding.message == "result.a has another dtype"


@pytest.mark.parametrize("actual", [tensor([0.0, 9.0]), tensor([1, 2], "int64")])
def test_shapes_are_compared_alone(evidence, actual):
    """Values and dtype are for other checks."""
    assert judge("shape", evidence(actual, tensor([1.0, 2.0]))) is None


@pytest.mark.parametrize("actual", [tensor([[1.0, 2.0]]), tensor(1.0), 1.0, (1.0, 2.0), None])
def test_other_shapes_are_found(evidence, actual):
    """A list is not a tensor."""
    assert judge("shape", evidence(actual, tensor([1.0, 2.0]))) is not None


def test_a_shape_may_be_that_of_a_given(evidence):
    """As it was before the run."""
    seen = evidence(tensor([[1.0]]), before={"inputs": tensor([1.0])})

    assert judge("shape", seen, like="inputs").expected == "(1,)"


def test_a_shape_may_be_that_of_a_given_that_requires_grad(evidence):
    """Of such a tensor the gradient is observed beside the value."""
    before = {"inputs": {"value": tensor([1.0], requires_grad=True), "gradient": None}}

    seen = evidence(tensor([2.0]), before=before)

    assert judge("shape", seen, like="inputs") is None


def test_what_is_left_as_it_was_is_accepted(evidence):
    """To the last bit; the mode in which a model is left is free."""
    after = {**model(1.0, 3), "training": {".": False}}

    assert (
        judge("unchanged", evidence(after, before={"result": model(1.0, 3)}), of=("result",))
        is None
    )


@pytest.mark.parametrize("after", [tensor([1.0 + 1e-15]), tensor([1.0], "float32"), None, 1.0])
def test_what_was_changed_is_found(evidence, after):
    """However little."""
    finding = judge("unchanged", evidence(after, before={"result": tensor([1.0])}), of=("result",))

    assert finding.message in ("result was changed", "result[0] was changed")


def normal(count: int = 400, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, 2))


def rows(array) -> tuple:
    return tuple(tuple(map(float, row)) for row in array)


@pytest.mark.parametrize(
    "actual",
    [rows(normal(seed=1)), tuple(tensor(row) for row in normal(seed=2))],
    ids=["numbers", "tensors"],
)
def test_normal_draws_are_accepted(evidence, actual):
    """Whatever the seed, and as numbers or tensors."""
    assert judge("standard_normal", evidence(actual, rows(normal())), of="result") is None


@pytest.mark.parametrize(
    "actual",
    [
        rows(normal() + 0.5),
        rows(normal() * 2),
        rows(np.random.default_rng(0).uniform(-1.73, 1.73, (400, 2))),
        rows(np.sign(normal())),
        rows(np.repeat(normal()[:, :1], 2, axis=1)),
        rows(np.sort(normal(), axis=0)),
        rows(np.zeros((400, 2))),
        rows(np.full((400, 2), NAN)),
        rows(normal(100)),
        tuple((10**400, 0.0) for _ in range(400)),
        tuple(("x", 0.0) for _ in range(400)),
        ((1.0, 2.0), (1.0,)),
        (),
        None,
    ],
    ids=[
        "shifted", "wide", "uniform", "signs", "twins", "sorted", "zeros", "nan", "too few",
        "huge", "text", "ragged", "none", "nothing",
    ],
)  # fmt: skip
def test_draws_that_are_not_normal_are_found(evidence, actual):
    """By their mean, spread, form, or dependence; what are no draws at all, by their shape."""
    assert judge("standard_normal", evidence(actual, rows(normal())), of="result") is not None


def test_every_property_is_judged_without_a_result(evidence):
    """Whatever a submission did not leave behind is a finding or nothing, never an exception."""
    seen = evidence(expected=tensor([1.0]), seen=(Observation(),))

    assert judge("shape", seen) is not None
    assert judge("finite", seen) is None
    assert judge("dtype_preserved", seen) is None


def test_bfloat16_is_compared_by_its_values(evidence):
    """It travels as the upper half of a float32."""
    one, other = (Tensor("bfloat16", (1,), bytes([low, 0x3F])) for low in (0x80, 0xC0))

    assert judge("matches_reference", evidence(one, one)) is None
    assert judge("matches_reference", evidence(one, other)) is not None
