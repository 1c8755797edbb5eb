"""Measure how far a check was from coming out otherwise, from runs that were made anyway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.course import Check
from grader.grading.judge import Losses, evidence_of
from grader.grading.observe import Seen
from grader.grading.scenario import Need, Scenario, property_of, runs_of
from grader.properties import Distance
from grader.wire import NoSuchPart, Observation


@dataclass(frozen=True, slots=True)
class Farthest:
    """The largest distance that a check has met, and on which of its cases."""

    distance: Distance
    index: int


def measure_check(
    check: Check,
    scenario: Scenario,
    actual: Mapping[Need, Seen],
    expected: Mapping[Need, Seen],
    losses: Losses,
) -> Farthest | None:
    """The farthest of all cases on which there was something to compare."""
    measured = _distances(check, scenario, actual, expected, losses)
    return max(measured, key=lambda one: one.distance.multiple, default=None)


def _distances(
    check: Check,
    scenario: Scenario,
    actual: Mapping[Need, Seen],
    expected: Mapping[Need, Seen],
    losses: Losses,
) -> Iterator[Farthest]:
    measure = property_of(check).measure
    if measure is None:
        return
    for index in range(len(scenario.cases)):
        needs = [Need(scenario.name, index, variation) for variation in runs_of(check)]
        seen = [one for n in needs if isinstance(one := actual.get(n), Observation)]
        wanted = [one for n in needs if isinstance(one := expected.get(n), Observation)]
        if not len(seen) == len(wanted) == len(needs) or seen[0].raised or wanted[0].raised:
            continue
        evidence = evidence_of(check, scenario, index, seen, wanted, losses)
        try:
            yield Farthest(measure(evidence, **check.options), index)
        except NoSuchPart:  # the reference leaves it nowhere: judging has said so
            return
