"""Where YAML silently does what nobody means: equal keys, `1e-3` as text, `no` as false."""

from __future__ import annotations

import yaml

from grader.course.places import Document


def note_surprises(document: Document, root: yaml.Node) -> None:
    """Note them all, each once, also where an alias repeats them."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            _note_duplicates(document, node)
            waiting += [inner for pair in node.value for inner in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.ScalarNode) and not node.style:
            _note_scalar(document, node)


def _note_duplicates(document: Document, node: yaml.MappingNode) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                advice = "YAML keeps only the last one."
                document.note_at(key, f"duplicate key {key.value!r}", advice)
            seen.add(key.value)


def _note_scalar(document: Document, node: yaml.ScalarNode) -> None:
    message = advice = ""
    if node.tag.endswith(":bool") and node.value.lower() in ("yes", "no", "on", "off"):
        message = f"YAML reads {node.value} as a boolean"
        advice = "Write true or false, or put it in quotes."
    elif node.tag.endswith(":str") and _is_number_to_people(node.value):
        message = f"YAML reads {node.value} as text, not as a number"
        advice = f"Write {_with_point(node.value)}: YAML wants a decimal point and a sign."
    if message:
        document.note_at(node, message, advice)
        mark = node.start_mark
        document.explained.add((mark.line + 1, mark.column + 1))


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
