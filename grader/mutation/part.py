"""Parts: what of a module implements a task, and may be mutated for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from grader.mutation.code import Code

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
N = TypeVar("N", bound=ast.AST)


@dataclass(frozen=True, slots=True)
class Part:
    """What implements a task: its nodes in source order.

    Left out is what no run depends on: type hints, docstrings, the messages of errors. Defaults of
    parameters are left out too, for they have operators of their own.
    """

    code: Code
    nodes: tuple[ast.AST, ...]

    def all(self, kind: type[N]) -> list[N]:
        return [node for node in self.nodes if isinstance(node, kind)]

    def calls(self, *names: str) -> list[ast.Call]:
        """Calls of functions or methods with one of these names."""
        return [call for call in self.all(ast.Call) if name_of(call.func) in names]

    def statements(self, *names: str) -> list[ast.Expr]:
        """Statements that are nothing but such a call."""
        found = self.all(ast.Expr)
        return [s for s in found if isinstance(s.value, ast.Call) and called(s.value) in names]

    def siblings(self, statement: ast.stmt, *names: str) -> list[ast.stmt]:
        """Such calls among the statements that one stands among."""
        near = self.code.block(statement)
        return [each for each in self.statements(*names) if each in near]

    def loop_of(self, statement: ast.stmt) -> ast.For | None:
        """The loop in whose body a statement stands directly."""
        parent = self.code.parent(statement)
        return parent if isinstance(parent, ast.For) and statement in parent.body else None

    @property
    def given_names(self) -> set[str]:
        """The names of parameters and of what loops go over: what may belong to the caller."""
        functions = (node for node in self.nodes if isinstance(node, Function))
        found = {each.arg for function in functions for each in parameters_of(function)}
        targets = (loop.target for loop in self.all(ast.For))
        return found | {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}

    def defines(self, name: str) -> bool:
        """Whether a name is imported or assigned at the top of the module."""
        return name in _bound(self.code.tree.body)


def parameters_of(function: Function) -> list[ast.arg]:
    """The parameters of a function that have a name of their own."""
    found = function.args
    return [*found.posonlyargs, *found.args, *found.kwonlyargs]


def name_of(node: ast.AST) -> str:
    """`step` of `step`, of `optimizer.step` and of `self.optimizer.step`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def called(node: ast.AST) -> str:
    """The name of what a call calls."""
    return name_of(node.func) if isinstance(node, ast.Call) else ""


def receiver(call: ast.Call) -> ast.expr | None:
    """What a method is called on; nothing of a plain function or one of a module."""
    if not isinstance(call.func, ast.Attribute):
        return None
    of = call.func.value
    return None if isinstance(of, ast.Name) and of.id in MODULES else of


MODULES = frozenset({"torch", "nn", "F", "functional", "np", "math", "copy", "optim", "init"})


def part_of(code: Code, task: str) -> Part:
    """A task's function or class, and what it uses of its module, other tasks included."""
    own = {name: node for node in code.tree.body for name in _names(node)}
    wanted, found = [task], dict[str, ast.stmt]()
    while wanted:
        name = wanted.pop()
        if name in own and name not in found:
            found[name] = own[name]
            wanted += sorted(_used(own[name]))
    nodes = list(dict.fromkeys(found.values()))
    nodes.sort(key=code.start)
    return Part(code, tuple(inner for node in nodes for inner in _walk(node)))


def _names(node: ast.stmt) -> list[str]:
    """What a statement of the module defines. Imports are no part of a task."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _used(node: ast.stmt) -> set[str]:
    return {inner.id for inner in _walk(node, True) if isinstance(inner, ast.Name)}


def _walk(node: ast.AST, defaults: bool = False) -> Iterator[ast.AST]:
    yield node
    for child in _children(node, defaults):
        yield from _walk(child, defaults)


def _children(node: ast.AST, defaults: bool) -> Sequence[ast.AST]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            inputs = [node.args] if defaults else []
            return [*inputs, *node.decorator_list, *_without_docstring(node.body)]
        case ast.arguments():
            return [*node.defaults, *(one for one in node.kw_defaults if one is not None)]
        case ast.ClassDef():
            return [*node.bases, *node.decorator_list, *_without_docstring(node.body)]
        case ast.AnnAssign():
            return [node.target, *([node.value] if node.value else [])]
        case ast.Raise() | ast.JoinedStr():
            return []  # what an error says is for people
        case ast.Assert():
            return [node.test]
        case ast.Lambda():
            return [node.body]
    return list(ast.iter_child_nodes(node))


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return body


def _bound(body: Sequence[ast.stmt]) -> set[str]:
    imports = [s for s in body if isinstance(s, ast.Import | ast.ImportFrom)]
    aliases = (alias for each in imports for alias in each.names)
    return {a.asname or a.name.split(".")[0] for a in aliases} | {
        name for node in body for name in _names(node)
    }
