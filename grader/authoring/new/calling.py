"""How a task of a solved module is run: what it is given, which lines, what is looked at."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from grader.authoring.new.givens import Guess, guesses, role_of
from grader.authoring.new.literals import words_in
from grader.authoring.new.solved import (
    Definition,
    Function,
    Parameter,
    is_property,
    methods_of,
    parameters_of,
)

NOTHING: Mapping[str, str] = MappingProxyType({})
NUMBER = "val(ue)?|v|number|.*loss|.*score|metric|acc(uracy)?|error|item|sample"
FEEDERS = ("__call__", "update", "step", "add", "append", "push", "observe")
REMADE = """\
module = task({arguments}).to({first}.dtype)
with torch.no_grad():
    for parameter in module.parameters():
        parameter.copy_(torch.linspace(-1, 1, parameter.numel()).reshape(parameter.shape))
result = module({inputs})
"""


@dataclass(frozen=True, slots=True)
class Call:
    """One way to run a task. Without `run` it is called with its givens by name."""

    guess: Guess
    run: str = ""
    observe: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def giving(self, given: Mapping[str, str]) -> Call:
        """The same with some givens added or replaced."""
        return replace(self, guess=replace(self.guess, given={**self.guess.given, **given}))


@dataclass(frozen=True, slots=True)
class _Methods:
    """The methods of a class by what they are good for."""

    made_with: tuple[Parameter, ...]
    feeder: Function | None
    readers: tuple[str, ...] = field(default=())  # how to ask for each thing that can be known


def calls_of(node: Definition, more: Mapping[str, str] = NOTHING) -> Iterator[Call]:
    """Ways to run a task, the most likely first.

    `more`: what those parameters are given that have a default, and are not to be left out.
    """
    calls: Iterator[Call]
    if isinstance(node, Function):
        calls = (Call(guess) for guess in guesses(parameters_of(node), words_in(node)))
    elif any(ast.unparse(base).endswith("Module") for base in node.bases):
        calls = _calls_of_module(node, more)
    else:
        calls = _calls_of_object(node, more)
    yield from (call.giving(more) for call in calls)


def defaults_of(node: Definition) -> tuple[Parameter, ...]:
    """The parameters that have a default, of whatever is called."""
    if isinstance(node, Function):
        found = parameters_of(node)
    else:
        made = methods_of(node).get("__init__")
        functions = [each for each in (made, _feeder(node)) if each is not None]
        found = tuple(p for each in functions for p in parameters_of(each, is_method=True))
    return tuple(each for each in found if each.default)


def _needed(function: Function | None, more: Container[str] = ()) -> tuple[Parameter, ...]:
    found = parameters_of(function, is_method=True) if function else ()
    return tuple(each for each in found if not each.default or each.name in more)


def _calls_of_module(node: ast.ClassDef, more: Container[str]) -> Iterator[Call]:
    """An nn.Module: its parameters are filled, for they begin at random, then it is called."""
    methods = methods_of(node)
    made_with, inputs = _needed(methods.get("__init__"), more), _needed(methods.get("forward"))
    tensors = tuple(replace(each, annotation="Tensor") for each in inputs)
    if not tensors:
        yield from _calls_of_object(node, more)
        return
    arguments = ", ".join(f"{each.name}={each.name}" for each in made_with)
    run = REMADE.format(
        arguments=arguments,
        first=tensors[0].name,
        inputs=", ".join(each.name for each in tensors),
    )
    remark = (
        "its parameters are filled in the order in which they were made: a right one that makes "
        "them in another order would fail, so fill them by name in `run`."
    )
    wide = {each.name: "{tensor: {shape: [N, 3]}}" for each in tensors}
    for number, guess in enumerate(guesses((*made_with, *tensors))):
        if number == 0:
            yield Call(guess, run, ("result",), (remark,)).giving(wide)
        yield Call(guess, run, ("result",), (remark,))


def _calls_of_object(node: ast.ClassDef, more: Container[str]) -> Iterator[Call]:
    """An object that is fed, step by step, and asked what it knows."""
    found = _methods(node, more)
    if found.feeder is None and not found.readers:
        yield from _calls_of_nothing(found)
        return
    fed = _needed(found.feeder, more)
    single = fed[0] if fed and _is_number(fed[0]) else None
    others = tuple(each for each in fed if each is not single)
    for guess in guesses((*found.made_with, *others)):
        name = _free("numbers", guess.given)
        given = {name: _numbers(single)} if single else {}
        run = "\n".join(_lines(found, fed, single, name)) + "\n"
        yield Call(guess, run, ("history",)).giving(given)


def _calls_of_nothing(found: _Methods) -> Iterator[Call]:
    remark = "nothing tells how it is used: write the lines of `run`, and observe what they leave."
    arguments = ", ".join(f"{each.name}={each.name}" for each in found.made_with)
    run = f"made = task({arguments})\nknown = sorted(vars(made).items())\n"
    for guess in guesses(found.made_with):
        yield Call(guess, run, ("known",), (remark,))


def _methods(node: ast.ClassDef, more: Container[str]) -> _Methods:
    feeder = _feeder(node)
    public = {name: each for name, each in _public(node).items() if each is not feeder}
    asked = [f"{name}()" for name, function in public.items() if _is_asked(function)]
    properties = [name for name, function in public.items() if is_property(function)]
    init = methods_of(node).get("__init__")
    readers = dict.fromkeys([*_attributes(node, init), *properties, *asked])
    return _Methods(_needed(init, more), feeder, tuple(readers))


def _feeder(node: ast.ClassDef) -> Function | None:
    """The method that an object is told things with."""
    found = {n: f for n, f in _public(node).items() if _needed(f) and not is_property(f)}
    named = next((name for name in FEEDERS if name in found), None)
    return found.get(named or next(iter(found), ""))


def _public(node: ast.ClassDef) -> Mapping[str, Function]:
    methods = methods_of(node).items()
    return {n: f for n, f in methods if not n.startswith("_") or n == "__call__"}


def _is_asked(function: Function) -> bool:
    """Whether a method tells something without being told anything."""
    return _answers(function) and not _needed(function) and not is_property(function)


def _answers(function: Function) -> bool:
    return any(isinstance(n, ast.Return) and n.value is not None for n in ast.walk(function))


def _attributes(node: ast.ClassDef, init: Function | None) -> list[str]:
    """The public attributes that the docstring names; all of them if it names none.

    Not those that say again what it was made with.
    """
    told = {each.name for each in parameters_of(init, is_method=True)} if init else set()
    made = [
        each.attr
        for each in ast.walk(init or ast.Pass())
        if isinstance(each, ast.Attribute)
        and isinstance(each.ctx, ast.Store)
        and isinstance(each.value, ast.Name)
        and not each.attr.startswith("_")
        and each.attr not in told
    ]
    docstring = ast.get_docstring(node) or ""
    named = [name for name in made if re.search(rf"\b{re.escape(name)}\b", docstring)]
    return list(dict.fromkeys(named or made))


def _is_number(parameter: Parameter) -> bool:
    """Whether a method is told one number at a time, as far as can be told."""
    if parameter.default:
        return False
    if not parameter.annotation and re.fullmatch(NUMBER, parameter.name.lower()):
        return True
    return role_of(parameter) in ("float", "int", "")


def _numbers(parameter: Parameter) -> str:
    of = "{integers: [0, 5]}" if role_of(parameter) == "int" else "{floats: [0, 2]}"
    return f"{{lists: {{of: {of}, min_size: 1, max_size: 8}}}}"


def _free(name: str, taken: Mapping[str, str]) -> str:
    return name if name not in taken else _free(f"{name}_", taken)


def _lines(
    found: _Methods, fed: Sequence[Parameter], single: Parameter | None, numbers: str
) -> Iterator[str]:
    """Make it, feed it, and note after each time what it says."""
    arguments = ", ".join(f"{each.name}={each.name}" for each in found.made_with)
    known = [f"it.{reader}" for reader in found.readers]
    yield f"it = task({arguments})"
    if found.feeder is None:
        yield f"history = [{', '.join(known)}]"
        return
    method = "it" if found.feeder.name == "__call__" else f"it.{found.feeder.name}"
    named = [f"{each.name}={each.name}" for each in fed if each.default]
    placed = ["number" if each is single else each.name for each in fed if not each.default]
    told = ", ".join([*placed, *named])
    answers = _answers(found.feeder) or not known
    noted = [*(["returned"] if answers else []), *known]
    yield "history = []"
    yield f"for number in {numbers}:" if single else "for _ in range(3):"
    yield f"    {'returned = ' if answers else ''}{method}({told})"
    yield (
        f"    history.append(({', '.join(noted)}))"
        if noted[1:]
        else f"    history.append({noted[0]})"
    )
