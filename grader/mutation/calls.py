"""Operators on arguments, and on the items of tuples, lists and dicts."""

from __future__ import annotations

import ast
from itertools import pairwise

from grader.mutation.code import Edit
from grader.mutation.operator import Changes, operator
from grader.mutation.part import Part, receiver

OPTIONAL = ("train", "sum", "mean", "max", "min", "argmax", "argmin", "softmax", "any", "all",
            "flatten", "squeeze", "clamp", "round", "norm", "get", "pop", "set_grad_enabled",
            "requires_grad_", "log_softmax")  # fmt: skip
BOUNDS = {"min": "max", "max": "min"}


@operator
def drop_keyword(part: Part) -> Changes:
    """A keyword argument is missing."""
    for call in part.all(ast.Call):
        for number, keyword in enumerate(call.keywords):
            if keyword.arg is not None and len(part.code.items(call)) == _count(call):
                yield part.code.without_item(call, len(call.args) + number)


@operator
def drop_argument(part: Part) -> Changes:
    """An argument is missing, and the default is taken for it."""
    for call in part.calls(*OPTIONAL):
        most = len(call.args) if receiver(call) is not None else len(call.args) - 1
        if most > 0 and len(part.code.items(call)) == _count(call):
            yield part.code.without_item(call, len(call.args) - 1)


@operator
def swap_bound(part: Part) -> Changes:
    """The lower bound is given as the upper one, or the other way round."""
    for call in part.all(ast.Call):
        for keyword in call.keywords:
            if keyword.arg in BOUNDS:
                start = part.code.start(keyword)
                yield Edit(start, start + len(keyword.arg), BOUNDS[keyword.arg])


@operator
def swap_arguments(part: Part) -> Changes:
    """Two arguments are swapped."""
    for call in part.all(ast.Call):
        for one, other in pairwise(call.args):
            if not _are_equal(part, one, other):
                yield part.code.swap(one, other)


@operator
def swap_items(part: Part) -> Changes:
    """Two items are swapped."""
    for node in part.nodes:
        match node:
            case ast.Tuple(elts=items, ctx=ast.Load()) | ast.List(elts=items, ctx=ast.Load()):
                pass
            case ast.Dict(values=items):
                pass
            case _:
                continue
        for one, other in pairwise(items):
            if not _are_equal(part, one, other):
                yield part.code.swap(one, other)


@operator
def drop_item(part: Part) -> Changes:
    """An item is missing."""
    for node in part.nodes:
        if isinstance(node, ast.List | ast.Dict | ast.Set):
            count = len(node.values if isinstance(node, ast.Dict) else node.elts)
            for number in range(count):
                yield part.code.without_item(node, number)


def _are_equal(part: Part, one: ast.expr, other: ast.expr) -> bool:
    """Whether two items say the same: `x` and `x`, `0` and `0.0`."""
    if isinstance(one, ast.Constant) and isinstance(other, ast.Constant):
        return bool(one.value == other.value)
    return part.code.of(one) == part.code.of(other)


def _count(call: ast.Call) -> int:
    return len(call.args) + len(call.keywords)
