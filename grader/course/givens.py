"""Decode what a task is given: strategies in use, and constants."""

from __future__ import annotations

import keyword
from collections.abc import Mapping, Sequence
from typing import Any

from grader.course.desk import Desk
from grader.course.model import Given, Literal, Use
from grader.course.nearest import did_you_mean
from grader.course.options import Names
from grader.course.places import Key
from grader.course.vocabulary import check_options


def decode_given(
    found: Mapping[str, Any], at: Key, desk: Desk, names: Names, known: Given | None = None
) -> Given:
    """Givens by name. Where `known` is set, these replace some of them, and name no others."""
    decoded: dict[str, Use | Literal] = {}
    for name, value in found.items():
        place = (*at, name)
        if known is not None and name not in known:
            message = f"{name!r} is not among the task's givens"
            desk.document.mistake(place, message, did_you_mean(name, known), on_key=True)
        elif not is_python_name(name):
            message = f"{name!r} cannot be a name in Python"
            desk.document.mistake(place, message, on_key=True)
        decoded[name] = _use(value, place, desk, names)
    return decoded


def is_python_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def strategies_of(found: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Each given with the strategies that may make it: of `one_of`, those inside."""
    return {str(name): frozenset(_strategies(value)) for name, value in found.items()}


def _use(value: Any, at: Key, desk: Desk, names: Names) -> Use | Literal:
    """A strategy with its options, or a constant."""
    if not isinstance(value, Mapping):
        return _constant(value, at, desk)
    words = desk.vocabulary.strategies
    if len(value) != 1:
        advice = "Its options stand one level deeper than its name." if value else ""
        message = f"one strategy is expected, not {len(value)}"
        desk.document.mistake(at, message, advice)
        return Literal(None)
    ((name, options),) = value.items()
    place = (*at, name)
    if name not in words:
        advice = did_you_mean(name, words.functions)
        desk.document.mistake(place, f"unknown strategy {name!r}", advice, on_key=True)
        return Literal(None)
    since = desk.document.found
    if isinstance(options, Mapping):
        inner: Any = {o: _inner(item, (*place, o), desk, names) for o, item in options.items()}
    else:
        inner = _inner(options, place, desk, names)
    return Use(name, check_options(words, name, inner, desk.document, place, names, since))


def _inner(value: Any, at: Key, desk: Desk, names: Names) -> Any:
    """An option, in which strategies may stand in turn (`one_of`, `of`)."""
    if isinstance(value, Mapping):
        return _use(value, at, desk, names)
    if isinstance(value, list):
        return tuple(_inner(item, (*at, i), desk, names) for i, item in enumerate(value))
    return value


def _constant(value: Any, at: Key, desk: Desk) -> Literal:
    if isinstance(value, list):
        items = [_constant(item, (*at, i), desk).value for i, item in enumerate(value)]
        return Literal(tuple(items))
    if isinstance(value, Mapping):
        desk.document.mistake(
            at, "a strategy cannot stand in a list", "one_of, lists: may hold it."
        )
    elif not isinstance(value, bool | int | float | str | None):
        message = f"a {type(value).__name__} cannot be given"
        desk.document.mistake(at, message, "Put it in quotes to make it text.")
    return Literal(value)


def _strategies(value: Any) -> Sequence[str]:
    if not isinstance(value, Mapping) or len(value) != 1:
        return ()
    ((name, options),) = value.items()
    if name != "one_of":
        return (str(name),)
    inner = options.get("options") if isinstance(options, Mapping) else options
    several = inner if isinstance(inner, list) else []
    return [strategy for option in several for strategy in _strategies(option)]
