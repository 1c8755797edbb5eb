"""The report for a student at a terminal: what holds, the first failure in full, one next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from grader.reports.explaining import (
    difference_in_words,
    givens_that_matter,
    hint_that_fits,
    lines_to_read,
)
from grader.reports.model import CheckReport, Counterexample, Report, Status, TaskReport
from grader.reports.rows import Row, draw

NARROWEST = 40  # a narrower terminal gets lines of this width
PRINTED_LINES = 10  # of what the student's code printed
LABEL = len("difference") + 2
LONGEST_NAME = 20  # names up to here have their values aligned
LONGEST_TASK = 30  # likewise of the tasks that did not run
LONGEST_REPEATED = 50  # characters; a short message may say the same of different things

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
    return draw(rows, max(width, NARROWEST), colour)


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


def _ungraded(report: Report) -> Iterator[Row]:
    yield Row(_title(report), "not graded", "bold", "bold")
    yield Row()
    yield Row(body=f"{report.submission} could not be graded: {report.reason}")
    yield Row(body="So it has neither earned nor lost any points.")
    yield from _origin(report)


def _graded(report: Report) -> Iterator[Row]:
    focus = _focus(report)
    total = f"{_number(report.score)} of {_number(report.max_score)} points"
    yield Row(_title(report), total, "bold", "bold")
    if report.message:
        yield Row()
        yield Row(body=report.message, body_style=STYLES[Status.ERROR])
    yield from _tasks(report, focus)
    yield from _plots(report)
    yield from _notes(report)
    yield Row()
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


def _columns(tasks: Iterable[TaskReport]) -> _Columns:
    checks = [check for task in tasks for check in task.checks]
    return _Columns(
        status=max((len(_word(check.status)) for check in checks), default=0),
        points=max((len(_points(check)) for check in checks), default=0),
    )


def _tasks(report: Report, focus: _Focus) -> Iterator[Row]:
    """Every task with its checks; those that never ran one below the other, without checks."""
    brief = {
        task.name for task in report.tasks if _never_ran(task) and not _is_to_write(task, focus)
    }
    columns = _columns(task for task in report.tasks if task.name not in brief)
    widest = min(max(map(len, brief), default=0), LONGEST_TASK)
    told, is_below = {"", report.message}, False
    for task in report.tasks:
        is_brief = task.name in brief
        is_first = task is focus.task and _has(task, *FAILING)
        if not (is_brief and is_below):
            yield Row()
        yield _headline(task, widest if is_brief else 0)
        if task.message not in (told if is_brief else ("", report.message)):
            yield Row(body=task.message if is_first else _first_line(task.message), indent=2)
        if not is_brief:
            yield from _checks(task, focus, columns)
        if is_first:
            yield from _beside(task)
        told.add(task.message)
        is_below = is_brief


def _headline(task: TaskReport, width: int) -> Row:
    status = f"{_word(task.status)}  {_points(task)}"
    return Row(f"{task.name:<{width}}  ", status, "bold", STYLES[task.status])


def _never_ran(task: TaskReport) -> bool:
    """No check of it has anything to tell that the task does not tell for all of them."""
    idle = (Status.NOT_STARTED, Status.ERROR)
    able = [check for check in task.checks if check.status is not Status.SKIPPED]
    return task.status in idle and all(
        check.status is task.status and check.message in ("", task.message) for check in able
    )


def _is_to_write(task: TaskReport, focus: _Focus) -> bool:
    """What comes next is shown with all that will be asked of it."""
    return task is focus.task and task.status is Status.NOT_STARTED


def _checks(task: TaskReport, focus: _Focus, columns: _Columns) -> Iterator[Row]:
    told = ""
    for check in task.checks:
        yield _check(check, columns)
        if check is focus.check:
            yield from _in_full(check, task)
        elif not _is_hidden(check) and check.message not in ("", task.message):
            is_known = check.message == told and len(told) > LONGEST_REPEATED
            yield Row(body="as above" if is_known else _first_line(check.message), indent=4)
        told = told if _is_hidden(check) else check.message or told


def _check(check: CheckReport, columns: _Columns) -> Row:
    head = f"{_word(check.status):<{columns.status}}  {_points(check):>{columns.points}}  "
    claim = "hidden check" if _is_hidden(check) else check.claim
    return Row(head, claim, STYLES[check.status], indent=2)


def _in_full(check: CheckReport, task: TaskReport) -> Iterator[Row]:
    if check.message != task.message:
        yield Row(body=check.message, indent=4)
    shown = check.counterexample or Counterexample()
    yield from _case(shown)
    looks_like = (check.misconception or "").replace("-", " ").replace("_", " ")
    texts = {
        "code": lines_to_read(shown.run, task.name),
        "expected": shown.expected,
        "actual": shown.actual,
        "difference": difference_in_words(shown),
        "alone": shown.alone,
        "looks like": looks_like,
        "hint": hint_that_fits(check, task),
    }
    for label, text in texts.items():
        if text:
            yield Row(f"{label:<{LABEL}}", text, "bold", indent=4)


def _case(shown: Counterexample) -> Iterator[Row]:
    """The given values, one a row, their names aligned; those of the call before it too."""
    label = f"{'case':<{LABEL}}"
    if shown.given and shown.smallest:
        yield Row(label, "the smallest that shows it:", "bold", indent=4)
        label = " " * LABEL
    yield from _values(label, givens_that_matter(shown.given, shown.run))
    yield from _values(f"{'after':<{LABEL}}", givens_that_matter(shown.after, shown.run))


def _values(label: str, given: Mapping[str, str]) -> Iterator[Row]:
    widest = min(max((len(name) for name in given), default=0), LONGEST_NAME)
    for name, value in given.items():
        yield Row(f"{label}{name:<{widest}}  ", value, "bold", indent=4)
        label = " " * LABEL


def _beside(task: TaskReport) -> Iterator[Row]:
    """What the task's code printed, and what cost nothing but is worth knowing."""
    for note in task.notes:
        yield Row("note  ", note, "bold", indent=2)
    lines = task.output.splitlines()
    if lines:
        more = len(lines) - PRINTED_LINES
        cut = [f"(and {more} more lines)"] if more > 0 else []
        yield Row(body="Your code printed:", body_style="bold", indent=2)
        yield Row(body="\n".join(lines[:PRINTED_LINES] + cut), indent=4)


