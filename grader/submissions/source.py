"""Python source as text and as a tree: decoded, looked into, never executed."""

from __future__ import annotations

import ast
import codecs
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping

from grader.errors import SubmissionError
from grader.submissions.limits import MAX_WORDS

COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")  # as PEP 263 has it
BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")  # only after such a line does a cookie count
WORD = re.compile(r"\w+|[^\w\s]")
UTF_8 = re.compile(r"utf-?8(-.*)?")  # "utf-8-unix" is what Emacs writes

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Inner = ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def decode(path: str, content: bytes) -> str:
    """The text of a source file without its BOM, or SubmissionError with file and line."""
    body = content.removeprefix(codecs.BOM_UTF8)
    for number, line in enumerate(body.splitlines()[:2], start=1):
        cookie = COOKIE.match(line)
        if cookie and not UTF_8.fullmatch(_normal(cookie[1])):
            declared = cookie[1][:40].decode("ascii")
            raise SubmissionError(
                f"{path}:{number}: declares the encoding {declared}; save the file as UTF-8"
            )
        if cookie or not BLANK.match(line):
            break
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SubmissionError(
            f"{path}:{_line(body, error.start)}: not UTF-8 (byte 0x{body[error.start]:02x}); "
            "save the file as UTF-8"
        ) from None
    if "\0" in text:
        line_number = _line(body, body.index(b"\0"))
        raise SubmissionError(f"{path}:{line_number}: holds a NUL byte, so this is no Python text")
    return text


def check_words(texts: Iterable[str], origin: str) -> None:
    """Raise SubmissionError for more code than the judge would look into."""
    if sum(1 for text in texts for _ in WORD.finditer(text)) > MAX_WORDS:
        raise SubmissionError(
            f"{origin}: has more than {MAX_WORDS} words and signs of code, as {MAX_WORDS // 10} "
            "lines have; hand in what the exercise asks for alone"
        )


def stub_messages(source: str) -> Mapping[str, tuple[str, ...]]:
    """What each function and class of a stub says where it is not written yet.

    By name, the texts of its `raise NotImplementedError("...")`, each once, in the order of the
    source; none for those that raise no such thing. Empty if the source cannot be parsed.
    """
    tree = parsed(source)
    definitions = tree.body if tree else []
    return {item.name: _messages(item) for item in definitions if isinstance(item, Definition)}


def definition_lines(source: str) -> Mapping[str, int]:
    """Where each name of the module is bound, counted from 1; the last binding counts.

    Functions, classes, assignments and imports, also those inside an `if` or `try` of the module
    itself. Empty if the source cannot be parsed.
    """
    tree = parsed(source)
    return dict(_bindings(tree)) if tree else {}


def imported_modules(source: str) -> frozenset[str]:
    """The dotted names of all modules that a source imports, inside functions too."""
    tree = parsed(source)
    found: set[str] = set()
    for node in ast.walk(tree) if tree else ():
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(str(module), names, 0):
                found |= {module, *(f"{module}.{alias.name}" for alias in names)}
    return frozenset(found)


def parsed(source: str) -> ast.Module | None:
    """The tree, or None for a source with a syntax error or nested too deep to be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an invalid escape sequence is no concern of ours
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return None


def bound(node: ast.stmt | ast.expr) -> Iterator[str]:
    """The names that this node alone binds."""
    match node:
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            yield name
        case ast.Name(name, ast.Store()):
            yield name
        case ast.Import(names) | ast.ImportFrom(_, names):
            for alias in names:
                name = alias.asname or alias.name.split(".")[0]
                if name != "*":
                    yield name


def _normal(name: bytes) -> str:
    return name.decode("ascii").lower().replace("_", "-")


def _line(content: bytes, offset: int) -> int:
    return len((content[:offset] + b"x").splitlines())


def _messages(definition: Definition) -> tuple[str, ...]:
    found = []
    for node in ast.walk(definition):
        match node:
            case ast.Raise(
                exc=ast.Call(
                    func=ast.Name("NotImplementedError"),
                    args=[ast.Constant(value=str(text)), *_],
                )
            ):
                found.append((node.lineno, text))
    return tuple(dict.fromkeys(text for _, text in sorted(found)))


def _bindings(tree: ast.Module) -> list[tuple[str, int]]:
    """Each name that the module itself binds, with its line, in the order of the source."""
    found: list[tuple[str, int]] = []
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.stmt | ast.expr):
            found += [(name, node.lineno) for name in bound(node)]
        if not isinstance(node, Definition | Inner) and not _is_declaration(node):
            todo += ast.iter_child_nodes(node)
    return sorted(found, key=lambda binding: binding[1])


def _is_declaration(node: ast.AST) -> bool:
    """`x: int` alone binds nothing."""
    return isinstance(node, ast.AnnAssign) and node.value is None
