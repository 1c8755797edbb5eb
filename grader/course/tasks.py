"""Decode one task of an exercise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.course.checks import decode_checks
from grader.course.desk import Desk
from grader.course.documents import TaskDocument
from grader.course.faults import shown
from grader.course.givens import UNKNOWN, decode_given, is_python_name, strategies_of
from grader.course.instead import instead
from grader.course.model import Check, Task
from grader.course.options import Names
from grader.course.plots import decode_plots
from grader.course.reference import Definition
from grader.course.runs import check_observe, observable_after
from grader.course.texts import meant_strategy
from grader.course.validating import is_said, validate
from grader.yamlfile import Document, Key, did_you_mean, nearest, typo_of


def decode_task(data: Any, at: Key, desk: Desk) -> Task:
    """One task as a frozen value; mistakes are noted in the document."""
    found = validate(TaskDocument, desk.document, data, at)
    names = _names(found, data, at, desk)
    _note_texts(found, at, desk)
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
    task = replace(
        task,
        checks=decode_checks(checks, task, (*at, "checks"), desk, names),
        plots=decode_plots(found.plots, task.name, (*at, "plots"), desk),
    )
    _check_call(task, known, at, desk)
    return task


def _names(found: TaskDocument, data: Any, at: Key, desk: Desk) -> Names:
    """The names that hold in a task; where a mistake hides them, None."""

    keys = set(data) if isinstance(data, Mapping) else set()
    known = TaskDocument.model_fields
    meant = {nearest(key, known) for key in keys - known.keys()}

    def hidden(key: str) -> bool:
        return not is_said(found, key) and (key in keys or key in meant)

    words = desk.vocabulary.strategies
    givens = strategies_of(found.given, words)
    unclear = [*_texts_meant(found, desk), *_not_given(found, desk)]
    givens |= dict.fromkeys(unclear, words.kinds(UNKNOWN))
    for more in found.also_given:
        for name, strategies in strategies_of(more, words).items():
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


def _called(name: str, desk: Desk) -> Definition | None:
    """What the reference defines under a task's name, or under the one that it surely means."""
    reference = desk.reference or {}
    return reference.get(name) or reference.get(typo_of(name, reference) or "")


def _not_given(found: TaskDocument, desk: Desk) -> list[str]:
    """What a plain call needs beside what is given: that is said once, where they are given."""
    called = _called(found.name, desk)
    needed = () if called is None or called.is_class or found.run else called.needed
    return [name for name in needed if name not in found.given]


def _texts_meant(found: TaskDocument, desk: Desk) -> dict[str, str]:
    """Givens that are plain texts where a strategy was meant, with that strategy."""
    called = _called(found.name, desk)
    words = desk.vocabulary.strategies
    if found.run and called is not None:  # then a name says nothing, only an annotation does
        called = replace(called, parameters=())
    meant = {name: meant_strategy(name, v, called, words) for name, v in found.given.items()}
    return {name: strategy for name, strategy in meant.items() if strategy}


def _note_texts(found: TaskDocument, at: Key, desk: Desk) -> None:
    for name, strategy in _texts_meant(found, desk).items():
        message = f"{name} is given as plain text, where {found.name} takes none"
        called = _called(found.name, desk)
        advice = f"Write {strategy}."
        if called is None or name not in called.types:
            advice += f" If it is a text, say {name}: str in the reference."
        desk.document.mistake((*at, "given", name), message, advice)


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
            advice = instead("int_type", span) or f"Such as {name}: [1, 4]."
            if _is_pair(ends) and 0 <= ends[1] < ends[0]:
                advice = f"Write [{ends[1]}, {ends[0]}]."
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
        if not any(isinstance(shape, list) for shape in options):
            message = f"shape {name!r} should be a list of shapes, not one"
            advice = f"Write [[{', '.join(map(str, options))}]]."
            document.mistake((*at, name), message, advice)
            continue
        for index, shape in enumerate(options):
            _check_shape(shape, names, (*at, name, index), document)
        shapes[name] = tuple(tuple(s) if isinstance(s, list) else () for s in options)
    return shapes


def _check_shape(shape: Any, names: Names, at: Key, document: Document) -> None:
    if not isinstance(shape, list):
        message = f"should be a shape such as [N, C], not {shown(shape)}"
        document.mistake(at, message, "" if isinstance(shape, dict) else f"Write [{shape}].")
        return
    for axis, size in enumerate(shape):
        if isinstance(size, str):
            if names.sizes is not None and size not in names.sizes:
                advice = did_you_mean(size, names.sizes)
                document.mistake((*at, axis), f"no size {size!r}", advice)
        elif type(size) is not int or size < 0:
            message = f"should be a size or the name of one, not {shown(size)}"
            advice = instead("int_type", size) or "Such as [N, 2]."
            document.mistake((*at, axis), message, advice)


def _looks_at_result(check: Check) -> bool:
    """Whether it is about what a plain call returns: of a class an object that says nothing."""
    is_numeric: bool = getattr(check.word.meaning, "numeric", False)
    return is_numeric and not check.run


def _check_call(task: Task, known: bool, at: Key, desk: Desk) -> None:
    """The reference must define the task, and take what is given (if known) where it is called."""
    if not task.name or desk.reference is None:
        return
    if task.name not in desk.reference:
        advice = did_you_mean(task.name, desk.reference) or "Write it there, or delete the task."
        desk.document.mistake((*at, "name"), f"the reference has no {task.name!r}", advice)
    called = _called(task.name, desk)
    if called is None or not known or task.run or all(check.run for check in task.checks):
        return
    if called.is_class and not called.bases and any(map(_looks_at_result, task.checks)):
        message = f"{task.name} is a class, and nothing says what to do with it"
        advice = "Add run: | and lines that make one and use it, and observe what they define."
        desk.document.mistake((*at, "name"), message, advice)
        return
    unknown = [name for name in task.given if name not in called.parameters]
    unknown = [name for name in unknown if not called.is_open and is_python_name(name)]
    missing = [name for name in called.needed if name not in task.given]
    meant = {name: nearest(name, missing or called.parameters) for name in unknown}
    for name in unknown:
        message = f"{task.name} has no parameter {name!r}"
        advice = did_you_mean(name, [near] if (near := meant[name]) else called.parameters)
        desk.document.mistake((*at, "given", name), message, advice, on_key=True)
    for name in missing:
        if name not in meant.values():
            message = f"{task.name} needs {name!r}, which is not given"
            advice = f"Add {name}: and a strategy or a value, below given."
            desk.document.mistake((*at, "given"), message, advice, on_key=True)
