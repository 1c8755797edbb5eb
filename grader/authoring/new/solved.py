"""A module that is solved already: what of it students are to write."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from grader.errors import UsageError
from grader.submissions import without_marks
from grader.yamlfile import did_you_mean

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function; annotation and default as they are written, or empty."""

    name: str
    annotation: str
    default: str


@dataclass(frozen=True, slots=True)
class Solved:
    """A solved module: its text as it came, the same without marks, and its tasks in order."""

    path: str
    marked: str
    text: str
    tree: ast.Module
    tasks: tuple[Definition, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(task.name for task in self.tasks)


def read_solved(path: Path, chosen: Sequence[str]) -> Solved:
    """Read a module; its tasks are its public functions and classes, or those that are chosen."""
    try:
        marked = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8: save it as UTF-8") from error
    try:
        with warnings.catch_warnings(action="ignore"):  # the author's, if they care
            ast.parse(marked)
            text = without_marks(marked)
            tree = ast.parse(text)
    except SyntaxError as error:
        place = f"{path}:{error.lineno or 1}:{error.offset or 1}"
        raise UsageError(f"{place}: is not Python: {error.msg}") from error
    return Solved(path.as_posix(), marked, text, tree, _tasks(path, tree, chosen))


def _tasks(path: Path, tree: ast.Module, chosen: Sequence[str]) -> tuple[Definition, ...]:
    public = {
        node.name: node
        for node in tree.body
        if isinstance(node, Definition) and not node.name.startswith("_")
    }
    for name in chosen:
        if name not in public:
            raise UsageError(f"{path} defines no public {name!r}. {did_you_mean(name, public)}")
    if not public:
        raise UsageError(f"{path} defines no public function or class: there is nothing to write")
    return tuple(node for name, node in public.items() if not chosen or name in chosen)


def parameters_of(function: Function, is_method: bool = False) -> tuple[Parameter, ...]:
    """What a function can be given by name, in order; of a method without its `self`."""
    found = function.args
    positional = [*found.posonlyargs, *found.args]
    defaults = [None] * (len(positional) - len(found.defaults)) + list(found.defaults)
    pairs = [*zip(positional, defaults, strict=True)]
    if is_method and not _is_static(function):
        pairs = pairs[1:]
    pairs += zip(found.kwonlyargs, found.kw_defaults, strict=True)
    return tuple(
        Parameter(argument.arg, _text(argument.annotation), _text(default))
        for argument, default in pairs
    )


def methods_of(node: ast.ClassDef) -> Mapping[str, Function]:
    return {each.name: each for each in node.body if isinstance(each, Function)}


def is_property(function: Function) -> bool:
    return any("property" in _text(each) for each in function.decorator_list)


def raised_in(node: ast.AST) -> tuple[str, ...]:
    """The names of the errors that are raised in a function or class, each once."""
    return tuple(dict.fromkeys(_raised(node)))


def _raised(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        match each:
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name)) | ast.Name(id=name)):
                yield name


def _is_static(function: Function) -> bool:
    return any(_text(each) == "staticmethod" for each in function.decorator_list)


def _text(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value  # an annotation in quotes
    return ast.unparse(node) if node is not None else ""
