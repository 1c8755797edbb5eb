"""Where YAML silently does what nobody means: `1e-3` is text, `no` is false, 12:30 is 750."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import yaml

from grader.yamlfile.places import MERGE, Document
from grader.yamlfile.settling import every

Told = tuple[str, str]  # message and advice

# What looks like a value in Python, and how YAML has it.
PYTHON = {"None": "null", "nan": ".nan", "NaN": ".nan", "inf": ".inf", "-inf": "-.inf"}


def note_surprises(document: Document, root: yaml.Node) -> None:
    """Note them all, each once, also where an alias repeats them."""
    keys = set()
    for node in every(root):
        if isinstance(node, yaml.MappingNode):
            keys |= {id(key) for key, _ in node.value}
            _note_alone(document, node)
        elif isinstance(node, yaml.ScalarNode) and not node.style and id(node) not in keys:
            told = _told(node.tag.rpartition(":")[2], node.value)
            if told is not None and (node.tag.endswith(":bool") or node.value in PYTHON):
                document.doubt(node, *told)
            elif told is not None:
                document.note_at(node, *told)


def _note_alone(document: Document, node: yaml.MappingNode) -> None:
    """`{points: 1,5}`: what stands behind a comma in brackets is a key, here one without value."""
    pairs = node.value if node.flow_style and not node.tag.endswith(":set") else []
    for (_, before), (key, value) in pairwise(pairs):
        if isinstance(key, yaml.ScalarNode) and key.tag != MERGE and _is_nothing(value):
            document.explain(value)
            if key.value.endswith(")") and str(before.value).startswith("("):
                advice = f"Write [{before.value[1:]}, {key.value[:-1]}]."
                document.note_at(before, "parentheses make no list in YAML", advice)
                document.explain(key)
                continue
            message = f"{key.value!r} has no value: in brackets a comma ends what stands before it"
            advice = "A text with a comma needs quotes, and a decimal point is a point: 1.5."
            document.note_at(key, message, advice)


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.value and not node.style


def _told(kind: str, text: str) -> Told | None:
    """What is surprising about a text without quotes that YAML takes for a value of some kind."""
    rule = RULES.get(kind)
    return rule(text) if rule else None


def _boolean(text: str) -> Told | None:
    if text.lower() not in ("yes", "no", "on", "off"):
        return None
    meant = "true" if text.lower() in ("yes", "on") else "false"
    return f"YAML reads {text} as a boolean", f'Write {meant}, or "{text}" if it is a text.'


def _whole(text: str) -> Told | None:
    if ":" in text:
        number = yaml.constructor.SafeConstructor().construct_yaml_int(_scalar(text))
        advice = f'Write {number}, or "{text}" if it is a text.'
        return f"YAML reads {text} as the number {number}, in sixties", advice
    digits = text.replace("_", "").lstrip("+-")
    if re.fullmatch("0[0-7]+", digits):
        advice = f"Write {digits.lstrip('0') or 0}."
        return f"YAML reads {text} as the number {int(digits, 8)}, in eights", advice
    return None


def _scalar(text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:int", text)


def _text(text: str) -> Told | None:
    as_text = f"YAML reads {text} as text"
    if text in PYTHON:
        return as_text, f'Write {PYTHON[text]}, or "{text}" if it is a text.'
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        point, pair = text.replace(",", "."), text.replace(",", ", ")
        return f"{as_text}, not as a number", f"Write {point}, or [{pair}] for two numbers."
    if _is_number_to_people(text):
        advice = f"Write {_with_point(text)}: YAML wants a decimal point and a sign."
        return f"{as_text}, not as a number", advice
    return None


def _is_number_to_people(text: str) -> bool:
    if "e" not in text.lower() or not text.lstrip("+-.")[:1].isdigit():
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True


def _with_point(text: str) -> str:
    head, _, exponent = text.lower().partition("e")
    sign = "" if exponent[:1] in "+-" else "+"
    return f"{head if '.' in head else head + '.0'}e{sign}{exponent}"


RULES: dict[str, Callable[[str], Told | None]] = {"bool": _boolean, "int": _whole, "str": _text}
