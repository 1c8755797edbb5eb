"""What properties reckon with: numbers however they are held, and what rounding may do to them."""

import numpy as np
import pytest

from grader.cases import Case
from grader.properties import Evidence, numbers, tolerance
from grader.wire import Observation, Opaque, Tensor

TENSOR = Tensor("float32", (2,), np.array([1.5, 2.5], "<f4").tobytes())
FLAGS = Tensor("bool", (2,), bytes(2))


@pytest.mark.parametrize(
    ("held", "row"),
    [
        (1, [1.0]),
        ((1, 2.5), [1.0, 2.5]),
        (TENSOR, [1.5, 2.5]),
        ((TENSOR, (3,)), [1.5, 2.5, 3.0]),
        ({"a": 1.0, "b": TENSOR}, [1.0, 1.5, 2.5]),
        ((), []),
        (10**400, [float("inf")]),
    ],
)
def test_numbers_come_as_one_row(held, row):
    """However they are held: plain, in lists, in tensors, in dicts."""
    found = numbers(Observation({"result": held}), "result")

    assert found.tolist() == row


@pytest.mark.parametrize("held", [None, "1", True, FLAGS, Opaque("x.Y"), (1.0, None), {"a": "b"}])
def test_anything_else_is_no_row(held):
    """One leaf that is no number is enough; a bool is none."""
    assert numbers(Observation({"result": held}), "result") is None


def test_what_is_not_there_is_no_row():
    """A property need not ask first."""
    assert numbers(Observation({}), "result.3") is None


def test_rounding_follows_the_dtype_and_the_largest_number():
    """As in matches_reference; infinities and NaN say nothing about size."""
    one, other = (Evidence(Case({}, d, 0), (), (Observation(),)) for d in ("float64", "float32"))

    assert tolerance(one, [1.0, -10.0]) == 10 * tolerance(one, [1.0])
    assert tolerance(one, [1.0, float("nan"), float("inf")]) == tolerance(one, [1.0])
    assert tolerance(other, [1.0]) > 1000 * tolerance(one, [1.0]) > 0
    assert tolerance(one, []) > 0