def _plots(report: Report) -> Iterator[Row]:
    """The figures that were asked for: where they are, or why there is none."""
    plots = [(task, plot) for task in report.tasks for plot in task.plots]
    if plots:
        yield Row()
        yield Row(body="Figures of your code", body_style="bold")
    for task, plot in plots:
        if plot.file:
            yield Row(body=plot.file, indent=2, body_style=STYLES[Status.PASSED])
            yield Row(body=plot.title, indent=4)
        else:
            why = f"not drawn: {plot.message}"
            yield Row(f"{task.name} {plot.id}  ", why, STYLES[Status.FAILED], indent=2)


def _notes(report: Report) -> Iterator[Row]:
    """What of the submission was not read, if that may be what is missing."""
    notes = () if report.passed else report.notes
    if notes:
        yield Row()
    for note in notes:
        yield Row("note  ", note, "bold")


def _next_step(report: Report, focus: _Focus) -> Row:
    if report.passed:
        skipped = any(_has(task, Status.SKIPPED) for task in report.tasks)
        what = "Everything that could be checked here passes" if skipped else "Everything passes"
        return Row(body=f"{what}. Well done!", body_style=STYLES[Status.PASSED])
    if report.message:
        place = focus.task.place if focus.task else ""
        return _next(place, f"correct what keeps {report.submission} from being run, see above")
    if focus.task is None:
        return Row(body="Nothing here could be checked, so there is nothing to correct.")
    place = (focus.check.place if focus.check else "") or focus.task.place
    return _next(place, _what_to_do(focus.task, focus.check))


def _what_to_do(task: TaskReport, check: CheckReport | None) -> str:
    if check or (task.message and _has(task, *FAILING)):
        return f"correct {task.name}"
    if _has(task, *FAILING):
        return f"read the text of {task.name} once more; a hidden check of it does not pass"
    return f"find the bug in {task.name}" if task.message else f"write {task.name}"


def _next(place: str, what: str) -> Row:
    return Row("Next: ", f"{place}  {what}" if place else what, "bold", "bold")


def _origin(report: Report) -> Iterator[Row]:
    """One quiet line, after an empty one: how this result came about."""
    seed = f" · seed {report.seed_digest[:12]}" if report.seed_digest else ""
    yield Row()
    yield Row(body=f"{report.submission} · {_kept_apart(report)}{seed}", body_style="dim")


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
