"""What each check asks for and fails, beside what was recorded: pure functions of trials."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.auditing.claims import Trials
from grader.auditing.trial import Trial
from grader.course import Check, CheckRecord, TaskRecord, asks_of, given_of
from grader.reports import Remark, Status

CLEARLY = 3.0  # times what is allowed


def record_of(trials: Trials) -> TaskRecord:
    """What each check asks for, and the misconceptions that it costs points, in source order."""
    checks = {
        check.id: CheckRecord(asks_of(check), _fails(trials, check)) for check in trials.task.checks
    }
    return TaskRecord(given_of(trials.task), checks)


def weaker_than(trials: Trials, recorded: TaskRecord | None) -> Iterator[Remark]:
    """What may let a wrong solution pass that lost points when the record was made.

    Changes of what a check asks for are told whether or not a misconception shows that they
    matter. Of a misconception that is not there any more, or was not run on the cases of a check,
    nothing is said.
    """
    if recorded is None:
        return
    advice = f"If that is meant: grade audit {trials.exercise.id} --record"
    if recorded.given != given_of(trials.task):
        what = f"What {trials.task.name} is given is not what was recorded."
        yield Remark(trials.where, what, advice)
    checks = {check.id: check for check in trials.task.checks}
    for name, record in recorded.checks.items():
        if name not in checks:
            yield Remark(trials.where, f"Check {name} is recorded, but there is none.", advice)
            continue
        now = asks_of(checks[name])
        if now != record.asks:
            what = f"Check {name} was recorded as {record.asks}, and is {now}."
            yield Remark(trials.where, what, advice)
        lost = _lets_pass(trials, checks[name], record)
        if lost:
            what = f"Check {name} has become weaker: it no longer fails {', '.join(lost)}."
            yield Remark(trials.where, what, advice)


def escaping(trials: Trials, recorded: TaskRecord | None) -> frozenset[str]:
    """The misconceptions that a check no longer fails, as far as they were run."""
    known = recorded.checks if recorded else {}
    own = ((check, known[check.id]) for check in trials.task.checks if check.id in known)
    return frozenset(name for check, record in own for name in _lets_pass(trials, check, record))


def _fails(trials: Trials, check: Check) -> tuple[str, ...]:
    """Not those for which it depends on the machine.

    How far they came, if they hung or crashed; how another processor rounds, if they are hardly
    off by more than rounding.
    """
    found = (
        trial.who.name
        for trial in trials.killers(check)
        if trial.status(check) is Status.FAILED and _multiple(trial, check) >= CLEARLY
    )
    return tuple(found) if check.points else ()


def _multiple(trial: Trial, check: Check) -> float:
    """By how many times what rounding is allowed it is off, where that was measured."""
    farthest = trial.farthest.get(check.id)
    if farthest is None or farthest.distance.chosen:
        return math.inf
    return farthest.distance.multiple


def _lets_pass(trials: Trials, check: Check, record: CheckRecord) -> list[str]:
    if not trials.judges(check):
        return []  # it was skipped here, for want of a device
    now = {trial.who.name for trial in trials.killers(check)} if check.points else set[str]()
    ran = {trial.who.name for trial in trials.wrong if trial.status(check) is not None}
    return [name for name in record.fails if name in ran and name not in now]
