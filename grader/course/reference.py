"""What a reference defines, read from its source: nothing is imported here."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Definition:
    """A function or class: its parameters, which of them it needs; is it open to any others?

    `types` are the annotations of those that have one, as they are written; `bases` are those of
    a class.
    """

    parameters: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    is_open: bool = False
    is_class: bool = False
    types: Mapping[str, str] = field(default_factory=dict)
    bases: tuple[str, ...] = ()


Reference: TypeAlias = Mapping[str, Definition]


def read_reference(path: Path) -> dict[str, Definition]:
    """The top-level functions and classes of a module. Raises ValueError if it is not Python."""
    try:
        with warnings.catch_warnings(action="ignore"):  # the author's, if they care
            tree = ast.parse(path.read_bytes())
    except SyntaxError as error:
        raise ValueError(f"line {error.lineno or 1}: {error.msg}") from error
    except (RecursionError, MemoryError) as error:
        raise ValueError("nested too deeply") from error
    return {
        node.name: _class(node) if isinstance(node, ast.ClassDef) else _function(node)
        for node in tree.body
        if isinstance(node, Function | ast.ClassDef)
    }


def _class(node: ast.ClassDef) -> Definition:
    bases = tuple(ast.unparse(base) for base in node.bases)
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
            made = _function(inner)
            _, *others = made.parameters or ("self",)
            needed = tuple(name for name in made.needed if name in others)
            return Definition(tuple(others), needed, made.is_open, True, made.types, bases)
    return Definition(is_open=True, is_class=True, bases=bases)


def _function(node: Function) -> Definition:
    found = node.args
    positional = [argument.arg for argument in (*found.posonlyargs, *found.args)]
    needed = positional[: len(positional) - len(found.defaults)]
    for argument, default in zip(found.kwonlyargs, found.kw_defaults, strict=True):
        needed += [argument.arg] if default is None else []
    named = (*positional, *(argument.arg for argument in found.kwonlyargs))
    types = {
        argument.arg: ast.unparse(argument.annotation)
        for argument in (*found.posonlyargs, *found.args, *found.kwonlyargs)
        if argument.annotation is not None
    }
    return Definition(named, tuple(needed), found.kwarg is not None, types=types)
