"""Draw the cases of a task: edges first, then general ones, all decided by the seed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass, replace
from itertools import islice
from typing import Any

from grader.cases import (
    Case,
    CriterionRecipe,
    DigitsRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    Recipe,
    TensorRecipe,
)
from grader.course import Given, Task
from grader.drawing.strategy import Pick, RandomPick, Scope
from grader.drawing.values import choices_of
from grader.errors import WordError

ROUNDS = 2  # how often each edge is met at least, beside other edges each time


@dataclass(frozen=True, slots=True)
class Source:
    """Where a case came from: the variant of the givens, and what is pinned to which edge.

    A pin names a given, a size, a shape, or `dtype`. Enough to draw other cases like it.
    """

    variant: int = 0  # 0 for the task's own givens, n for the n-th of also_given
    pins: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        return ", ".join(f"{name}: {edge}" for name, edge in self.pins)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case and its source."""

    case: Case
    source: Source


def draw_cases(
    task: Task, when: Given, count: int, seed: int, own_edges: bool = True
) -> tuple[Drawn, ...]:
    """The cases of a task with some givens replaced by `when`, equal ones once.

    Edges of all givens, or only of those in `when` (`own_edges` false), then `count` general ones.
    """
    sources = list(_sources(task, when, count, seed, own_edges))
    drawn: dict[str, Drawn] = {}
    for index, source in enumerate(sources):
        case = draw_case(task, when, source, RandomPick(zlib.crc32(f"{seed}/{index}".encode())))
        drawn.setdefault(repr((case.given, case.dtype)), Drawn(case, source))
    return tuple(drawn.values())


def draw_case(task: Task, when: Given, source: Source, pick: Pick) -> Case:
    """One case of a source; in float64 instead, if rounding would decide its result otherwise."""
    case = _drawn(task, when, source, pick)
    if _rounding_decides(case) and "float64" in task.dtypes:
        others = (pin for pin in source.pins if pin[0] != "dtype")
        return _drawn(task, when, replace(source, pins=(*others, ("dtype", "float64"))), pick)
    return case


def _rounding_decides(case: Case) -> bool:
    """Whether an optimizer that divides by the gradient's size gets a sum of ±1 that may cancel.

    Such a sum is 0, or what the order of summation leaves of it: about 1e-9 in float32, which
    Adam's epsilon of 1e-8 does not hide.
    """
    criteria = [r for r in case.given.values() if isinstance(r, CriterionRecipe)]
    steep = any(criterion.kind in ("l1", "smooth_l1") for criterion in criteria)
    return steep and case.dtype != "float64" and _is_adaptive(case.given.values())


def _is_adaptive(given: Iterable[Recipe]) -> bool:
    plain = ("sgd", "momentum", "nesterov")
    return any(isinstance(r, OptimizerRecipe) and r.kind not in plain for r in given)


def _drawn(task: Task, when: Given, source: Source, pick: Pick) -> Case:
    """First its dtype, sizes and shapes, then every given, then its seed."""
    givens = _variants(task, when)[source.variant]
    pins = dict(source.pins)
    scope = _scope(task, pins, pick)
    drawn: dict[str, Recipe] = {}
    for name, given in givens.items():
        with _named(name, task):
            choices = choices_of(given, scope)
            drawn[name] = choices.edges.get(pins.get(name, ""), choices.general)(pick)
    seed = pick.integer(0, 9999)
    seeded = {name: _seeded(recipe, seed, name) for name, recipe in drawn.items()}
    return Case(_reconciled(seeded, scope.dtype), scope.dtype, seed, source.label)


def _sources(task: Task, when: Given, count: int, seed: int, own_edges: bool) -> Iterator[Source]:
    """Pinned sources, then general ones.

    A case pins one edge of every given at once: as many cases as the given with most edges has,
    ROUNDS times, each round with the edges against others.
    """
    pick = RandomPick(seed)
    # What a check of its own replaces would mostly replace a variant's givens too.
    variants = range(1 if when else len(task.also_given) + 1)
    for variant in variants:
        edges = _edges(task, when, variant, own_edges)
        longest = max((len(each) for each in edges.values()), default=0)
        rounds = ROUNDS if own_edges and variant == 0 else 1
        for _ in range(rounds):
            shift = {name: pick.integer(0, len(each) - 1) for name, each in edges.items()}
            for row in range(longest):
                pins = ((n, e[(row + shift[n]) % len(e)]) for n, e in edges.items())
                yield Source(variant, tuple(pins))
        for _ in range(count):
            yield Source(variant)


