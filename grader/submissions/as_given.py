"""What of a submission is still the stub's own code: compared as trees, never executed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from grader.submissions.main_block import is_main_block
from grader.submissions.regions import make_stub, stubs_with_bugs
from grader.submissions.source import parsed

Documented = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def untouched(source: str, reference: str, path: str, tasks: Iterable[str]) -> frozenset[str]:
    """Those of these tasks whose stub has a bug to find, and that are as it was given.

    The stub is made of the reference once more: its own file is where students work. Raises
    CourseError if that is not possible; `path` is for its message.
    """
    names = stubs_with_bugs(reference) & frozenset(tasks)
    return as_given(source, make_stub(reference, path, sorted(names)), names) if names else names


def as_given(source: str, stub: str, names: Iterable[str]) -> frozenset[str]:
    """Those of these functions and classes that are as the stub gave them.

    Comments, layout and docstrings aside. What they use of the module must be the stub's own too,
    and so must every statement that defines nothing, for it could replace one of them; but for
    `if __name__ == "__main__"`, which is where students try things out.
    """
    given, found = parsed(stub), parsed(source)
    if given is None or found is None:
        return frozenset()
    try:
        ours, theirs = _parts(given), _parts(found)
    except (RecursionError, ValueError):
        return frozenset()  # no stub is nested as deep as `x = a.b.c.d...`, nor has such numbers
    return frozenset(
        name for name in names if name in ours and _all_of(name, ours) == _all_of(name, theirs)
    )


def _parts(tree: ast.Module) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Of each name that the module binds: what it is, as text, and the names that it uses.

    Under the empty name: the statements that define nothing.
    """
    found: dict[str, list[tuple[str, frozenset[str]]]] = {"": []}
    for statement in _bare(tree).body:
        for name, text in _definitions(statement):
            found.setdefault(name, []).append((text, _used(statement)))
    return found


def _all_of(name: str, parts: dict[str, list[tuple[str, frozenset[str]]]]) -> dict[str, list[str]]:
    """All that a name depends on, as text."""
    found: dict[str, list[str]] = {}
    todo = ["", name]
    while todo:
        each = todo.pop()
        if each in parts and each not in found:
            found[each] = list(dict.fromkeys(text for text, _ in parts[each]))
            todo += [one for _, used in parts[each] for one in used if each]
    return found


def _definitions(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    """What a statement binds, each with its text; the empty name if it is no plain definition."""
    match statement:
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            yield name, ast.dump(statement)
        case ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)):
            yield name, ast.dump(statement)
        case ast.Import(aliases):
            for alias in aliases:
                bound = alias.asname or alias.name.split(".")[0]
                yield bound, f"import {alias.name if alias.asname else bound}"
        case ast.ImportFrom(module, aliases, level) if aliases[0].name != "*":
            for alias in aliases:
                yield alias.asname or alias.name, f"from {level} {module} import {alias.name}"
        case ast.Pass():
            pass
        case _ if is_main_block(statement):
            pass
        case _:
            yield "", ast.dump(statement)


def _used(statement: ast.stmt) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(statement) if isinstance(node, ast.Name))


def _bare(tree: ast.Module) -> ast.Module:
    """The tree without docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, Documented) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return tree
