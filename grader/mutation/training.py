"""Operators on the training loop: zero_grad, backward, step, and what is summed up over batches."""

from __future__ import annotations

import ast

from grader.mutation.code import Edit
from grader.mutation.operator import Change, Changes, operator
from grader.mutation.part import Part, called, name_of

SIZES = ("len", "size", "numel", "nelement")


@operator
def drop_zero_grad(part: Part) -> Changes:
    """Gradients are never set to zero."""
    for statement in _zeroing(part):
        yield part.code.drop(statement)


@operator
def zero_grad_before_step(part: Part) -> Changes:
    """Gradients are set to zero between backward and step."""
    for zero in _zeroing(part):
        for step in part.siblings(zero, "step"):
            yield _moved_before(part, zero, step)


@operator
def zero_grad_after_step(part: Part) -> Changes:
    """Gradients are set to zero after the step, and never before the first one."""
    for zero in _zeroing(part):
        for step in part.siblings(zero, "step"):
            if zero.lineno < step.lineno:
                yield _moved_after(part, zero, step)


@operator
def zero_grad_once(part: Part) -> Changes:
    """Gradients are set to zero once, before the loop."""
    for zero in _zeroing(part):
        if loop := part.loop_of(zero):
            yield _moved_before(part, zero, loop)


@operator
def drop_backward(part: Part) -> Changes:
    """There is no backward pass."""
    for statement in part.statements("backward"):
        yield part.code.drop(statement)


@operator
def drop_step(part: Part) -> Changes:
    """A step is never made."""
    for statement in part.statements("step"):
        yield part.code.drop(statement)


@operator
def swap_step_and_backward(part: Part) -> Changes:
    """The step comes before the backward pass."""
    for step in part.statements("step"):
        for backward in part.siblings(step, "backward"):
            yield part.code.swap(step, backward)


@operator
def step_after_loop(part: Part) -> Changes:
    """A step is made once, after the loop."""
    for step in part.statements("step"):
        if loop := part.loop_of(step):
            yield _moved_after(part, step, loop)


@operator
def step_in_loop(part: Part) -> Changes:
    """A step that belongs behind the loop is made in every pass of it."""
    for step in part.statements("step"):
        for loop in part.all(ast.For):
            if loop in part.code.block(step) and loop.lineno < step.lineno:
                yield _moved_after(part, step, loop.body[-1])


@operator
def skip_last_batch(part: Part) -> Changes:
    """The loop leaves out its last item."""
    for items in _looped_over(part):
        yield part.code.replace(items, f"list({part.code.of(items)})[:-1]")


@operator
def use_first_only(part: Part) -> Changes:
    """The loop stops after its first item."""
    for items in _looped_over(part):
        yield part.code.replace(items, f"list({part.code.of(items)})[:1]")


@operator
def drop_weighting(part: Part) -> Changes:
    """A batch of one sample counts as much as a full one."""
    products = [node for node in part.all(ast.BinOp) if isinstance(node.op, ast.Mult)]
    factors: list[Edit] = []
    for product in products:
        if _is_size(product.right):
            factors.append(part.code.instead(product, product.left))
        elif _is_size(product.left):
            factors.append(part.code.instead(product, product.right))
    counts = [part.code.replace(each.value, "1") for each in _counting(part)]
    if factors and counts:
        yield (*factors, *counts)
    yield from factors


@operator
def count_batches(part: Part) -> Changes:
    """Batches are counted, not samples."""
    for each in _counting(part):
        yield part.code.replace(each.value, "1")


@operator
def record_after_update(part: Part) -> Changes:
    """What is recorded is from after the update, not from before it."""
    for append in part.statements("append"):
        last = part.code.block(append)[-1]
        if part.loop_of(append) and last is not append:
            yield _moved_after(part, append, last)


@operator
def reset_in_loop(part: Part) -> Changes:
    """What is collected over a loop is forgotten in every pass of it."""
    for loop in part.all(ast.For):
        for statement in part.code.block(loop):
            if statement.lineno < loop.lineno and _is_fresh(statement):
                yield _moved_before(part, statement, loop.body[0])


def _zeroing(part: Part) -> list[ast.stmt]:
    """The statements that clear gradients."""
    found: list[ast.stmt] = list(part.statements("zero_grad"))
    for each in part.statements("zero_"):
        if isinstance(each.value, ast.Call) and ".grad." in part.code.of(each.value.func):
            found.append(each)
    found += [
        each
        for each in part.all(ast.Assign)
        if name_of(each.targets[0]) == "grad" and isinstance(each.value, ast.Constant)
    ]
    return found


def _moved_before(part: Part, statement: ast.stmt, other: ast.stmt) -> Change:
    return part.code.drop(statement), part.code.before(other, part.code.lines_of(statement))


def _moved_after(part: Part, statement: ast.stmt, other: ast.stmt) -> Change:
    return part.code.drop(statement), part.code.after(other, part.code.lines_of(statement))


def _looped_over(part: Part) -> list[ast.expr]:
    """What loops go over, but for ranges: those are numbers."""
    loops: list[ast.For | ast.comprehension] = [*part.all(ast.For), *part.all(ast.comprehension)]
    return [loop.iter for loop in loops if called(loop.iter) != "range"]


def _is_size(node: ast.expr) -> bool:
    """`len(x)`, `x.size(0)`, `x.shape[0]`, `x.numel()`."""
    if isinstance(node, ast.Subscript):
        return name_of(node.value) == "shape"
    return called(node) in SIZES


def _counting(part: Part) -> list[ast.AugAssign]:
    """`samples += len(inputs)`."""
    return [each for each in part.all(ast.AugAssign) if _is_size(each.value)]


def _is_fresh(statement: ast.stmt) -> bool:
    """Whether it starts a sum or a collection: `total, samples = 0.0, 0`, `losses = []`."""
    value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
    return isinstance(value, ast.expr) and _is_start(value)


def _is_start(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=bool() | int() | float() | None):
            return True
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return all(_is_start(item) for item in items)
        case ast.Dict(values=items):
            return all(_is_start(item) for item in items)
    return False
