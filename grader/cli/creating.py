"""`grade new`: write a whole exercise, from a template or from a module that is solved already."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.courses import open_course
from grader.cli.progress import Progress
from grader.errors import UsageError
from grader.isolation import Zygote

if TYPE_CHECKING:
    from grader.authoring import Draft, Kind
    from grader.course import Course

WHAT = {
    "exercise.yaml": "what is given, and what must hold",
    "README.md": "the lesson, to be written",
}


def new_exercise(
    here: Path,
    name: str,
    title: str,
    functions: tuple[str, ...],
    kind: Kind | None,
    solved: Path | None,
    module: str,
) -> int:
    """Write the files of a new exercise, say what comes next, and return the exit status."""
    from grader.authoring import check_exercise, place
    from grader.cli.names import COMMANDS

    course = open_course(here)
    check_exercise(course, name, COMMANDS)
    if solved is None:
        draft = _from_template(course, name, title, functions, kind or "tensor", module)
    elif kind is not None:
        raise UsageError("--kind chooses a template, --from a module: give one of them")
    else:
        draft = _from_solved(course, name, title, functions, solved, module)
    written = place(draft, course.root)
    click.echo("\n".join(_told(draft, written)))
    return 0


def _from_template(
    course: Course, name: str, title: str, functions: tuple[str, ...], kind: Kind, module: str
) -> Draft:
    from grader.authoring import draft_of_kind

    if not functions:
        raise UsageError("name what students are to write: --function NAME, or --from solved.py")
    return draft_of_kind(kind, course, name, functions, title, module)


def _from_solved(
    course: Course, name: str, title: str, functions: tuple[str, ...], solved: Path, module: str
) -> Draft:
    from grader.authoring import draft_from_solved

    zygote = Zygote()
    progress = Progress("looking")
    try:
        return draft_from_solved(solved, course, name, functions, title, module, zygote, progress)
    finally:
        progress.clear()
        zygote.close()


def _told(draft: Draft, written: tuple[str, ...]) -> Iterator[str]:
    yield f"{draft.name} · {draft.title}\n"
    yield "Wrote"
    widest = max(len(path) for path in written)
    for path in written:
        yield f"  {path:{widest}}  {_what(path, draft)}".rstrip()
    remarks = [(task.name, remark) for task in draft.tasks for remark in task.remarks]
    if remarks:
        yield "\nWhat is left to you"
        for task, remark in remarks:
            yield textwrap.fill(
                f"{task}: {remark}", 80, initial_indent="  ", subsequent_indent="    "
            )
    yield "\nNext"
    steps = (
        (
            f"Edit reference/{draft.name}/{draft.module}, and make the stub:",
            f"stub {draft.name} --force",
        ),
        ("See the cases that students will meet:", f"try {draft.name} --show-cases"),
        ("Let the exercise prove itself:", f"audit {draft.name}"),
    )
    for number, (what, command) in enumerate(steps, 1):
        yield f"  {number}. {what}\n     grade {command}"


def _what(path: str, draft: Draft) -> str:
    """What a file is for, in a few words."""
    folder, _, file = path.rpartition("/")
    if path == "course.yaml":
        return "lists it now"
    if file == draft.module and folder == f"exercises/{draft.name}":
        return "the stub, made of the reference"
    if file == draft.module and folder == f"reference/{draft.name}":
        return "the reference, its solution marked"
    if folder.endswith("alternatives"):
        return "right, but written differently"
    if folder.endswith("misconceptions"):
        return "wrong, as students are, with hints"
    return WHAT.get(file, "")
