"""A YAML document with places: its data, and where in the file each part of it stands."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

from grader.errors import Mistake

Key = tuple[Hashable, ...]

MERGE = "tag:yaml.org,2002:merge"


@dataclass(slots=True)
class Document:
    """A YAML file: its data, and the mistakes found in it so far.

    `explained` are places of values that YAML reads in a way nobody means: saying once why is
    enough.
    """

    path: str
    text: str
    data: Any
    root: yaml.Node | None
    mistakes: list[Mistake] = field(default_factory=list)
    explained: set[tuple[int, int]] = field(default_factory=set)
    found: int = 0  # how often something was found wrong, said or not

    def mistake(self, key: Key, message: str, advice: str = "", on_key: bool = False) -> None:
        """Note a mistake at the part that a path of keys and indexes leads to."""
        key_node, node = self._nodes(key)
        self._note(*_start(key_node if on_key else node), message, advice)

    def mistake_inside(
        self, key: Key, line: int, column: int, message: str, advice: str = ""
    ) -> None:
        """Note a mistake in a text of several lines, at a line (from 1) and column (from 0) of it.

        Exact where the text stands in the file as it is: after a `|`, or on one line.
        """
        node = self._nodes(key)[1]
        above, left = _start(node)
        if isinstance(node, yaml.ScalarNode) and node.style == "|":
            left = _indentation(self.text.split("\n")[above:])
            self._note(above + line, left + column + 1, message, advice)
        elif isinstance(node, yaml.ScalarNode) and not node.style:
            on_one_line = node.start_mark.line == node.end_mark.line
            self._note(above, left + (column if on_one_line else 0), message, advice)
        else:
            self._note(above, left, message, advice)

    def note_at(self, node: yaml.Node, message: str, advice: str = "") -> None:
        """Note a mistake at a node."""
        self.mistakes.append(Mistake(self.path, *_start(node), message, advice))

    def _note(self, line: int, column: int, message: str, advice: str) -> None:
        self.found += 1
        if (line, column) not in self.explained:
            self.mistakes.append(Mistake(self.path, line, column, message, advice))

    def _nodes(self, key: Key) -> tuple[yaml.Node | None, yaml.Node | None]:
        """The node that a path leads to, after the node of its key; the last one if it ends."""
        node, marked = self.root, self.root
        for step in key:
            found = _child(node, step)
            if found is None:
                break
            marked, node = found
        return marked, node


def _start(node: yaml.Node | None) -> tuple[int, int]:
    return (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (1, 1)


def _child(node: yaml.Node | None, step: Hashable) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        own = next(((k, v) for k, v in node.value if _is_key(k, step)), None)
        return own or next(filter(None, (_child(merged, step) for merged in _merged(node))), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _merged(node: yaml.MappingNode) -> list[yaml.Node]:
    """What `<<: *other` brings in."""
    found = [value for key, value in node.value if key.tag == MERGE]
    lists = [value.value if isinstance(value, yaml.SequenceNode) else [value] for value in found]
    return [one for several in lists for one in several]


def _is_key(node: yaml.Node, step: Hashable) -> bool:
    if node.tag == MERGE:
        return False
    key = yaml.constructor.SafeConstructor().construct_object(node, deep=True)
    return bool(key == step) or step in (str(key), repr(key))


def _indentation(lines: list[str]) -> int:
    first = next((line for line in lines if line.strip()), "")
    return len(first) - len(first.lstrip(" "))
