"""Twins: misconceptions that no case tells apart. A student is told of the first of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.auditing.trial import Court, Trial
from grader.course import TaskRecord
from grader.grading import Need, Scenario, Seen, alike, property_of
from grader.reports import Status

Fingerprint = dict[str, int]  # by check: where it fails first, or -1


def twins_among(
    court: Court, wrong: Sequence[Trial], recorded: TaskRecord | None = None
) -> dict[str, str]:
    """For each misconception that behaves like an earlier one on every case, the earlier one.

    Without a record, every case of the task; with one, those that both were run on are enough, for
    who is recorded to fail different checks is not compared at all.
    """
    able = [(trial, _fingerprint(trial)) for trial in wrong if not trial.broken]
    known = {t.who.name: recorded.failing(t.who.name) if recorded else None for t, _ in able}
    found: dict[str, str] = {}
    for number, (trial, prints) in enumerate(able):
        name = trial.who.name
        for earlier, others in able[:number]:
            is_alike = known[name] == known[earlier.who.name] and _agree(prints, others)
            if is_alike and _are_twins(court, trial, earlier, complete=recorded is None):
                found[name] = earlier.who.name
                break
    return found


def _fingerprint(trial: Trial) -> Fingerprint:
    return {
        outcome.check.id: outcome.index if outcome.status is Status.FAILED else -1
        for outcome in trial.outcomes
        if not property_of(outcome.check).recomputes
    }


def _agree(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two agree in all checks that both were run on, and fail one of them."""
    both = one.keys() & other.keys()
    return any(one[check] >= 0 for check in both) and all(one[c] == other[c] for c in both)


def _are_twins(court: Court, one: Trial, other: Trial, complete: bool) -> bool:
    """Compared first on what both were run on already."""
    common = {n: seen for n, seen in court.expected.items() if n in one.runs and n in other.runs}
    if not _are_alike(court, one, other, common):
        return False
    if not complete:
        return True
    return _are_alike(court, court.complete(one), court.complete(other), court.expected)


def _are_alike(court: Court, one: Trial, other: Trial, expected: Mapping[Need, Seen]) -> bool:
    def known(_: Scenario, need: Need) -> Seen:
        return other.runs[need]

    return all(
        alike(scenario, index, one.runs, known, expected)
        for scenario in court.plan.scenarios
        for index in range(len(scenario.cases))
    )
