"""Properties of mixed precision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from grader.cases import DtypeRecipe
from grader.course import given_from
from grader.properties.model import Evidence, Finding, prop
from grader.wire import Event, Observation, Variation

DtypeName = Annotated[str, given_from("dtype")]


@dataclass(frozen=True, slots=True)
class _Step:
    """A backward pass, and the last pass through the model and the last loss before it."""

    forward: Event | None
    criterion: Event | None
    backward: Event


def _shows_autocast(*, dtype: str = "dtype") -> Variation:
    return Variation(shows=("autocast", ""))


@prop(needs=(("a dtype", DtypeRecipe),), testimony="witnessed", witness=_shows_autocast)
def autocast(seen: Evidence, *, dtype: DtypeName = "dtype") -> Finding | None:
    """Forward pass and loss run under autocast in the given dtype, the backward pass does not.

    Only passes that are trained on are looked at. Alone: code that trains on nothing passes if the
    reference does not train either, and what becomes of the gradients is not seen. Beside it:
    `matches_reference` of the model and the scaler.

    Options:
        dtype: the given that names the dtype.

    Example:
        - autocast: {hint: "Which of the three lines belong under the with?"}
    """
    recipe = seen.case.given[dtype]
    wanted = recipe.name if isinstance(recipe, DtypeRecipe) else ""
    steps = list(_steps(seen.actual[0]))
    if not steps and any(True for _ in _steps(seen.expected[0])):
        return Finding("no backward pass is made at all", "a backward pass", "none")
    for number, step in enumerate(steps, 1):
        where = f"{number} of {len(steps)}"
        for what, event in (("forward pass", step.forward), ("loss", step.criterion)):
            found = _dtype(event)
            if event is not None and found != wanted:
                message = f"{what} {where} does not run under autocast in the given dtype"
                return Finding(message, f"autocast in {wanted}", _words(found))
        if found := _dtype(step.backward):
            return Finding(
                f"backward pass {where} runs under autocast", "no autocast", _words(found)
            )
    return None


def _steps(seen: Observation) -> Iterator[_Step]:
    forward = criterion = None
    for event in seen.events:
        if event.kind == "forward":
            forward, criterion = event, None
        elif event.kind == "criterion":
            criterion = event
        elif event.kind == "backward":
            yield _Step(forward, criterion, event)


def _dtype(event: Event | None) -> str:
    return "" if event is None else str(event.facts.get("autocast", ""))


def _words(dtype: str) -> str:
    return f"autocast in {dtype}" if dtype else "no autocast"
