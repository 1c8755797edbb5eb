"""What it means to agree with torch's clipping, which itself is right to a relative 1e-5 only.

`clip_grad_norm_` divides by norm + 1e-6. Who divides by the norm is right too, and off by more than
rounding explains.
"""

import math
from collections.abc import Iterable

import numpy as np

from grader.course import Amount
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


@prop(numeric=True)
def agrees_to(seen: Evidence, *, of: Parts, within: Amount = 1e-5) -> Finding | None:
    """The results agree with the reference, up to a small part of the largest number.

    As in `matches_reference`, shape and dtype are compared too, and a 0-dim tensor that does not
    require grad may stand for a float. A gradient that is None stays None.

    Options:
        of: what is compared, each part for itself.
        within: by which part of the largest number they may differ after a step, beside rounding;
            after n steps by 1 + n times as much.

    Example:
        - agrees_to: {of: parameters.gradients, within: 1.0e-5}
    """
    found = (_difference(seen, path, within) for path in of)
    return next((finding for finding in found if finding is not None), None)


def _difference(seen: Evidence, path: str, within: float) -> Finding | None:
    actual, expected = seen.actual[0], seen.expected[0]
    if not actual.has(path):
        return Finding(f"{path} is missing", show(expected.part(path)))
    wanted, got = _leaves(expected, path), _leaves(actual, path)
    if wanted.keys() != got.keys():
        message = f"{path} is made up of other things"
        return Finding(message, show(expected.part(path)), show(actual.part(path)))
    reach = max((abs(number) for value in wanted.values() for number in _finite(value)), default=0)
    allowed = within * (1 + expected.count("step")) * reach + tolerance(seen, [reach])
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
    if wanted is None or got is None:
        return math.inf
    with np.errstate(all="ignore"):
        gaps = np.where((wanted == got) | (np.isnan(wanted) & np.isnan(got)), 0, abs(wanted - got))
    return float(np.where(np.isnan(gaps), math.inf, gaps).max(initial=0.0))
