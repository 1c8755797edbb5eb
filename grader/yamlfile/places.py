"""A YAML document with places: its data, and where in the file each part of it stands."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import yaml

from grader.errors import Mistake
from grader.yamlfile.trouble import Slip

Key = tuple[Hashable, ...]

MERGE = "tag:yaml.org,2002:merge"


@dataclass(slots=True)
class Document:
    """A YAML file: its data, and the mistakes found in it so far.

    `explained` are places of which enough has been said: what follows from it is not noted.
    `written` are the lines, by number from 0, that stand in the file otherwise than in `text`,
    where slips are mended. `doubts` are mistakes that are only so where no other is noted.
    `meant` are values that only one can be, by key.
    """

    path: str
    text: str
    data: Any = None
    root: yaml.Node | None = None
    mistakes: list[Mistake] = field(default_factory=list)
    written: dict[int, str] = field(default_factory=dict)
    doubts: dict[tuple[int, int], Mistake] = field(default_factory=dict)
    explained: set[tuple[int, int]] = field(default_factory=set)
    meant: dict[str, str] = field(default_factory=dict)
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

    def is_folded(self, key: Key) -> bool:
        """Whether a text of several lines is read as one line: after `>`, in quotes, or bare."""
        node = self._nodes(key)[1]
        if not isinstance(node, yaml.ScalarNode) or node.style == "|":
            return False
        lines = node.end_mark.line - node.start_mark.line
        return lines > (1 if node.style == ">" else 0)

    def note_all(self, mistakes: Iterable[Mistake]) -> None:
        """Note mistakes that were found in other files."""
        for mistake in mistakes:
            self.found += 1
            self.mistakes.append(mistake)

    def note_at(self, node: yaml.Node, message: str, advice: str = "") -> None:
        """Note a mistake at a node, of which nothing more needs to be said."""
        self._note(*_start(node), message, advice)
        self.explain(node)

    def doubt(self, node: yaml.Node, message: str, advice: str) -> None:
        """Note a mistake at a node that counts only where nothing else is found wrong."""
        place = self._in_file(*_start(node))
        self._note(*_start(node), message, advice)
        self.doubts[place] = Mistake(self.path, *place, message, advice)

    def explain(self, node: yaml.Node) -> None:
        """Enough has been said of a node."""
        self.explained.add(self._in_file(*_start(node)))

    @property
    def is_broken(self) -> bool:
        """Whether it is YAML only since slips in it were mended."""
        return bool(self.written)

    def note_slip(self, slip: Slip) -> None:
        """Note what is no YAML."""
        line, column = slip.mark[0] + 1, slip.mark[1] + 1
        self._note(line, column, slip.message, slip.advice)
        for number, left in filter(None, (slip.mark, slip.about)):
            self.explained.add(self._in_file(number + 1, left + 1))

    def mend(self, lines: Mapping[int, str]) -> bool:
        """Put other lines in the place of some; was that of any use?"""
        before = self.text
        found = before.split("\n")
        for number, line in lines.items():
            self.written.setdefault(number, found[number])
            found[number] = line
        self.text = "\n".join(found)
        return self.text != before

    def place(self, key: Key) -> str:
        """Where the part stands that a path of keys and indexes leads to, as path:line:column."""
        line, column = self._in_file(*_start(self._nodes(key)[1]))
        return f"{self.path}:{line}:{column}"

    def spot(self, key: Key) -> tuple[int, int]:
        """The line and column of the key that a path ends in."""
        return self._in_file(*_start(self._nodes(key)[0]))

    def _note(self, line: int, column: int, message: str, advice: str) -> None:
        self.found += 1
        line, column = self._in_file(line, column)
        doubt = self.doubts.pop((line, column), None)
        if doubt is not None and doubt in self.mistakes:
            self.mistakes.remove(doubt)
            message = f"{message} ({doubt.message})"
        if (line, column) not in self.explained:
            self.mistakes.append(Mistake(self.path, line, column, message, advice))

    def _in_file(self, line: int, column: int) -> tuple[int, int]:
        """The place in the file of a place in the text."""
        written = self.written.get(line - 1)
        if written is None:
            return line, column
        mended = self.text.split("\n")[line - 1]
        return line, _moved(column - 1, mended, written) + 1

    def _nodes(self, key: Key) -> tuple[yaml.Node | None, yaml.Node | None]:
        """The node that a path leads to, after the node of its key; the last one if it ends."""
        node, marked = self.root, self.root
        for step in key:
            found = _child(node, step)
            if found is None:
                break
            marked, node = found
        return marked, node


def _moved(column: int, line: str, other: str) -> int:
    """The column of the same thing in another version of a line."""
    end = there = 0
    for block in SequenceMatcher(None, line, other, autojunk=False).get_matching_blocks():
        if column < block.a:  # in what stands there instead
            return min(there + column - end, block.b)
        if column < block.a + block.size:
            return block.b + column - block.a
        end, there = block.a + block.size, block.b + block.size
    return len(other)


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
    return node.tag != MERGE and bool(node.value == step)


def _indentation(lines: list[str]) -> int:
    first = next((line for line in lines if line.strip()), "")
    return len(first) - len(first.lstrip(" "))
