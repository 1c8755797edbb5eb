"""Operators on the errors that a task raises."""

from __future__ import annotations

import ast

from grader.mutation.operator import Changes, operator
from grader.mutation.part import Part, name_of


@operator
def drop_error(part: Part) -> Changes:
    """Bad arguments raise no error."""
    for node in part.all(ast.If):
        if any(isinstance(statement, ast.Raise) for statement in node.body) and not node.orelse:
            yield part.code.drop(node)


@operator
def change_error(part: Part) -> Changes:
    """Bad arguments raise an error of another type."""
    for node in part.all(ast.Raise):
        kind = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if kind is not None and name_of(kind)[:1].isupper():
            other = "TypeError" if name_of(kind) != "TypeError" else "ValueError"
            yield part.code.replace(kind, other)
