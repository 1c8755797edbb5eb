"""Decode what a task is given: strategies in use, and constants."""

from __future__ import annotations

import keyword
from collections.abc import Mapping, Sequence
from typing import Any

from grader.course.desk import Desk
from grader.course.instead import name_instead
from grader.course.model import Given, Literal, Use
from grader.course.options import Names
from grader.course.signatures import check_options
from grader.course.words import Words, options_of
from grader.yamlfile import Key, did_you_mean

KINDS = {"bytes": "binary data", "date": "a date", "datetime": "a date", "set": "a set"}
UNKNOWN = ""  # where a mistake hides the strategy: it could be any


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
            better = f"{name}_" if keyword.iskeyword(name) else name_instead(name, is_file=False)
            desk.document.mistake(place, message, f"Such as {better or 'x'}.", on_key=True)
        decoded[name] = _use(value, place, desk, names)
    return decoded


def is_python_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def strategies_of(found: Mapping[str, Any], words: Words) -> dict[str, frozenset[str]]:
    """Each given with the strategies that may make it: of `one_of`, those inside."""
    return {
        str(name): frozenset(kind for each in _strategies(value) for kind in words.kinds(each))
        for name, value in found.items()
    }


def _use(value: Any, at: Key, desk: Desk, names: Names) -> Use | Literal:
    """A strategy with its options, or a constant."""
    if not isinstance(value, Mapping):
        return _constant(value, at, desk)
    words = desk.vocabulary.strategies
    if len(value) != 1:
        _note_no_strategy(value, at, desk)
        return Literal(None)
    ((name, options),) = value.items()
    place = (*at, name)
    since = desk.document.found
    word = words.find(name, desk.document, place) or words.guess(name)
    if word is None:
        return Literal(None)
    if isinstance(options, Mapping):
        inner: Any = {o: _inner(item, (*place, o), desk, names) for o, item in options.items()}
    else:
        inner = _inner(options, place, desk, names)
    checked = check_options(words, name, word, inner, desk.document, place, names, since)
    return Use(name, checked, word)


def _note_no_strategy(value: Mapping[str, Any], at: Key, desk: Desk) -> None:
    """Not one key but none or several: its options beside it, or without it."""
    known = desk.vocabulary.strategies.known
    name = next((key for key in value if key in known), None)
    if not value:
        advice = "Such as {integers: [1, 5]}, or a constant."
        desk.document.mistake(at, "a strategy is missing here", advice)
    elif name is None:
        fitting = [n for n, word in known.items() if set(value) <= options_of(word.function).keys()]
        advice = f"Write {{{(fitting or ['linear'])[0]}: {{{next(iter(value))}: ...}}}}"
        desk.document.mistake(at, "the name of a strategy is missing around its options", advice)
    else:
        other = next(key for key in value if key != name)
        first = next(iter(options_of(known[name].function)), "")
        inside = f"{first}: ..., " if value[name] not in (None, {}) and first else ""
        advice = f"Write {{{name}: {{{inside}{other}: ...}}}}"
        if other in known:
            advice = f"Write {{one_of: [{{{name}: ...}}, {{{other}: ...}}]}}"
        elif other not in options_of(known[name].function):
            owners = [n for n, word in known.items() if other in options_of(word.function)]
            advice = f"It is an option of {', '.join(owners)}." if owners else "Delete it."
        message = f"{other!r} stands beside {name!r}, not inside it"
        desk.document.mistake((*at, other), message, advice, on_key=True)


def _inner(value: Any, at: Key, desk: Desk, names: Names) -> Any:
    """An option, in which strategies may stand in turn (`one_of`, `of`)."""
    if isinstance(value, Mapping):
        return _use(value, at, desk, names)
    if isinstance(value, list):
        return tuple(_inner(item, (*at, i), desk, names) for i, item in enumerate(value))
    return value


def _constant(value: Any, at: Key, desk: Desk) -> Literal:
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, Mapping):
                advice = "Write {one_of: [...]} around the list, to try each of them."
                message = "a strategy cannot stand in a plain list"
                desk.document.mistake((*at, index), message, advice)
                return Literal(None)
        items = [_constant(item, (*at, i), desk).value for i, item in enumerate(value)]
        return Literal(tuple(items))
    if not isinstance(value, bool | int | float | str | None):
        message = f"{KINDS.get(type(value).__name__, 'this')} cannot be given"
        desk.document.mistake(at, message, "Put it in quotes to make it text.")
    return Literal(value)


def _strategies(value: Any) -> Sequence[str]:
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        return (UNKNOWN,)
    if not isinstance(value, Mapping):
        return ()
    if len(value) != 1:
        return (UNKNOWN,)
    ((name, options),) = value.items()
    if name != "one_of":
        return (str(name),)
    inner = options.get("options") if isinstance(options, Mapping) else options
    several = inner if isinstance(inner, list) else []
    return [strategy for option in several for strategy in _strategies(option)]
