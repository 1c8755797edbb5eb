"""Drawing cases: strategies, the plan of a task, the search for a simpler case."""

from __future__ import annotations

from grader.drawing.plan import Drawn, Source, draw_case, draw_cases
from grader.drawing.search import simplest_case
from grader.drawing.strategy import Choices, Pick, RandomPick, Scope, strategy
from grader.drawing.vocabulary import BUILT_IN

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
