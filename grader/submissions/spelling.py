"""How names and calls are spelt in a source: pure functions of its nodes."""

from __future__ import annotations

import ast

from grader.submissions.insides import OPEN_DUNDERS, OPEN_PRIVATE
from grader.submissions.naming import MAX_CHAIN

LOSSES = "torch._C._nn"


def is_long(node: ast.expr) -> bool:
    """Whether there are more names in a row than anybody writes."""
    for _ in range(MAX_CHAIN):
        if not isinstance(node, ast.Attribute):
            return False
        node = node.value
    return True


def called(node: ast.Call) -> tuple[str, str]:
    """What is called, and of what: `("", "getattr")`, `("object", "__setattr__")`."""
    match node.func:
        case ast.Name(name):
            return "", name
        case ast.Attribute(ast.Name(owner), name):
            return owner, name
        case ast.Attribute(ast.Call(ast.Name("super")), name):
            return "super", name
        case ast.Attribute(_, name):
            return "?", name
    return "", ""


def is_dunder(name: str) -> bool:
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


def has_private_part(dotted: str) -> bool:
    """Whether an imported name, or a module on the way to it, is not public."""
    if dotted.startswith(("__future__", LOSSES)):
        return False
    private = (part for part in dotted.split(".") if part.startswith("_"))
    return any(p not in OPEN_PRIVATE | OPEN_DUNDERS and p[:9] != "_foreach_" for p in private)
