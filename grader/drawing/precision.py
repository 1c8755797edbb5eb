"""Strategies for mixed precision: gradient scalers, dtypes."""

from __future__ import annotations

from typing import Literal, TypeAlias

from grader.cases import DtypeRecipe, ScalerRecipe
from grader.course import Count, Some
from grader.drawing.strategy import Choices, Draw, Pick, Scope, just, strategy

FloatingName: TypeAlias = Literal["bfloat16", "float16", "float32", "float64"]


@strategy
def scaler(
    scope: Scope,
    *,
    enabled: bool | Literal["either"] = "either",
    scale: Count = 65536,
    growth_interval: Count = 2,
) -> Choices:
    """A torch.amp.GradScaler, enabled or not.

    What is observed of it: `enabled`, and if it is, `scale` and `growth_tracker` (steps since the
    scale last changed). For gradients that overflow, see `overflows` of `criterion`. Edges:
    enabled, not enabled.

    Options:
        enabled: whether it does anything; `either` makes both an edge.
        scale: what losses are multiplied by at first. Take a power of two: it rounds nothing.
        growth_interval: after this many steps without overflow the scale doubles. So few that it
            does in a short run, and a forgotten `update` shows.

    Example:
        scaler: {scaler: {enabled: true}}
    """
    states = (True, False) if enabled == "either" else (enabled,)

    def of(state: bool) -> ScalerRecipe:
        return ScalerRecipe(state, float(scale), growth_interval)

    names = {True: "enabled", False: "not enabled"}
    edges: dict[str, Draw] = {names[state]: just(of(state)) for state in states}

    def general(pick: Pick) -> ScalerRecipe:
        return of(pick.element(states))

    return Choices(general, edges)


@strategy
def dtype(scope: Scope, *, names: Some[FloatingName]) -> Choices:
    """A torch.dtype, each an edge.

    Options:
        names: which dtypes.

    Example:
        dtype: {dtype: [bfloat16, float16]}
    """
    edges: dict[str, Draw] = {name: just(DtypeRecipe(name)) for name in names}
    return Choices(lambda pick: DtypeRecipe(pick.element(names)), edges)
