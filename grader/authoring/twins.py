"""Twins: misconceptions that no case tells apart. A student is told of the first of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.authoring.trial import Trial
from grader.grading import Need, Scenario, Seen, TaskPlan, alike, property_of
from grader.reports import Status


def twins_among(
    plan: TaskPlan, wrong: Sequence[Trial], expected: Mapping[Need, Seen]
) -> dict[str, str]:
    """For each misconception that behaves like an earlier one on every case, the earlier one."""
    able = [trial for trial in wrong if _fingerprint(trial) and not trial.broken]
    found: dict[str, str] = {}
    for number, trial in enumerate(able):
        for earlier in able[:number]:
            same = _fingerprint(earlier) == _fingerprint(trial)
            if same and _are_alike(plan, trial, earlier, expected):
                found[trial.who.name] = earlier.who.name
                break
    return found


def _fingerprint(trial: Trial) -> tuple[tuple[str, int], ...]:
    """Which checks it fails, and where first. Those who differ in it are no twins: cheap to see."""
    return tuple(
        (outcome.check.id, outcome.index)
        for outcome in trial.fails
        if outcome.status is Status.FAILED and not property_of(outcome.check).recomputes
    )


def _are_alike(plan: TaskPlan, trial: Trial, earlier: Trial, expected: Mapping[Need, Seen]) -> bool:
    def known(_: Scenario, need: Need) -> Seen:
        return earlier.runs[need]

    pairs = [(scenario, i) for scenario in plan.scenarios for i in range(len(scenario.cases))]
    return all(alike(scenario, i, trial.runs, known, expected) for scenario, i in pairs)
