"""Read a YAML file: whatever is in it becomes a document, or mistakes with their places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from grader.errors import CourseError, Mistake
from grader.yamlfile.places import Document
from grader.yamlfile.settling import copied, settle
from grader.yamlfile.surprises import note_surprises
from grader.yamlfile.syntax import slip_of

DEEPEST = 40  # levels; a course needs about ten
LARGEST = 100_000  # values, those of aliases counted each time
LARGEST_FILE = 500_000  # bytes
MOST_SLIPS = 30  # that are mended to read on

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_document(path: Path, shown: str) -> Document:
    """Read a YAML file; what is wrong with it as YAML is noted, as far as it can be read at all.

    Raises CourseError if it cannot.
    """
    document = Document(shown, _text(path, shown))
    try:
        document.root = _composed_somehow(document)
    except yaml.reader.ReaderError as error:
        raise CourseError([_character(shown, document.text)]) from error
    if document.root is not None:
        note_surprises(document, document.root)
        settle(document, document.root)
        document.data = constructed(document.root)
    return document


def constructed(root: yaml.Node) -> Any:
    """The data of a node. Merging (`<<: *other`) rewrites nodes: what has the places stays."""
    return yaml.constructor.SafeConstructor().construct_document(copied(root, {}))


def shown_path(path: Path) -> str:
    """The path as people would type it: relative to where they are, if it lies below."""
    cwd = Path.cwd()
    return path.relative_to(cwd).as_posix() if path.is_relative_to(cwd) else path.as_posix()


def _text(path: Path, shown: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        advice = "It should be a file that you may read."
        mistake = Mistake(shown, 1, 1, f"cannot be read: {error.strerror}", advice)
        raise CourseError([mistake]) from error
    if len(raw) > LARGEST_FILE:
        message = f"is {len(raw):,} bytes large"
        advice = f"At most {LARGEST_FILE:,} are read: large values belong into the reference."
        raise CourseError([Mistake(shown, 1, 1, message, advice)])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        above = raw[: error.start].split(b"\n")
        column = len(above[-1].decode("utf-8", "replace")) + 1
        mistake = Mistake(shown, len(above), column, "is not UTF-8", "Save it as UTF-8.")
        raise CourseError([mistake]) from error


def _composed_somehow(document: Document) -> yaml.Node | None:
    """The root of what is written there, with common slips mended and noted."""
    for _ in range(MOST_SLIPS):
        try:
            return _composed(document.text)
        except yaml.MarkedYAMLError as error:
            slip = slip_of(document.text, error)
            document.note_slip(slip)
            if not document.mend(slip.mended):
                break
    raise CourseError(document.mistakes)


def _composed(text: str) -> yaml.Node | None:
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=_LOADER):  # needs no stack, composing does
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            problem = f"nested more than {DEEPEST} levels deep"
            raise _refused(problem, "An exercise needs about ten.", event.start_mark)
    root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    if root is not None and _weight(root, (), {}) > LARGEST:
        problem = f"more than {LARGEST:,} values, those of aliases counted each time"
        raise _refused(problem, "An exercise needs a few hundred.", root.start_mark)
    return root


def _weight(node: yaml.Node, above: tuple[yaml.Node, ...], known: dict[int, int]) -> int:
    """How many values a node holds when its aliases are written out."""
    if any(node is other for other in above):
        raise _refused(
            "contains itself", "An alias cannot stand inside its anchor.", node.start_mark
        )
    if id(node) not in known:
        inside = (*above, node)
        known[id(node)] = 1 + sum(_weight(inner, inside, known) for inner in _inner(node))
    return known[id(node)]


def _refused(problem: str, advice: str, mark: Any) -> yaml.composer.ComposerError:
    return yaml.composer.ComposerError(None, None, problem, mark, advice)


def _inner(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [inner for pair in node.value for inner in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _character(shown: str, text: str) -> Mistake:
    """The first character that YAML does not allow."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    above = text[: found.start() if found else 0].split("\n")
    message = f"is not YAML: the character {found.group()!a}" if found else "is not YAML"
    return Mistake(shown, len(above), len(above[-1]) + 1, message, "Delete it.")
