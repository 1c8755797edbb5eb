"""The vocabulary that exercises are written in, gathered from the folders that define it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from grader.course import Vocabulary, Words
from grader.drawing import BUILT_IN as STRATEGIES
from grader.drawing import Scope
from grader.properties import BUILT_IN as PROPERTIES


def _try_strategy(name: str, options: Mapping[str, Any]) -> None:
    """Call it as when drawing, with every size 1: it raises ValueError if it cannot do as told."""
    sizes: Mapping[str, int] = defaultdict(lambda: 1)
    shapes: Mapping[str, tuple[int, ...]] = defaultdict(lambda: (1,))
    STRATEGIES[name](Scope("float64", sizes, shapes), **options)


def _try_property(name: str, options: Mapping[str, Any]) -> None:
    PROPERTIES[name].runs(options)


VOCABULARY = Vocabulary(
    Words("strategy", STRATEGIES, _try_strategy),
    Words("property", {name: prop.judge for name, prop in PROPERTIES.items()}, _try_property),
)
