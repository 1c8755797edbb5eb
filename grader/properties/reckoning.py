"""Numbers for properties that reckon: whatever was left behind, as one row of floats."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from grader.properties._compare import SMALLEST_SCALE, as_float, rounding, size_of, steps_of
from grader.properties.model import Evidence
from grader.wire import Observation, Tensor, Value, leaves

Row = NDArray[np.float64]


def numbers(seen: Observation, path: str) -> Row | None:
    """Every number in a part, in order; None if there is no such part, or anything else in it.

    Lists and tuples of numbers, tensors of any shape, both inside each other: mostly it does not
    matter how numbers are held. A bool is no number, NaN and infinities are.
    """
    rows = [_row(leaf) for _, leaf in leaves(seen.part(path))] if seen.has(path) else [None]
    found = [row for row in rows if row is not None]
    if len(found) < len(rows):
        return None
    return np.concatenate([np.zeros(0), *found])


def tolerance(seen: Evidence, of: Iterable[float]) -> float:
    """By how much right code may be off from these numbers on this case, by rounding alone.

    As in `matches_reference`: it follows the dtype, the largest number, how many are summed up and
    how many updates build on each other. Ask whether `abs(found - wanted) <= tolerance`, never
    whether it is larger: NaN is not larger.
    """
    reach = max((abs(float(number)) for number in of if np.isfinite(number)), default=0.0)
    steps = steps_of(seen.case, seen.expected[0], "")
    allowed = rounding(seen.case.dtype, size_of(seen.case), steps)
    return allowed * max(reach, SMALLEST_SCALE[seen.case.dtype])


def _row(leaf: Value) -> Row | None:
    if isinstance(leaf, Tensor):
        array = leaf.array()
        is_real = array.dtype.kind in "iuf"
        return array.astype(np.float64).reshape(-1) if is_real else None
    number = as_float(leaf)
    return None if number is None else np.array([number])
