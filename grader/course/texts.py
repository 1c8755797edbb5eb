"""Plain texts where a strategy was meant: `criterion: mse`.

A text is as good a constant as any, so this speaks up only where the parameter cannot be one.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal

from grader.course.reference import Definition
from grader.course.words import Words, options_of

# Annotations of what no text can stand for.
OBJECTS = (
    {"Module", "Sequential", "Linear", "Loss", "_Loss", "Callable", "Optimizer", "SGD", "Adam"}
    | {"DataLoader", "Iterable", "Iterator", "Tensor", "Parameter", "Generator", "device"}
    | {"int", "float", "bool"}
)
# Parameters without annotation that are hardly ever texts.
NAMES = "model", "loader", "criterion", "optimizer"


def meant_strategy(name: str, value: Any, called: Definition | None, words: Words) -> str:
    """The strategy that a constant stands for, as it should be written; nothing if it is fine."""
    texts = _texts(value)
    if called is None or not texts or not _is_object(name, called):
        return ""
    for strategy, word in words.known.items():
        if all(text in _kinds(word.function) for text in texts):
            kinds = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
            return f"{{{strategy}: {kinds}}}"
    if len(texts) == 1 and texts[0] in words.known:
        return f"{{{texts[0]}: {{}}}}"
    return ""


def _texts(value: Any) -> list[str]:
    """The texts that a given may be: itself, or those of a list or of `one_of`."""
    if isinstance(value, Mapping) and len(value) == 1 and "one_of" in value:
        value = value["one_of"]
    several = value if isinstance(value, list) else [value]
    return several if all(isinstance(one, str) for one in several) else []


def _is_object(name: str, called: Definition) -> bool:
    annotation = called.types.get(name)
    if annotation is None:
        return name in NAMES and name in called.parameters
    words = set(re.findall(r"\w+", annotation))
    return bool(words & OBJECTS) and "str" not in words


def _kinds(function: Callable[..., Any]) -> frozenset[str]:
    """The texts that the first option of a strategy may be."""
    first = next(iter(options_of(function)), None)
    if first is None:
        return frozenset()
    waiting, found = [typing.get_type_hints(function, include_extras=True)[first]], set[str]()
    while waiting:
        hint = waiting.pop()
        if typing.get_origin(hint) is Literal:
            found |= {arg for arg in typing.get_args(hint) if isinstance(arg, str)}
        else:
            waiting += [arg for arg in typing.get_args(hint) if arg is not Ellipsis]
    return frozenset(found)
