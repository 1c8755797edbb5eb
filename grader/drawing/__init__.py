"""Drawing cases: strategies, the plan of a task, the search for a simpler case."""

from __future__ import annotations

from collections.abc import Callable

from grader.cases import Case
from grader.course import Given, Task
from grader.drawing.plan import Drawn, Source, draw_case, draw_cases
from grader.drawing.strategy import Choices, Pick, RandomPick, Scope, strategy
from grader.drawing.vocabulary import BUILT_IN


def simplest_case(
    task: Task, when: Given, source: Source, fails: Callable[[Case], bool], seed: int
) -> Case | None:
    """The simplest case that fails; imports Hypothesis, which passing submissions never need."""
    from grader.drawing import simplest

    return simplest.simplest_case(task, when, source, fails, seed)


__all__ = [
    "BUILT_IN",
    "Choices",
    "Drawn",
    "Pick",
    "RandomPick",
    "Scope",
    "Source",
    "draw_case",
    "draw_cases",
    "simplest_case",
    "strategy",
]
