"""The report for a student at a terminal: what holds, the first failure in full, one next step.

Pure functions lay the report out in rows; only `_draw` knows rich, which takes 100 ms to import.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from grader.reports.model import CheckReport, Counterexample, Report, Status, TaskReport

if TYPE_CHECKING:
    from rich.text import Text

NARROWEST = 40  # a narrower terminal gets lines of this width
COLOURING = re.compile(r"\x1b\[[\d;]*m")
COMMAND = re.compile(r"^((?:\s|\x1b\[[\d;]*m)*)::", re.MULTILINE)
MARKED_COMMAND = re.compile(r"##(?=\w*\[)")
LONGEST = 2000  # characters of one text, such as an error message of the student's own
MOST_LINES = 30  # of one text
PRINTED_LINES = 10  # of what the student's code printed
LABEL = len("difference") + 2
LONGEST_NAME = 20  # names up to here have their values aligned

FAILING = (Status.FAILED, Status.ERROR, Status.TIMEOUT)
STYLES = {
    Status.PASSED: "green",
    Status.FAILED: "bold red",
    Status.ERROR: "bold red",
    Status.TIMEOUT: "bold red",
    Status.NOT_STARTED: "yellow",
    Status.SKIPPED: "dim",
}


def render_terminal(report: Report, *, width: int = 80, colour: bool = False) -> str:
    """Return the report as lines of at most `width` columns (40 at least), each ended.

    Colour only repeats what the words say. A word is broken only if it is longer than a line.
    """
    rows = _ungraded(report) if report.reason else _graded(report)
    return _draw(rows, max(width, NARROWEST), colour)


@dataclass(frozen=True, slots=True)
class _Row:
    """A head and a body beside it; the body's further lines hang below its first."""

    head: str = ""
    body: str = ""
    style: str = ""  # of the head
    body_style: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class _Focus:
    """What the student should look at first: a task, and a check of it that may be talked about."""

    task: TaskReport | None
    check: CheckReport | None


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide the words and the points of all checks are."""

    status: int
    points: int


def _ungraded(report: Report) -> Iterator[_Row]:
    yield _Row(_title(report), "not graded", "bold", "bold")
    yield _Row()
    yield _Row(body=f"{report.submission} could not be graded: {report.reason}")
    yield _Row(body="So it has neither earned nor lost any points.")
    yield from _origin(report)


def _graded(report: Report) -> Iterator[_Row]:
    focus = _focus(report)
    columns = _columns(report)
    total = f"{_number(report.score)} of {_number(report.max_score)} points"
    yield _Row(_title(report), total, "bold", "bold")
    if report.message:
        yield _Row()
        yield _Row(body=report.message, body_style=STYLES[Status.ERROR])
    for task in report.tasks:
        yield _Row()
        yield from _task(task, focus, columns, report.message)
    yield from _plots(report)
    yield from _notes(report)
    yield _Row()
    yield _next_step(report, focus)
    yield from _origin(report)


def _title(report: Report) -> str:
    return f"{report.exercise} · {report.title}  "


def _focus(report: Report) -> _Focus:
    """The first failure that can be explained, else one that cannot, else the first to write."""
    failing = [task for task in report.tasks if _has(task, *FAILING)]
    explained = [task for task in failing if task.message or _first_told(task)]
    to_write = [task for task in report.tasks if _has(task, Status.NOT_STARTED)]
    task = next(iter([*explained, *failing, *to_write]), None)
    return _Focus(task, _first_told(task) if task else None)


def _has(task: TaskReport, *statuses: Status) -> bool:
    return task.status in statuses or any(check.status in statuses for check in task.checks)


def _first_told(task: TaskReport) -> CheckReport | None:
    told = (check for check in task.checks if check.status in FAILING and not _is_hidden(check))
    return next(told, None)


def _is_hidden(check: CheckReport) -> bool:
    return check.visibility != "visible"  # "after_due_date" too: nobody here knows the date


def _columns(report: Report) -> _Columns:
    checks = [check for task in report.tasks for check in task.checks]
    return _Columns(
        status=max((len(_word(check.status)) for check in checks), default=0),
        points=max((len(_points(check)) for check in checks), default=0),
    )


def _task(task: TaskReport, focus: _Focus, columns: _Columns, told_above: str) -> Iterator[_Row]:
    status = f"{_word(task.status)}  {_points(task)}"
    yield _Row(f"{task.name}  ", status, "bold", STYLES[task.status])
    is_first = task is focus.task and _has(task, *FAILING)
    if task.message not in ("", told_above):
        yield _Row(body=task.message if is_first else _first_line(task.message), indent=2)
    for check in task.checks:
        yield _check(check, columns)
        if check is focus.check:
            yield from _in_full(check, task)
        elif not _is_hidden(check) and check.message not in ("", task.message):
            yield _Row(body=_first_line(check.message), indent=4)
    if is_first:
        yield from _beside(task)


def _check(check: CheckReport, columns: _Columns) -> _Row:
    head = f"{_word(check.status):<{columns.status}}  {_points(check):>{columns.points}}  "
    claim = "hidden check" if _is_hidden(check) else check.claim
    return _Row(head, claim, STYLES[check.status], indent=2)


def _in_full(check: CheckReport, task: TaskReport) -> Iterator[_Row]:
    if check.message != task.message:
        yield _Row(body=check.message, indent=4)
    shown = check.counterexample or Counterexample()
    yield from _case(shown)
    name = (check.misconception or "").replace("-", " ").replace("_", " ")
    texts = {
        "code": shown.run,
        "expected": shown.expected,
        "actual": shown.actual,
        "difference": shown.difference,
        "alone": shown.alone,
        "looks like": name,
        "hint": check.hint,
    }
    for label, text in texts.items():
        if text:
            yield _Row(f"{label:<{LABEL}}", text, "bold", indent=4)


def _case(shown: Counterexample) -> Iterator[_Row]:
    """The given values, one a row, their names aligned; those of the call before it too."""
    label = f"{'case':<{LABEL}}"
    if shown.given and shown.smallest:
        yield _Row(label, "the smallest that shows it:", "bold", indent=4)
        label = " " * LABEL
    yield from _values(label, shown.given)
    yield from _values(f"{'after':<{LABEL}}", shown.after)


def _values(label: str, given: Mapping[str, str]) -> Iterator[_Row]:
    widest = min(max((len(name) for name in given), default=0), LONGEST_NAME)
    for name, value in given.items():
        yield _Row(f"{label}{name:<{widest}}  ", value, "bold", indent=4)
        label = " " * LABEL


def _beside(task: TaskReport) -> Iterator[_Row]:
    """What the task's code printed, and what cost nothing but is worth knowing."""
    for note in task.notes:
        yield _Row("note  ", note, "bold", indent=2)
    lines = task.output.splitlines()
    if lines:
        more = len(lines) - PRINTED_LINES
        cut = [f"(and {more} more lines)"] if more > 0 else []
        yield _Row(body="Your code printed:", body_style="bold", indent=2)
        yield _Row(body="\n".join(lines[:PRINTED_LINES] + cut), indent=4)


