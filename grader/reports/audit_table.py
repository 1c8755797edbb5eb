"""The audit of a course: a table, a line a task, and under it what does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from grader.reports.fairness_table import (
    FAIRNESS_HEADS,
    FAIRNESS_LEGEND,
    Fairness,
    fairness_lines,
    fairness_row,
    margin_table,
)
from grader.reports.page import Remark, counted, remarks_of, to_text

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from grader.course import TaskRecord


@dataclass(frozen=True, slots=True)
class Count:
    """How many of those that were tried came out as they should."""

    good: int
    tried: int

    def __str__(self) -> str:
        return f"{self.good}/{self.tried}" if self.tried else "none"


@dataclass(frozen=True, slots=True)
class Tried:
    """One implementation of a task, and what came of it in a few words."""

    kind: str
    name: str
    came_to: str


@dataclass(frozen=True, slots=True)
class TaskAudit:
    """What the audit of a task found."""

    exercise: str
    task: str
    right: Count  # the reference and the alternatives that get full points
    wrong: Count  # misconceptions that lose points
    checks: Count  # checks that a misconception fails
    degenerate: Count  # degenerate answers that are turned down
    stub_ok: bool  # the untouched stub is not started
    seconds: float
    faults: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    tried: tuple[Tried, ...] = ()
    fairness: Fairness | None = None
    record: TaskRecord | None = None


def render_audit(
    audits: Sequence[TaskAudit], *, width: int = 80, colour: bool = False, verbose: bool = False
) -> str:
    """Return the table, then the faults, then the notes. Colour only repeats what words say."""
    return to_text(_parts(audits, verbose), width, colour)


def _parts(audits: Sequence[TaskAudit], verbose: bool) -> Iterator[RenderableType]:
    yield _table(audits)
    yield from _fairness_table(audits)
    if verbose:
        for audit in audits:
            yield from _implementations(audit)
            yield from _fairness(audit)
    faults = [fault for audit in audits for fault in audit.faults]
    notes = [note for audit in audits for note in audit.notes]
    yield from remarks_of("What does not hold", faults, "bold red")
    yield from remarks_of("Worth knowing", notes, "bold")
    yield from _summary(audits, len(faults))


def _table(audits: Sequence[TaskAudit]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("task", overflow="fold")
    heads = ("right\npass", "wrong\ncaught", "checks\ncatch", "degen-\nerate", "stub", "time")
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("")
    for exercise, tasks in groupby(audits, key=lambda audit: audit.exercise):
        table.add_row(Text(exercise, "bold"))
        for audit in tasks:
            table.add_row(*_cells(audit))
    return table


def _cells(audit: TaskAudit) -> list[RenderableType]:
    from rich.text import Text

    faults = len(audit.faults)
    verdict = Text("ok", "green") if not faults else Text(counted(faults, "fault"), "bold red")
    counts = (audit.right, audit.wrong, audit.checks, audit.degenerate)
    numbers = [Text(str(c), "" if c.good == c.tried else "red") for c in counts]
    stub = Text("ok") if audit.stub_ok else Text("no", "red")
    return [Text(f"  {audit.task}"), *numbers, stub, Text(f"{audit.seconds:.1f} s"), verdict]


def _implementations(audit: TaskAudit) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    yield Text(f"\n{audit.exercise} {audit.task}", "bold")
    for kind, group in groupby(audit.tried, key=lambda each: each.kind):
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
        for each in group:
            table.add_row(Text(each.name, overflow="fold"), Text(each.came_to))
        yield Text(f"  {kind}", "dim")
        yield Padding(table, (0, 0, 0, 4))


def _fairness_table(audits: Sequence[TaskAudit]) -> Iterator[RenderableType]:
    """How right ones fared, and how far wrong ones are from them: a line a task."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("task", overflow="fold")
    for head in FAIRNESS_HEADS:
        table.add_column(head, justify="right", no_wrap=True)
    measured = [(audit, audit.fairness) for audit in audits if audit.fairness]
    for exercise, tasks in groupby(measured, key=lambda each: each[0].exercise):
        table.add_row(Text(exercise, "bold"))
        for audit, fairness in tasks:
            table.add_row(Text(f"  {audit.task}"), *map(Text, fairness_row(fairness)))
    if measured:
        yield Text("")
        yield table
        yield Text(FAIRNESS_LEGEND, "dim")


def _fairness(audit: TaskAudit) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    if audit.fairness is None:
        return
    yield Text("  right ones", "dim")
    for line in fairness_lines(audit.fairness):
        yield Padding(Text(line), (0, 0, 0, 4))
    if audit.fairness.margins:
        yield Text("  margins, as multiples of what is allowed", "dim")
        yield Padding(margin_table(audit.fairness.margins), (0, 0, 0, 4))


def _summary(audits: Sequence[TaskAudit], faults: int) -> Iterator[RenderableType]:
    from rich.text import Text

    of = counted(len(audits), "task")
    if faults:
        yield Text(f"\n{counted(faults, 'fault')} in {of}.", "bold red")
    else:
        yield Text(f"\nAll of it holds, in {of}.", "green")
