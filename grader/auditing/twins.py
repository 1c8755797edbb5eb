"""Twins: misconceptions that no case tells apart. A student is told of the first of them."""

from __future__ import annotations

from collections.abc import Sequence

from grader.auditing.trial import Court, Trial
from grader.grading import Need, Scenario, Seen, alike, property_of
from grader.reports import Status


def twins_among(court: Court, wrong: Sequence[Trial]) -> dict[str, str]:
    """For each misconception that behaves like an earlier one on every case, the earlier one."""
    able = [trial for trial in wrong if _fingerprint(court, trial) and not trial.broken]
    found: dict[str, str] = {}
    for number, trial in enumerate(able):
        for earlier in able[:number]:
            if _are_twins(court, trial, earlier):
                found[trial.who.name] = earlier.who.name
                break
    return found


def _fingerprint(court: Court, trial: Trial) -> tuple[tuple[str, int], ...]:
    """Which checks of the first scenario it fails, and where first. Twins agree in it."""
    checks = court.plan.scenarios[0].checks
    return tuple(
        (outcome.check.id, outcome.index)
        for outcome in trial.fails
        if outcome.status is Status.FAILED
        and outcome.check in checks
        and not property_of(outcome.check).recomputes
    )


def _are_twins(court: Court, one: Trial, other: Trial) -> bool:
    if _fingerprint(court, one) != _fingerprint(court, other):
        return False
    first, *others = court.plan.scenarios
    if not _alike_on(court, first, one, other):
        return False
    one, other = court.complete(one), court.complete(other)
    return all(_alike_on(court, scenario, one, other) for scenario in others)


def _alike_on(court: Court, scenario: Scenario, one: Trial, other: Trial) -> bool:
    def known(_: Scenario, need: Need) -> Seen:
        return other.runs[need]

    cases = range(len(scenario.cases))
    return all(alike(scenario, index, one.runs, known, court.expected) for index in cases)
