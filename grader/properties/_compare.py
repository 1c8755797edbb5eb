"""Compare what was observed with what was expected: shape and dtype before values.

Numbers are compared in groups (all parameters of a model, all numbers of a result). What a group
may differ by is its largest number times a relative tolerance, which comes from the dtype, the size
of the data and the number of steps; never from a number that happened to pass.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.cases import (
    Case,
    DataRecipe,
    DigitsRecipe,
    LoaderRecipe,
    SequenceDataRecipe,
    TensorRecipe,
)
from grader.properties._show import show, show_keys
from grader.properties.model import Distance, Finding, Measure
from grader.wire import Observation, Opaque, Tensor, Value

EPS = {"float64": 2.0**-52, "float32": 2.0**-23, "bfloat16": 2.0**-7, "float16": 2.0**-10}

LOSSES = "torch.nn.modules.loss."

# How many roundings a right implementation may be off. 64 covers any order of summation and any
# algebraically equal formula of these sizes. In float64 right and wrong are at least four orders of
# magnitude apart, so there is room for the approximations that torch itself makes (softplus is
# linear above 20: 2e-9; a clip adds 1e-6 to the norm), and they stay far below the smallest effect
# of a wrong implementation (2e-2).
ROUNDINGS = {"float64": 2.0**22, "float32": 64.0, "bfloat16": 8.0, "float16": 8.0}
# Numbers of a group that are all smaller than this are noise around zero: differences of numbers of
# size 1, which is what cases are made of.
SMALLEST_SCALE = {"float64": 1e-3, "float32": 0.1, "bfloat16": 1.0, "float16": 1.0}


def rounding(dtype: str, size: int = 1, steps: int = 0, roundings: float = 0.0) -> float:
    """The relative difference that rounding explains.

    `size`: numbers that are summed up (errors grow with its root); `steps`: updates that build on
    each other; `roundings`: how many a sum may be off, if not as many as another formula may.
    """
    return EPS[dtype] * (roundings or ROUNDINGS[dtype]) * math.sqrt(max(size, 1)) * (1 + steps)


def size_of(case: Case) -> int:
    """The most numbers that any sum of a case runs over."""
    return max((_numbers(recipe) for recipe in case.given.values()), default=1)


def _numbers(recipe: Any) -> int:
    if isinstance(recipe, LoaderRecipe):
        return _numbers(recipe.data)
    if isinstance(recipe, DataRecipe | SequenceDataRecipe | DigitsRecipe):
        return recipe.rows * recipe.width
    return math.prod(recipe.shape) if isinstance(recipe, TensorRecipe) else 1


def steps_of(case: Case, expected: Observation, steps: str) -> int:
    """How many updates a run makes: the given named so, or what the reference's trace shows."""
    counted = expected.count("step")
    named = case.given.get(steps)
    return max(counted, named if isinstance(named, int) else 0)


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison: what is wrong, if anything is, and how far apart the two sides are."""

    finding: Finding | None
    distance: Distance


Comparing = Callable[..., Iterable[Compared]]


def first_finding(compared: Iterable[Compared]) -> Finding | None:
    return next((one.finding for one in compared if one.finding is not None), None)


def farthest(comparing: Comparing) -> Measure:
    """The measure of a property that judges by the first finding among these comparisons."""

    def measure(*evidence: Any, **options: Any) -> Distance:
        found = Distance(0.0, 0.0)
        for one in comparing(*evidence, **options):
            if one.distance.multiple >= found.multiple:
                found = one.distance
            if found.multiple == math.inf:
                break
        return found

    return measure


def misfit(finding: Finding, allowed: float = 0.0) -> Compared:
    """A difference that no number can express."""
    return Compared(finding, Distance(math.inf, allowed))


def times(difference: float, allowed: float) -> float:
    """A difference as a multiple of what is allowed: above 1 just where it is larger."""
    if difference == 0:
        return 0.0
    return difference / allowed if allowed > 0 and math.isfinite(difference) else math.inf


def largest(values: Iterable[Value]) -> float:
    """The largest finite magnitude among numbers and tensors, however nested."""
    sizes = [abs(n) for value in values for n in _finite(value)]
    return max(sizes, default=0.0)


def _finite(value: Value) -> Iterator[float]:
    if isinstance(value, Tensor) and value.is_floating:
        array = np.abs(value.array().astype(np.float64))
        array = array[np.isfinite(array)]
        yield float(array.max()) if array.size else 0.0
    elif isinstance(value, float) and math.isfinite(value):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _finite(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _finite(item)


@dataclass(slots=True)
class Comparison:
    """One group being compared: how much it may differ by, and the worst seen so far."""

    allowed: float
    flags: bool = False  # whether a tensor must also require grad, or not, as expected
    multiple: float = 0.0  # the largest difference, also of what is accepted
    differing: int = 0
    total: int = 0
    worst: float = 0.0
    worst_at: str = ""
    worst_pair: tuple[float, float] = (0.0, 0.0)

    def compare(self, name: str, expected: Value, actual: Value) -> Finding | None:
        """The first difference in form, or else a finding about all the numbers that differ."""
        return self.compared(name, expected, actual).finding

    def compared(self, name: str, expected: Value, actual: Value) -> Compared:
        """The same, with how far apart the two are."""
        finding = self._walk(name, expected, actual)
        if finding is not None:
            return misfit(finding, self.allowed)
        distance = Distance(self.multiple, self.allowed)
        return Compared(self._differences(name, expected, actual), distance)

    def _differences(self, name: str, expected: Value, actual: Value) -> Finding | None:
        if self.differing == 0:
            return None
        return Finding(
            f"{name} is not what it should be",
            show(expected),
            show(actual),
            self._summary(),
        )

    def _summary(self) -> str:
        at = f" in {self.worst_at}" if self.worst_at else ""
        by = f"{self.worst:.4g}" if math.isfinite(self.worst) else "no finite amount"
        head = f"{self.differing} of {self.total} differ, most" if self.total > 1 else "differs"
        return f"{head}{at}, by {by} ({self.allowed:.1e} allowed)"

    def _walk(self, path: str, expected: Value, actual: Value) -> Finding | None:
        if isinstance(expected, Tensor):
            return self._tensor(path, expected, actual)
        if isinstance(expected, Mapping):
            return self._mapping(path, expected, actual)
        if isinstance(expected, tuple):
            return self._sequence(path, expected, actual)
        if isinstance(expected, float):
            return self._number(path, expected, actual)
        return _exact(path, expected, actual)

    def _mapping(self, path: str, expected: Mapping[str, Value], actual: Value) -> Finding | None:
        if not isinstance(actual, Mapping):
            return _other_kind(path, "a dict", expected, actual)
        if expected.keys() != actual.keys():
            return Finding(f"{path} has other keys", show_keys(expected), show_keys(actual))
        found = (self._walk(_inside(path, k), expected[k], actual[k]) for k in expected)
        return next((finding for finding in found if finding is not None), None)

    def _sequence(self, path: str, expected: tuple[Value, ...], actual: Value) -> Finding | None:
        if not isinstance(actual, tuple):
            return _other_kind(path, "a list or tuple", expected, actual)
        if len(expected) != len(actual):
            return Finding(
                f"{path} has {len(actual)} items, not {len(expected)}", show(expected), show(actual)
            )
        pairs = zip(expected, actual, strict=True)
        found = (self._walk(f"{path}[{i}]", e, a) for i, (e, a) in enumerate(pairs))
        return next((finding for finding in found if finding is not None), None)

    def _number(self, path: str, expected: float, actual: Value) -> Finding | None:
        number = as_float(actual)
        if isinstance(actual, Tensor) and actual.requires_grad and actual.shape == ():
            return Finding(
                f"{path} is a tensor that still requires grad, not a plain number",
                show(expected), show(actual),
            )  # fmt: skip
        if number is None:
            return _other_kind(path, "a number", expected, actual)
        self._count(path, np.array(expected), np.array(number))
        return None

    def _tensor(self, path: str, expected: Tensor, actual: Value) -> Finding | None:
        if not isinstance(actual, Tensor):
            return _other_kind(path, "a tensor", expected, actual)
        if expected.shape != actual.shape:
            return Finding(f"{path} has another shape", str(expected.shape), str(actual.shape))
        if expected.dtype != actual.dtype:
            return Finding(f"{path} has another dtype", expected.dtype, actual.dtype)
        if self.flags and expected.requires_grad != actual.requires_grad:
            return Finding(f"{path}: requires_grad has changed", show(expected), show(actual))
        if expected.data != actual.data:
            self._count(path, expected.array(), actual.array(), exact=not expected.is_floating)
        else:
            self.total += int(expected.array().size)
        return None

    def _count(self, path: str, expected: Any, actual: Any, exact: bool = False) -> None:
        self.total += expected.size
        if expected.size == 0:
            return
        same = (expected == actual) | ((expected != expected) & (actual != actual))  # NaN is NaN
        wide = np.complex128 if np.iscomplexobj(expected) else np.float64
        with np.errstate(all="ignore"):
            gap = np.abs(expected.astype(wide) - actual.astype(wide))
        gap = np.where(same, 0.0, np.where(np.isnan(gap), np.inf, gap))
        wrong = ~same if exact else gap > self.allowed
        reached = math.inf if exact and wrong.any() else times(float(gap.max()), self.allowed)
        self.multiple = max(self.multiple, reached)
        if not wrong.any():
            return
        self.differing += int(wrong.sum())
        place = np.unravel_index(int(gap.argmax()), gap.shape)
        if not self.worst_at or gap[place] > self.worst:
            index = f"[{', '.join(str(int(i)) for i in place)}]" if place else ""
            self.worst, self.worst_at = float(gap[place]), path + index


def _exact(path: str, expected: Value, actual: Value) -> Finding | None:
    if isinstance(expected, Opaque):
        if isinstance(actual, Opaque) and _is_one(expected.type_name, actual):
            return None
        return Finding(f"{path} is something else", expected.type_name, show(actual))
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        item = _item(actual) if isinstance(expected, bool) else actual
        if type(item) is type(expected) and item == expected:
            return None
    elif (number := _as_number(actual)) is not None and number == expected:
        return None
    return Finding(f"{path} is not what it should be", show(expected), show(actual))


def _is_one(kind: str, actual: Opaque) -> bool:
    """Whether it is of that type. Of a loss, what derives from it may compute something else."""
    is_exact = kind == actual.type_name
    return kind in actual.bases and (is_exact or not kind.startswith(LOSSES))


def as_float(value: Value) -> float | None:
    """The number behind a value as a float, None if there is none."""
    number = _as_number(value)
    try:
        return None if number is None else float(number)
    except OverflowError:  # an int of a thousand digits
        return math.inf if number > 0 else -math.inf


def _as_number(value: Value) -> Any:
    """The number behind a value, None if there is none; a bool is no number."""
    item = _item(value)
    return item if isinstance(item, int | float) and not isinstance(item, bool) else None


def _item(value: Value) -> Any:
    """A 0-dim tensor stands for the number that it holds, unless it still requires grad."""
    if isinstance(value, Tensor) and value.shape == () and not value.requires_grad:
        return value.array().item()
    return value


def _other_kind(path: str, wanted: str, expected: Value, actual: Value) -> Finding:
    if isinstance(actual, Opaque) and not actual.bases:  # such as a sparse tensor
        wanted = "a plain dense one" if isinstance(expected, Tensor) else wanted
        message = f"{path} is {actual.type_name}; {wanted} is expected"
        return Finding(message, show(expected), show(actual))
    return Finding(f"{path} is not {wanted}", show(expected), show(actual))


def _inside(path: str, key: str) -> str:
    """The path of what a mapping holds; a model itself is the part of it without a name."""
    return f"{path}.{key}" if key else path
