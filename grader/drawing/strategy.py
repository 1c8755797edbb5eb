"""What a strategy is: a function from a scope and options to choices of recipes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Span: TypeAlias = "int | str | tuple[int, int]"
Range: TypeAlias = "float | tuple[float, float]"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a case has decided already: its dtype, its sizes and shapes by name."""

    dtype: str
    sizes: Mapping[str, int]
    shapes: Mapping[str, tuple[int, ...]]

    def size(self, span: Span) -> SearchStrategy[int]:
        """A size: a number, the name of one, or [lowest, highest]."""
        if isinstance(span, str):
            return st.just(self.sizes[span])
        low, high = (span, span) if isinstance(span, int) else span
        return st.integers(low, high)

    def shape(self, shape: str | tuple[int | str, ...]) -> tuple[int, ...]:
        """A shape: the name of one, or sizes and names of sizes."""
        if isinstance(shape, str):
            return self.shapes[shape]
        return tuple(self.sizes[n] if isinstance(n, str) else n for n in shape)


@dataclass(frozen=True, slots=True)
class Choices:
    """How to draw: what is drawn in general, and the edges, each with what is special about it.

    Of every given each edge gets a case of its own, whatever else is drawn.
    """

    general: SearchStrategy[Any]
    edges: Mapping[str, SearchStrategy[Any]] = field(default_factory=dict)


Strategy: TypeAlias = Callable[..., Choices]


def strategy(function: Strategy) -> Strategy:
    """Declare a strategy: keyword-only parameters are its options, the docstring explains it."""
    if not function.__doc__:
        raise TypeError(f"strategy {function.__name__!r} needs a docstring")
    function.__is_strategy__ = True  # type: ignore[attr-defined]
    return function


def strategies_of(module: Any) -> dict[str, Strategy]:
    """The strategies that a module declares, by name, in source order."""
    found = {n: f for n, f in vars(module).items() if getattr(f, "__is_strategy__", False)}
    return {name.rstrip("_"): function for name, function in found.items()}


def floats_in(bounds: Range, logarithmic: bool = False) -> SearchStrategy[float]:
    """A float in a range, on a grid of 64 steps with few digits: it reads and shrinks well."""
    if not isinstance(bounds, tuple):
        return st.just(float(bounds))
    low, high = bounds

    def point(k: int) -> float:
        if logarithmic and low > 0:
            return float(f"{low * (high / low) ** (k / 64):.2g}")
        return low + (high - low) * k / 64

    return st.integers(0, 64).map(point)
