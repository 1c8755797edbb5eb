"""Wrong implementations of a task, made out of a right one: each small, and shown to be wrong.

They are what an author begins with: variations of the code at hand, not yet what students do.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from grader.authoring.new.copying import copied, definitions, docstring_lines, text_of
from grader.authoring.new.solved import Function, Solved
from grader.mutation import OPERATORS, Mutant, mutants_of

MOST = 30  # that are tried
TELLING = {each.name: number for number, each in enumerate(OPERATORS)}  # what says most is first
HINT = "Work out a small case by hand, step by step, and compare it with what your code gives."
OWNER = "Who else holds this, and what will they find in it?"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong implementation: the name of its function or class, and its text."""

    name: str
    text: str


def wrong_ones(
    solved: Solved, task: str, writable: Mapping[str, str], cuts_graph: bool
) -> list[Wrong]:
    """Candidates, those that say most first.

    `writable`: the givens that must be left as they are, with what they are: `tensor`, `model` or
    `parameters`. `cuts_graph`: whether a gradient must find its way through the result.
    """
    node = definitions(solved.tree)[task]
    found = list(_mutated(solved, task, isinstance(node, ast.ClassDef)))
    if isinstance(node, Function):
        found += _wrapped(node, writable, cuts_graph)
    else:
        found += _deaf(node)
    return found


def _mutated(solved: Solved, task: str, is_class: bool) -> Iterator[Wrong]:
    """Copies with one change; of each kind of change one comes before the second of any."""
    original = text_of(task, solved.text)
    made = mutants_of(solved.text, task)
    own = [mutant for mutant in made if text_of(task, mutant.source) != original]
    rank: dict[str, int] = {}
    ranked: list[tuple[int, int, Mutant]] = []
    for mutant in own:
        rank[mutant.operator] = rank.get(mutant.operator, 0) + 1
        ranked.append((rank[mutant.operator], TELLING[mutant.operator], mutant))
    ranked.sort(key=lambda each: each[:2])
    for number, _, mutant in ranked[:MOST]:
        base = mutant.operator.replace("-", "_") + (f"_{number}" if number > 1 else "")
        name = _capitals(base) if is_class else base
        yield Wrong(name, copied(mutant.source, task, name, mutant.claim, HINT))


def _wrapped(node: Function, writable: Mapping[str, str], cuts_graph: bool) -> Iterator[Wrong]:
    """Calls of the right one, after which something is not as it should be."""
    head = f"({', '.join(_head(node.args))})"
    arguments = ", ".join(_passed(node.args))
    call = f"    result = {node.name}({arguments})"
    if cuts_graph:
        title = "The result has forgotten where it came from."
        detached = (call, "    return result.detach()")
        yield _function("cuts_the_graph", head, title, HINT, detached)
    for name, what in writable.items():
        lines = (call, "    with torch.no_grad():", *WRITES[what](name), "    return result")
        title = f"It writes into {name}, which belongs to the caller."
        yield _function(f"overwrites_{name}", head, title, OWNER, lines)
    returned = ("    return None",)
    yield _function("does_nothing", head, "It does nothing.", "What should be there now?", returned)
    for first in (node.args.posonlyargs + node.args.args)[:1]:
        title = f"It returns {first.arg}, as it came."
        returned = (f"    return {first.arg}",)
        yield _function("returns_what_it_was_given", head, title, HINT, returned)


WRITES: Mapping[str, Callable[[str], tuple[str, ...]]] = {
    "tensor": lambda name: (f"        {name}.add_(1)",),
    "bool": lambda name: (f"        {name}.logical_not_()",),
    "model": lambda name: (
        f"        for parameter in {name}.parameters():",
        "            parameter.add_(1)",
    ),
}


def _deaf(node: ast.ClassDef) -> Iterator[Wrong]:
    """For each method a class that does nothing in it."""
    for each in node.body:
        if isinstance(each, Function) and not each.decorator_list and each.name != "__init__":
            if each.name.startswith("_") and not each.name.endswith("__"):
                continue
            name = _capitals(f"does_nothing_in_{each.name.strip('_')}")
            head = f"class {name}({node.name}):"
            what = docstring_lines(f"Its {each.name} does nothing.", "What should it change?")
            method = f"    def {each.name}({', '.join(_head(each.args))}):\n        return None\n"
            yield Wrong(name, "\n".join([head, *what, "", method]))


def _function(name: str, head: str, title: str, hint: str, lines: tuple[str, ...]) -> Wrong:
    text = [f"def {name}{head}:", *docstring_lines(title, hint), *lines]
    return Wrong(name, "\n".join(text) + "\n")


def _head(arguments: ast.arguments) -> Iterator[str]:
    """The parameters as they are written, without annotations."""
    positional = [*arguments.posonlyargs, *arguments.args]
    without = len(positional) - len(arguments.defaults)
    for number, each in enumerate(positional):
        default = ast.unparse(arguments.defaults[number - without]) if number >= without else ""
        yield f"{each.arg}={default}" if default else each.arg
        if number + 1 == len(arguments.posonlyargs):
            yield "/"
    if arguments.vararg or arguments.kwonlyargs:
        yield f"*{arguments.vararg.arg if arguments.vararg else ''}"
    for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield f"{each.arg}={ast.unparse(value)}" if value else each.arg
    if arguments.kwarg:
        yield f"**{arguments.kwarg.arg}"


def _passed(arguments: ast.arguments) -> Iterator[str]:
    """How a function with these parameters passes them on."""
    yield from (each.arg for each in arguments.posonlyargs)
    yield from (f"{each.arg}={each.arg}" for each in arguments.args)
    if arguments.vararg:
        yield f"*{arguments.vararg.arg}"
    yield from (f"{each.arg}={each.arg}" for each in arguments.kwonlyargs)
    if arguments.kwarg:
        yield f"**{arguments.kwarg.arg}"


def _capitals(name: str) -> str:
    return "".join(word.capitalize() for word in re.split("_+", name) if word)