def _plots(report: Report) -> Iterator[_Row]:
    """The figures that were asked for: where they are, or why there is none."""
    plots = [(task, plot) for task in report.tasks for plot in task.plots]
    if plots:
        yield _Row()
        yield _Row(body="Figures of your code", body_style="bold")
    for task, plot in plots:
        if plot.file:
            yield _Row(body=plot.file, indent=2, body_style=STYLES[Status.PASSED])
            yield _Row(body=plot.title, indent=4)
        else:
            why = f"not drawn: {plot.message}"
            yield _Row(f"{task.name} {plot.id}  ", why, STYLES[Status.FAILED], indent=2)


def _notes(report: Report) -> Iterator[_Row]:
    """What of the submission was not read, if that may be what is missing."""
    notes = () if report.passed else report.notes
    if notes:
        yield _Row()
    for note in notes:
        yield _Row("note  ", note, "bold")


def _next_step(report: Report, focus: _Focus) -> _Row:
    if report.passed:
        skipped = any(_has(task, Status.SKIPPED) for task in report.tasks)
        what = "Everything that could be checked here passes" if skipped else "Everything passes"
        return _Row(body=f"{what}. Well done!", body_style=STYLES[Status.PASSED])
    if report.message:
        place = focus.task.place if focus.task else ""
        return _next(place, f"correct what keeps {report.submission} from being run, see above")
    if focus.task is None:
        return _Row(body="Nothing here could be checked, so there is nothing to correct.")
    place = (focus.check.place if focus.check else "") or focus.task.place
    return _next(place, _what_to_do(focus.task, focus.check))


