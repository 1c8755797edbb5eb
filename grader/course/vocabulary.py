"""What an exercise may name: strategies and properties, with their options.

The options are the keyword-only parameters of a function: its signature is the schema. This folder
only reads them; the functions themselves live further up.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from grader.course.faults import told_of_choices
from grader.course.nearest import did_you_mean
from grader.course.options import Names
from grader.course.places import Document, Key


@dataclass(frozen=True, slots=True)
class Words:
    """One kind of word (`strategy` or `property`): its functions by name.

    `check` is called with a word and its options, each of them right by itself; it raises
    ValueError where they do not go together.
    """

    kind: str
    functions: Mapping[str, Callable[..., Any]]
    check: Callable[[str, Mapping[str, Any]], None] | None = None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self.functions

    def options(self, name: str) -> dict[str, inspect.Parameter]:
        """The options of a word, in order."""
        parameters = inspect.signature(self.functions[name]).parameters
        keyword = inspect.Parameter.KEYWORD_ONLY
        return {option: p for option, p in parameters.items() if p.kind is keyword}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words that an exercise may use."""

    strategies: Words
    properties: Words


def check_options(
    words: Words,
    name: str,
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
    known = words.options(name)
    if given is None:
        given = {}
    inside = isinstance(given, Mapping)
    if not inside:
        if not known:
            document.mistake(at, f"{words.kind} {name!r} has no options", f"Write {name}: {{}}")
            return {}
        given = {next(iter(known)): given}
    options = {}
    adapters = _adapters(words.functions[name])
    for option, value in given.items():
        place = (*at, option) if inside else at
        if option not in known:
            message = f"unknown option {option!r} of {words.kind} {name!r}"
            document.mistake(place, message, did_you_mean(option, [*known, *also]), on_key=True)
        else:
            options[option] = _typed(adapters[option], value, document, place, option, names)
    for option, parameter in known.items():
        if option not in given:
            _default(parameter, f"{words.kind} {name!r}", adapters[option], document, at, names)
    if words.check is not None and document.found == since:
        _together(words.check, name, options, document, at)
    return options


@functools.cache
def _adapters(function: Callable[..., Any]) -> dict[str, TypeAdapter[Any]]:
    hints = typing.get_type_hints(function, include_extras=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = inspect.signature(function).parameters.items()
    return {
        name: TypeAdapter(_one_or_more(hints[name])) for name, p in parameters if p.kind is keyword
    }


def _one_or_more(hint: Any) -> Any:
    """The hint; where it is a list of any length, text alone is a list of one: `kinds: mse`."""
    bare = typing.get_args(hint)[0] if typing.get_origin(hint) is Annotated else hint
    if typing.get_origin(bare) is tuple and typing.get_args(bare)[-1] is Ellipsis:
        return Annotated[hint, BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]
    return hint


def _typed(
    adapter: TypeAdapter[Any], value: Any, document: Document, at: Key, option: str, names: Names
) -> Any:
    try:
        return adapter.validate_python(_tuples(value), strict=True, context=names)
    except ValidationError as error:
        for place, (message, advice) in told_of_choices(error.errors()).items():
            document.mistake((*at, *place), f"{option}: {message}", advice)
        return None


def _default(
    parameter: inspect.Parameter,
    what: str,
    adapter: TypeAdapter[Any],
    document: Document,
    at: Key,
    names: Names,
) -> None:
    """What is not said must be right too: a default may name a given that is not there."""
    option = parameter.name
    if parameter.default is inspect.Parameter.empty:
        document.mistake(at, f"{what} needs the option {option!r}", on_key=True)
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
    check: Callable[[str, Mapping[str, Any]], None],
    name: str,
    options: Mapping[str, Any],
    document: Document,
    at: Key,
) -> None:
    try:
        check(name, options)
    except ValueError as error:
        document.mistake(at, f"{name}: {error}", on_key=True)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value
