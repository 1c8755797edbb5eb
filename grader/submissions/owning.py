"""Which names of a submission always stand for its own classes, functions and objects.

What is set on those changes nothing that others call. A name alone says little: `self` may be any
variable, a method may be called with whatever object through its class, and a function's name may
be bound to something else later on.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.submissions.insides import DECORATORS
from grader.submissions.source import Definition

SELVES = frozenset({"self", "cls"})
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Spoken = ast.Attribute | ast.Constant | ast.keyword  # hold a name and bind none


def own_names(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Names that stand for nothing but the submission's own, in all of these nodes.

    `self` and `cls` are among them if nothing but Python gives them their values.
    """
    defined = frozenset(node.name for node in nodes if isinstance(node, Definition))
    methods = [method for node in nodes if isinstance(node, ast.ClassDef) for method in node.body]
    names = (node for node in nodes if isinstance(node, ast.Name))
    stored = frozenset(name.id for name in names if not isinstance(name.ctx, ast.Load))
    kept = {id(method) for method in methods if _is_plain(method, defined | stored)}
    bound = frozenset(name for node in nodes for name in _bound(node, kept))
    are_selves = not (bound & SELVES) and not any(_through_class(nodes, methods))
    return (defined - bound) | (SELVES if are_selves else frozenset())


def _is_plain(method: ast.stmt, others: frozenset[str]) -> bool:
    """Whether Python alone calls a method's function, and with an object of its class."""
    if not isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    return all(_name(each) in DECORATORS - others for each in method.decorator_list)


def _name(decorator: ast.expr) -> str:
    """`no_grad` of `@torch.no_grad()`, `setter` of `@rate.setter`."""
    inner = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(inner, ast.Attribute):
        return inner.attr
    return inner.id if isinstance(inner, ast.Name) else ""


def _bound(node: ast.AST, methods: set[int]) -> Iterator[str]:
    """The names that a node binds to whatever it may be; not what a definition itself is."""
    if isinstance(node, Function):
        first = [*node.args.posonlyargs, *node.args.args][:1] if id(node) in methods else []
        yield from (one.arg for one in _parameters(node.args) if one not in first)
    if isinstance(node, ast.arg | Spoken | Definition):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return
    for _, value in ast.iter_fields(node):  # of imports, errors, patterns, `global`, variables
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, str):
                yield each


def _parameters(given: ast.arguments) -> list[ast.arg]:
    more = [one for one in (given.vararg, given.kwarg) if one is not None]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *more]


def _through_class(nodes: Sequence[ast.AST], methods: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """Where a method is taken from its class, and not called there with `self`."""
    named = {method.name for method in methods if isinstance(method, Function)}
    classes = {node.name for node in nodes if isinstance(node, ast.ClassDef)}
    for _ in range(3):  # B = A; C = B
        for node in nodes:
            match node:
                case ast.Assign([ast.Name(name)], ast.Name(source)) if source in classes:
                    classes.add(name)
    with_self = {id(node.func) for node in nodes if isinstance(node, ast.Call) and _begins(node)}
    for node in nodes:
        match node:
            case ast.Attribute(ast.Name(name), attribute) if name in classes:
                if attribute in named and id(node) not in with_self:
                    yield node
            case ast.Call(ast.Name("vars"), [ast.Name(name)]) if name in classes:
                yield node


def _begins(call: ast.Call) -> bool:
    """Whether the first thing that is handed over is `self`."""
    return bool(call.args) and isinstance(call.args[0], ast.Name) and call.args[0].id in SELVES
