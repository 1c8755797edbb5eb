"""Where a change of the world around an implementation can change its results by rounding only.

Each function takes a case and gives the case to try the change on, or nothing. What would make the
change more than rounding is left out of it: dropout, whose mask follows the places of the samples,
and for a batch in two parts batch norm, whose statistics are those of the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from grader.cases import (
    Case,
    CriterionRecipe,
    DeviceRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    Recipe,
    TensorRecipe,
)
from grader.wire import Observation, Tensor, Value, leaves

Applied = Callable[[Case, Observation], Case | None]


def moved(case: Case, _: Observation) -> Case | None:
    """A device is given, and it is the CPU: another takes its place."""
    devices = [recipe.name for recipe in case.given.values() if isinstance(recipe, DeviceRecipe)]
    return case if devices and set(devices) == {"cpu"} else None


def moved_afar(case: Case, seen: Observation) -> Case | None:
    """As moved, to a device that draws other random numbers: dropout cannot agree there."""
    there = moved(case, seen)
    return None if there is None else _without_dropout(there)


def permuted(case: Case, seen: Observation) -> Case | None:
    """Batches go through a criterion, which does not care for the order of their samples.

    A run that returns something for each sample does care.
    """
    loaders = [recipe for recipe in case.given.values() if isinstance(recipe, LoaderRecipe)]
    rows = {size for loader in loaders for size in loader.batch_sizes}
    totals = {sum(loader.batch_sizes) for loader in loaders}
    if max(rows, default=0) < 3 or case.first(CriterionRecipe) is None:  # a + b is b + a
        return None
    return None if _has_item_each(seen, rows | totals) else _without_dropout(case)


def chunked(case: Case, _: Observation) -> Case | None:
    """There is a model, and a batch that can be cut in two."""
    rows = [size for recipe in case.given.values() for size in _rows(recipe)]
    if case.first(ModelRecipe) is None or max(rows, default=0) < 2:
        return None
    return _without_dropout(case, batch_norm=False)


def stepped_otherwise(case: Case, _: Observation) -> Case | None:
    """There is an optimizer."""
    return case if case.first(OptimizerRecipe) is not None else None


def _without_dropout(case: Case, batch_norm: bool = True) -> Case:
    given = {
        name: replace(recipe, dropout=0.0, batch_norm=recipe.batch_norm and batch_norm)
        if isinstance(recipe, ModelRecipe)
        else recipe
        for name, recipe in case.given.items()
    }
    return replace(case, given=given)


def _rows(recipe: Recipe) -> tuple[int, ...]:
    if isinstance(recipe, LoaderRecipe):
        return recipe.batch_sizes
    return recipe.shape[:1] if isinstance(recipe, TensorRecipe) else ()


def _has_item_each(seen: Observation, counts: set[int]) -> bool:
    """Whether a run defines anything with as many items as there are samples."""
    own = [value for name, value in seen.values.items() if name not in seen.before]
    many = {count for count in counts if count > 1}
    return any(bool(_lengths(value) & many) for value in own)


def _lengths(value: Value) -> set[int]:
    """The lengths of all lists and of the first axis of all tensors in a value."""
    found = {leaf.shape[0] for _, leaf in leaves(value) if isinstance(leaf, Tensor) and leaf.shape}
    return found | _lists(value)


def _lists(value: Value) -> set[int]:
    if isinstance(value, tuple):
        return {len(value)}.union(*map(_lists, value))
    return set().union(*map(_lists, value.values())) if isinstance(value, Mapping) else set()
