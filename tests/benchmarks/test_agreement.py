"""How far a run is from its double on the CPU, as one number."""

import math

import numpy as np
import pytest
from device_lane.agreement import Agreement, agreement_of, largest, relative_difference

from grader.wire import Observation, Tensor


def tensor(*numbers, dtype="float64", device="cpu"):
    data = np.array(numbers, dtype=dtype).tobytes()
    return Tensor(dtype, (len(numbers),), data, device=device)


def found(relative, who="reference", dtype="float64", runs=1):
    return Agreement("exercise01", "work", "given", dtype, relative, who, "result", runs)


def test_the_difference_is_relative_to_the_largest_number():
    """Not to its own: small numbers beside large ones carry the error of the large ones."""
    here = {"weight": tensor(100.0, 1.0), "bias": tensor(2.0)}
    there = {"weight": tensor(100.0, 1.5), "bias": tensor(2.0)}

    assert relative_difference(here, there, 1e-3) == 0.005


def test_numbers_around_zero_are_measured_against_the_smallest_scale():
    """Of what cancels, the difference of two leftovers is no disagreement."""
    assert relative_difference(tensor(0.0), tensor(1e-9), 1e-3) == pytest.approx(1e-6)


def test_the_place_of_a_tensor_is_no_difference():
    """The device is what is being changed."""
    assert relative_difference(tensor(1.0), tensor(1.0, device="sim:0"), 1e-3) == 0.0


def test_nan_agrees_with_nan():
    """A loss that is not finite on both sides is the same loss."""
    assert relative_difference((math.nan, math.inf), (math.nan, math.inf), 1e-3) == 0.0


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (1.0, math.nan),
        (1.0, math.inf),
        (1.0, None),
        (1.0, tensor(1.0)),
        (3, 4),
        ("eval", "train"),
        (tensor(1.0), tensor(1.0, 1.0)),
        (tensor(1.0), tensor(1.0, dtype="float32")),
        (tensor(1, dtype="int64"), tensor(2, dtype="int64")),
        ((1.0,), (1.0, 1.0)),
        ({"a": 1.0}, {"b": 1.0}),
    ],
)
def test_another_form_is_infinitely_far(here, there):
    """NaN, another type, dtype, shape, length or key, or another whole number."""
    assert relative_difference(here, there, 1e-3) == math.inf


def test_the_part_that_is_farthest_is_named():
    """Of everything that a run left behind."""
    here = Observation({"result": 1.0, "model": tensor(1.0)})
    there = Observation({"result": 1.0, "model": tensor(1.5)})

    agreement = agreement_of("exercise01", "work", "given", "other", "float64", (here, there))

    assert (agreement.relative, agreement.part, agreement.who) == (0.5, "model", "other")


def test_what_is_missing_on_the_device_is_infinitely_far():
    """A run that leaves less behind does not agree."""
    pair = Observation({"result": 1.0}), Observation({})

    agreement = agreement_of("exercise01", "work", "given", "other", "float64", pair)

    assert agreement.relative == math.inf


def test_the_largest_of_each_dtype_stands_for_all():
    """With the runs of all counted."""
    both = largest([found(0.1), found(0.3, "other"), found(0.2), found(0.5, dtype="float32")])

    assert both == (found(0.3, "other", runs=3), found(0.5, dtype="float32"))
