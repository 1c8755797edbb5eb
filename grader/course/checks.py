"""Decode the checks of a task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.course.desk import Desk
from grader.course.documents import CheckDocument, TaskDocument
from grader.course.givens import decode_given, strategies_of
from grader.course.model import Check, Task
from grader.course.options import Names
from grader.course.runs import check_observe, observable_after
from grader.course.signatures import check_options
from grader.course.validating import is_said, of_unknown_in_check, validate
from grader.course.words import Word
from grader.yamlfile import Document, Key

OWN = frozenset(CheckDocument.model_fields)


def decode_checks(
    found: Sequence[Any], task: Task, at: Key, desk: Desk, names: Names
) -> tuple[Check, ...]:
    """All checks of a task that can be made out; mistakes are noted."""
    checks: list[Check] = []
    words = desk.vocabulary.properties
    for index, entry in enumerate(found):
        place = (*at, index)
        name, body = _entry(entry)
        inside = place if isinstance(entry, str) else (*place, name)
        if name is None:
            _note_no_entry(entry, place, desk)
        elif word := words.find(name, desk.document, inside) or words.guess(name):
            check = _check(name, word, body, task, inside, desk, names)
            _note_second(check, checks, inside, desk.document)
            checks.append(check)
    return tuple(checks)


def _entry(entry: Any) -> tuple[str | None, Any]:
    if isinstance(entry, str):
        return entry, {}
    if isinstance(entry, Mapping) and len(entry) == 1:
        ((name, body),) = entry.items()
        return name, body
    return None, None


def _note_no_entry(entry: Any, at: Key, desk: Desk) -> None:
    """Not one key but none or several: options beside their property, or no property at all."""
    message = "a check is a property's name, or one with options"
    keys = list(entry) if isinstance(entry, Mapping) else []
    known = desk.vocabulary.properties.known
    name = next((key for key in keys if key in known), None)
    if len(keys) < 2 or name is None:
        desk.document.mistake(at, message, "Such as - matches_reference: {of: result}")
        return
    other = next(key for key in keys if key != name)
    advice = f"Write - {name}: {{..., {other}: ...}}"
    if other in known:
        advice = f"Write - {other} in a line of its own."
    elif other in TaskDocument.model_fields.keys() - OWN:
        advice = of_unknown_in_check(other, OWN)
    message = f"{other!r} stands beside {name!r}, not inside it"
    desk.document.mistake((*at, other), message, advice, on_key=True)


def _check(
    name: str, word: Word, body: Any, task: Task, at: Key, desk: Desk, names: Names
) -> Check:
    mapping = body if isinstance(body, Mapping) else {}
    own = {key: mapping[key] for key in mapping if key in OWN}
    rest = {key: mapping[key] for key in mapping if key not in OWN}
    since = desk.document.found
    said = validate(CheckDocument, desk.document, own, at)
    names = _names(said, own, task, at, desk, names)
    words = desk.vocabulary.properties
    given = rest if isinstance(body, Mapping) else body
    options = check_options(words, name, word, given, desk.document, at, names, since, sorted(OWN))
    _note_lacking(name, word, task, at, desk, names)
    return Check(
        id=said.id or name,
        property=name,
        options=options,
        points=desk.points if said.points is None else said.points,
        hint=said.hint.strip(),
        claim=said.claim.strip(),
        visibility=said.visibility,
        when=decode_given(said.when, (*at, "when"), desk, names, known=task.given),
        run=said.run,
        observe=tuple(said.observe),
        cases=said.cases,
        resume=said.resume,
        word=word,
        place=desk.document.spot(at),
    )


def _note_lacking(
    name: str,
    word: Word,
    task: Task,
    at: Key,
    desk: Desk,
    names: Names,
) -> None:
    """A property may look at a model, a criterion, a device: one must be given."""
    if names.givens is None or desk.vocabulary.properties.lacks is None:
        return
    strategies = frozenset().union(*names.givens.values())
    for what in desk.vocabulary.properties.lacks(word, strategies):
        advice = f"Add one to the givens of {task.name or 'the task'}, or to when."
        desk.document.mistake(at, f"{name} needs {what}, and none is given", advice, on_key=True)


def _names(
    said: CheckDocument, own: Mapping[str, Any], task: Task, at: Key, desk: Desk, names: Names
) -> Names:
    """The names that hold in a check: it may have a run and givens of its own."""
    if names.givens is None:
        return names
    runs = "run" in own
    if runs and not is_said(said, "run"):  # what it defines cannot be known
        return replace(names, givens=None, observable=None)
    observable, observe = names.observable, tuple(said.observe) or task.observe
    if runs:
        observe = tuple(said.observe) or ("result",)
        observable = observable_after(said.run, task.name, at, desk, names.givens)
    if said.resume:
        observable = _observable_in_all(said.resume, observable, runs, task, at, desk, names.givens)
    if observable is not None and (runs or said.observe):
        check_observe(observe, (*at, "observe"), desk.document, observable)
    givens = {**names.givens, **strategies_of(said.when, desk.vocabulary.strategies)}
    return replace(names, givens=givens, observed=frozenset(observe), observable=observable)


def _observable_in_all(
    resume: str,
    first: frozenset[str] | None,
    runs: bool,
    task: Task,
    at: Key,
    desk: Desk,
    givens: Iterable[str],
) -> frozenset[str] | None:
    """What can be observed after two processes: what either defines."""
    if not runs:
        message = "resume follows a run, and this check has none of its own"
        advice = "Add run: | and the lines that are interrupted."
        desk.document.mistake((*at, "resume"), message, advice, on_key=True)
    gone = first or frozenset()
    second = observable_after(resume, task.name, at, desk, givens, key="resume", gone=gone)
    return None if first is None or second is None else first | second


def _note_second(check: Check, others: Sequence[Check], at: Key, document: Document) -> None:
    if check.id in (other.id for other in others):
        message = f"a second check {check.id!r} in this task"
        has_id = check.id != check.property
        place = (*at, "id") if has_id else at
        document.mistake(place, message, "Give one of them another id.", on_key=not has_id)
