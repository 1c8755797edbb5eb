"""Mutants: what the operators make of a reference, task by task."""

from __future__ import annotations

import difflib
import io
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import CodeType

from grader.mutation import (
    calls,
    comparisons,
    defaults,
    devices,
    errors,
    flow,
    modes,
    numbers,
    tensors,
    training,
)
from grader.mutation.code import Code, Edit, applied
from grader.mutation.operator import Operator, operators_in
from grader.mutation.part import part_of

# Of two operators that make the same, the first keeps it: those that say more come first.
FAMILIES = (training, modes, errors, defaults, devices, tensors, comparisons, numbers, calls, flow)
OPERATORS: tuple[Operator, ...] = tuple(o for family in FAMILIES for o in operators_in(family))
CONTEXT = 1  # lines around a change that a diff shows
WORDLESS = ("pass", "True")  # what was there says more


@dataclass(frozen=True, slots=True)
class Mutant:
    """A reference with one mistake.

    `id` names it as long as the lines that it changes stay: the operator and what the line is then,
    or what is missing; a number if that happens more than once in the task. `line` is the first
    line that is changed.
    """

    id: str
    task: str
    operator: str
    claim: str
    line: int
    source: str
    diff: tuple[str, ...]


def mutants_of(source: str, task: str) -> tuple[Mutant, ...]:
    """Every mutant of a task, in the order of the lines that they change.

    Those that do not compile are left out, those that are compiled to the same as the reference,
    and those that are compiled to the same as an earlier one.
    """
    code = Code(source)
    known = {_fingerprint(source)}
    found = []
    for operator, edits in _edits(code, task):
        mutated = applied(source, edits)
        shape = _fingerprint(mutated)
        if shape is not None and shape not in known:
            known.add(shape)
            found.append(_mutant(operator, task, code, edits, mutated))
    found.sort(key=lambda mutant: mutant.line)
    return tuple(_numbered(found))


def _edits(code: Code, task: str) -> Iterator[tuple[Operator, tuple[Edit, ...]]]:
    part = part_of(code, task)
    for operator in OPERATORS:
        for edits in operator.edits(part):
            yield operator, edits


def _mutant(
    operator: Operator, task: str, code: Code, edits: Sequence[Edit], mutated: str
) -> Mutant:
    label = f"{operator.name}: {_changed(code.text, edits, mutated)}"
    line = code.line(min(edits).start)
    diff = _diff(code.text, mutated)
    return Mutant(label, task, operator.name, operator.claim, line, mutated, diff)


def _diff(before: str, after: str) -> tuple[str, ...]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=CONTEXT, lineterm="")
    return tuple(lines)[2:]  # without the names of the files


def _changed(before: str, edits: Sequence[Edit], after: str) -> str:
    """The line that the first edit changes, as it is then; if it says nothing, as it was."""
    first = edits[0]
    new = ""
    if first.text or not before[: first.end].endswith("\n"):
        start = first.start + sum(_growth(edit) for edit in edits if edit < first)
        new = _plain(after, start, start + len(first.text))
    return new if new and first.text not in WORDLESS else _plain(before, first.start, first.end)


def _growth(edit: Edit) -> int:
    return len(edit.text) - (edit.end - edit.start)


def _plain(text: str, start: int, end: int) -> str:
    """The lines that hold the characters from start to end, on one line, without comments.

    Of a statement that leads a block only what leads it.
    """
    first = text.count("\n", 0, start)
    last = text.count("\n", 0, max(start, end - 1))
    lines = [line for line in _without_comments(text)[first : last + 1] if line]
    head = next((i for i, line in enumerate(lines) if line.endswith(":")), len(lines))
    return " ".join(" ".join(lines[: head + 1]).split())


@lru_cache(maxsize=8)
def _without_comments(text: str) -> tuple[str, ...]:
    lines = text.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    return tuple(line.strip() for line in lines)


def _numbered(mutants: Sequence[Mutant]) -> Iterator[Mutant]:
    """The same mutants; of equal ids the second ends with #2."""
    seen: Counter[str] = Counter()
    for mutant in mutants:
        seen[mutant.id] += 1
        count = seen[mutant.id]
        yield mutant if count == 1 else replace(mutant, id=f"{mutant.id} #{count}")


def _fingerprint(source: str) -> object:
    """What a module is compiled to, its line numbers aside; nothing if it is not Python."""
    try:
        with warnings.catch_warnings(action="ignore"):  # such as `is` with a literal
            return _shape(compile(source, "", "exec", dont_inherit=True))
    except SyntaxError:
        return None


def _shape(constant: object) -> object:
    """A constant so that 1, 1.0 and True, or 0.0 and -0.0, are not equal."""
    match constant:
        case CodeType():
            return (
                constant.co_name,
                constant.co_code,
                constant.co_names,
                constant.co_varnames,
                constant.co_freevars,
                constant.co_flags,
                constant.co_exceptiontable,
                tuple(_shape(inner) for inner in constant.co_consts),
            )
        case tuple() | frozenset():
            return type(constant), tuple(_shape(inner) for inner in constant)
    return type(constant), repr(constant)
