"""Properties of the values that a run leaves behind."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from grader.course import Amount, Finite, Some
from grader.properties._compare import (
    SMALLEST_SCALE,
    Compared,
    Comparison,
    as_float,
    farthest,
    first_finding,
    largest,
    misfit,
    rounding,
    size_of,
    steps_of,
    times,
)
from grader.properties._lanes import compared_lanes
from grader.properties._show import show
from grader.properties.model import (
    ChangingName,
    Distance,
    Evidence,
    Finding,
    GivenName,
    GivenPart,
    Part,
    Parts,
    TensorName,
    prop,
)
from grader.wire import NoSuchPart, Observation, Opaque, Tensor, Value, leaves, part


def _with_reference(
    seen: Evidence, *, of: Parts = (), scale: tuple[ChangingName, ...] = (), steps: GivenName = ""
) -> Iterator[Compared]:
    actual, expected = seen.actual[0], seen.expected[0]
    if expected.has("lanes"):
        yield from compared_lanes(seen.case, expected.part("lanes"), actual.values.get("lanes"))
        return
    for name in of or seen.observed:
        for path in _groups(expected, name):
            yield _compare(seen, path, scale, steps)


@prop(numeric=True, measure=farthest(_with_reference))
def matches_reference(
    seen: Evidence, *, of: Parts = (), scale: tuple[ChangingName, ...] = (), steps: GivenName = ""
) -> Finding | None:
    """The results agree with the reference, up to rounding.

    Shape and dtype are compared too. Where the reference returns a float, a 0-dim tensor will do
    unless it requires grad; where it returns a tensor, a float will not. None and zeros are the
    same gradient.

    Alone: it sees only what it looks at. `of: result` says nothing of the model; whether a result
    can be back-propagated shows only in a check that does it.

    Options:
        of: what is compared; by default all that is observed (not the givens). Of a model:
            parameters and buffers, not modes and gradients.
        scale: the tolerance follows the size of these givens too: for results that are small
            differences of large numbers.
        steps: the whole number that says how many updates build on each other, if the grader cannot
            see them (updates by hand).

    Example:
        - matches_reference: {id: trained, of: [result, model, optimizer], points: 3}
    """
    return first_finding(_with_reference(seen, of=of, scale=scale, steps=steps))


def _groups(expected: Observation, name: str) -> Iterator[str]:
    """The parts that are compared together: a model is its parameters and its buffers."""
    value = expected.part(name)
    if isinstance(value, Mapping) and "parameters" in value and "buffers" in value:
        yield f"{name}.parameters"
        yield f"{name}.buffers"
    else:
        yield name


def _compare(seen: Evidence, path: str, scale: tuple[str, ...], steps: str) -> Compared:
    actual, expected = seen.actual[0], seen.expected[0]
    wanted = expected.part(path)
    try:
        found = actual.part(path)
    except NoSuchPart:
        return misfit(Finding(f"{path} is missing", show(wanted)))
    if "gradient" in path:
        wanted, found = _zero_for_none(wanted, found)
    sizes = [wanted, *(expected.before.get(given) for given in scale)]
    reach = max(largest(sizes), SMALLEST_SCALE[seen.case.dtype])
    updates = steps_of(seen.case, expected, steps)
    tolerance = rounding(seen.case.dtype, size_of(seen.case), updates)
    return Comparison(tolerance * reach).compared(path, wanted, found)


def _zero_for_none(wanted: Value, found: Value) -> tuple[Value, Value]:
    """A cleared gradient may be None or zeros: make them look alike."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping) and wanted.keys() == found.keys():
        pairs = {k: _zero_for_none(wanted[k], found[k]) for k in wanted}
        return (
            {k: pair[0] for k, pair in pairs.items()},
            {k: pair[1] for k, pair in pairs.items()},
        )
    if isinstance(wanted, tuple) and isinstance(found, tuple) and len(wanted) == len(found):
        both = [_zero_for_none(w, f) for w, f in zip(wanted, found, strict=True)]
        return tuple(w for w, _ in both), tuple(f for _, f in both)
    return (None, None) if _is_clear(wanted) and _is_clear(found) else (wanted, found)


def _is_clear(gradient: Value) -> bool:
    if isinstance(gradient, Tensor):
        return not bool(np.any(gradient.array()))
    return gradient is None


def _from_true_value(
    seen: Evidence, *, of: Part, value: Finite, within: Amount
) -> Iterator[Compared]:
    found = _one_number(seen.actual[0], of)
    off = math.inf if found is None else times(abs(found - value), within)
    actual = "nothing" if found is None else f"{found:.4g}"
    finding = Finding(f"{of} is not near {value:g}", f"{value:g} ± {within:g}", actual)
    yield Compared(finding if off > 1 else None, Distance(off, within, chosen=True))


