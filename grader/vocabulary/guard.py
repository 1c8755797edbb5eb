"""Words that are not built in, guarded: what goes wrong in one is told as its author's error.

Whatever a submission does, a property of an author's own that breaks on it is never a lost point:
it raises WordError, with its place in the author's file, and so does a strategy.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from grader.cases import RECIPES
from grader.drawing import Choices, Pick, Scope, Strategy
from grader.errors import WordError
from grader.properties import Distance, Finding, Property
from grader.vocabulary.where import file_of, place_of, raised_at, told
from grader.wire import Variation

PLAIN = (*RECIPES.values(), bool, int, float, str, type(None))

COMES = "A submission may leave anything: look at what is there before you reckon with it."
FINDING = 'Return Finding("what is wrong", "what should be", "what is"), or None if it holds.'
CHOICES = "Return Choices(general, edges)."
DRAWN = "Draw numbers, text, True, False, None, tuples of these, or recipes of grader.cases."
RUNS = "Return a tuple of Variation."


def guarded_property(prop: Property) -> Property:
    """The same property; what it does wrong is told as its author's error."""
    what = f"property {prop.name!r}"
    measure = prop.measure
    return replace(
        prop,
        judge=_guarded(what, prop.judge, COMES, _no_finding, FINDING),
        variations=_guarded(what, prop.variations, RUNS, _no_variations, RUNS),
        measure=measure and _guarded(what, measure, COMES, _no_distance, "Return a Distance."),
    )


def guarded_strategy(strategy: Strategy) -> Strategy:
    """The same strategy; what it does wrong is told as its author's error."""
    what, function = f"strategy {strategy.name!r}", strategy.function

    def guarded_draw(draw: Any) -> Callable[[Pick], Any]:
        @functools.wraps(function)
        def drawn(pick: Pick) -> Any:
            with _blaming(what, function):
                value = draw(pick)
            return _checked(f"{what} drew", function, value, _no_recipe, DRAWN)

        return drawn

    choose = _guarded(what, function, CHOICES, _no_choices, CHOICES)

    @functools.wraps(function)
    def guarded(scope: Scope, **options: Any) -> Choices:
        choices = choose(scope, **options)
        edges = {name: guarded_draw(draw) for name, draw in choices.edges.items()}
        return Choices(guarded_draw(choices.general), edges)

    return replace(strategy, function=guarded)


def _guarded(
    what: str,
    function: Callable[..., Any],
    broken: str,
    fault: Callable[[Any], str],
    advice: str,
) -> Callable[..., Any]:
    """A function whose errors, and whose results with a fault, are its author's."""

    @functools.wraps(function)
    def guarded(*arguments: Any, **options: Any) -> Any:
        with _blaming(what, function, broken):
            result = function(*arguments, **options)
        return _checked(f"{what} returned", function, result, fault, advice)

    return guarded


@contextmanager
def _blaming(what: str, function: Callable[..., Any], advice: str = "") -> Iterator[None]:
    try:
        yield
    except WordError:
        raise  # another word inside this one
    except (Exception, SystemExit) as error:
        place = raised_at(error, file_of(function)) or place_of(function)
        raise WordError([place.mistake(f"{what} raised {told(error)}", advice)]) from error


def _checked(
    what: str,
    function: Callable[..., Any],
    result: Any,
    fault: Callable[[Any], str],
    advice: str,
) -> Any:
    found = fault(result)
    if found:
        raise WordError([place_of(function).mistake(f"{what} {found}", advice)])
    return result


def _no_finding(found: Any) -> str:
    if found is None:
        return ""
    if not isinstance(found, Finding):
        return f"{_shown(found)}, which is no Finding"
    texts = {f.name: getattr(found, f.name) for f in fields(found) if f.name != "given"}
    wrong = next((name for name, text in texts.items() if not isinstance(text, str)), "")
    if wrong:
        return f"a Finding whose {wrong!r} is {_shown(texts[wrong])}, which is no text"
    pairs = isinstance(found.given, tuple) and all(_is_pair(pair) for pair in found.given)
    return "" if pairs else "a Finding whose 'given' is no tuple of pairs of texts"


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(x, str) for x in pair)


def _no_variations(found: Any) -> str:
    if isinstance(found, tuple) and found and all(isinstance(one, Variation) for one in found):
        return ""
    return f"{_shown(found)} for its variations, which is no tuple of Variation"


def _no_distance(found: Any) -> str:
    return "" if isinstance(found, Distance) else f"{_shown(found)}, which is no Distance"


def _no_choices(found: Any) -> str:
    if not isinstance(found, Choices):
        return f"{_shown(found)}, which is no Choices"
    draws = isinstance(found.edges, Mapping) and callable(found.general)
    if not draws or not all(callable(draw) for draw in found.edges.values()):
        return "Choices that hold something else than functions of a pick"
    wrong = next((name for name in found.edges if not isinstance(name, str)), None)
    return "" if wrong is None else f"Choices with an edge called {_shown(wrong)}, which is no text"


def _no_recipe(drawn: Any) -> str:
    if isinstance(drawn, tuple):
        return next(filter(None, map(_no_recipe, drawn)), "")
    return "" if isinstance(drawn, PLAIN) else f"{_shown(drawn)}, which cannot be given"


def _shown(value: Any) -> str:
    try:
        return f"{value!r:.60}"
    except Exception:  # what somebody else's repr() does is not the point here
        return f"an object of {type(value).__name__}"
