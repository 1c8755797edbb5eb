"""Which statements of a notebook define something: what is graded, without what merely runs.

A notebook trains for minutes, prints, plots, and reads files that are not here. It would do all of
that again for every task, before the first function is called. So the functions and classes are
graded, with the imports and assignments that they use; every other statement is left out.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from grader.submissions.source import Definition, bound, parsed
from grader.wire import place_of


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a cell: the names of the module that it binds, and those that it uses.

    For what its functions and classes use stand the places at which these begin: on one line there
    may be thousands.
    """

    cell: str
    node: ast.stmt
    binds: frozenset[str]
    uses: frozenset[str]

    @property
    def is_always_kept(self) -> bool:
        match self.node:
            case ast.ImportFrom("__future__") | ast.ImportFrom(_, [ast.alias("*")]):
                return True
        return isinstance(self.node, Definition)

    @property
    def is_worth_a_word(self) -> bool:
        """Whether somebody might miss it: an import that nothing uses is not missed."""
        match self.node:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(ast.Constant()):
                return False
        return True


def definitions_only(
    cells: Mapping[str, str], tasks: Collection[str]
) -> tuple[dict[str, str], list[Statement]]:
    """The cells with nothing but their definitions and what these use; and what was left out.

    All that stays keeps its line. What defines a task counts as used, whatever it is. A cell that
    cannot be parsed stays as it is: the worker says what is wrong with it, and where.
    """
    inside: dict[str, set[str]] = {}
    statements = [one for cell, text in cells.items() for one in _statements(cell, text, inside)]
    needed = _needed(statements, inside, tasks)
    left_out = [one for one in statements if not (one.is_always_kept or one.binds & needed)]
    gone: dict[str, list[ast.stmt]] = {cell: [] for cell in cells}
    for one in left_out:
        gone[one.cell].append(one.node)
    texts = {cell: _without(text, gone[cell]) for cell, text in cells.items()}
    return texts, [one for one in left_out if one.is_worth_a_word]


def _needed(
    statements: Iterable[Statement], inside: Mapping[str, set[str]], tasks: Collection[str]
) -> set[str]:
    """The tasks, and every name that a definition uses, or that what it uses needs in turn."""
    binding: dict[str, list[Statement]] = {}
    todo = list(tasks)
    for statement in statements:
        for name in statement.binds:
            binding.setdefault(name, []).append(statement)
        if statement.is_always_kept:
            todo += statement.uses
    needed: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in needed:
            needed.add(name)
            todo += [used for statement in binding.get(name, ()) for used in statement.uses]
            todo += inside.get(name, ())
    return needed


def _statements(cell: str, text: str, inside: dict[str, set[str]]) -> Iterator[Statement]:
    """The statements of a cell; what is used inside of functions and classes is added, by place."""
    tree = parsed(text)
    inner = _used_inside(text) if tree else None
    if tree is None or inner is None:
        return
    inside.update({place_of(cell, line): names for line, names in inner.items()})
    for node in tree.body:
        own = list(_evaluated(node))
        uses = {one.id for one in own if isinstance(one, ast.Name)}
        lines = range(_first_line(node), (node.end_lineno or node.lineno) + 1)
        uses |= {place_of(cell, line) for line in lines if line in inner}
        binds = {name for one in own for name in _bound(one)}
        yield Statement(cell, node, frozenset(binds), frozenset(uses))


def _used_inside(text: str) -> dict[int, set[str]] | None:
    """By the lines at which they begin: the module's names that its functions and classes use."""
    try:
        todo = symtable.symtable(text, "cell", "exec").get_children()
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    found: dict[int, set[str]] = {}
    while todo:
        table = todo.pop()
        names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
        found.setdefault(table.get_lineno(), set()).update(names)
        todo += table.get_children()
    return found


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return min([node.lineno, *(one.lineno for one in decorators)])


def _evaluated(node: ast.stmt) -> Iterator[ast.AST]:
    """The nodes that the module itself comes past, not those inside its functions and classes."""
    todo: list[ast.AST] = [node]
    while todo:
        one = todo.pop()
        yield one
        match one:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                todo += [*one.decorator_list, one.args, *filter(None, [one.returns])]
            case ast.ClassDef():
                todo += [*one.decorator_list, *one.bases, *one.keywords]
            case ast.Lambda():
                todo.append(one.args)
            case _:
                todo += ast.iter_child_nodes(one)


def _bound(node: ast.AST) -> Iterator[str]:
    """What it binds, or changes: `Net.forward = f` is part of what Net is."""
    if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        if isinstance(node, ast.Name):
            yield node.id
    elif isinstance(node, ast.stmt | ast.expr):
        yield from bound(node)


def _without(text: str, nodes: Iterable[ast.stmt]) -> str:
    """The text with a `pass` and empty lines for each of these statements, given in its order."""
    content = text.encode()  # columns of a tree count bytes
    starts = [0, *accumulate(len(line) + 1 for line in content.split(b"\n"))]
    pieces, at = [], 0
    for node in nodes:
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        pieces += [content[at : starts[first] + node.col_offset], b"\n" * (last - first) + b"pass"]
        at = starts[last] + (node.end_col_offset or 0)
    return b"".join([*pieces, content[at:]]).decode()
