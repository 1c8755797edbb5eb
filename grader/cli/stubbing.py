"""`grade stub`: write the stub that a reference makes, or check that no stub has drifted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.courses import open_course
from grader.errors import CourseError, Mistake, UsageError

if TYPE_CHECKING:
    from grader.authoring import StubCheck
    from grader.course import Outline


def stub_exercises(here: Path, names: tuple[str, ...], check: bool, force: bool) -> int:
    """Write or check the stubs that are named, and return the exit status."""
    from grader.course import outline_of

    if check and force:
        raise UsageError("--check writes nothing, so --force has nothing to do")
    if not names and not check:
        raise UsageError("name the exercise whose stub is to be written, or --check all of them")
    course = open_course(here)
    outlines = [outline_of(course, name) for name in dict.fromkeys(names or course.exercises)]
    return _check(outlines) if check else _write(outlines, force)


def _write(outlines: Sequence[Outline], force: bool) -> int:
    """All stubs are made before one is written."""
    from grader.authoring import generate_stub, shown

    status = 0
    for made in [generate_stub(outline) for outline in outlines]:
        if made.is_current:
            click.echo(f"{shown(made.path)} is as its reference makes it.")
        elif made.there is None or force:
            made.path.write_text(made.text, encoding="utf-8")
            click.echo(f"Wrote {shown(made.path)}.")
        else:
            click.echo(made.diff, nl=False)
            message = f"{shown(made.path)} was left as it is: somebody's work could be in it."
            click.echo(
                f"{message}\nTo replace it by what the reference makes, use --force.", err=True
            )
            status = 1
    return status


def _check(outlines: Sequence[Outline]) -> int:
    """Every mistake of every reference is told, beside every stub that has drifted."""
    from grader.authoring import check_stub

    mistakes: list[Mistake] = []
    checks: list[StubCheck] = []
    for outline in outlines:
        try:
            checks.append(check_stub(outline))
        except CourseError as error:
            mistakes += error.mistakes
    for done in checks:
        _show(done)
    if mistakes:
        raise CourseError(mistakes)
    return 0 if all(done.holds for done in checks) else 1


def _show(done: StubCheck) -> None:
    from grader.authoring import shown

    name = done.outline.id
    if done.holds:
        how = "is what its reference makes" if done.is_generated else "agrees with its reference"
        what = "" if done.is_generated else " in signatures and docstrings"
        click.echo(f"{name}: the stub {how}{what}.")
        return
    if done.is_generated:
        path = shown(done.outline.reference)
        click.echo(f"{name}: the stub is not what {path} makes.")
        click.echo(done.diff, nl=False)
        click.echo(f"Change the reference, then: grade stub {name} --force")
        return
    click.echo(f"{name}: the stub has drifted from its reference.")
    for drift in done.drifts:
        click.echo(f"  {drift.stub}: {drift.what}")
        click.echo(f"    See {drift.reference}.")
