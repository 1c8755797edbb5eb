"""Add an exercise to course.yaml: in its text, so that comments and formatting stay."""

from __future__ import annotations

from typing import Any

import yaml


def with_exercise(text: str, name: str) -> str:
    """The text of course.yaml with one more exercise at the end of its list.

    Raises ValueError if its `exercises` are written in a way that cannot be added to.
    """
    node = _exercises(text)
    if node is None:
        raise ValueError("it has no list of exercises")
    new = _in_brackets(text, node, name) if node.flow_style else _in_lines(text, node, name)
    if _listed(new) != [*(_listed(text) or []), name]:
        raise ValueError("its list of exercises is written in an unusual way")
    return new


def _exercises(text: str) -> yaml.SequenceNode | None:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError("it is not YAML") from error
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    lists = (v for k, v in pairs if k.value == "exercises" and isinstance(v, yaml.SequenceNode))
    return next(lists, None)


def _in_brackets(text: str, node: yaml.SequenceNode, name: str) -> str:
    place = node.value[-1].end_mark.index if node.value else node.start_mark.index + 1
    return f"{text[:place]}{', ' if node.value else ''}{name}{text[place:]}"


def _in_lines(text: str, node: yaml.SequenceNode, name: str) -> str:
    last = node.value[-1]
    lines = text.split("\n")
    line = lines[last.start_mark.line]
    ending = "\r" if line.endswith("\r") else ""
    lines.insert(last.end_mark.line + 1, f"{line[: last.start_mark.column]}{name}{ending}")
    return "\n".join(lines)


def _listed(text: str) -> Any:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return found.get("exercises") if isinstance(found, dict) else None
