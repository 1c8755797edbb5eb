"""What to write instead of a value of the wrong type, where it shows what was meant."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

UNIT = re.compile(r"([-+]?\d[\d_]*(?:\.\d+)?)\s*[A-Za-z%]+")
FRACTION = re.compile(r"(\d+) */ *(\d+)")
POWER = re.compile(r"(\d+) *(?:\^|\*\*) *(-?\d+)")
PAIR = re.compile(r"[(\[]? *(-?[\d.]+?) *(?:,|-|\.\.+|to| ) *(-?[\d.]+) *[)\]]?")
AROUND = "\"'\u201c\u201d\u201e\u2018\u2019`,;: "  # quotes of all kinds
TRUTH = {
    "yes": "true",
    "true": "true",
    "on": "true",
    "no": "false",
    "false": "false",
    "off": "false",
}


def instead(expected: str, found: object) -> str:
    """Advice, or nothing if the value says too little. `expected` is a kind of fault."""
    rule = RULES.get(expected)
    meant = rule(found) if rule else ""
    return f"Write {meant}" if meant else ""


def name_instead(found: str, is_file: bool) -> str:
    """A name of letters, digits and underscores as near as can be to one that is not."""
    last = re.split(r"[/\\]", found.strip())[-1]
    stem = last.removesuffix(".py").removesuffix("()").strip(AROUND)
    if not is_file:
        stem = stem.rpartition(".")[2]
    name = re.sub(r"\W+", "_", stem, flags=re.ASCII).strip("_")
    if not name:
        return ""
    name = f"_{name}" if name[0].isdigit() else name
    return f"{name}.py" if is_file else name


def _text(found: object) -> str:
    if isinstance(found, bool):
        return f'"{str(found).lower()}", in quotes.'
    if isinstance(found, int | float | datetime.date):
        return f'"{found}", in quotes.'
    return ""


def _number(found: object) -> str:
    if isinstance(found, str):
        if _is_float(found):
            return f"{found.strip()}, without quotes."
        if unit := UNIT.fullmatch(found.strip()):
            return f"{unit[1].replace('_', '')}, without a unit."
        if (ratio := FRACTION.fullmatch(found.strip())) and int(ratio[2]):
            return f"{int(ratio[1]) / int(ratio[2]):.4g}."
        if (power := POWER.fullmatch(found.strip())) and abs(int(power[2])) < 10:
            return f"{int(power[1]) ** int(power[2])}."
    return ""


def _whole(found: object) -> str:
    if isinstance(found, float) and abs(found) < 1e15:
        low = int(found // 1)
        return f"{low}." if found == low else f"{low} or {low + 1}."
    return _number(found)


def _boolean(found: object) -> str:
    if isinstance(found, str) and found.lower() in TRUTH:
        return f"{TRUTH[found.lower()]}, without quotes."
    return {0: "false.", 1: "true."}.get(found, "") if type(found) is int else ""


def _list(found: object) -> str:
    if isinstance(found, str) and (pair := PAIR.fullmatch(found.strip())):
        return f"[{pair[1]}, {pair[2]}]."
    return ""


def _is_float(text: str) -> bool:
    try:
        return bool(abs(float(text)) < float("inf"))
    except ValueError:
        return False


RULES: Mapping[str, Callable[[Any], str]] = {
    "bool_type": _boolean,
    "float_type": _number,
    "int_type": _whole,
    "list_type": _list,
    "string_type": _text,
    "tuple_type": _list,
}