@prop(numeric=True, negative=True, measure=farthest(_from_true_value))
def converges_to(seen: Evidence, *, of: Part, value: Finite, within: Amount) -> Finding | None:
    """The learned value comes out near the true one.

    Alone: a constant passes, so it earns nothing by itself. Put `matches_reference` beside it.

    Options:
        of: what is one number, such as `result.0`.
        value: the true one.
        within: how far off it may be.

    Example:
        - converges_to:
            of: slope
            value: 0.7
            within: 0.02
            cases: 1
            when: {loader: {loader: {kind: line, plain: true, rows: 20, batch_size: 5}}}
            run: |
              for _ in range(50):
                  task(model, loader, criterion, optimizer)
              slope = model[0].weight
            observe: slope
    """
    return first_finding(_from_true_value(seen, of=of, value=value, within=within))


def _one_number(seen: Observation, path: str) -> float | None:
    try:
        found = [leaf for _, leaf in leaves(seen.part(path))]
    except NoSuchPart:
        return None
    if len(found) != 1:
        return None
    leaf = found[0]
    if isinstance(leaf, Tensor) and leaf.array().size == 1:
        leaf = replace(leaf, shape=(), requires_grad=False)
    return as_float(leaf)


@prop(negative=True, testimony="witnessed")
def finite(seen: Evidence, *, of: Parts = ("result",)) -> Finding | None:
    """Every number is finite.

    Alone: any number passes, also zero. Beside it: `matches_reference` on the same extreme inputs.

    Options:
        of: where the numbers are.

    Example:
        - finite
    """
    for name in of:
        for path, leaf in _leaves(seen.actual[0], name):
            if _is_unreadable(leaf):
                return Finding(f"{path} is no plain tensor", "finite numbers", show(leaf))
            numbers: Any = leaf.array() if isinstance(leaf, Tensor) else leaf
            if isinstance(leaf, float | Tensor) and not np.isfinite(numbers).all():
                return Finding(f"{path} is not finite", "finite numbers", show(leaf))
    return None


def _is_unreadable(leaf: Value) -> bool:
    """A tensor whose numbers and flags could not be read: sparse, quantised, of another device."""
    return isinstance(leaf, Opaque) and not leaf.bases


def _leaves(seen: Observation, name: str) -> Iterator[tuple[str, Value]]:
    return leaves(seen.part(name), name) if seen.has(name) else iter(())


@prop(negative=True, testimony="witnessed")
def dtype_preserved(seen: Evidence, *, of: Parts = ("result",)) -> Finding | None:
    """Tensors keep the dtype of what was given.

    Alone: whatever is no floating tensor passes. `matches_reference` compares dtypes as well; use
    this one where values may differ.

    Options:
        of: where the tensors are.

    Example:
        - dtype_preserved: {of: [result, model]}
    """
    for name in of:
        for path, leaf in _leaves(seen.actual[0], name):
            if _is_unreadable(leaf):
                return Finding(f"{path} is no plain tensor", seen.case.dtype, show(leaf))
            if isinstance(leaf, Tensor) and leaf.is_floating and leaf.dtype != seen.case.dtype:
                return Finding(f"{path} has another dtype", seen.case.dtype, leaf.dtype)
    return None


@prop
def shape(seen: Evidence, *, of: Part = "result", like: TensorName = "") -> Finding | None:
    """The result has the right shape.

    Alone: zeros of that shape pass. Beside it: `matches_reference`, which compares shapes as well.

    Options:
        of: what has the shape.
        like: the given tensor whose shape it has; without it, the reference's shape.

    Example:
        - shape: {like: inputs}
    """
    source = seen.expected[0].before if like else seen.expected[0].values
    wanted = part(source, like or of)
    if like and isinstance(wanted, Mapping):  # of one that requires grad, the gradient is seen too
        wanted = wanted["value"]
    found = seen.actual[0].part(of) if seen.actual[0].has(of) else None
    if isinstance(wanted, Tensor) and isinstance(found, Tensor) and wanted.shape == found.shape:
        return None
    expected = str(wanted.shape) if isinstance(wanted, Tensor) else show(wanted)
    actual = str(found.shape) if isinstance(found, Tensor) else show(found)
    return Finding(f"{of} has another shape", expected, actual)


