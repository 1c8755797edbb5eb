"""Operators on modes: train, eval, no_grad, and other surroundings of a run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from grader.mutation.code import Edit
from grader.mutation.operator import Changes, operator
from grader.mutation.part import Part, name_of

GRAD_MODES = ("no_grad", "inference_mode", "set_grad_enabled", "enable_grad")


@operator
def drop_train(part: Part) -> Changes:
    """The model is not put into train mode."""
    for statement in part.statements("train"):
        yield part.code.drop(statement)


@operator
def drop_eval(part: Part) -> Changes:
    """The model is not put into eval mode."""
    for statement in part.statements("eval"):
        yield part.code.drop(statement)


@operator
def eval_for_train(part: Part) -> Changes:
    """The model is put into eval mode where train mode is meant."""
    yield from _renamed(part, "train", "eval")


@operator
def train_for_eval(part: Part) -> Changes:
    """The model is put into train mode where eval mode is meant."""
    yield from _renamed(part, "eval", "train")


@operator
def set_mode_once(part: Part) -> Changes:
    """The mode is set once, before the loop."""
    for statement in part.statements("train", "eval"):
        if loop := part.loop_of(statement):
            lines = part.code.lines_of(statement)
            yield part.code.drop(statement), part.code.before(loop, lines)


@operator
def drop_no_grad(part: Part) -> Changes:
    """Gradients are not disabled."""
    yield from _without_context(part, lambda item: name_of(_plain(item)) in GRAD_MODES)
    yield from _without_decorator(part, GRAD_MODES)


@operator
def leave_gradients_off(part: Part) -> Changes:
    """Gradients are switched off, and never on again."""
    for statement in part.all(ast.With):
        item = statement.items[0]
        if len(statement.items) == 1 and name_of(_plain(item.context_expr)) == "no_grad":
            head, *rest = part.code.unwrap(statement, statement.body)
            switch = part.code.before(statement, "torch.set_grad_enabled(False)")
            yield (Edit(head.start, head.end, switch.text), *rest)


@operator
def drop_context(part: Part) -> Changes:
    """It is not run within the context that it needs."""
    yield from _without_context(part, lambda item: name_of(_plain(item)) not in GRAD_MODES)


@operator
def drop_decorator(part: Part) -> Changes:
    """A decorator is missing."""
    yield from _without_decorator(part, ())


def _renamed(part: Part, old: str, new: str) -> Iterator[Edit]:
    for call in part.calls(old):
        if isinstance(call.func, ast.Attribute) and not call.args and not call.keywords:
            end = part.code.end(call.func)
            yield Edit(end - len(old), end, new)


def _without_context(part: Part, chosen: Callable[[ast.expr], bool]) -> Changes:
    for statement in part.all(ast.With):
        for number, item in enumerate(statement.items):
            if item.optional_vars is not None or not chosen(item.context_expr):
                continue
            if len(statement.items) == 1:
                yield part.code.unwrap(statement, statement.body)
            else:
                yield _without_one_of(part, statement.items, number)


def _without_one_of(part: Part, items: list[ast.withitem], number: int) -> Edit:
    code = part.code
    if number:
        before = items[number - 1].optional_vars or items[number - 1].context_expr
        return Edit(code.end(before), code.end(items[number].context_expr), "")
    return Edit(code.start(items[0].context_expr), code.start(items[1].context_expr), "")


def _without_decorator(part: Part, names: tuple[str, ...]) -> Changes:
    for node in part.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                if not names or name_of(_plain(decorator)) in names:
                    yield part.code.drop_lines(decorator)


def _plain(node: ast.expr) -> ast.expr:
    """What is called, or the thing itself."""
    return node.func if isinstance(node, ast.Call) else node
