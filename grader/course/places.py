"""YAML with places: the data of a document, and where in the file each part of it stands."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from grader.errors import CourseError, Mistake

Key = tuple[Hashable, ...]


@dataclass(slots=True)
class Document:
    """A YAML file: its data, and the mistakes found in it so far."""

    path: str
    data: Any
    root: yaml.Node | None
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake(self, key: Key, message: str, advice: str = "", on_key: bool = False) -> None:
        """Note a mistake at the part that a path of keys and indexes leads to."""
        line, column = self._place(key, on_key)
        self.mistakes.append(Mistake(self.path, line, column, message, advice))

    def _place(self, key: Key, on_key: bool) -> tuple[int, int]:
        node, marked = self.root, self.root
        for step in key:
            found = _child(node, step)
            if found is None:
                break
            marked, node = found
        chosen = marked if on_key else node
        if chosen is None:
            return 1, 1
        return chosen.start_mark.line + 1, chosen.start_mark.column + 1


def _child(node: yaml.Node | None, step: Hashable) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((k, v) for k, v in node.value if k.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def read_document(path: Path, shown: str) -> Document:
    """Read a YAML file. Raises CourseError if it is no YAML at all; notes duplicate keys."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CourseError([Mistake(shown, 1, 1, f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise CourseError([Mistake(shown, 1, 1, "is not UTF-8", "Save it as UTF-8.")]) from error
    try:
        root = yaml.compose(text, Loader=_LOADER)
        data = yaml.load(text, Loader=_LOADER)  # noqa: S506  both are safe loaders
    except yaml.MarkedYAMLError as error:
        raise CourseError([_syntax(shown, error)]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CourseError([Mistake(shown, 1, 1, f"is not YAML: {error}")]) from error
    document = Document(shown, data, root)
    if root is not None:
        _note_surprises(document, root)
    return document


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _syntax(shown: str, error: yaml.MarkedYAMLError) -> Mistake:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    advice = "A tab cannot indent YAML: use spaces." if "\\t" in str(error) else ""
    return Mistake(shown, line, column, f"is not YAML: {error.problem or error.context}", advice)


def _note_surprises(document: Document, node: yaml.Node) -> None:
    """Where YAML silently does what nobody means: equal keys, `1e-3` as text, `no` as false."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                _note(
                    document, key, f"duplicate key {key.value!r}", "YAML keeps only the last one."
                )
            seen.add(key.value)
            _note_surprises(document, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _note_surprises(document, item)
    elif isinstance(node, yaml.ScalarNode):
        _note_scalar(document, node)


def _note_scalar(document: Document, node: yaml.ScalarNode) -> None:
    if node.style is not None:
        return
    if node.tag.endswith(":bool") and node.value.lower() in ("yes", "no", "on", "off"):
        advice = "Write true or false, or put it in quotes."
        _note(document, node, f"YAML reads {node.value} as a boolean", advice)
    if node.tag.endswith(":str") and _is_float_to_people(node.value):
        advice = f"Write {_with_point(node.value)}: YAML wants a decimal point and a sign."
        _note(document, node, f"YAML reads {node.value} as text, not as a number", advice)


def _is_float_to_people(text: str) -> bool:
    if "e" not in text.lower() or not text[:1].isdigit():
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


def _note(document: Document, node: yaml.Node, message: str, advice: str) -> None:
    mark = node.start_mark
    document.mistakes.append(
        Mistake(document.path, mark.line + 1, mark.column + 1, message, advice)
    )
