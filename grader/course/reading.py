"""Read a YAML file: whatever is in it becomes a document, or mistakes with their places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from grader.course.places import Document
from grader.course.surprises import note_surprises
from grader.errors import CourseError, Mistake

DEEPEST = 40  # levels; a course needs about ten
LARGEST = 100_000  # values, those of aliases counted each time

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_document(path: Path, shown: str) -> Document:
    """Read a YAML file. Raises CourseError if it is no YAML at all; notes what surprises."""
    text = _text(path, shown)
    try:
        root = _composed(text)
        # Merging (`<<: *other`) rewrites the nodes: what has the places is composed once more.
        data = _Constructor().construct_document(_composed(text)) if root is not None else None
    except yaml.MarkedYAMLError as error:
        raise CourseError([_syntax(shown, text, error)]) from error
    except yaml.reader.ReaderError as error:
        raise CourseError([_character(shown, text)]) from error
    document = Document(shown, text, data, root)
    if root is not None:
        note_surprises(document, root)
    return document


def _text(path: Path, shown: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CourseError([Mistake(shown, 1, 1, f"cannot be read: {error.strerror}")]) from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        above = raw[: error.start].split(b"\n")
        column = len(above[-1].decode("utf-8", "replace")) + 1
        mistake = Mistake(shown, len(above), column, "is not UTF-8", "Save it as UTF-8.")
        raise CourseError([mistake]) from error


def _composed(text: str) -> yaml.Node | None:
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=_LOADER):  # needs no stack, composing does
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            problem = f"nested more than {DEEPEST} levels deep"
            raise yaml.composer.ComposerError(None, None, problem, event.start_mark)
    root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    if root is not None and _weight(root, (), {}) > LARGEST:
        raise yaml.composer.ComposerError(None, None, "far too large", root.start_mark)
    return root


def _weight(node: yaml.Node, above: tuple[yaml.Node, ...], known: dict[int, int]) -> int:
    """How many values a node holds when its aliases are written out."""
    if any(node is other for other in above):
        raise yaml.composer.ComposerError(None, None, "contains itself", node.start_mark)
    if id(node) not in known:
        inside = (*above, node)
        known[id(node)] = 1 + sum(_weight(inner, inside, known) for inner in _inner(node))
    return known[id(node)]


def _inner(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [inner for pair in node.value for inner in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


class _Constructor(yaml.constructor.SafeConstructor):
    """Says where a value stands that cannot be what it looks like, such as the date 2020-99-99."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError) as error:
            raise yaml.constructor.ConstructorError(
                None, None, str(error), node.start_mark
            ) from error


def _syntax(shown: str, text: str, error: yaml.MarkedYAMLError) -> Mistake:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    rest = text.split("\n")[line - 1][column - 1 :] if mark else ""
    advice = "A tab cannot indent YAML: use spaces." if rest.startswith("\t") else ""
    problem = str(error.problem or error.context)
    if problem.startswith("but "):
        problem = f"{error.context}, {problem}"
    return Mistake(shown, line, column, f"is not YAML: {problem}", advice)


def _character(shown: str, text: str) -> Mistake:
    """The first character that YAML does not allow."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    above = text[: found.start() if found else 0].split("\n")
    message = f"is not YAML: the character {found.group()!a}" if found else "is not YAML"
    return Mistake(shown, len(above), len(above[-1]) + 1, message, "Delete it.")
