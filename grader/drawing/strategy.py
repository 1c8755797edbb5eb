"""What a strategy is: a function from a scope and options to ways of drawing a recipe.

A way of drawing takes everything that it does not know from a `Pick`. Behind it stands a seeded
generator when cases are planned (Hypothesis would cost a millisecond a case), and Hypothesis itself
when it looks for the simplest case that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol, TypeAlias, TypeVar, overload

from grader.course import Range, Span

T = TypeVar("T")


class Pick(Protocol):
    """Where drawn things come from. Earlier options and smaller numbers are simpler."""

    def integer(self, low: int, high: int) -> int:
        """A whole number, both ends included."""

    def element(self, options: Sequence[T]) -> T:
        """One of these."""


class RandomPick:
    """Draws from a seeded generator of Python's: the same on every machine."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def integer(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def element(self, options: Sequence[T]) -> T:
        return options[self._random.randrange(len(options))]


Draw: TypeAlias = Callable[[Pick], Any]


@dataclass(frozen=True, slots=True)
class Choices:
    """How to draw: what is drawn in general, and the edges, each with what is special about it."""

    general: Draw
    edges: Mapping[str, Draw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a case has decided already: its dtype, its sizes and shapes by name."""

    dtype: str
    sizes: Mapping[str, int]
    shapes: Mapping[str, tuple[int, ...]]

    def size(self, pick: Pick, span: Span) -> int:
        """A size: a number, the name of one, or [lowest, highest]."""
        if isinstance(span, str):
            return self.sizes[span]
        return span if isinstance(span, int) else pick.integer(*span)

    def shape(self, shape: str | tuple[int | str, ...]) -> tuple[int, ...]:
        """A shape: the name of one, or sizes and names of sizes."""
        if isinstance(shape, str):
            return self.shapes[shape]
        return tuple(self.sizes[n] if isinstance(n, str) else n for n in shape)


@dataclass(frozen=True)
class Strategy:
    """A way to come by a given, which exercises name; called with a scope and its options.

    `like` is the built-in strategy that gives the same kind of thing, for options such as the `of`
    of `unchanged`, which take givens of certain kinds.
    """

    name: str
    function: Callable[..., Choices]
    like: str = ""

    def __post_init__(self) -> None:
        # So that inspect.signature() and help() show the function's.
        vars(self).update(__wrapped__=self.function, __doc__=self.function.__doc__)

    def __call__(self, scope: Scope, **options: Any) -> Choices:
        return self.function(scope, **options)


@overload
def strategy(function: Callable[..., Choices], /) -> Strategy: ...


@overload
def strategy(*, like: str = ...) -> Callable[[Callable[..., Choices]], Strategy]: ...


def strategy(
    function: Callable[..., Choices] | None = None, /, *, like: str = ""
) -> Strategy | Callable[[Callable[..., Choices]], Strategy]:
    """Declare a strategy: keyword-only parameters are its options, the docstring explains it."""

    def declare(function: Callable[..., Choices]) -> Strategy:
        return Strategy(function.__name__, function, like)

    return declare(function) if function is not None else declare


def just(recipe: Any) -> Draw:
    """Always the same."""
    return lambda _: recipe


def float_in(pick: Pick, bounds: Range, logarithmic: bool = False) -> float:
    """A float in a range, on a grid of 64 steps with few digits: it reads and shrinks well."""
    if not isinstance(bounds, tuple):
        return float(bounds)
    low, high = bounds
    k = pick.integer(0, 64)
    if logarithmic and low > 0:
        return float(f"{low * (high / low) ** (k / 64):.2g}")
    return low + (high - low) * k / 64
