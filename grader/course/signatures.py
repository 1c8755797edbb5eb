"""The options of strategies and properties, checked against the signatures of their functions."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PydanticUserError, TypeAdapter, ValidationError

from grader.course.docstrings import explain
from grader.course.faults import told_of_choices
from grader.course.model import Literal as Constant
from grader.course.options import Names
from grader.course.validating import of_unknown_in_check
from grader.course.words import Word, Words, options_of
from grader.errors import CourseError
from grader.yamlfile import Document, Key, did_you_mean, nearest

LISTS = (list, set, frozenset)  # what is read from YAML holds tuples


def check_options(
    words: Words,
    name: str,
    word: Word,
    given: Any,
    document: Document,
    at: Key,
    names: Names,
    since: int,
    also: Iterable[str] = (),
) -> dict[str, Any]:
    """The options given to a word, checked against its signature; mistakes are noted.

    Anything but a mapping is short for the first option: `integers: [1, 5]`. `since` is how
    many mistakes there were before those in it. `also` are other keys that may stand beside the
    options: advice may name them.
    """
    known = options_of(word.function)
    if given is None:
        given = {}
    inside = isinstance(given, Mapping)
    if not inside:
        if not known:
            document.mistake(at, f"{words.kind} {name!r} has no options", f"Write {name}: {{}}")
            return {}
        given = {next(iter(known)): given}
    options = {}
    adapters = _adapters(word.function)
    example = _example(word)
    for option, value in given.items():
        place = (*at, option) if inside else at
        if option not in known:
            message = f"unknown option {option!r} of {words.kind} {name!r}"
            valid = [*known, *also]
            advice = of_unknown_in_check(option, valid) if also else did_you_mean(option, valid)
            if example and not also and nearest(option, known) is None:
                advice = example
            document.mistake(place, message, advice, on_key=True)
        else:
            adapter = adapters[option]
            shown = example or _usual(known[option])
            options[option] = _typed(adapter, value, document, place, option, names, shown)
    meant = {nearest(option, [*known, *also]) for option in given if option not in known}
    for option, parameter in known.items():
        if option not in given and option not in meant and None not in meant:
            what = f"{words.kind} {name!r}"
            _default(parameter, what, adapters[option], document, at, names, example)
    if words.check is not None and document.found == since:
        is_alike = all(f"{option}:" in example for option in given)
        _together(words.check, name, word, options, document, at, example if is_alike else "")
    return options


@functools.cache
def _adapters(function: Callable[..., Any]) -> dict[str, TypeAdapter[Any]]:
    hints = typing.get_type_hints(function, include_extras=True)
    return {name: TypeAdapter(_one_or_more(hints[name])) for name in options_of(function)}


def hint_fault(hint: Any) -> tuple[str, str]:
    """Why no option of this type can be given in YAML, and what to write instead; or nothing."""
    inside = [hint]
    while inside:
        one = inside.pop()
        if (typing.get_origin(one) or one) in LISTS:
            item = next(map(_named, typing.get_args(one)), "float")
            return _named(hint), f"Lists are read as tuples: write tuple[{item}, ...]."
        inside += typing.get_args(one) if typing.get_origin(one) is not Literal else ()
    try:
        TypeAdapter(hint)
    except PydanticUserError:
        advice = (
            "Numbers, text, Literal[...], tuple[float, ...] and the types of grader.course can."
        )
        return f"{_named(hint)}, which cannot be read from YAML", advice
    return "", ""


def _named(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint)


def _one_or_more(hint: Any) -> Any:
    """The hint; where it is a list of any length, text alone is a list of one: `kinds: mse`."""
    bare = typing.get_args(hint)[0] if typing.get_origin(hint) is Annotated else hint
    if typing.get_origin(bare) is tuple and typing.get_args(bare)[-1] is Ellipsis:
        return Annotated[hint, BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]
    return hint


def _typed(
    adapter: TypeAdapter[Any],
    value: Any,
    document: Document,
    at: Key,
    option: str,
    names: Names,
    example: str,
) -> Any:
    if _is_broken(value):
        return None
    try:
        return adapter.validate_python(_tuples(value), strict=True, context=names)
    except ValidationError as error:
        for place, (message, advice) in told_of_choices(error.errors()).items():
            document.mistake((*at, *place), f"{option}: {message}", advice or example)
        return None


def _is_broken(value: Any) -> bool:
    """Whether a strategy stands in it that could not be made out, which has been said."""
    if isinstance(value, tuple):
        return any(map(_is_broken, value))
    return isinstance(value, Constant)


def _usual(option: inspect.Parameter) -> str:
    """What an option is when nobody says, as an example of it."""
    usual = option.default
    return f"Such as {option.name}: {usual}" if type(usual) in (int, float) else ""


def _example(word: Word) -> str:
    """How the word is written, from its docstring, if that is short."""
    example = explain(word.function.__doc__).example.strip()
    return f"Such as {example}" if example and "\n" not in example else ""


def _default(
    parameter: inspect.Parameter,
    what: str,
    adapter: TypeAdapter[Any],
    document: Document,
    at: Key,
    names: Names,
    example: str,
) -> None:
    """What is not said must be right too: a default may name a given that is not there."""
    option = parameter.name
    if parameter.default is inspect.Parameter.empty:
        document.mistake(at, f"{what} needs the option {option!r}", example, on_key=True)
        return
    try:
        adapter.validate_python(parameter.default, strict=True, context=names)
    except ValidationError as error:
        for message, advice in told_of_choices(error.errors()).values():
            said = f"{what} without {option!r} means {_shown(parameter.default)}: {message}"
            document.mistake(at, said, advice, on_key=True)


def _shown(default: Any) -> str:
    return ", ".join(map(str, default)) if isinstance(default, tuple) else str(default)


def _together(
    check: Callable[[Word, Mapping[str, Any]], None],
    name: str,
    word: Word,
    options: Mapping[str, Any],
    document: Document,
    at: Key,
    example: str,
) -> None:
    try:
        check(word, options)
    except ValueError as error:
        document.mistake(at, f"{name}: {error}", example, on_key=True)
    except CourseError as error:  # the word itself is at fault
        document.note_all(error.mistakes)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value
