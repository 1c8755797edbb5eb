"""Settle what YAML could not make a value of: noted here, so that the rest can still be read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import yaml

from grader.yamlfile.places import MERGE, Document

Pair = tuple[yaml.Node, yaml.Node]

TEXT = "tag:yaml.org,2002:str"
MAP = "tag:yaml.org,2002:map"
SEQ = "tag:yaml.org,2002:seq"


def settle(document: Document, root: yaml.Node) -> None:
    """Make the nodes such that a value can be made of them, and note what was wrong.

    Keys become text, whatever they look like: `on`, `5` and `no` are names here.
    """
    merging = set[int]()  # keys `<<`; elsewhere these are text
    for node in every(root):
        if isinstance(node, yaml.MappingNode):
            pairs = [pair for pair in node.value if _is_sound(document, node, *pair)]
            node.value = _joined(document, pairs)
            for key, _ in node.value:
                key.tag = key.tag if key.tag == MERGE else TEXT
                merging |= {id(key)} if key.tag == MERGE else set()
        if node.tag != MERGE:
            _settle_value(document, node)
        elif id(node) not in merging:
            node.tag = TEXT


def every(root: yaml.Node) -> Iterator[yaml.Node]:
    """All nodes, each once, also where aliases repeat them."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            if isinstance(node, yaml.MappingNode):
                waiting += [inner for pair in node.value for inner in pair]
            elif isinstance(node, yaml.SequenceNode):
                waiting += node.value


def copied(node: yaml.Node, known: dict[int, yaml.Node]) -> yaml.Node:
    """The node and all nodes in it; what is there twice stays one."""
    if id(node) in known:
        return known[id(node)]
    if isinstance(node, yaml.ScalarNode):
        made: yaml.Node = yaml.ScalarNode(node.tag, node.value, node.start_mark, node.end_mark)
    elif isinstance(node, yaml.MappingNode):
        pairs = [(copied(key, known), copied(value, known)) for key, value in node.value]
        made = yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark)
    else:
        items = [copied(item, known) for item in node.value]
        made = yaml.SequenceNode(node.tag, items, node.start_mark, node.end_mark)
    known[id(node)] = made
    return made


def _is_sound(
    document: Document, mapping: yaml.MappingNode, key: yaml.Node, value: yaml.Node
) -> bool:
    if key.tag == MERGE:
        merged = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if all(isinstance(one, yaml.MappingNode) for one in merged):
            return True
        message = "<< brings in what is marked elsewhere, and this is not marked"
        document.note_at(value, message, "Write <<: *name, and &name where the mapping stands.")
        document.explain(mapping)  # what it lacks may be what should have been brought in
        return False
    if isinstance(key, yaml.ScalarNode):
        return True
    if mapping.flow_style and isinstance(key, yaml.MappingNode) and key.flow_style:
        message, advice = "brackets in brackets mean nothing here", "Write the name alone."
    else:
        message, advice = "a list or mapping stands where a key should", "A key is one word."
    document.note_at(key, message, advice)
    document.explain(mapping)
    return False


def _joined(document: Document, pairs: list[Pair]) -> list[Pair]:
    """Each key once. What two equal ones hold is looked at as if it stood in one."""
    found: dict[tuple[str, str], Pair] = {}
    for key, value in pairs:
        name = ("" if key.tag != MERGE else MERGE, key.value)
        if name in found:
            advice = "YAML keeps only the last one: delete one, or put both into one."
            document.note_at(key, f"duplicate key {key.value!r}", advice)
            found[name] = found[name][0], _both(found[name][1], value)
        else:
            found[name] = key, value
    return list(found.values())


def _both(one: yaml.Node, other: yaml.Node) -> yaml.Node:
    if isinstance(one, yaml.MappingNode) and isinstance(other, yaml.MappingNode):
        names = {key.value for key, _ in one.value}
        more = [pair for pair in other.value if pair[0].value not in names]
        return yaml.MappingNode(one.tag, [*one.value, *more], one.start_mark, other.end_mark)
    if isinstance(one, yaml.SequenceNode) and isinstance(other, yaml.SequenceNode):
        return yaml.SequenceNode(one.tag, one.value + other.value, one.start_mark, other.end_mark)
    return one


def _settle_value(document: Document, node: yaml.Node) -> None:
    """Of what no value can be made: a date that is none, a tag that nobody knows."""
    shown = node.tag.replace("tag:yaml.org,2002:", "!!")
    constructors = yaml.constructor.SafeConstructor.yaml_constructors
    if node.tag not in constructors:
        advice = f"A text that begins with ! needs quotes; otherwise delete {shown}."
        document.note_at(node, f"{shown} means nothing here", advice)
    elif isinstance(node, yaml.ScalarNode):
        with contextlib.suppress(ValueError, OverflowError, yaml.YAMLError):
            yaml.constructor.SafeConstructor().construct_object(node)
            return
        message = f"YAML cannot make a value of {node.value}, which looks like a date or a number"
        document.note_at(node, message, f'As a text it needs quotes: "{node.value}"')
    elif node.tag.removeprefix("tag:yaml.org,2002:") in ("map", "seq", "set"):
        return
    document.explain(node)
    is_scalar = isinstance(node, yaml.ScalarNode)
    node.tag = TEXT if is_scalar else MAP if isinstance(node, yaml.MappingNode) else SEQ
