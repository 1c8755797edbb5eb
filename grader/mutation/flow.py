"""Operators on statements: what is left out, and what comes too early."""

from __future__ import annotations

import ast

from grader.mutation.operator import Changes, operator
from grader.mutation.part import Part

COLLECTIONS = (ast.List, ast.Dict, ast.Set)


@operator
def return_early(part: Part) -> Changes:
    """It returns from within the loop, after the first pass."""
    for statement in part.all(ast.Return):
        for loop in part.all(ast.For):
            if loop in part.code.block(statement):
                yield part.code.after(loop.body[-1], part.code.lines_of(statement))


@operator
def drop_statement(part: Part) -> Changes:
    """A statement is missing."""
    bound = _bound_before(part)
    for node in part.nodes:
        if isinstance(node, ast.stmt) and _has_effect(node, bound):
            yield part.code.drop(node)


@operator
def drop_branch(part: Part) -> Changes:
    """A case of its own is not treated."""
    for node in part.all(ast.If):
        if not node.orelse and not _is_elif(part, node):
            yield part.code.drop(node)


@operator
def break_for_continue(part: Part) -> Changes:
    """The loop ends where it should go on with the next item."""
    for node in part.all(ast.Continue):
        yield part.code.replace(node, "break")


@operator
def continue_for_break(part: Part) -> Changes:
    """The loop goes on where it should end."""
    for node in part.all(ast.Break):
        yield part.code.replace(node, "continue")


@operator
def drop_finally(part: Part) -> Changes:
    """It tidies up only if nothing goes wrong."""
    for node in part.all(ast.Try):
        if node.finalbody and not node.handlers and not node.orelse:
            shift = node.body[0].col_offset - node.col_offset
            last = part.code.unwrap_next(node.body, node.finalbody, shift)
            yield (*part.code.unwrap(node, node.body), *last)


@operator
def share_state(part: Part) -> Changes:
    """All instances share one collection."""
    for function in part.all(ast.FunctionDef):
        for statement in function.body:
            match statement:
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)]):
                    value = statement.value
                case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                    value = statement.value or statement.target
                case _:
                    continue
            if function.name == "__init__" and isinstance(value, COLLECTIONS):
                shared = part.code.before(function, f"{name} = {part.code.of(value)}\n")
                yield part.code.drop(statement), shared


def _has_effect(node: ast.stmt, bound: set[ast.stmt]) -> bool:
    match node:
        case ast.Expr(value=ast.Call() | ast.Await()):
            return True
        case ast.Assign(targets=targets):
            plain = all(isinstance(target, ast.Name | ast.Tuple) for target in targets)
            return not plain or node in bound
        case ast.AnnAssign(target=target, value=value):
            return value is not None and (not isinstance(target, ast.Name) or node in bound)
        case ast.AugAssign() | ast.Delete() | ast.Break() | ast.Continue():
            return True
    return False


def _bound_before(part: Part) -> set[ast.stmt]:
    """Assignments to names that mean something before: without one, the old value is taken."""
    known, found = part.given_names, set[ast.stmt]()
    for node in part.nodes:
        if isinstance(node, ast.Assign):
            names = {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
            if names <= known:
                found.add(node)
            known |= names
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            known.add(node.target.id)
    return found


def _is_elif(part: Part, node: ast.If) -> bool:
    parent = part.code.parent(node)
    return isinstance(parent, ast.If) and node in parent.orelse
