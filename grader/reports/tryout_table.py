"""What the reference did on the cases of an exercise: a line a scenario, and each case if asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.reports.page import Remark, counted, remarks_of, to_text

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A case in words: what is special about it, its givens, what the reference left of them."""

    number: int
    label: str
    given: Mapping[str, str]
    left: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TriedScenario:
    """Cases that some checks share; `edges` are those met, by what they are edges of."""

    checks: tuple[str, ...]
    run: str
    edges: Mapping[str, tuple[str, ...]]
    cases: tuple[TriedCase, ...]
    seconds: float
    problems: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class TriedTask:
    """A task, and what the reference did on its cases."""

    exercise: str
    task: str
    scenarios: tuple[TriedScenario, ...]

    @property
    def problems(self) -> tuple[Remark, ...]:
        return tuple(problem for scenario in self.scenarios for problem in scenario.problems)


def render_tryout(
    tasks: Sequence[TriedTask],
    *,
    title: str = "",
    width: int = 80,
    colour: bool = False,
    show_cases: bool = False,
) -> str:
    """Return the cases, if asked for, then a line a scenario, then what went wrong."""
    return to_text(_parts(tasks, title, show_cases), width, colour)


def _parts(tasks: Sequence[TriedTask], title: str, show_cases: bool) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(f"{title}\n", "bold")
    if show_cases:
        for task in tasks:
            for scenario in task.scenarios:
                yield from _cases(task, scenario)
    yield _table(tasks)
    problems = [problem for task in tasks for problem in task.problems]
    yield from remarks_of("What does not hold", problems, "bold red")
    notes = [note for task in tasks for scenario in task.scenarios for note in scenario.notes]
    yield from remarks_of("Worth knowing", notes, "bold")
    yield _summary(tasks, len(problems))


def _cases(task: TriedTask, scenario: TriedScenario) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    yield Text(f"{task.task}: {', '.join(scenario.checks)}", "bold")
    edges = (f"{name}: {', '.join(each)}" for name, each in scenario.edges.items())
    head = {"run": scenario.run, "edges met": "\n".join(edges)}
    yield Padding(_rows({name: text for name, text in head.items() if text}), (0, 0, 0, 2))
    for case in scenario.cases:
        yield Text()
        yield Padding(_rows({f"case {case.number}": case.label}), (0, 0, 0, 2))
        yield Padding(_rows(case.given), (0, 0, 0, 4))
        yield Padding(_rows(case.left, "leaves "), (0, 0, 0, 4))
    yield Text()


def _rows(texts: Mapping[str, str], before: str = "") -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in texts.items():
        table.add_row(Text(f"{before}{name}", "dim"), Text(text.rstrip("\n")))
    return table


def _table(tasks: Sequence[TriedTask]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("checks on the same cases", overflow="fold")
    for head in ("cases", "at edges", "time"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for task in tasks:
        table.add_row(Text(task.task, "bold"))
        for scenario in task.scenarios:
            table.add_row(*_cells(scenario))
    return table


def _cells(scenario: TriedScenario) -> list[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    problems = len(scenario.problems)
    verdict = Text(counted(problems, "problem"), "bold red") if problems else Text("ok", "green")
    at_edges = sum(bool(case.label) for case in scenario.cases)
    numbers = (str(len(scenario.cases)), str(at_edges), f"{scenario.seconds:.1f} s")
    checks = Padding(Text(", ".join(scenario.checks), overflow="fold"), (0, 0, 0, 2))
    return [checks, *map(Text, numbers), verdict]


def _summary(tasks: Sequence[TriedTask], problems: int) -> RenderableType:
    from rich.text import Text

    scenarios = [scenario for task in tasks for scenario in task.scenarios]
    count = sum(len(scenario.cases) for scenario in scenarios)
    seconds = sum(scenario.seconds for scenario in scenarios)
    of = f"{counted(count, 'case')} in {counted(len(tasks), 'task')}, {seconds:.1f} s"
    if problems:
        return Text(f"\n{counted(problems, 'problem')} on {of}.", "bold red")
    return Text(f"\nThe reference does what the checks ask: {of}.", "green")
