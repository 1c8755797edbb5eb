"""Where in an author's file something stands: a function, an option of it, what raised an error."""

from __future__ import annotations

import ast
import inspect
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from grader.errors import Mistake
from grader.yamlfile import shown_path

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def mistake(self, message: str, advice: str = "") -> Mistake:
        return Mistake(self.path, self.line, self.column, message, advice)


def place_of(function: Callable[..., Any], option: str = "") -> Place:
    """Where a function's name stands in its file, or one of its parameters."""
    code = _code(function)
    node = _definition(code)
    path = shown_path(Path(code.co_filename))
    if node is None:
        return Place(path, code.co_firstlineno)
    every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    rest = [one for one in (node.args.vararg, node.args.kwarg) if one is not None]
    for argument in (*every, *rest):
        if argument.arg == option:
            return Place(path, argument.lineno, argument.col_offset + 1)
    before = "async def " if isinstance(node, ast.AsyncFunctionDef) else "def "
    return Place(path, node.lineno, node.col_offset + len(before) + 1)


def raised_at(error: BaseException, file: str) -> Place | None:
    """The last line of this file that an error came through."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return Place(shown_path(Path(file)), max(error.lineno or 1, 1), max(error.offset or 1, 1))
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == file:
            return Place(shown_path(Path(file)), frame.lineno or 1, (frame.colno or 0) + 1)
    return None


def file_of(function: Callable[..., Any]) -> str:
    return _code(function).co_filename


def told(error: BaseException) -> str:
    """An error in one line."""
    message = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {message}"[:200] if message else type(error).__name__


def _code(function: Callable[..., Any]) -> CodeType:
    code: CodeType = inspect.unwrap(function).__code__
    return code


def _definition(code: CodeType) -> Function | None:
    """The definition that was compiled to this, unless the file has changed since."""
    try:
        tree = ast.parse(Path(code.co_filename).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.name == code.co_name:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if first == code.co_firstlineno:
                return node
    return None
