"""Operators on the defaults of parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mutation.code import Edit
from grader.mutation.numbers import altered, near
from grader.mutation.operator import Changes, operator
from grader.mutation.part import Function, Part


@operator
def change_default(part: Part) -> Changes:
    """A default is another one."""
    for _, default in _defaults(part):
        if isinstance(default, ast.Constant):
            for other in (*near(default.value), *altered(default.value)):
                yield part.code.replace(default, other)


@operator
def drop_default(part: Part) -> Changes:
    """A parameter has no default."""
    for parameter, default in _defaults(part):
        yield Edit(part.code.end(parameter), part.code.end(default), "")


def _defaults(part: Part) -> Iterator[tuple[ast.arg, ast.expr]]:
    for node in part.nodes:
        if isinstance(node, Function):
            found = node.args
            plain = [*found.posonlyargs, *found.args]
            yield from zip(plain[len(plain) - len(found.defaults) :], found.defaults, strict=True)
            pairs = zip(found.kwonlyargs, found.kw_defaults, strict=True)
            yield from ((name, default) for name, default in pairs if default is not None)
