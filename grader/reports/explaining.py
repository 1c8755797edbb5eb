"""What of a failure helps the one who reads it: the rest is left to the report for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.reports.model import CheckReport, Counterexample, TaskReport

LONGEST_RUN = 12  # lines; of a longer run those are shown that use what the student wrote
CUT = "..."
CALL_BY_ROLE = re.compile(r"\btask\(")  # one run may serve several tasks
NO_RETURN = "A function that ends without a return gives None."
ROUNDING = "So small a difference comes from rounding: is something float32 that should be float64?"


def givens_that_matter(given: Mapping[str, str], run: str) -> Mapping[str, str]:
    """The givens that the lines of a run name: the others cannot play a part.

    A plain call, without lines of its own, takes all of them.
    """
    words = set(re.findall(r"\w+", run))
    return {name: value for name, value in given.items() if name in words} or given


def lines_to_read(run: str, name: str) -> str:
    """The lines that were run, the task by its name.

    Of many lines those are left out that never touch what the student wrote: they only prepare or
    look at it.
    """
    lines = CALL_BY_ROLE.sub(lambda _: f"{name}(", run).split("\n")
    if len(lines) <= LONGEST_RUN:
        return "\n".join(lines)
    kept = list(_touching(lines, _names(lines, name)))
    return run if set(kept) <= {CUT} else "\n".join(kept)


def hint_that_fits(check: CheckReport, task: TaskReport) -> str:
    """The hint, unless it cannot be about what happened.

    That of a misconception is. A check's own is about its claim: it does not fit an error that most
    checks of the task meet, nor a function that returns nothing.
    """
    shown = check.counterexample or Counterexample()
    if check.misconception:
        return check.hint
    if check.message.startswith("result ") and shown.actual == "None" != shown.expected:
        return NO_RETURN
    same = [other for other in task.checks if other.message == check.message]
    is_everywhere = len(same) > 1 and 2 * len(same) > len(task.checks)
    return "" if shown.expected == "no error" and is_everywhere else check.hint


def difference_in_words(shown: Counterexample) -> str:
    """How far apart the two are, also where the digits that are shown do not tell them apart."""
    if shown.difference and shown.expected == shown.actual:
        return f"{shown.difference}. {ROUNDING}"
    return shown.difference


def _names(lines: Sequence[str], name: str) -> re.Pattern[str]:
    """Calls of the task, or its name if there is none; of a class its instances too."""
    called = rf"\b{re.escape(name)}\("
    made = re.compile(rf"(\w+) = {called}") if name[:1].isupper() else None
    found = [each[1] for line in lines if made and (each := made.match(line))]
    is_called = any(re.search(called, line) for line in lines)
    first = called if is_called else rf"\b{re.escape(name)}\b"
    return re.compile("|".join([first, *(rf"\b{each}\b" for each in found)]))


def _touching(lines: Iterable[str], names: re.Pattern[str]) -> Iterator[str]:
    """The lines with one of the names, calls to their last line, and a mark for what is cut."""
    depth, is_cut = 0, False
    for line in lines:
        if depth > 0 or names.search(line):
            depth = max(0, depth + sum(map(line.count, "([{")) - sum(map(line.count, ")]}")))
            is_cut = False
            yield line
        elif not is_cut:
            is_cut = True
            yield CUT
