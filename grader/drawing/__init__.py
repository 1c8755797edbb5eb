"""Drawing cases with Hypothesis: strategies, the plan of a task, the search for a simpler case."""

from grader.drawing.plan import Drawn, Source, draw_cases, simplest_case
from grader.drawing.strategy import Choices, Scope, strategy
from grader.drawing.vocabulary import BUILT_IN

__all__ = [
    "BUILT_IN",
    "Choices",
    "Drawn",
    "Scope",
    "Source",
    "draw_cases",
    "simplest_case",
    "strategy",
]
