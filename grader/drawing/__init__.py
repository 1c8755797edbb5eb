"""Drawing cases: strategies, the plan of a task, the search for a simpler case.

Who writes a strategy needs `strategy`, `Scope`, `Choices` and `Pick`; `just`, `float_in` and
`choices_of` say often needed things shortly.
"""

from __future__ import annotations

from grader.drawing import loaders, precision, training, values
from grader.drawing.plan import Drawn, Source, draw_case, draw_cases
from grader.drawing.search import simplest_case
from grader.drawing.strategy import (
    Choices,
    Pick,
    RandomPick,
    Scope,
    Strategy,
    float_in,
    just,
    strategy,
)
from grader.drawing.values import choices_of

BUILT_IN = {
    name: item
    for module in (values, loaders, training, precision)
    for name, item in vars(module).items()
    if isinstance(item, Strategy)
}

__all__ = [
    "BUILT_IN",
    "Choices",
    "Drawn",
    "Pick",
    "RandomPick",
    "Scope",
    "Source",
    "Strategy",
    "choices_of",
    "draw_case",
    "draw_cases",
    "float_in",
    "just",
    "simplest_case",
    "strategy",
]
