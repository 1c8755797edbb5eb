"""Operators on devices: things that stay behind, go elsewhere, or come back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mutation.code import Edit
from grader.mutation.dropping import dropped, names_device
from grader.mutation.operator import Changes, operator
from grader.mutation.part import Function, Part, called, parameters_of, receiver

MOVES = ("cpu", "cuda")


@operator
def drop_device_move(part: Part) -> Changes:
    """Something is not moved to the device."""
    yield from dropped(part, MOVES)
    yield from dropped(part, ("to",), lambda call: names_device(part, call))


@operator
def drop_device_argument(part: Part) -> Changes:
    """A new tensor is made on the CPU, whatever device was given."""
    for call in part.all(ast.Call):
        for number, keyword in enumerate(call.keywords):
            if keyword.arg == "device" and called(call) != "to":
                yield part.code.without_item(call, len(call.args) + number)


@operator
def lose_device_index(part: Part) -> Changes:
    """Of several devices of one type it takes the current one, not the one that was given."""
    for name in _given_devices(part):
        yield part.code.replace(name, f"{part.code.of(name)}.type")


@operator
def hard_code_cpu(part: Part) -> Changes:
    """Something goes to the CPU, whatever device was given."""
    for name in _given_devices(part):
        yield part.code.replace(name, '"cpu"')


@operator
def move_model_back(part: Part) -> Changes:
    """The model is moved back to the CPU in the end."""
    for function, model in _moving(part):
        ends = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
        own = [end for end in ends if _is_of(part, end, function)]
        if own:
            yield tuple(part.code.before(end, f"{model}.cpu()") for end in own)
        else:
            yield part.code.after(function.body[-1], f"{model}.cpu()")


@operator
def bring_outputs_back(part: Part) -> Changes:
    """The outputs of the model are brought to the CPU, and what they meet is not."""
    for function, model in _moving(part):
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name == model:
                    end = part.code.end(node)
                    yield Edit(end, end, ".cpu()")


def _given_devices(part: Part) -> Iterator[ast.expr]:
    """Where a device that was given is handed on, as an argument of a call."""
    functions = part.all(ast.FunctionDef)
    given = {each.arg for function in functions for each in parameters_of(function)}
    for call in part.all(ast.Call):
        for value in (*call.args, *(keyword.value for keyword in call.keywords)):
            match value:
                case ast.Name(id=name) if name in given and _is_device(name):
                    yield value
                case ast.Attribute(value=ast.Name(id="self"), attr=name) if _is_device(name):
                    yield value


def _is_device(name: str) -> bool:
    return name == "device" or name.endswith("_device")


def _moving(part: Part) -> Iterator[tuple[Function, str]]:
    """The functions that move a model which they are given, in place, and its name there."""
    for function in part.all(ast.FunctionDef):
        given = {each.arg for each in parameters_of(function)}
        for statement in function.body:
            call = statement.value if isinstance(statement, ast.Expr | ast.Assign) else None
            if isinstance(call, ast.Call) and called(call) == "to" and names_device(part, call):
                of = receiver(call)
                if isinstance(of, ast.Name) and of.id in given:
                    yield function, of.id


def _is_of(part: Part, node: ast.Return, function: Function) -> bool:
    """Whether it ends this function, not one inside it."""
    return next(each for each in part.code.above(node) if isinstance(each, Function)) is function
