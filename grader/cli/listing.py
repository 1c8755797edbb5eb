"""`grade` alone: the path through the course, and where the student is on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from grader.cli.courses import called, open_course
from grader.cli.results import read_results
from grader.cli.standing import Stage, Standing, next_of, standing_in
from grader.course import exercise_header
from grader.yamlfile import shown_path

WIDEST_TITLE = 34


def list_exercises(here: Path) -> int:
    """Print each exercise with its state, and which one to go on with."""
    course = open_course(here)
    results = read_results(course.root)
    standings = [
        standing_in(course, name, exercise_header(course, name), results.get(name))
        for name in course.exercises
    ]
    going_on = next_of(standings)
    click.echo(f"{course.title}{_elsewhere(course.root, here)}\n")
    for line in _lines(standings, going_on):
        click.echo(line)
    click.echo()
    if going_on is None:
        click.echo("All of them are done.")
        return 0
    for line in _before(going_on, {each.name: each for each in standings}):
        click.echo(line)
    click.echo(f"Next: {called()} {going_on.name}")
    return 0


def _elsewhere(root: Path, here: Path) -> str:
    """Where the course lies, if that is not here or above."""
    return "" if here.is_relative_to(root) else f"  ({shown_path(root)})"


def _lines(standings: Sequence[Standing], going_on: Standing | None) -> Iterator[str]:
    """A line for each exercise; the one to go on with is marked."""
    names = max((len(each.name) for each in standings), default=0)
    titles = min(max((len(each.header.title) for each in standings), default=0), WIDEST_TITLE)
    for each in standings:
        mark = ">" if each is going_on else " "
        yield f"{mark} {each.name:{names}}  {each.header.title:{titles}}  {each.words}"


def _before(going_on: Standing, others: Mapping[str, Standing]) -> Iterator[str]:
    """What to read before the exercise, and what it builds on."""
    needs = [others[name] for name in going_on.header.needs]
    if needs:
        names = [n.name if n.stage is Stage.DONE else f"{n.name} (not done)" for n in needs]
        yield f"{going_on.name} builds on {_listed(names)}."
    lesson = going_on.header.stub.parent / "README.md"
    if going_on.stage is Stage.NOT_STARTED and lesson.is_file():
        yield f"Its lesson: {shown_path(lesson)}"


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
