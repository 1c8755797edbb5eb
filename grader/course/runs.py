"""The lines that a task or check runs: every name that they use must come from somewhere."""

from __future__ import annotations

import ast
import builtins
import symtable
import warnings
from collections.abc import Iterable, Sequence

from grader.course.desk import Desk
from grader.yamlfile import Document, Key, did_you_mean

ALWAYS_THERE = frozenset({"torch", "nn", "random", "task"})


def observable_after(
    run: str,
    task: str,
    at: Key,
    desk: Desk,
    givens: Iterable[str],
    key: str = "run",
    gone: frozenset[str] = frozenset(),
) -> frozenset[str] | None:
    """What can be observed after the lines of a task or check; None if that cannot be known.

    `key` is what they stand below; `gone` are names that another process defined before.
    """
    if not run:
        return frozenset({"result", *givens})
    if desk.reference is None:
        return None
    names = frozenset({*givens, *desk.reference, task})
    defined = _defined(run, (*at, key), desk.document, names, gone - names)
    return None if defined is None else defined | {*givens}


def check_observe(
    observe: Sequence[str], at: Key, document: Document, observable: frozenset[str]
) -> None:
    """What is observed must be a given, or defined by the lines that are run."""
    for index, name in enumerate(observe):
        if name not in observable:
            message = f"observe names {name!r}, which nothing defines"
            document.mistake((*at, index), message, _observable_advice(name, sorted(observable)))


def _observable_advice(name: str, observable: Sequence[str]) -> str:
    names = [each.strip() for each in name.split(",")]
    if len(names) > 1:
        return f"Write [{', '.join(names)}]."
    head, dot, part = name.partition(".")
    if dot and head in observable:
        return f"It takes names: add {part.replace('.', '_')} = {name} to run, or write {head}."
    return did_you_mean(name, observable)


def _defined(
    run: str, at: Key, document: Document, names: frozenset[str], gone: frozenset[str]
) -> frozenset[str] | None:
    """What the lines define, beside `names`; None if they are no Python. Mistakes are noted."""
    key = at[-1]
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(run, "<run>", "exec")
            tree = ast.parse(run)
            table = symtable.symtable(run, "<run>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
        if document.is_folded(at):
            advice = f"Write {key}: | and the lines below it, indented."
            document.mistake(at, f"{key} loses its line breaks without a |", advice)
            return None
        if isinstance(error, IndentationError):
            text = run.split("\n")[line - 1] if line <= run.count("\n") + 1 else ""
            column = len(text) - len(text.lstrip()) + 1
        message = f"{key} is not Python: {getattr(error, 'msg', error)}"
        document.mistake_inside(at, line, column - 1, message)
        return None
    defined = frozenset(_defined_globals(table))
    known = names | defined | ALWAYS_THERE
    unknown = _globals_used(table) - known - vars(builtins).keys()
    for name, (line, column) in _first_uses(tree).items():
        if name in unknown & gone:
            message = f"{key} uses {name!r}, which only the process before it has"
            advice = "Let run write it into a given folder, or define or import it here again."
            document.mistake_inside(at, line, column, message, advice)
        elif name in unknown:
            message = f"{key} uses {name!r}, which nothing defines"
            define = f"Define it in {key}, or import it: {name}."
            advice = did_you_mean(name, sorted(known)) or define
            document.mistake_inside(at, line, column, message, advice)
    return defined


def _first_uses(tree: ast.AST) -> dict[str, tuple[int, int]]:
    used: dict[str, tuple[int, int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            place = node.lineno, node.col_offset
            used[node.id] = min(place, used.get(node.id, place))
    return used


def _defined_globals(table: symtable.SymbolTable) -> set[str]:
    """Also what `global` or a `:=` inside a comprehension defines."""
    is_top = table.get_type() == "module"
    found = [s for s in table.get_symbols() if _is_bound(s) and (is_top or s.is_global())]
    names = {symbol.get_name() for symbol in found}
    return names.union(*(_defined_globals(inner) for inner in table.get_children()))


def _globals_used(table: symtable.SymbolTable) -> set[str]:
    is_top = table.get_type() == "module"
    used = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (symbol.is_global() or (is_top and not _is_bound(symbol)))
    }
    return used.union(*(_globals_used(inner) for inner in table.get_children()))


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
