"""What `grade doctor` found: a line for each layer, and what to do about those that do not hold."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Collection, Iterator, Sequence

from grader.isolation import REMEDIES, Examined, Finding, Level

SCHEMA = "grade-doctor/1"
_INDENT = 4


def render_doctor(found: Sequence[Examined], required: Collection[str], *, width: int = 80) -> str:
    """Return the table: the layers of each level, and a last line that says what it comes to."""
    lines = ["What keeps a submission apart on this machine, found by attacking each layer", ""]
    for level in Level:
        own = [each for each in found if each.level is level]
        lines += [f"Level {level.value}{_more(level)}", *_rows(own, width), ""]
    lines += textwrap.wrap(_verdict(found, required), width)
    return "\n".join(lines) + "\n"


def doctor_json(found: Sequence[Examined], required: Collection[str]) -> str:
    """Return the same as JSON that ends in a newline."""
    layers = [
        {
            "layer": each.layer,
            "level": each.level.value,
            "finding": each.finding.value,
            "reason": each.reason,
            "remedy": "" if each.finding is Finding.WORKS else REMEDIES[each.layer],
        }
        for each in found
    ]
    document = {
        "schema": SCHEMA,
        "required": [each.layer for each in found if each.layer in required],
        "holds": not lacking(found, required),
        "layers": layers,
    }
    return json.dumps(document, indent=2) + "\n"


def lacking(found: Sequence[Examined], required: Collection[str]) -> tuple[str, ...]:
    """The layers that are required and do not work here."""
    return tuple(
        each.layer for each in found if each.layer in required and each.finding is not Finding.WORKS
    )


def _more(level: Level) -> str:
    return "" if level is Level.NONE else ": all of the above, and"


def _rows(found: Sequence[Examined], width: int) -> Iterator[str]:
    word = max(len(finding.value) for finding in Finding)
    name = max(len(each.layer) for each in found)
    for each in found:
        head = f"  {each.finding.value:<{word}}  {each.layer:<{name}}  "
        yield from textwrap.wrap(
            each.reason, width, initial_indent=head, subsequent_indent=" " * len(head)
        )
        if each.finding is not Finding.WORKS:
            indent = " " * (word + _INDENT)
            yield from textwrap.wrap(
                REMEDIES[each.layer], width, initial_indent=indent, subsequent_indent=indent
            )


def _verdict(found: Sequence[Examined], required: Collection[str]) -> str:
    if missing := lacking(found, required):
        return f"Required, and not in force here: {', '.join(missing)}."
    if set(Level.STRICT.layers) <= {*required, "process"}:
        return "Every layer of the strict level holds."
    others = [each.layer for each in found if each.finding is not Finding.WORKS]
    more = f" Not here: {', '.join(others)}." if others else " So do all others."
    if set(required) == set(Level.STANDARD.layers):
        return f"Every layer of the standard level holds.{more}"
    return f"Every layer that is required holds.{more}"
