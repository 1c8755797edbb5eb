"""The words that are built in, and how the options of any word are tried out together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from grader.cases import CriterionRecipe, DeviceRecipe, DtypeRecipe, ModelRecipe
from grader.course import Vocabulary, Word, Words
from grader.drawing import BUILT_IN as STRATEGIES
from grader.drawing import Scope
from grader.errors import WordError
from grader.properties import BUILT_IN as PROPERTIES


def _try_strategy(word: Word, options: Mapping[str, Any]) -> None:
    """Call it as when drawing, with every size 1: it raises ValueError if it cannot do as told."""
    sizes: Mapping[str, int] = defaultdict(lambda: 1)
    shapes: Mapping[str, tuple[int, ...]] = defaultdict(lambda: (1,))
    try:
        word.meaning(Scope("float64", sizes, shapes), **options)
    except WordError as error:
        raise _refusal(error) from error


def _try_property(word: Word, options: Mapping[str, Any]) -> None:
    """Ask which runs it needs: it raises ValueError if its options do not go together."""
    try:
        word.meaning.runs(options)
    except WordError as error:
        raise _refusal(error) from error


def _refusal(error: WordError) -> Exception:
    """A ValueError is about the options, whoever wrote the word; anything else about the word."""
    return error.__cause__ if isinstance(error.__cause__, ValueError) else error


# What the built-in strategies make that a property may need.
MAKES = {
    "linear": ModelRecipe,
    "mlp": ModelRecipe,
    "criterion": CriterionRecipe,
    "device": DeviceRecipe,
    "dtype": DtypeRecipe,
}


def _lacking(word: Word, strategies: frozenset[str]) -> tuple[str, ...]:
    """What a property needs and no strategy makes; nothing if that is not known of all of them."""
    if strategies - STRATEGIES.keys():
        return ()
    made = {MAKES[name] for name in strategies & MAKES.keys()}
    return tuple(what for what, kind in word.meaning.needs if kind not in made)


BUILT_IN = Vocabulary(
    Words(
        "strategy",
        {n: Word(s.function, s, s.like) for n, s in STRATEGIES.items()},
        _try_strategy,
    ),
    Words(
        "property",
        {n: Word(p.judge, p) for n, p in PROPERTIES.items()},
        _try_property,
        lacks=_lacking,
    ),
)
