"""What was measured, as a part of a Markdown page between two markers: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from device_lane.agreement import Agreement
from device_lane.measure import Measured, Times, medians
from device_lane.verdicts import FOUND, UNPLACED, Verdict

BEGIN, END = "<!-- measured: {device} -->", "<!-- end of {device} -->"
DTYPES = "float32", "float64"
LONGEST = 160  # characters of a finding
CLEAR = FOUND, UNPLACED


class NoPlace(Exception):
    """A page has no place for what was measured."""


def rewritten(page: str, device: str, record: str, name: str) -> str:
    """The page with a new record of this device; the rest of it stays. Raises NoPlace.

    `name`: the page's, for the message.
    """
    begin, end = BEGIN.format(device=device), END.format(device=device)
    if page.count(begin) != 1 or page.count(end) != 1 or page.index(end) < page.index(begin):
        raise NoPlace(
            f"{name} has no one place for {device}: add a line {begin!r}, and below it a line"
            f" {end!r}"
        )
    before, after = page.split(begin)[0], page.split(end)[1]
    return f"{before}{begin}\n\n{record.strip()}\n\n{end}{after}"


def record_of(measured: Measured, conditions: Mapping[str, str]) -> str:
    """Everything that was measured, as Markdown."""
    parts = (
        _table(("condition", ""), conditions.items()),
        "**Agreement**, the largest relative difference of right implementations:",
        _table(("task", "device", "right ones", "runs", *DTYPES), _agreement_rows(measured)),
        "**Verdicts**, implementations that come to the same on both sides:",
        _table(("task", "right ones", "wrong ones"), _verdict_rows(measured.verdicts)),
        *_differences(measured.verdicts),
        *_unmoved(measured),
        "**Time per submission**, medians in seconds:",
        _times(measured),
    )
    return "\n\n".join(part for part in parts if part)


def differing(verdicts: Iterable[Verdict], right: bool) -> list[Verdict]:
    """Those that come to something else on the device."""
    return [verdict for verdict in verdicts if verdict.changed and verdict.is_right is right]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in lines)


def _agreement_rows(measured: Measured) -> Iterator[Sequence[str]]:
    tasks = dict.fromkeys((a.exercise, a.task) for a in measured.agreements)
    for exercise, task in tasks:
        found = {
            a.dtype: a for a in measured.agreements if (a.exercise, a.task) == (exercise, task)
        }
        first = next(iter(found.values()))
        right = [v for v in measured.verdicts if (v.exercise, v.task) == (exercise, task)]
        count = sum(verdict.is_right for verdict in right)
        runs = sum(agreement.runs for agreement in found.values())
        cells = (_relative(found[dtype]) if dtype in found else "" for dtype in DTYPES)
        yield f"{exercise} {task}", first.way, str(count), str(runs), *cells


def _relative(agreement: Agreement) -> str:
    if agreement.relative == 0:
        return "0"
    return f"{agreement.relative:.1e} ({agreement.part}, {agreement.who})"


def _verdict_rows(verdicts: Sequence[Verdict]) -> Iterator[Sequence[str]]:
    for exercise, task in dict.fromkeys((v.exercise, v.task) for v in verdicts):
        own = [v for v in verdicts if (v.exercise, v.task) == (exercise, task)]
        right = _share([v for v in own if v.is_right])
        yield f"{exercise} {task}", right, _share([v for v in own if not v.is_right])
    yield (
        "all",
        _share([v for v in verdicts if v.is_right]),
        _share([v for v in verdicts if not v.is_right]),
    )


def _share(verdicts: Sequence[Verdict]) -> str:
    return f"{sum(not verdict.changed for verdict in verdicts)} of {len(verdicts)}"


def _differences(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Who comes to something else, by reason; one by one where the reason does not say it all."""
    changed = [verdict for verdict in verdicts if verdict.changed]
    for reason in dict.fromkeys(verdict.reason for verdict in changed):
        own = [verdict for verdict in changed if verdict.reason == reason]
        yield f"Another verdict on the device: {reason}."
        yield "\n".join(_named(own) if reason in CLEAR else map(_difference, own))
    escaping = [verdict for verdict in verdicts if verdict.escapes]
    if escaping:
        yield "Wrong ones that lose points on the CPU alone:"
        yield "\n".join(_named(escaping))


def _named(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """A line a task."""
    for exercise, task in dict.fromkeys((v.exercise, v.task) for v in verdicts):
        own = [v for v in verdicts if (v.exercise, v.task) == (exercise, task)]
        names = (f"`{v.who}`{' (right)' if v.is_right else ''}" for v in own)
        yield f"- {exercise} {task}: {', '.join(names)}"


def _difference(verdict: Verdict) -> str:
    kind = "right" if verdict.is_right else "wrong"
    checks = "; ".join(f"`{c.check}` {c.here} → {c.there}" for c in verdict.changed)
    finding = verdict.changed[0].finding
    shown = finding if len(finding) <= LONGEST else f"{finding[:LONGEST]}…"
    return f"- {verdict.exercise} {verdict.task}, `{verdict.who}` ({kind}): {checks}. {shown}"


def _unmoved(measured: Measured) -> Iterator[str]:
    if measured.unmoved:
        yield "Not run on the device:"
        yield "\n".join(
            f"- {each.exercise} {each.task}: {each.reason}"
            + (f" ({each.runs} {'run' if each.runs == 1 else 'runs'})." if each.runs else ".")
            for each in measured.unmoved
        )


def _times(measured: Measured) -> str:
    if measured.no_times or not measured.times:
        return f"Not measured: {measured.no_times or 'no rounds were asked for'}."
    head = (
        "exercise",
        "runs",
        "cold: CPU",
        "device",
        "difference",
        "warm: CPU",
        "device",
        "difference",
    )
    return _table(head, (_time_row(each) for each in measured.times))


def _time_row(times: Times) -> Sequence[str]:
    cold = medians(times.cold_here, times.cold_there)
    warm = medians(times.warm_here, times.warm_there)
    figures = (f"{a:.3f}" for a in cold), (f"{a:.3f}" for a in warm)
    return times.exercise, str(times.runs), *(cell for side in figures for cell in side)
