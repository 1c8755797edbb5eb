"""Draw the cases of a task: edges first, then general ones, all decided by the seed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from random import Random
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.internal.conjecture import providers
from hypothesis.strategies import SearchStrategy

from grader.cases import Case, LoaderRecipe, ModelRecipe, OptimizerRecipe, Recipe, TensorRecipe
from grader.course import Given, Task
from grader.drawing.strategy import Choices, Scope
from grader.drawing.vocabulary import choices_of

CHUNK = 6  # cases drawn together: setting Hypothesis up costs more than a draw
SHRINK_RUNS = 80


@dataclass(frozen=True, slots=True)
class Source:
    """Where a case came from: what is pinned to which edge. Enough to draw others like it."""

    variant: int  # 0 for the task's own givens, n for the n-th of also_given
    pinned: str = ""  # a given, a size, a shape, or `dtype`
    edge: str = ""

    @property
    def label(self) -> str:
        return f"{self.pinned}: {self.edge}" if self.pinned else ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case and its source."""

    case: Case
    source: Source


def draw_cases(task: Task, when: Given, count: int, seed: int) -> tuple[Drawn, ...]:
    """The cases of a task (with some givens replaced by `when`), equal ones once."""
    _forget_local_constants()
    sources = [*_edges(task, when), *_general(task, count)]
    drawn: dict[str, Drawn] = {}
    for start in range(0, len(sources), CHUNK):
        chunk = sources[start : start + CHUNK]
        made = _sample(st.tuples(*(_cases(task, when, s) for s in chunk)), f"{seed}/{start}")
        for source, case in zip(chunk, made, strict=True):
            drawn.setdefault(repr((case.given, case.dtype)), Drawn(case, source))
    return tuple(drawn.values())


def simplest_case(
    task: Task, when: Given, source: Source, fails: Callable[[Case], bool], seed: int
) -> Case | None:
    """The simplest case like the given one that still fails, found within a fixed number of runs.

    The budget counts runs, not seconds, so that a busy machine finds the same one.
    """
    _forget_local_constants()
    known: dict[str, bool] = {}  # Hypothesis asks again for what it found: the answer must stay

    def predicate(case: Case) -> bool:
        key = repr((case.given, case.seed))
        if key not in known:
            known[key] = len(known) < SHRINK_RUNS and fails(case)
        return known[key]

    try:
        return hypothesis.find(
            _cases(task, when, source),
            predicate,
            settings=_settings(30, Phase.generate, Phase.shrink),
            random=Random(seed),
        )
    except NoSuchExample:
        return None


def _general(task: Task, count: int) -> Iterator[Source]:
    for variant in range(len(task.also_given) + 1):
        for _ in range(count):
            yield Source(variant)


def _edges(task: Task, when: Given) -> Iterator[Source]:
    """Every edge of every given, one at a time; those of a variant only where it differs."""
    least = Scope(
        task.dtypes[0],
        {name: low for name, (low, _) in task.sizes.items()},
        {name: tuple(1 for _ in shapes[0]) for name, shapes in task.shapes.items()},
    )
    for variant, givens in enumerate(_variants(task, when)):
        own = givens if variant == 0 else {**task.also_given[variant - 1], **when}
        for name in own:
            for edge in choices_of(givens[name], least).edges:
                yield Source(variant, name, edge)
    for name, (low, high) in task.sizes.items():
        for size in dict.fromkeys((low, high)):
            yield Source(0, name, str(size))
    for name, shapes in task.shapes.items():
        for index in range(len(shapes)):
            yield Source(0, name, str(index))
    for variant in range(len(task.also_given) + 1):
        for dtype in task.dtypes:
            yield Source(variant, "dtype", dtype)


def _variants(task: Task, when: Given) -> list[Given]:
    return [{**task.given, **when}, *({**task.given, **o, **when} for o in task.also_given)]


