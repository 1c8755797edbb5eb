"""What pydantic finds wrong, in words for authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from grader.course.instead import instead, name_instead
from grader.yamlfile import did_you_mean

EXPECTED = {
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "a mapping",
    "string_type": "text",
    "tuple_type": "a list",
}

BOUNDS = {
    "greater_than": ("more than", "gt", "Write more than {:g}."),
    "greater_than_equal": ("at least", "ge", "Write {:g} or more."),
    "less_than": ("less than", "lt", "Write less than {:g}."),
    "less_than_equal": ("at most", "le", "Write {:g} or less."),
}


def told(fault: Any) -> tuple[str, str]:
    """One fault as a message and advice."""
    found, context = fault["input"], fault.get("ctx") or {}
    match fault["type"]:
        case "advised":
            return fault["msg"], context["advice"]
        case "value_error":
            return fault["msg"].removeprefix("Value error, "), ""
        case "literal_error" if isinstance(found, str):
            return f"unknown {found!r}", did_you_mean(found, _literals(fault))
        case "string_pattern_mismatch":
            better = name_instead(found, context["pattern"].endswith(".py$"))
            advice = f"Write {better}: letters, digits and underscores." if better else ""
            return f"{found!r} will not do as a name", advice
        case "too_short":
            return f"should have at least {_items(context['min_length'])}", _in_list(found)
        case "too_long":
            return f"should have at most {_items(context['max_length'])}, not {shown(found)}", ""
        case "missing":
            return f"should have more items, not {shown(found)}", _in_list(found)
    message = f"should be {_expected(fault)}, not {shown(found)}"
    if fault["type"] in BOUNDS:
        _, bound, advice = BOUNDS[fault["type"]]
        return message, advice.format(context[bound])
    return message, instead(fault["type"], found)


def told_of_choices(faults: Iterable[Any]) -> dict[tuple[int, ...], tuple[str, str]]:
    """The faults of a value that may be of several types, by place: those of the nearest type.

    A fault of a value says more than one of a type, and one further inside more than one outside.
    """
    ranked: dict[tuple[bool, int], list[Any]] = {}
    for fault in faults:
        key = not _is_of_type(fault), len(_place(fault))
        ranked.setdefault(key, []).append(fault)
    places: dict[tuple[int, ...], list[Any]] = {}
    for fault in ranked[max(ranked)]:
        places.setdefault(_place(fault), []).append(fault)
    return {place: _joined(several) for place, several in places.items()}


def shown(found: object) -> str:
    """A value as an author would write it, cut short."""
    match found:
        case None:
            return "nothing"
        case bool():
            return str(found).lower()
        case Mapping():
            return "a mapping"
        case list() | tuple():
            if len(found) > 4 or any(isinstance(item, list | tuple | Mapping) for item in found):
                return "a list"
            return f"[{', '.join(shown(item) for item in found)}]"
        case int() | float() | str():
            return f"{found!r:.60}"
    return "a strategy" if hasattr(found, "strategy") else f"{found!s:.60}"


def _joined(faults: list[Any]) -> tuple[str, str]:
    if len(faults) == 1 or not all(_is_of_type(fault) for fault in faults):
        return told(faults[0])
    expected = " or ".join(dict.fromkeys(_expected(fault) for fault in faults))
    found = faults[0]["input"]
    kinds = [fault["type"] for fault in faults]
    if "tuple_type" in kinds and type(found) is int:  # text, or a list of such numbers
        return f"should be {expected}, not {shown(found)}", f"Write [{found}]."
    advice = next(filter(None, (instead(kind, found) for kind in kinds)), "")
    return f"should be {expected}, not {shown(found)}", advice


def _is_of_type(fault: Any) -> bool:
    kind: str = fault["type"]
    return kind.endswith("_type") or (
        kind == "literal_error" and not isinstance(fault["input"], str)
    )


def _place(fault: Any) -> tuple[int, ...]:
    return tuple(step for step in fault["loc"] if isinstance(step, int))


def _expected(fault: Any) -> str:
    message: str = fault["msg"]
    if fault["type"] in BOUNDS:
        words, bound, _ = BOUNDS[fault["type"]]
        return f"{words} {fault['ctx'][bound]:g}"
    return EXPECTED.get(fault["type"]) or message.removeprefix("Input should be ")


def _literals(fault: Any) -> list[str]:
    return re.findall(r"'([^']+)'", fault["ctx"]["expected"])


def _in_list(found: Any) -> str:
    """A list of one text, where several values were meant."""
    return instead("list_type", found[0]) if isinstance(found, list | tuple) and found else ""


def _items(count: int) -> str:
    return f"{count} item" if count == 1 else f"{count} items"
