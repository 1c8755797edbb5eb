"""The words that a module declares, and what is wrong with those that nobody could use."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from grader.cases import CriterionRecipe, ModelRecipe
from grader.course import CHECK_KEYS, Word, hint_fault, options_of
from grader.drawing import Strategy
from grader.errors import Mistake
from grader.properties import Property
from grader.vocabulary.built_in import BUILT_IN
from grader.vocabulary.guard import guarded_property, guarded_strategy
from grader.vocabulary.where import Place, place_of, told
from grader.yamlfile import did_you_mean

PLURAL = {"property": "properties", "strategy": "strategies"}
FIRST = {"property": "seen: Evidence", "strategy": "scope: Scope"}
NEEDED = {"a model": ModelRecipe, "a criterion": CriterionRecipe}  # to recompute a loss

Fault = tuple[str, str, str]  # the parameter where it stands or nothing, the message, the advice


@dataclass(frozen=True, slots=True)
class Declared:
    """The words of one kind that a module declares, those that can be used."""

    words: Mapping[str, Word] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()


def declared_in(
    module: ModuleType, kind: str, origin: str, known: Mapping[str, Word], top: Place
) -> Declared:
    """The words in a module, in source order.

    `known` are those that have been declared already: no other may be called like one, and what
    the module merely imports is not declared anew. `top` is where its file begins.
    """
    words: dict[str, Word] = {}
    mistakes: list[Mistake] = []
    found = {id(item): item for item in vars(module).values() if _is_word(item)}
    for item in found.values():
        function = _function(item)
        if any(word.function is function for word in known.values()):
            continue
        if not inspect.isfunction(inspect.unwrap(function)):
            mistakes.append(top.mistake(f"{kind} {item.name!r} is no function", "Write a def."))
            continue
        faults = [*_faults(item, kind), *_clashes(item, kind, {**known, **words})]
        for option, message, advice in faults:
            mistakes.append(place_of(function, option).mistake(message, advice))
        if not faults:
            words[item.name] = _word(item, function, origin)
    if not words and not mistakes:
        advice = f"Write @{'prop' if kind == 'property' else kind} above the function."
        mistakes.append(top.mistake(f"declares no {kind}", advice))
    return Declared(words, tuple(mistakes))


def _is_word(item: Any) -> bool:
    return isinstance(item, Property | Strategy)


def _function(item: Property | Strategy) -> Callable[..., Any]:
    return item.judge if isinstance(item, Property) else item.function


def _word(item: Property | Strategy, function: Callable[..., Any], origin: str) -> Word:
    if isinstance(item, Property):
        return Word(function, guarded_property(item), origin=origin)
    return Word(function, guarded_strategy(item), item.like, origin)


def _clashes(item: Property | Strategy, kind: str, known: Mapping[str, Word]) -> Iterator[Fault]:
    if item.name in known:
        other = known[item.name].origin
        by = f"declared by {other}" if other else "built in"
        yield "", f"{kind} {item.name!r} is {by} already", "Give it another name."


def _faults(item: Property | Strategy, kind: str) -> Iterator[Fault]:
    """What keeps a word from being used, whatever its function does."""
    what = f"{kind} {item.name!r}"
    if isinstance(item, Property) is not (kind == "property"):
        other = "property" if kind == "strategy" else "strategy"
        where = "properties.py" if kind == "strategy" else "strategies.py"
        yield "", f"{other} {item.name!r} stands among the {PLURAL[kind]}", f"Move it to {where}."
        return
    function = _function(item)
    if not (function.__doc__ or "").strip():
        says = "the sentence that students read" if kind == "property" else "what it draws"
        yield "", f"{what} has no docstring", f"Write one: {says}."
    yield from _signature_faults(function, kind, what)
    yield from _hint_faults(function, kind, what)
    yield from _need_faults(item, what) if isinstance(item, Property) else _like_fault(item, what)


def _signature_faults(function: Callable[..., Any], kind: str, what: str) -> Iterator[Fault]:
    form = f"def {function.__name__}({FIRST[kind]}, *, ...)"
    by_place = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = list(inspect.signature(function).parameters.values())
    positional = [p.name for p in parameters if p.kind in by_place]
    if not positional:
        first = FIRST[kind].partition(":")[0]
        yield "", f"{what} has no first parameter {first!r}", f"Write {form}."
    for name in positional[1:]:
        yield name, f"option {name!r} of {what} is not keyword-only", f"Put a * before it: {form}."
    for parameter in parameters:
        if parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
            advice = "Name each option: its name, type and default are what YAML may say."
            yield parameter.name, f"{what} takes any arguments ({parameter})", advice


def _hint_faults(function: Callable[..., Any], kind: str, what: str) -> Iterator[Fault]:
    """Options that have no type, or one that no value in YAML can have."""
    for name, parameter in options_of(function).items():
        option = f"option {name!r} of {what}"
        if kind == "property" and name in CHECK_KEYS:
            advice = "Give it another name: in YAML it would never be reached."
            yield name, f"{option} is called like a key of every check", advice
        if parameter.annotation is inspect.Parameter.empty:
            yield name, f"{option} has no type hint", f"Write {name}: float, or what it is."
            continue
        try:
            hint = _hint(function, name)
        except Exception as error:  # it is the author's text that is evaluated
            yield name, f"the type of {option} cannot be read: {told(error)}", "Import it."
            continue
        type_, advice = hint_fault(hint)
        if type_:
            yield name, f"{option} has the type {type_}", advice


def _hint(function: Callable[..., Any], name: str) -> Any:
    """The type of one parameter: others may be broken."""

    def alone() -> None: ...

    alone.__annotations__ = {name: function.__annotations__[name]}
    scope = getattr(inspect.unwrap(function), "__globals__", {})
    return typing.get_type_hints(alone, globalns=scope, include_extras=True)[name]


def _need_faults(prop: Property, what: str) -> Iterator[Fault]:
    well_formed = isinstance(prop.needs, tuple) and all(
        isinstance(need, tuple) and len(need) == 2 and isinstance(need[1], type)
        for need in prop.needs
    )
    if not well_formed:
        advice = 'Write needs=(("a model", ModelRecipe),): words for people, a recipe of a case.'
        yield "", f"what {what} needs is no tuple of pairs", advice
    elif prop.recomputes and not {*NEEDED.values()} <= {kind for _, kind in prop.needs}:
        advice = 'Write needs=(("a model", ModelRecipe), ("a criterion", CriterionRecipe)).'
        yield "", f"{what} recomputes losses, but needs no model and criterion", advice


def _like_fault(strategy: Strategy, what: str) -> Iterator[Fault]:
    built_in = BUILT_IN.strategies.known
    if strategy.like and strategy.like not in built_in:
        message = f"{what} is like {strategy.like!r}, which no built-in strategy is called"
        yield "", message, did_you_mean(strategy.like, built_in)
