"""A trial: one implementation of an exercise's own, run and judged on the cases of a task."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.course import Check
from grader.errors import InfrastructureError
from grader.grading import (
    Bench,
    Implementation,
    Need,
    NotStarted,
    Outcome,
    Scenario,
    Seen,
    TaskPlan,
    cannot_import,
    cannot_run,
    judge_check,
)
from grader.properties import Finding
from grader.reports import Status
from grader.wire import Observation


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one implementation.

    `problem` says why it could not be run at all; `broken` why a check, by its id, could not be
    judged: that is the fault of the reference or of the check.
    """

    who: Implementation
    seed: int
    outcomes: tuple[Outcome, ...] = ()
    problem: str = ""
    broken: Mapping[str, str] = field(default_factory=dict)
    runs: Mapping[Need, Seen] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def fails(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.lost_points)

    @property
    def loses_points(self) -> bool:
        return bool(self.problem) or any(outcome.check.points > 0 for outcome in self.fails)

    def status(self, check: Check) -> Status | None:
        """What a check came to, or nothing if it could not be judged."""
        found = (outcome.status for outcome in self.outcomes if outcome.check is check)
        return next(found, None)

    def fails_by_value(self, outcome: Outcome) -> bool:
        """Whether the property itself found fault, not an error or a hang before it had a say."""
        if outcome.status is not Status.FAILED or outcome.scenario is None:
            return False
        needs = [n for n in self.runs if n.scenario == outcome.scenario.name]
        seen = [self.runs[n] for n in needs if n.index == outcome.index]
        plain = [one for one in seen if isinstance(one, Observation) and one.raised is None]
        return bool(plain) or outcome.check.property == "raises"


def try_out(
    bench: Bench,
    plan: TaskPlan,
    who: Implementation,
    expected: Mapping[Need, Seen],
    stub: NotStarted,
    seed: int,
) -> Trial:
    """Run an implementation on every case of a task and judge every check."""
    started = time.monotonic()
    seen = bench.observe(who, plan)
    problem = cannot_import(seen) or seen.problem(plan.task.name)
    if problem:
        return Trial(who, seed, problem=problem, seconds=time.monotonic() - started)
    outcomes, broken = [], {}
    for scenario in plan.scenarios:
        for check in scenario.checks:
            judged = judge_safely(bench, check, scenario, seen.runs, expected, stub)
            if isinstance(judged, str):
                broken[check.id] = judged
            else:
                outcomes.append(judged)
    seconds = time.monotonic() - started
    return Trial(who, seed, tuple(outcomes), "", broken, seen.runs, seconds)


def judge_safely(
    bench: Bench,
    check: Check,
    scenario: Scenario,
    actual: Mapping[Need, Seen],
    expected: Mapping[Need, Seen],
    stub: NotStarted,
) -> Outcome | str:
    """What a check came to, or why it could not be judged."""
    reason = cannot_run(check, bench.zygote.has_cuda)
    if reason:
        return Outcome(check, Status.SKIPPED, Finding(reason))
    try:
        return judge_check(check, scenario, actual, expected, bench.losses, stub)
    except InfrastructureError as error:
        return str(error)
    except Exception as error:  # a property that breaks is what an audit should find
        return f"the property {check.property} itself breaks: {type(error).__name__}: {error}"
