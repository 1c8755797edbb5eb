"""Has a stub drifted from its reference? Signatures and docstrings are a contract: there is one."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.errors import CourseError, Mistake

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between a stub and its reference: what it is, and both places."""

    what: str
    stub: str
    reference: str


def drifted(
    stub: str, stub_path: str, reference: str, reference_path: str, tasks: Sequence[str]
) -> list[Drift]:
    """Every difference in the signatures and docstrings of the tasks; of a class, its methods too.

    A reference without a docstring has none that the stub's could differ from.
    """
    theirs = _definitions(_parsed(stub, stub_path))
    ours = _definitions(_parsed(reference, reference_path))
    found = []
    for task in tasks:
        if task not in ours:
            continue  # what is wrong then is said where exercise.yaml is read
        here = f"{stub_path}:{theirs[task].lineno if task in theirs else 1}"
        there = f"{reference_path}:{ours[task].lineno}"
        if task not in theirs:
            found.append(Drift(f"the stub has no {task}", here, there))
            continue
        for name, one, other in _pairs(task, theirs[task], ours[task]):
            here = f"{stub_path}:{one.lineno}"
            there = f"{reference_path}:{other.lineno if other else ours[task].lineno}"
            found += [Drift(what, here, there) for what in _differences(name, one, other)]
    return found


def _parsed(source: str, path: str) -> ast.Module:
    with warnings.catch_warnings(action="ignore"):  # the author's, if they care
        try:
            return ast.parse(source)
        except SyntaxError as error:
            place = error.lineno or 1, error.offset or 1
            raise CourseError([Mistake(path, *place, f"is not Python: {error.msg}")]) from error


def _definitions(tree: ast.Module | ast.ClassDef) -> Mapping[str, Definition]:
    return {node.name: node for node in tree.body if isinstance(node, Definition)}


def _pairs(
    task: str, stub: Definition, reference: Definition
) -> Iterator[tuple[str, Definition, Definition | None]]:
    """What must agree: the task, and each method that the stub of a class has."""
    yield task, stub, reference
    if isinstance(stub, ast.ClassDef) and isinstance(reference, ast.ClassDef):
        methods = _definitions(reference)
        for name, method in _definitions(stub).items():
            yield f"{task}.{name}", method, methods.get(name)


def _differences(name: str, stub: Definition, reference: Definition | None) -> Iterator[str]:
    if reference is None:
        yield f"the reference has no {name}"
        return
    if _head(stub) != _head(reference):
        yield f"the stub has {_head(stub)!r}, the reference {_head(reference)!r}"
    docstring = ast.get_docstring(reference)
    if docstring is not None and ast.get_docstring(stub) != docstring:
        yield f"the docstring of {name} differs: {_first_difference(stub, docstring)}"


def _head(node: Definition) -> str:
    """The signature, as one line: parameters in order, their annotations and defaults, the rest."""
    decorators = "".join(f"@{ast.unparse(each)} " for each in node.decorator_list)
    if isinstance(node, ast.ClassDef):
        bases = ", ".join(ast.unparse(each) for each in [*node.bases, *node.keywords])
        return f"{decorators}class {node.name}" + (f"({bases})" if bases else "")
    kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{decorators}{kind} {node.name}({ast.unparse(node.args)}){returns}"


def _first_difference(stub: Definition, docstring: str) -> str:
    """The first line that is another one, on both sides."""
    theirs, ours = (ast.get_docstring(stub) or "").splitlines(), docstring.splitlines()
    for number in range(max(len(theirs), len(ours))):
        one, other = _line(theirs, number), _line(ours, number)
        if one != other:
            return f"{one} where the reference has {other}"
    return "in the blank space inside of it"


def _line(lines: Sequence[str], number: int) -> str:
    """A line of a docstring in words."""
    if number >= len(lines):
        return "nothing"
    return repr(lines[number].strip()) if lines[number].strip() else "an empty line"