def _cases(task: Task, when: Given, source: Source) -> SearchStrategy[Case]:
    """All cases with one thing pinned."""
    givens = _variants(task, when)[source.variant]

    @st.composite
    def case(draw: Any) -> Case:
        scope = _scope(draw, task, source)
        drawn: dict[str, Recipe] = {}
        for name, given in givens.items():
            choices = choices_of(given, scope)
            drawn[name] = draw(_pinned(choices, source, name))
        seed = draw(st.integers(0, 9999))
        seeded = {name: _seeded(recipe, seed, name) for name, recipe in drawn.items()}
        return Case(_reconciled(seeded, scope.dtype), scope.dtype, seed, source.label)

    return case()


def _scope(draw: Any, task: Task, source: Source) -> Scope:
    # float64 first: it separates right from wrong best, and it is what shrinking ends at
    dtype = source.edge if source.pinned == "dtype" else draw(st.sampled_from(task.dtypes))
    sizes = {}
    for name, (low, high) in task.sizes.items():
        sizes[name] = int(source.edge) if source.pinned == name else draw(st.integers(low, high))
    shapes = {}
    for name, options in task.shapes.items():
        chosen = options[int(source.edge)] if source.pinned == name else None
        shape = chosen if chosen is not None else draw(st.sampled_from(options))
        shapes[name] = tuple(sizes[n] if isinstance(n, str) else n for n in shape)
    return Scope(dtype, sizes, shapes)


def _pinned(choices: Choices, source: Source, name: str) -> SearchStrategy[Recipe]:
    if source.pinned == name and source.edge in choices.edges:
        return choices.edges[source.edge]
    return choices.general


def _seeded(recipe: Any, seed: int, name: str) -> Any:
    """A recipe with a seed of its own, from the case's and the given's name."""
    if isinstance(recipe, LoaderRecipe):
        return replace(recipe, data=_seeded(recipe.data, seed, name))
    if is_dataclass(recipe) and hasattr(recipe, "seed"):
        own = zlib.crc32(f"{seed}/{name}".encode())
        return replace(recipe, seed=own)  # type: ignore[type-var]
    return recipe


def _reconciled(given: dict[str, Recipe], dtype: str) -> dict[str, Recipe]:
    """Leave batch norm out where a batch is too small for it.

    It cannot train on one row. On two its outputs are ±1 whatever the weights, so their true
    gradient is nearly 0, and an adaptive optimizer blows up float32's rounding of it.
    """
    adaptive = any(
        isinstance(r, OptimizerRecipe) and r.kind not in ("sgd", "momentum", "nesterov")
        for r in given.values()
    )
    least = 3 if dtype != "float64" and adaptive else 2
    batches = [size for recipe in given.values() for size in _batch_sizes(recipe)]
    if batches and min(batches) < least:
        return {name: _without_batch_norm(recipe) for name, recipe in given.items()}
    return given


def _batch_sizes(recipe: Recipe) -> tuple[int, ...]:
    if isinstance(recipe, LoaderRecipe):
        return recipe.batch_sizes
    if isinstance(recipe, TensorRecipe) and recipe.shape:
        return recipe.shape[:1]
    return ()


def _without_batch_norm(recipe: Recipe) -> Recipe:
    return replace(recipe, batch_norm=False) if isinstance(recipe, ModelRecipe) else recipe


def _sample(strategy: SearchStrategy[Any], name: str) -> Any:
    """One draw, decided by a name. Hypothesis begins with the simplest; the last one is taken."""
    found: list[Any] = []

    @hypothesis.seed(zlib.crc32(name.encode()))
    @_settings(4, Phase.generate)
    @hypothesis.given(strategy)
    def collect(drawn: Any) -> None:
        found.append(drawn)

    collect()
    return found[-1]


def _settings(examples: int, *phases: Phase) -> settings:
    """Every setting is given: profiles and the environment must not decide over points."""
    return settings(
        max_examples=examples,
        phases=phases,
        database=None,
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
        backend="hypothesis",
    )


def _forget_local_constants() -> None:
    """Keep Hypothesis from drawing constants that it finds in the source of imported modules.

    Which modules are imported depends on the command and on how the grader is installed; the cases
    must depend on the seed alone.
    """
    nothing = providers.Constants(
        integers=providers.SortedSet(),
        floats=providers.SortedSet(key=providers.float_to_int),
        bytes=providers.SortedSet(),
        strings=providers.SortedSet(),
    )
    providers._get_local_constants = lambda: nothing  # type: ignore[attr-defined]
