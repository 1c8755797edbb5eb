"""Equivalent mutants of a reference: changes of it that no caller can tell from it, and why.

They are listed beside the reference, not beside the exercise: each quotes a line of the solution.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from grader.course.documents import EntryDocument, EquivalentDocument
from grader.course.model import Exercise
from grader.course.validating import is_said, validate
from grader.errors import CourseError
from grader.yamlfile import Document, Key, did_you_mean, read_document, shown_path

EQUIVALENT_FILE = "equivalent.yaml"
WIDTH = 44  # after which an entry is wrapped, so that it fits a terminal when it is indented


@dataclass(frozen=True, slots=True)
class Equivalent:
    """An entry: the mutant, by its id, why nobody can tell it, and where that is said."""

    task: str
    mutant: str
    reason: str
    place: str


def read_equivalent(
    exercise: Exercise, mutants: Mapping[str, Sequence[str]]
) -> tuple[Equivalent, ...]:
    """The entries of an exercise; `mutants` are the ids that there are, by task.

    Nothing if there is no such file. Raises CourseError with every mistake in it.
    """
    path = exercise.reference / EQUIVALENT_FILE
    if not path.is_file():
        return ()
    document = read_document(path, shown_path(path))
    found = validate(EquivalentDocument, document, document.data)
    entries: list[Equivalent] = []
    for index, data in enumerate(found.equivalent):
        at = ("equivalent", index)
        entry = validate(EntryDocument, document, data, at)
        _check(entry, document, at, exercise, mutants)
        listed = [(one.task, one.mutant) for one in entries]
        if is_said(entry, "mutant") and (entry.task, entry.mutant) in listed:
            document.mistake((*at, "mutant"), f"{entry.mutant!r} is listed twice")
        entries.append(Equivalent(entry.task, entry.mutant, entry.reason, document.place(at)))
    if document.mistakes:
        raise CourseError(document.mistakes)
    return tuple(entries)


def equivalent_entry(task: str, mutant: str) -> str:
    """The entry for a mutant, to be pasted. Its reason is for the author to write."""
    entry = {"task": task, "mutant": mutant, "reason": "..."}
    text: str = yaml.safe_dump([entry], sort_keys=False, width=WIDTH, allow_unicode=True)
    return text


def _check(
    entry: EntryDocument,
    document: Document,
    at: Key,
    exercise: Exercise,
    mutants: Mapping[str, Sequence[str]],
) -> None:
    if is_said(entry, "task") and entry.task not in mutants:
        advice = did_you_mean(entry.task, mutants)
        document.mistake((*at, "task"), f"unknown task {entry.task!r}", advice)
    elif is_said(entry, "mutant") and entry.mutant not in mutants.get(entry.task, ()):
        near = difflib.get_close_matches(entry.mutant, mutants.get(entry.task, ()), 1, 0.5)
        list_them = f"To list them: grade audit {exercise.id} --mutants -v"
        advice = f"Did you mean {near[0]!r}?" if near else list_them
        message = f"{entry.task} has no mutant {entry.mutant!r}"
        document.mistake((*at, "mutant"), message, advice)
    if is_said(entry, "reason") and not entry.reason.strip(" .\n"):
        advice = "Say why no caller can tell this mutant from the reference."
        document.mistake((*at, "reason"), "the reason is empty", advice)
