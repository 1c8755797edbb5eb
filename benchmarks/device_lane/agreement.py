"""How far a run on another device is from the same run on the CPU: pure functions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.properties._compare import SMALLEST_SCALE
from grader.wire import Observation, Tensor, Value, leaves


@dataclass(frozen=True, slots=True)
class Agreement:
    """The largest relative difference of a task in one dtype, and who shows it, in what."""

    exercise: str
    task: str
    way: str
    dtype: str
    relative: float
    who: str = ""
    part: str = ""
    runs: int = 1


def relative_differences(
    here: Observation, there: Observation, dtype: str
) -> Iterator[tuple[str, float]]:
    """Each thing that was observed, and by how much it differs, relative to its largest number.

    Infinity where it is not the same in form, in whole numbers or in words; or has lost a number.
    """
    for name, value in here.values.items():
        yield name, relative_difference(value, there.values.get(name), SMALLEST_SCALE[dtype])


def relative_difference(here: Value, there: Value, smallest: float) -> float:
    """The largest difference of two numbers, over the largest magnitude here (or `smallest`)."""
    known, found = dict(leaves(here)), dict(leaves(there))
    if known.keys() != found.keys():
        return math.inf
    pairs = [(_numbers(known[path]), _numbers(found[path]), path) for path in known]
    if any(_is_other(one, other, known[path], found[path]) for one, other, path in pairs):
        return math.inf
    both = [(one, other) for one, other, _ in pairs if one is not None and other is not None]
    reach = max([_largest(one) for one, _ in both], default=0.0)
    gap = max([_gap(one, other) for one, other in both], default=0.0)
    return gap / max(reach, smallest)


def largest(found: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """Of each task and dtype the largest, with the number of runs of all."""
    by_place: dict[tuple[str, str, str], Agreement] = {}
    runs: dict[tuple[str, str, str], int] = {}
    for one in found:
        place = one.exercise, one.task, one.dtype
        runs[place] = runs.get(place, 0) + one.runs
        if place not in by_place or one.relative > by_place[place].relative:
            by_place[place] = one
    return tuple(
        Agreement(o.exercise, o.task, o.way, o.dtype, o.relative, o.who, o.part, runs[place])
        for place, o in by_place.items()
    )


def _numbers(value: Value) -> NDArray[np.float64] | None:
    """A floating tensor or number as a row; None for everything else."""
    if isinstance(value, Tensor) and value.is_floating:
        return value.array().astype(np.float64).reshape(-1)
    return np.array([value]) if isinstance(value, float) else None


def _is_other(
    one: NDArray[np.float64] | None,
    other: NDArray[np.float64] | None,
    known: Value,
    found: Value,
) -> bool:
    """Whether two leaves cannot be compared as numbers, and are not equal either."""
    if one is not None and other is not None:
        return _form(known) != _form(found)
    return _without_place(known) != _without_place(found)


def _form(value: Value) -> tuple[str, tuple[int, ...]]:
    return (value.dtype, value.shape) if isinstance(value, Tensor) else ("number", ())


def _without_place(value: Value) -> object:
    return (_form(value), value.data) if isinstance(value, Tensor) else value


def _largest(row: NDArray[np.float64]) -> float:
    finite = np.abs(row[np.isfinite(row)])
    return float(finite.max()) if finite.size else 0.0


def _gap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    with np.errstate(all="ignore"):
        gap = np.where(same, 0.0, np.abs(one - other))
    return float(np.where(np.isnan(gap), np.inf, gap).max()) if gap.size else 0.0


def agreement_of(
    exercise: str,
    task: str,
    way: str,
    who: str,
    dtype: str,
    pair: tuple[Observation, Observation],
) -> Agreement:
    """What one run and its double come to."""
    found: Mapping[str, float] = dict(relative_differences(*pair, dtype))
    part = max(found, key=lambda name: found[name], default="")
    return Agreement(exercise, task, way, dtype, found.get(part, 0.0), who, part)
