"""Decode one task of an exercise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.course.checks import decode_checks
from grader.course.desk import Desk
from grader.course.documents import TaskDocument, is_said, validate
from grader.course.faults import shown
from grader.course.givens import decode_given, is_python_name, strategies_of
from grader.course.model import Task
from grader.course.nearest import did_you_mean
from grader.course.options import Names
from grader.course.places import Document, Key
from grader.course.runs import check_observe, observable_after


def decode_task(data: Any, at: Key, desk: Desk) -> Task:
    """One task as a frozen value; mistakes are noted in the document."""
    found = validate(TaskDocument, desk.document, data, at)
    names = _names(found, data, at, desk)
    known = names.givens is not None
    given = decode_given(found.given, (*at, "given"), desk, names)
    task = Task(
        name=found.name if is_said(found, "name") else "",
        sizes=_sizes(found.sizes, (*at, "sizes"), desk.document),
        shapes=_shapes(found.shapes, names, (*at, "shapes"), desk.document),
        dtypes=tuple(found.dtypes),
        given=given,
        also_given=tuple(
            decode_given(more, (*at, "also_given", i), desk, names, given if known else None)
            for i, more in enumerate(found.also_given)
        ),
        run=found.run,
        observe=tuple(found.observe) or ("result",),
        cases=found.cases,
        checks=(),
    )
    if names.observable is not None:
        check_observe(task.observe, (*at, "observe"), desk.document, names.observable)
    checks = found.checks if is_said(found, "checks") else []
    task = replace(task, checks=decode_checks(checks, task, (*at, "checks"), desk, names))
    _check_call(task, known, at, desk)
    return task


def _names(found: TaskDocument, data: Any, at: Key, desk: Desk) -> Names:
    """The names that hold in a task; where a mistake hides them, None."""

    keys = set(data) if isinstance(data, Mapping) else set()
    is_misspelt = bool(keys - TaskDocument.model_fields.keys())

    def hidden(key: str) -> bool:
        return not is_said(found, key) and (key in keys or is_misspelt)

    givens = strategies_of(found.given)
    for more in found.also_given:
        for name, strategies in strategies_of(more).items():
            givens[name] = givens.get(name, frozenset()) | strategies
    is_known = not hidden("given") and not hidden("also_given")
    is_run_known = is_known and not hidden("run")
    return Names(
        sizes=None if hidden("sizes") else {name: _lowest(s) for name, s in found.sizes.items()},
        shapes=None if hidden("shapes") else frozenset(found.shapes),
        givens=givens if is_known else None,
        observed=frozenset(found.observe or ["result"]),
        observable=observable_after(found.run, found.name, at, desk, givens)
        if is_run_known
        else None,
        errors=desk.errors(),
    )


def _lowest(span: Any) -> int:
    """The lowest value of a size; 1 if the size is wrong, which is noted elsewhere."""
    low = span[0] if isinstance(span, list) and span else span
    return low if type(low) is int and low >= 0 else 1


def _sizes(found: Mapping[str, Any], at: Key, document: Document) -> dict[str, tuple[int, int]]:
    sizes = {}
    for name, span in found.items():
        ends = [span, span] if type(span) is int else span
        if _is_pair(ends) and 0 <= ends[0] <= ends[1]:
            sizes[name] = (ends[0], ends[1])
        else:
            message = f"size {name!r} should be a number or [lowest, highest], not {shown(span)}"
            advice = f"Write [{ends[1]}, {ends[0]}]." if _is_pair(ends) and ends[1] >= 0 else ""
            document.mistake((*at, name), message, advice)
    return sizes


def _is_pair(span: Any) -> bool:
    return isinstance(span, list) and len(span) == 2 and all(type(n) is int for n in span)


def _shapes(
    found: Mapping[str, Any], names: Names, at: Key, document: Document
) -> dict[str, tuple[tuple[int | str, ...], ...]]:
    shapes = {}
    for name, options in found.items():
        if not options or not isinstance(options, list):
            message = f"shape {name!r} should be a list of shapes, not {shown(options)}"
            document.mistake((*at, name), message, "Such as [[N], [N, C]].")
            continue
        for index, shape in enumerate(options):
            _check_shape(shape, names, (*at, name, index), document)
        shapes[name] = tuple(tuple(s) if isinstance(s, list) else () for s in options)
    return shapes


def _check_shape(shape: Any, names: Names, at: Key, document: Document) -> None:
    if not isinstance(shape, list):
        document.mistake(at, f"should be a shape such as [N, C], not {shown(shape)}")
        return
    for axis, size in enumerate(shape):
        if isinstance(size, str):
            if names.sizes is not None and size not in names.sizes:
                advice = did_you_mean(size, names.sizes)
                document.mistake((*at, axis), f"no size {size!r}", advice)
        elif type(size) is not int or size < 0:
            message = f"should be a size or the name of one, not {shown(size)}"
            document.mistake((*at, axis), message)


def _check_call(task: Task, known: bool, at: Key, desk: Desk) -> None:
    """The reference must define the task, and take what is given (if known) where it is called."""
    if not task.name or desk.reference is None:
        return
    if task.name not in desk.reference:
        advice = did_you_mean(task.name, desk.reference)
        desk.document.mistake((*at, "name"), f"the reference has no {task.name!r}", advice)
        return
    called = desk.reference[task.name]
    if not known or task.run or called.is_class or all(check.run for check in task.checks):
        return
    for name in task.given:
        if name not in called.parameters and not called.is_open and is_python_name(name):
            message = f"{task.name} has no parameter {name!r}"
            advice = did_you_mean(name, called.parameters)
            desk.document.mistake((*at, "given", name), message, advice, on_key=True)
    for name in called.needed:
        if name not in task.given:
            message = f"{task.name} needs {name!r}, which is not given"
            desk.document.mistake((*at, "given"), message, on_key=True)
