"""Operators on numbers and arithmetic."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mutation.code import PRECEDENCE, SYMBOLS
from grader.mutation.operator import Changes, operator
from grader.mutation.part import Part

OTHER_OPERATION: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.MatMult: ast.Mult,
}  # fmt: skip
ONE_WAY = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)


@operator
def off_by_one(part: Part) -> Changes:
    """It is off by one."""
    for call in part.calls("range"):
        last = call.args[min(len(call.args), 2) - 1]
        for change in ("+ 1", "- 1"):
            if not isinstance(last, ast.Constant):
                text = part.code.fitting(last, PRECEDENCE[ast.Add])
                yield part.code.replace(last, f"{text} {change}")
        if len(call.args) == 1:
            yield part.code.replace(last, f"1, {part.code.of(last)}")
    for node in _numbers(part, int):
        for other in near(node.value):
            yield part.code.replace(node, other)


@operator
def alter_constant(part: Part) -> Changes:
    """A number, or a yes or no, is another one."""
    for node in part.all(ast.Constant):
        for other in altered(node.value):
            yield part.code.replace(node, other)


@operator
def drop_minus(part: Part) -> Changes:
    """A minus is missing."""
    for node in part.all(ast.UnaryOp):
        if isinstance(node.op, ast.USub):
            yield part.code.instead(node, node.operand)


@operator
def change_arithmetic(part: Part) -> Changes:
    """Minus stands for plus, or divided for times."""
    for node in part.all(ast.BinOp):
        if new := OTHER_OPERATION.get(type(node.op)):
            yield part.code.symbol(node.left, node.right, type(node.op), SYMBOLS[new])


@operator
def swap_operands(part: Part) -> Changes:
    """The two sides of a difference or of a quotient are swapped."""
    for node in part.all(ast.BinOp):
        if isinstance(node.op, ONE_WAY):
            needed = PRECEDENCE[type(node.op)]
            left = part.code.fitting(node.right, needed)
            right = part.code.fitting(node.left, needed + 1)
            yield part.code.replace(node, f"{left} {SYMBOLS[type(node.op)]} {right}")


@operator
def drop_operand(part: Part) -> Changes:
    """A term or a factor is missing."""
    for node in part.all(ast.BinOp):
        yield part.code.instead(node, node.left)
        yield part.code.instead(node, node.right)


@operator
def overwrite(part: Part) -> Changes:
    """What should be added up is overwritten."""
    for each in part.all(ast.AugAssign):
        yield part.code.symbol(each.target, each.value, type(each.op), "")


@operator
def change_update(part: Part) -> Changes:
    """What should be added is taken away, or the other way round."""
    for each in part.all(ast.AugAssign):
        if new := OTHER_OPERATION.get(type(each.op)):
            yield part.code.symbol(each.target, each.value, type(each.op), SYMBOLS[new])


@operator
def round_off(part: Part) -> Changes:
    """An integer division stands for a true one."""
    for node in part.all(ast.BinOp):
        if isinstance(node.op, ast.Div):
            yield part.code.symbol(node.left, node.right, ast.Div, "//")


def near(value: object) -> Iterator[str]:
    """The whole numbers beside one."""
    if isinstance(value, int) and not isinstance(value, bool):
        yield str(value + 1)
        yield str(value - 1)


def altered(value: object) -> Iterator[str]:
    """Other values in the place of a constant."""
    match value:
        case bool():
            yield str(not value)
        case float() if value == 0:
            yield "1.0"
        case float():
            yield repr(2 * value)
            yield repr(value / 2)
        case int() if abs(value) > 1:
            yield str(2 * value)


def _numbers(part: Part, kind: type) -> list[ast.Constant]:
    return [node for node in part.all(ast.Constant) if type(node.value) is kind]
