"""Decode one task of an exercise: its givens, its run, its checks."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.course.documents import DTYPES, CheckDocument, TaskDocument, validate
from grader.course.model import Check, Course, Given, Literal, Task, Use
from grader.course.nearest import did_you_mean
from grader.course.places import Document, Key
from grader.course.vocabulary import Vocabulary, check_options

ALWAYS_THERE = frozenset({"torch", "nn", "random", "task"})


def defined_names(path: Path) -> dict[str, int] | None:
    """The top-level names of a module with their lines; None if it cannot be parsed."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    kinds = ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef
    return {node.name: node.lineno for node in tree.body if isinstance(node, kinds)}


def decode_task(
    found: TaskDocument,
    at: Key,
    document: Document,
    vocabulary: Vocabulary,
    course: Course,
    reference: Mapping[str, int],
) -> Task:
    """One task as a frozen value; mistakes are noted in the document."""
    if reference and found.name not in reference:
        advice = did_you_mean(found.name, reference)
        document.mistake((*at, "name"), f"the reference has no {found.name!r}", advice)
    for index, dtype in enumerate(found.dtypes):
        if dtype not in DTYPES:
            message = f"unknown dtype {dtype!r}"
            document.mistake((*at, "dtypes", index), message, did_you_mean(dtype, DTYPES))
    given = _given(found.given, (*at, "given"), document, vocabulary)
    also = tuple(
        _given(other, (*at, "also_given", index), document, vocabulary, known=given)
        for index, other in enumerate(found.also_given)
    )
    observe = tuple(found.observe) or ("result",)
    _check_run(found.run, observe, at, document, {*given, *reference, found.name})
    task = Task(
        name=found.name,
        sizes=_sizes(found.sizes, (*at, "sizes"), document),
        shapes=_shapes(found.shapes, found.sizes, (*at, "shapes"), document),
        dtypes=tuple(found.dtypes),
        given=given,
        also_given=also,
        run=found.run,
        observe=observe,
        cases=found.cases,
        checks=(),
    )
    checks = _checks(found.checks, task, (*at, "checks"), document, vocabulary, course, reference)
    return Task(**{name: getattr(task, name) for name in task.__slots__} | {"checks": checks})


def _given(
    found: Mapping[str, Any],
    at: Key,
    document: Document,
    vocabulary: Vocabulary,
    known: Given | None = None,
) -> Given:
    """Givens by name. Where `known` is set, these replace some of them, and name no others."""
    decoded: dict[str, Use | Literal] = {}
    for name, value in found.items():
        if known is not None and name not in known:
            message = f"{name!r} is not among the task's givens"
            document.mistake((*at, name), message, did_you_mean(name, known), on_key=True)
        decoded[name] = _use(value, (*at, name), document, vocabulary)
    return decoded


def _use(value: Any, at: Key, document: Document, vocabulary: Vocabulary) -> Use | Literal:
    """A strategy with its options, or a constant."""
    if not isinstance(value, Mapping):
        return Literal(_frozen(value))
    words = vocabulary.strategies
    if len(value) != 1:
        document.mistake(at, f"one strategy is expected, not {len(value)}", "One key: its name.")
        return Literal(None)
    name, options = next(iter(value.items()))
    if name not in words:
        advice = did_you_mean(name, words.functions)
        document.mistake((*at, name), f"unknown strategy {name!r}", advice, on_key=True)
        return Literal(None)
    inner = _nested(options, (*at, name), document, vocabulary)
    return Use(str(name), check_options(words, str(name), inner, document, (*at, name)))


def _nested(options: Any, at: Key, document: Document, vocabulary: Vocabulary) -> Any:
    """Options in which strategies may stand in turn (`one_of`, `of`)."""
    if isinstance(options, Mapping):
        return {
            name: _inner(item, (*at, name), document, vocabulary) for name, item in options.items()
        }
    return _inner(options, at, document, vocabulary)


def _inner(value: Any, at: Key, document: Document, vocabulary: Vocabulary) -> Any:
    if isinstance(value, Mapping):
        return _use(value, at, document, vocabulary)
    if isinstance(value, list):
        return tuple(_inner(item, (*at, i), document, vocabulary) for i, item in enumerate(value))
    return value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _sizes(found: Mapping[str, Any], at: Key, document: Document) -> dict[str, tuple[int, int]]:
    sizes = {}
    for name, span in found.items():
        low, high = (span, span) if isinstance(span, int) else _pair(span)
        if low is None or high is None or not 0 <= low <= high:
            message = f"size {name!r} should be a number or [lowest, highest], not {span!r}"
            document.mistake((*at, name), message)
        else:
            sizes[name] = (low, high)
    return sizes


