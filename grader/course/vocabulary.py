"""What an exercise may name: strategies and properties, with their options.

The options are the keyword-only parameters of a function: its signature is the schema. This folder
only reads them; the functions themselves live further up.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from grader.course.nearest import did_you_mean
from grader.course.places import Document, Key


@dataclass(frozen=True, slots=True)
class Words:
    """One kind of word (`strategy` or `property`): its functions by name."""

    kind: str
    functions: Mapping[str, Callable[..., Any]]

    def __contains__(self, name: object) -> bool:
        return name in self.functions

    def options(self, name: str) -> dict[str, inspect.Parameter]:
        """The options of a word, in order."""
        parameters = inspect.signature(self.functions[name]).parameters
        keyword = inspect.Parameter.KEYWORD_ONLY
        return {option: p for option, p in parameters.items() if p.kind is keyword}

    def types(self, name: str) -> dict[str, Any]:
        return typing.get_type_hints(self.functions[name])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words that an exercise may use."""

    strategies: Words
    properties: Words


def check_options(words: Words, name: str, given: Any, document: Document, at: Key) -> Any:
    """The options given to a word, checked against its signature; mistakes are noted.

    Anything but a mapping is short for the first option: `integers: [1, 5]`.
    """
    known = words.options(name)
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        if not known:
            document.mistake(at, f"{words.kind} {name!r} has no options", f"Write {name}: {{}}")
            return {}
        given = {next(iter(known)): given}
    types = words.types(name)
    options = {}
    for option, value in given.items():
        if option not in known:
            message = f"unknown option {option!r} of {words.kind} {name!r}"
            document.mistake((*at, option), message, did_you_mean(option, known), on_key=True)
            continue
        options[option] = _typed(types[option], value, document, (*at, option), str(option))
    for option, parameter in known.items():
        if parameter.default is inspect.Parameter.empty and option not in given:
            message = f"{words.kind} {name!r} needs the option {option!r}"
            document.mistake(at, message, on_key=True)
    return options


def _typed(hint: Any, value: Any, document: Document, at: Key, option: str) -> Any:
    if isinstance(value, str) and typing.get_origin(hint) is tuple:
        value = [value]
    try:
        return TypeAdapter(hint).validate_python(value)
    except ValidationError as error:
        fault = error.errors()[0]
        place = at + tuple(step for step in fault["loc"] if isinstance(step, int))
        message = fault["msg"].replace("Input should", "should")
        document.mistake(place, f"{option}: {message}, not {fault['input']!r:.60}")
        return None