@prop(negative=True, testimony="witnessed")
def detached(seen: Evidence, *, of: Parts = ("result",)) -> Finding | None:
    """The result does not require grad.

    Alone: anything without a graph passes. Beside it: `matches_reference`.

    Options:
        of: what does not require grad.

    Example:
        - detached
    """
    for name in of:
        for path, leaf in _leaves(seen.actual[0], name):
            if _is_unreadable(leaf):
                return Finding(f"{path} is no plain tensor", "a plain tensor", show(leaf))
            if isinstance(leaf, Tensor) and leaf.requires_grad:
                return Finding(f"{path} requires grad", "a tensor without a graph", show(leaf))
    return None


@prop(negative=True, testimony="witnessed")
def unchanged(seen: Evidence, *, of: Some[GivenPart]) -> Finding | None:
    """What was given is left as it was.

    Alone: doing nothing passes. Beside it: a check of the result.

    Options:
        of: what stays the same to the last bit, `requires_grad` included; of a model, everything
            but its mode.

    Example:
        - unchanged: {of: [inputs, model.requires_grad]}
    """
    for path in of:
        before = part(seen.expected[0].before, path)
        after = seen.actual[0].part(path) if seen.actual[0].has(path) else None
        if isinstance(before, Mapping) and isinstance(after, Mapping) and "training" in before:
            # the mode in which a model is left is free
            before, after = _without_mode(before), _without_mode(after)
        comparison = Comparison(0.0, flags=True)
        finding = comparison.compare(path, before, after)
        if finding is not None:
            where = comparison.worst_at or path
            return Finding(
                f"{where} was changed", finding.expected, finding.actual, finding.difference
            )
    return None


def _without_mode(model: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in model.items() if name != "training"}


@prop(numeric=True)
def standard_normal(seen: Evidence, *, of: Part) -> Finding | None:
    """The values are independent draws from the standard normal distribution.

    Mean, spread, correlations and the largest gap between the distribution functions
    (Kolmogorov-Smirnov), each within five standard errors. Draw a thousand or more: with few draws
    nearly everything passes.

    Options:
        of: a list of many draws; each may hold several numbers, which must be independent too.

    Example:
        - standard_normal:
            of: draws
            cases: 1
            run: draws = [torch.randn(2) for _ in range(1000)]
            observe: draws
    """
    draws = _table(seen.actual[0].part(of)) if seen.actual[0].has(of) else None
    wanted = _table(seen.expected[0].part(of))
    assert wanted is not None
    if draws is None or draws.shape != wanted.shape:
        return Finding(f"{of} are not draws of the right shape", str(wanted.shape))
    count = math.sqrt(len(draws))
    for column, name in zip(draws.T, "abcdefgh", strict=False):
        numbers = np.sort(column)
        normal = np.array([0.5 * (1 + math.erf(x / math.sqrt(2))) for x in numbers])
        steps = np.arange(1, len(numbers) + 1) / len(numbers)
        facts = {
            "mean": (float(numbers.mean()), 0.0, 5 / count),
            "standard deviation": (float(numbers.std()), 1.0, 5 / (count * math.sqrt(2))),
            "distance from the normal curve": (float(np.abs(normal - steps).max()), 0.0, 2 / count),
        }
        for fact, (found, value, within) in facts.items():
            if not abs(found - value) <= within:
                message = f"{of} {name}: the {fact} of {len(draws)} draws is off"
                return Finding(message, f"{value:g} ± {within:.2g}", f"{found:.3g}")
    return _correlated(of, draws, 5 / count)


def _table(value: Value) -> Any:
    """The draws as rows of numbers; None if they are not all of one length."""
    rows = value if isinstance(value, tuple) else ()
    try:
        return np.array([_numbers(row) for row in rows], dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None


def _numbers(row: Value) -> list[Any]:
    found: list[Any] = []
    for _, leaf in leaves(row):
        if isinstance(leaf, str):
            raise TypeError("a text of digits is no number")
        found += leaf.array().reshape(-1).tolist() if isinstance(leaf, Tensor) else [leaf]
    return found


def _correlated(of: str, draws: Any, within: float) -> Finding | None:
    for lag, (one, other) in _pairs(draws):
        found = float(np.corrcoef(one, other)[0, 1])
        if not abs(found) <= within:
            return Finding(f"{of} {lag}", f"0 ± {within:.2g}", f"{found:.3g}")
    return None


def _pairs(draws: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for i in range(draws.shape[1]):
        yield "depend on the draw before: their correlation is off", (draws[1:, i], draws[:-1, i])
        for j in range(i):
            yield "depend on each other: their correlation is off", (draws[:, i], draws[:, j])