def _edges(task: Task, when: Given, variant: int, own_edges: bool) -> Mapping[str, tuple[str, ...]]:
    """The edges of each given, size, shape and of the dtype."""
    least = Scope(
        task.dtypes[0],
        {name: low for name, (low, _) in task.sizes.items()},
        {name: tuple(1 for _ in shapes[0]) for name, shapes in task.shapes.items()},
    )
    givens = _variants(task, when)[variant]
    names = list(givens) if own_edges else list(when)
    edges = {}
    for name in names:
        with _named(name, task):
            edges[name] = tuple(choices_of(givens[name], least).edges)
    if own_edges:
        for name, (low, high) in task.sizes.items():
            edges[name] = tuple(str(size) for size in dict.fromkeys((low, high)))
        for name, shapes in task.shapes.items():
            edges[name] = tuple(str(index) for index in range(len(shapes)))
        edges["dtype"] = task.dtypes
    return {name: each for name, each in edges.items() if each}


@contextmanager
def _named(given: str, task: Task) -> Iterator[None]:
    """Where a strategy of the author's own breaks, say of which given it is."""
    try:
        yield
    except WordError as error:
        raise error.inside(f"{task.name}, given {given!r}") from error.__cause__


def _variants(task: Task, when: Given) -> list[Given]:
    return [{**task.given, **when}, *({**task.given, **o, **when} for o in task.also_given)]


def _scope(task: Task, pins: Mapping[str, str], pick: Pick) -> Scope:
    dtype = pins.get("dtype") or pick.element(task.dtypes)
    sizes = {
        name: int(pins[name]) if name in pins else pick.integer(low, high)
        for name, (low, high) in task.sizes.items()
    }
    shapes = {}
    for name, options in task.shapes.items():
        shape = options[int(pins[name])] if name in pins else pick.element(options)
        shapes[name] = tuple(sizes[n] if isinstance(n, str) else n for n in shape)
    return Scope(dtype, sizes, shapes)


def _seeded(recipe: Any, seed: int, name: str) -> Any:
    """A recipe with a seed of its own, from the case's and the given's name."""
    if isinstance(recipe, LoaderRecipe | TensorRecipe) and recipe.data is not None:
        recipe = replace(recipe, data=_seeded(recipe.data, seed, name))
    if isinstance(recipe, DigitsRecipe):
        name = "digits"  # one order for all of a case: see there
    if is_dataclass(recipe) and hasattr(recipe, "seed"):
        own = zlib.crc32(f"{seed}/{name}".encode())
        return replace(recipe, seed=own)  # type: ignore[type-var]
    return recipe


def _reconciled(given: dict[str, Recipe], dtype: str) -> dict[str, Recipe]:
    """Leave batch norm out where a batch is too small for it, or rounding would decide.

    It cannot train on one row. On two its outputs are ±1 whatever the weights; of one feature the
    size of a weight changes nothing. There the true gradient of the weights is nearly 0, and an
    adaptive optimizer blows up float32's rounding of it.
    """
    is_noisy = dtype != "float64" and _is_adaptive(given.values())
    least = 3 if is_noisy else 2
    batches = [size for recipe in given.values() for size in _batch_sizes(recipe)]
    narrow = any(isinstance(r, ModelRecipe) and r.features == 1 for r in given.values())
    if (batches and min(batches) < least) or (is_noisy and narrow):
        return {name: _without_batch_norm(recipe) for name, recipe in given.items()}
    return given


def _batch_sizes(recipe: Recipe) -> tuple[int, ...]:
    if isinstance(recipe, LoaderRecipe):
        return recipe.batch_sizes
    if isinstance(recipe, TensorRecipe):
        return tuple(islice(recipe.shape, 1))
    return ()


def _without_batch_norm(recipe: Recipe) -> Recipe:
    return replace(recipe, batch_norm=False) if isinstance(recipe, ModelRecipe) else recipe
