"""What it means to agree with the reference where autocast chooses the dtype of operations.

Under autocast a float32 model computes in half precision: whoever sums up in another order, on
another device for instance, is off by roundings of that. A float64 model is left alone, and there
a difference shows.
"""

import math
from collections.abc import Iterable

import numpy as np

from grader.properties import (
    Evidence,
    Finding,
    Observation,
    Parts,
    Tensor,
    Value,
    leaves,
    numbers,
    prop,
    show,
    tolerance,
)

HALF = 2.0**-5  # a few roundings of bfloat16, which keeps eight bits of a number
CLOSE = 1e-6  # of float64: also for who adds losses up in float32, or 1e-6 to a norm


@prop(numeric=True)
def agrees_under_autocast(seen: Evidence, *, of: Parts) -> Finding | None:
    """The results agree with the reference, up to the rounding of mixed precision.

    As in `matches_reference`, shape and dtype are compared too, and a 0-dim tensor that does not
    require grad may stand for a float. In float64, which autocast leaves alone, numbers may differ
    by 1e-6 of the largest beside rounding; in float32 by 3 per cent, and by as much again for each
    step. So let cases come in both, and take no optimizer that divides by the gradient's size.

    Options:
        of: what is compared, each part for itself.

    Example:
        - agrees_under_autocast: {of: [result, model.parameters]}
    """
    found = (_difference(seen, path) for path in of)
    return next((finding for finding in found if finding is not None), None)


def _difference(seen: Evidence, path: str) -> Finding | None:
    actual, expected = seen.actual[0], seen.expected[0]
    if not actual.has(path):
        return Finding(f"{path} is missing", show(expected.part(path)))
    wanted, got = _leaves(expected, path), _leaves(actual, path)
    if wanted.keys() != got.keys():
        message = f"{path} is made up of other things"
        return Finding(message, show(expected.part(path)), show(actual.part(path)))
    allowed = _allowed(seen, wanted.values())
    for where, value in wanted.items():
        finding = _misfit(where, value, got[where])
        if finding is None and isinstance(value, float | Tensor):
            gap = _gap(numbers(expected, where), numbers(actual, where))
            if not gap <= allowed:
                by = f"differs by {gap:.4g} ({allowed:.1e} allowed)"
                message = f"{where} is not what it should be"
                finding = Finding(message, show(value), show(got[where]), by)
        if finding is not None:
            return finding
    return None


def _allowed(seen: Evidence, values: Iterable[Value]) -> float:
    reach = max((abs(number) for value in values for number in _finite(value)), default=0.0)
    within = CLOSE if seen.case.dtype == "float64" else HALF
    steps = 1 + seen.expected[0].count("step")
    return within * steps * reach + tolerance(seen, [reach])


def _leaves(seen: Observation, path: str) -> dict[str, Value]:
    """What a part is made up of, by the paths at which `numbers` finds it."""
    found = leaves(seen.part(path), path)
    return {where.replace("[", ".").replace("]", ""): value for where, value in found}


def _misfit(path: str, wanted: Value, got: Value) -> Finding | None:
    """Another shape or dtype, or no number; what is no float must be equal."""
    if isinstance(wanted, Tensor):
        fits = isinstance(got, Tensor) and (got.shape, got.dtype) == (wanted.shape, wanted.dtype)
    elif isinstance(wanted, float):
        is_number = isinstance(got, int | float) and not isinstance(got, bool)
        fits = is_number or (isinstance(got, Tensor) and got.shape == () and not got.requires_grad)
    else:
        fits = type(got) is type(wanted) and got == wanted
    return None if fits else Finding(f"{path} is something else", show(wanted), show(got))


def _finite(value: Value) -> Iterable[float]:
    if isinstance(value, Tensor) and value.is_floating:
        array = value.array().astype(np.float64)
        return [float(number) for number in array[np.isfinite(array)]]
    return [value] if isinstance(value, float) and math.isfinite(value) else []


def _gap(wanted: np.ndarray | None, got: np.ndarray | None) -> float:
    """The largest difference; infinite where one side is no number, or NaN alone."""
    if wanted is None or got is None or wanted.shape != got.shape:
        return math.inf
    with np.errstate(all="ignore"):
        gaps = np.where((wanted == got) | (np.isnan(wanted) & np.isnan(got)), 0, abs(wanted - got))
    return float(np.where(np.isnan(gaps), math.inf, gaps).max(initial=0.0))
