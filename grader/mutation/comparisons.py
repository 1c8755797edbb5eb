"""Operators on comparisons and conditions."""

from __future__ import annotations

import ast
from itertools import pairwise

from grader.mutation.code import PRECEDENCE, SYMBOLS, Edit
from grader.mutation.operator import Changes, operator
from grader.mutation.part import Part

STRICTER_OR_LESS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
OTHER_WAY: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
EQUAL: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.NotEq, ast.LtE: ast.Eq, ast.Gt: ast.NotEq, ast.GtE: ast.Eq,
}  # fmt: skip


@operator
def change_strictness(part: Part) -> Changes:
    """What is just equal is taken for the other side."""
    yield from _compared(part, STRICTER_OR_LESS)


@operator
def turn_comparison(part: Part) -> Changes:
    """The comparison is the wrong way round."""
    yield from _compared(part, OTHER_WAY)


@operator
def compare_equal(part: Part) -> Changes:
    """It asks whether two numbers are equal, where it should ask which is larger."""
    yield from _compared(part, EQUAL)


@operator
def negate_condition(part: Part) -> Changes:
    """A condition is negated."""
    for test in _conditions(part):
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            yield part.code.instead(test, test.operand)
        else:
            yield part.code.replace(test, f"not {part.code.fitting(test, 4)}")


@operator
def always_true(part: Part) -> Changes:
    """What should happen on a condition happens always."""
    for test in _conditions(part):
        yield part.code.replace(test, "True")


@operator
def swap_and_or(part: Part) -> Changes:
    """`or` stands for `and`, or `and` for `or`."""
    for node in part.all(ast.BoolOp):
        new = "or" if isinstance(node.op, ast.And) else "and"
        pairs = pairwise(node.values)
        symbols = tuple(part.code.symbol(a, b, type(node.op), new) for a, b in pairs)
        start, end = part.code.start(node), part.code.end(node)
        yield (Edit(start, start, "("), *symbols, Edit(end, end, ")"))


@operator
def drop_condition(part: Part) -> Changes:
    """One of several conditions is missing."""
    for node in part.all(ast.BoolOp):
        for number in range(len(node.values)):
            rest = [value for i, value in enumerate(node.values) if i != number]
            if len(rest) == 1:
                yield part.code.instead(node, rest[0])
            else:
                needed = PRECEDENCE[type(node.op)] + 1
                texts = [part.code.fitting(value, needed) for value in rest]
                yield part.code.replace(node, f"({f' {SYMBOLS[type(node.op)]} '.join(texts)})")


def _compared(part: Part, table: dict[type[ast.AST], type[ast.AST]]) -> Changes:
    for node in part.all(ast.Compare):
        lefts = [node.left, *node.comparators]
        for left, op, right in zip(lefts, node.ops, node.comparators, strict=False):
            if type(op) in table:
                yield part.code.symbol(left, right, type(op), SYMBOLS[table[type(op)]])


def _conditions(part: Part) -> list[ast.expr]:
    found = [node.test for node in part.nodes if isinstance(node, ast.If | ast.While | ast.IfExp)]
    return [*found, *(test for each in part.all(ast.comprehension) for test in each.ifs)]
