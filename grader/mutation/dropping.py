"""Calls left out: what operators share that take a call away and keep what it was given."""

from __future__ import annotations

import ast
from collections.abc import Callable

from grader.mutation.code import Edit
from grader.mutation.operator import Changes
from grader.mutation.part import Part, receiver


def dropped(
    part: Part, names: tuple[str, ...], chosen: Callable[[ast.Call], bool] = lambda _: True
) -> Changes:
    """Calls replaced by what they are given: `x.abs()` and `torch.abs(x)` by `x`."""
    for call in filter(chosen, part.calls(*names)):
        statement = part.code.parent(call)
        if isinstance(statement, ast.Expr):  # a call for its effect
            yield part.code.drop(statement)
        elif isinstance(call.func, ast.Attribute) and receiver(call) is not None:
            yield Edit(_dot(part, call.func), part.code.end(call), "")
        elif call.args and not isinstance(call.args[0], ast.Starred | ast.GeneratorExp):
            yield part.code.instead(call, call.args[0])


def names_device(part: Part, call: ast.Call) -> bool:
    """Whether a device is among the arguments of a call, as far as its text says so."""
    return "device" in part.code.text[part.code.end(call.func) : part.code.end(call)]


def _dot(part: Part, func: ast.Attribute) -> int:
    """Where the dot of a method stands, spaces and line breaks before it included."""
    before = part.code.text[: part.code.end(func) - len(func.attr)].rstrip()
    return len(before.removesuffix(".").rstrip())