def _pair(span: Any) -> tuple[int | None, int | None]:
    if isinstance(span, list) and len(span) == 2 and all(type(n) is int for n in span):
        return span[0], span[1]
    return None, None


def _shapes(
    found: Mapping[str, Any], sizes: Mapping[str, Any], at: Key, document: Document
) -> dict[str, tuple[tuple[int | str, ...], ...]]:
    shapes = {}
    for name, alternatives in found.items():
        if not isinstance(alternatives, list) or not all(isinstance(a, list) for a in alternatives):
            message = f"shape {name!r} should be a list of shapes, such as [[N], [N, C]]"
            document.mistake((*at, name), message)
            continue
        for index, shape in enumerate(alternatives):
            for axis, size in enumerate(shape):
                if type(size) is not int and size not in sizes:
                    message = f"no size {size!r}"
                    place = (*at, name, index, axis)
                    document.mistake(place, message, did_you_mean(size, sizes))
        shapes[name] = tuple(tuple(shape) for shape in alternatives)
    return shapes


def _check_run(
    run: str, observe: Sequence[str], at: Key, document: Document, names: set[str]
) -> None:
    """Every name that the lines use or that is observed must be defined by something."""
    try:
        tree = ast.parse(run)
    except SyntaxError as error:
        document.mistake((*at, "run"), f"line {error.lineno} of run is not Python: {error.msg}")
        return
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    stored = {node.id for node in nodes if not isinstance(node.ctx, ast.Load)}
    stored |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    stored |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    known = names | stored | ALWAYS_THERE
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        if node.id not in known and not hasattr(builtins, node.id):
            message = f"line {node.lineno} of run uses {node.id!r}, which nothing defines"
            document.mistake((*at, "run"), message, did_you_mean(node.id, sorted(known)))
    observable = names | stored | (set() if run else {"result"})
    for index, name in enumerate(observe):
        if name not in observable:
            message = f"observe names {name!r}, which nothing defines"
            advice = did_you_mean(name, sorted(observable))
            place = (*at, "observe", index) if len(observe) > 1 else (*at, "observe")
            document.mistake(place, message, advice)


def _checks(
    found: Sequence[Any],
    task: Task,
    at: Key,
    document: Document,
    vocabulary: Vocabulary,
    course: Course,
    reference: Mapping[str, int],
) -> tuple[Check, ...]:
    checks: list[Check] = []
    for index, entry in enumerate(found):
        place = (*at, index)
        name, body = _entry(entry)
        words = vocabulary.properties
        if name is None:
            document.mistake(place, "a check is a property's name, or one with options")
        elif name not in words:
            advice = did_you_mean(name, words.functions)
            where = place if isinstance(entry, str) else (*place, name)
            document.mistake(where, f"unknown property {name!r}", advice, on_key=True)
        else:
            inside = place if isinstance(entry, str) else (*place, name)
            check = _check(name, body, task, inside, document, vocabulary, course, reference)
            if check is not None:
                checks.append(_named(check, checks, inside, document))
    return tuple(checks)


def _entry(entry: Any) -> tuple[str | None, Any]:
    if isinstance(entry, str):
        return entry, {}
    if isinstance(entry, Mapping) and len(entry) == 1:
        name, body = next(iter(entry.items()))
        return str(name), body
    return None, None


def _check(
    name: str,
    body: Any,
    task: Task,
    at: Key,
    document: Document,
    vocabulary: Vocabulary,
    course: Course,
    reference: Mapping[str, int],
) -> Check | None:
    own = set(CheckDocument.model_fields)
    mapping = body if isinstance(body, Mapping) else {}
    settings = validate(CheckDocument, document, {k: mapping[k] for k in mapping if k in own}, at)
    rest = {k: mapping[k] for k in mapping if k not in own} if mapping or body is None else body
    options = check_options(vocabulary.properties, name, rest, document, at)
    if settings is None:
        return None
    if settings.run:
        observe = tuple(settings.observe) or ("result",)
        _check_run(settings.run, observe, at, document, {*task.given, *reference, task.name})
    return Check(
        id=settings.id or name,
        property=name,
        options=options,
        points=course.defaults.points if settings.points is None else settings.points,
        hint=settings.hint.strip(),
        claim=settings.claim.strip(),
        visibility=settings.visibility,
        when=_given(settings.when, (*at, "when"), document, vocabulary, known=task.given),
        run=settings.run,
        observe=tuple(settings.observe),
        cases=settings.cases,
    )


def _named(check: Check, others: Sequence[Check], at: Key, document: Document) -> Check:
    if check.id in (other.id for other in others):
        message = f"a second check {check.id!r} in this task"
        document.mistake(at, message, "Give one of them another id.", on_key=True)
    return check
