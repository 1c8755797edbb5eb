"""What a docstring says of a strategy or property: its claim, its options, an example.

The form, of which only the first paragraph is needed:

    Whole numbers, both ends included.

    Further paragraphs say what else is worth knowing.

    Options:
        between: the lowest and the highest; a longer text goes on in the next line,
            further in.

    Example:
        epochs: {integers: [1, 3]}
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field

SECTIONS = ("Options:", "Example:")
OPTION = re.compile(r"^(\w+):[ \n](.*?)(?=^\w+:[ \n]|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A docstring in parts; what it does not say is empty."""

    claim: str
    details: tuple[str, ...] = ()  # paragraphs
    options: Mapping[str, str] = field(default_factory=dict)
    example: str = ""  # YAML


def explain(docstring: str | None) -> Explanation:
    """Take a docstring apart."""
    paragraphs: list[str] = []
    sections = dict.fromkeys(SECTIONS, "")
    inside = ""
    for block in re.split(r"\n{2,}", inspect.cleandoc(docstring or "")):
        head, _, body = block.partition("\n")
        if head in SECTIONS:
            inside, sections[head] = head, f"{body}\n"
        elif inside and block.startswith(" "):
            sections[inside] += f"\n{block}\n"
        else:
            inside = ""
            paragraphs.append(_on_one_line(block))
    options, example = (textwrap.dedent(sections[name]) for name in SECTIONS)
    meanings = {name: _sentence(text) for name, text in OPTION.findall(options)}
    return Explanation(paragraphs[0], tuple(paragraphs[1:]), meanings, example)


def _sentence(text: str) -> str:
    words = _on_one_line(text)
    return words[:1].upper() + words[1:]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
