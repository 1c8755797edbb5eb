"""Mutants of references: a line a task, what each check kills, and in full what survives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from grader.reports.audit_table import Tried
from grader.reports.page import Remark, counted, remarks_of, to_text

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

COLOURS = {"-": "red", "+": "green"}


@dataclass(frozen=True, slots=True)
class CheckKills:
    """How many mutants a check kills, and how many of them nothing else kills.

    `skipped` says why it could not be asked.
    """

    check: str
    kills: int
    alone: int
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that keeps all points: what is wrong with it, and where.

    `luck` says with which seeds it does lose points; `entry` is what an author writes, and `file`
    where, if nobody can tell it from the reference.
    """

    claim: str
    place: str
    diff: tuple[str, ...]
    luck: str = ""
    entry: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class TaskMutants:
    """What became of the mutants of a task."""

    exercise: str
    task: str
    mutants: int
    killed: int
    equivalent: int
    seconds: float
    checks: tuple[CheckKills, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    faults: tuple[Remark, ...] = ()
    tried: tuple[Tried, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every mutant is killed, or equivalent."""
        return not self.survivors and not self.faults


def render_mutation(
    tasks: Sequence[TaskMutants], *, width: int = 80, colour: bool = False, verbose: bool = False
) -> str:
    """Return the tables, then what survives. Colour only repeats what words say."""
    return to_text(_parts(tasks, verbose), width, colour)


def _parts(tasks: Sequence[TaskMutants], verbose: bool) -> Iterator[RenderableType]:
    yield _table(tasks)
    for task in tasks:
        yield from _checks(task)
    if verbose:
        for task in tasks:
            yield from _mutants(task)
    yield from remarks_of("What does not hold", [f for t in tasks for f in t.faults], "bold red")
    yield from _survivors(tasks)
    yield from remarks_of("Worth knowing", [n for task in tasks for n in _notes(task)], "bold")
    yield from _summary(tasks)


def _table(tasks: Sequence[TaskMutants]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("task", overflow="fold")
    for head in ("mutants", "killed", "survive", "equi-\nvalent", "score", "time"):
        table.add_column(head, justify="right", no_wrap=True)
    for exercise, group in groupby(tasks, key=lambda task: task.exercise):
        table.add_row(Text(exercise, "bold"))
        for task in group:
            table.add_row(*_cells(task))
    return table


def _cells(task: TaskMutants) -> list[RenderableType]:
    from rich.text import Text

    survive = len(task.survivors)
    return [
        Text(f"  {task.task}"),
        *(Text(str(number)) for number in (task.mutants, task.killed)),
        Text(str(survive), "bold red" if survive else ""),
        Text(str(task.equivalent)),
        Text(share(task.killed, task.mutants - task.equivalent), "red" if survive else "green"),
        Text(f"{task.seconds:.1f} s"),
    ]


def share(part: int, whole: int) -> str:
    """A share in per cent, rounded down: 100 % is all of them."""
    return f"{100 * part // whole} %" if whole else "none"


def _checks(task: TaskMutants) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(Text(f"{task.exercise} {task.task}", "bold"), overflow="fold", min_width=32)
    for head in ("kills", "alone", "score"):
        table.add_column(head, justify="right", no_wrap=True)
    for each in task.checks:
        score = "skipped" if each.skipped else share(each.kills, task.mutants - task.equivalent)
        table.add_row(Text(f"  {each.check}"), str(each.kills), str(each.alone), Text(score))
    if task.checks:
        yield Text("")
        yield table


def _mutants(task: TaskMutants) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    yield Text(f"\n{task.exercise} {task.task}", "bold")
    for each in task.tried:
        yield Padding(Text(each.name, overflow="fold"), (0, 0, 0, 2))
        yield Padding(Text(each.came_to, "dim", overflow="fold"), (0, 0, 0, 6))


def _survivors(tasks: Sequence[TaskMutants]) -> Iterator[RenderableType]:
    from rich.text import Text

    if any(task.survivors for task in tasks):
        yield Text("\nMutants that survive", "bold red")
    for task in tasks:
        for survivor in task.survivors:
            yield from _survivor(f"{task.exercise} {task.task}", survivor)


def _survivor(where: str, survivor: Survivor) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    yield Padding(Text(f"\n{survivor.place}  {where}", "bold", overflow="fold"), (0, 0, 0, 2))
    yield Padding(Text(survivor.claim), (0, 0, 0, 4))
    for line in shown_diff(survivor.diff):
        yield Padding(Text(line, COLOURS.get(line[:1], "dim"), overflow="fold"), (0, 0, 0, 6))
    if survivor.luck:
        yield Padding(Text(survivor.luck), (0, 0, 0, 4))
    if survivor.entry:
        advice = "Add a case that tells it apart; or, if no caller can, below equivalent: in "
        advice += survivor.file
        yield Padding(Text(advice, overflow="fold"), (0, 0, 0, 4))
        yield Padding(Text(survivor.entry.rstrip(), overflow="fold"), (0, 0, 0, 6))


def shown_diff(diff: Sequence[str]) -> list[str]:
    """A unified diff without its headers, as far to the left as it goes."""
    lines = ["..." if line.startswith("@@") else line for line in diff]
    lines = lines[1:] if lines[:1] == ["..."] else lines
    texts = [line[1:] for line in lines if line != "..." and line[1:].strip()]
    shift = min((len(text) - len(text.lstrip()) for text in texts), default=0)
    return [line if line == "..." else f"{line[0]} {line[1 + shift :]}".rstrip() for line in lines]


def _notes(task: TaskMutants) -> Iterator[Remark]:
    where = f"{task.exercise} {task.task}"
    idle = [each.check for each in task.checks if not each.alone and not each.skipped]
    if idle and task.killed:
        yield Remark(where, f"Sole killers of nothing: {', '.join(idle)}.")
    for each in task.checks:
        if each.skipped:
            yield Remark(where, f"Check {each.check} was skipped: {each.skipped}.")


def _summary(tasks: Sequence[TaskMutants]) -> Iterator[RenderableType]:
    from rich.text import Text

    survive = sum(len(task.survivors) for task in tasks)
    faults = sum(len(task.faults) for task in tasks)
    equivalent = sum(task.equivalent for task in tasks)
    killed, mutants = sum(t.killed for t in tasks), sum(t.mutants for t in tasks)
    score = share(killed, mutants - equivalent)
    total = f"{killed} of {counted(mutants, 'mutant')} killed, {equivalent} equivalent: {score}."
    yield Text(f"\n{total}")
    if survive or faults:
        found = [f"{survive} survive" if survive > 1 else f"{survive} survives"] if survive else []
        found += [counted(faults, "fault")] if faults else []
        yield Text(f"{', '.join(found)}.", "bold red")
    else:
        yield Text("Every mutant is killed, or shown to be equivalent.", "green")
