"""What is run of wrong implementations, where it is enough that each loses points somewhere.

A record says which check fails which: so each is run where it is known to lose points, and each
check on a few that it is known to fail. What neither needs is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.auditing.claims import fails, fails_by_value
from grader.auditing.trial import Court, Trial
from grader.course import Check, TaskRecord
from grader.grading import Implementation, Scenario, TaskPlan, cannot_run

# Of those that a check is recorded to fail: as many must be seen to fail it.
WITNESSES = 2


def where_to_begin(plan: TaskPlan, who: Implementation, recorded: TaskRecord | None) -> Scenario:
    """The scenario in which it loses points soonest, with the checks that it is recorded to fail.

    Without a record, or of one that is not in it, the first.
    """
    failing = recorded.failing(who.name) if recorded else frozenset()
    known = [
        replace(each, checks=checks)
        for each in plan.scenarios
        if (checks := tuple(check for check in each.checks if check.id in failing))
    ]
    return min(known, key=lambda each: sum(1 for _ in each.needs({})), default=plan.scenarios[0])


def killing(court: Court, wrong: Sequence[Trial], recorded: TaskRecord | None) -> tuple[Trial, ...]:
    """The same trials, gone on with for checks that none has failed by what it computes so far.

    Those that stand first in the record of a check are gone on with if they have not failed it yet;
    where there is a record, one that fails in any way is enough.
    """
    trials = list(wrong)
    for scenario in court.plan.scenarios:
        for check in scenario.checks:
            if cannot_run(check, court.bench.missing_devices):
                continue
            record = recorded.checks.get(check.id) if recorded else None
            witnesses = record.fails[:WITNESSES] if record else ()
            is_enough = fails if record else fails_by_value
            _go_on(court, trials, scenario, check, witnesses)
            _go_on_until(court, trials, scenario, check, is_enough)
    return tuple(trials)


def _go_on(
    court: Court,
    trials: list[Trial],
    scenario: Scenario,
    check: Check,
    witnesses: Sequence[str],
) -> None:
    for number, trial in enumerate(trials):
        if trial.who.name in witnesses and not fails(trial, check):
            trials[number] = court.go_on(trial, scenario, check)


def _go_on_until(
    court: Court,
    trials: list[Trial],
    scenario: Scenario,
    check: Check,
    is_enough: Callable[[Trial, Check], bool],
) -> None:
    for number, trial in enumerate(trials):
        if any(is_enough(each, check) for each in trials):
            return
        trials[number] = court.go_on(trial, scenario, check)
