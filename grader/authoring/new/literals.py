"""The texts that a function asks its parameters for, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from grader.authoring.new.solved import Function, parameters_of


def words_in(function: Function) -> Mapping[str, list[str]]:
    """The texts that each parameter is compared with, or looked up among, each once."""
    names = {each.name for each in parameters_of(function)}
    tables = _tables(function)
    found: dict[str, dict[str, None]] = {}
    for node in ast.walk(function):
        name, known = _asked(node)
        if known is not None and name in names:
            place = tables.get(known.id, known) if isinstance(known, ast.Name) else known
            found.setdefault(name, {}).update(dict.fromkeys(_texts(place)))
    return {name: list(texts) for name, texts in found.items() if texts}


def _asked(node: ast.AST) -> tuple[str, ast.AST | None]:
    """A name, and what it is compared with or looked up in."""
    match node:
        case ast.Compare(left=ast.Name(id=name), comparators=[known]):
            return name, known
        case ast.Subscript(value=known, slice=ast.Name(id=name)):
            return name, known
        case ast.Match(subject=ast.Name(id=name)):
            return name, node
    return "", None


def _tables(function: Function) -> Mapping[str, ast.expr]:
    """What is assigned to each name."""
    found = {}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = value
    return found


def _texts(node: ast.AST) -> list[str]:
    """The texts that a literal consists of; of a dict its keys, of a match its cases."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return [text for part in parts for text in _texts(part)]
        case ast.Dict(keys=keys):
            return [text for key in keys if key is not None for text in _texts(key)]
        case ast.Match(cases=cases):
            return [text for case in cases for text in _texts(case.pattern)]
        case ast.MatchValue(value=value):
            return _texts(value)
        case ast.MatchOr(patterns=patterns):
            return [text for pattern in patterns for text in _texts(pattern)]
    return []