def _what_to_do(task: TaskReport, check: CheckReport | None) -> str:
    if check or (task.message and _has(task, *FAILING)):
        return f"correct {task.name}"
    if _has(task, *FAILING):
        return f"read the text of {task.name} once more; a hidden check of it does not pass"
    return f"find the bug in {task.name}" if task.message else f"write {task.name}"


def _next(place: str, what: str) -> _Row:
    return _Row("Next: ", f"{place}  {what}" if place else what, "bold", "bold")


def _origin(report: Report) -> Iterator[_Row]:
    """One quiet line, after an empty one: how this result came about."""
    seed = f" · seed {report.seed_digest[:12]}" if report.seed_digest else ""
    yield _Row()
    yield _Row(body=f"{report.submission} · {_kept_apart(report)}{seed}", body_style="dim")


def _kept_apart(report: Report) -> str:
    """The level of isolation, and every layer of it that was missing."""
    if not report.isolation_level:
        return "nothing was run"
    without = ", ".join(report.isolation_missing)
    return f"isolation {report.isolation_level}" + (f", without {without}" if without else "")


def _word(status: Status) -> str:
    return status.value.replace("_", " ")


def _points(item: TaskReport | CheckReport) -> str:
    return f"{_number(item.score)}/{_number(item.max_score)}"


def _number(points: float) -> str:
    text = f"{points:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]


def _draw(rows: Iterable[_Row], width: int, colour: bool) -> str:
    from rich.console import Console

    out = StringIO()
    console = Console(  # every choice is made here, so that no environment variable makes one
        file=out,
        width=width,
        color_system="standard" if colour else None,
        no_color=not colour,
        force_terminal=colour,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
    )
    for row in rows:
        for line in _lines(row, width):
            console.print(line, soft_wrap=True)
    return _without_commands(out.getvalue())


def _without_commands(text: str) -> str:
    """The text with nothing that a runner of GitHub or Azure would take from a log as a command.

    They obey a line that begins with two colons, whatever blanks stand before, and `##[`, `##vso[`
    and `##teamcity[` anywhere.
    """
    return MARKED_COMMAND.sub(r"#\\x23", COMMAND.sub(r"\g<1>\\x3a:", text))


def _lines(row: _Row, width: int) -> Iterator[Text]:
    """The row as lines; a Text takes no markup, so a student's [red] stays as it is."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    head = Text(_plain(row.head).replace("\n", " "), row.style)
    body = Text(_plain(row.body), row.body_style)
    hang = row.indent + head.cell_len
    longest = max((cell_len(word) for word in body.plain.split()), default=0)
    if hang > width // 2 or hang + longest > width:  # no room beside the head: one text
        head, body, hang = Text(), head + body, row.indent + 2
    lines = body.wrap(Console(file=StringIO(), width=width), width - hang, overflow="fold")
    for number, line in enumerate(lines):
        shift = Text(" " * (row.indent if number == 0 else hang))
        joined = shift + head + line if number == 0 else shift + line
        joined.rstrip()
        yield joined


def _plain(text: str) -> str:
    """The text with nothing in it that could steer a terminal, and no longer than is readable."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} (and {len(text) - LONGEST} more characters)"
    text = COLOURING.sub("", text)  # libraries colour their messages
    lines = text.replace("\r\n", "\n").expandtabs(4).split("\n")
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"(and {len(lines) - MOST_LINES} more lines)"]
    return "\n".join("".join(map(_shown, line)) for line in lines)


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":  # the many widths of a space
        return " "
    return character.encode("unicode_escape").decode("ascii")
