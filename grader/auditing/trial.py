"""A trial: one implementation of an exercise's own, run and judged on the cases of a task."""

from __future__ import annotations

import time
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from grader.course import Check
from grader.errors import InfrastructureError, WordError
from grader.grading import (
    Bench,
    Farthest,
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
    measure_check,
)
from grader.properties import Finding
from grader.reports import Status
from grader.wire import Observation

FIRST_CASES = 3  # a first look at a wrong one: who passes them meets all cases


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one implementation.

    `problem` says why it could not be run at all; `broken` why a check, by its id, could not be
    judged: that is the fault of the reference or of the check. `left` are the scenarios that it was
    not run on, or on a few cases only, for it had lost points there. `farthest`: how far checks, by
    their ids, were from coming out otherwise, where that has been measured. `stuck`: why nothing
    was tried at all, for the reference could not be run. `in_part`: some cases of the seed only.
    """

    who: Implementation
    seed: int
    outcomes: tuple[Outcome, ...] = ()
    problem: str = ""
    broken: Mapping[str, str] = field(default_factory=dict)
    runs: Mapping[Need, Seen] = field(default_factory=dict)
    seconds: float = 0.0
    left: tuple[Scenario, ...] = ()
    farthest: Mapping[str, Farthest] = field(default_factory=dict)
    stuck: str = ""
    in_part: bool = False

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


@dataclass(frozen=True, slots=True)
class Court:
    """Where implementations are tried: a task with its cases, and what the reference did there."""

    bench: Bench
    plan: TaskPlan
    expected: Mapping[Need, Seen]
    stub: NotStarted

    def try_out(self, who: Implementation, seed: int = 0) -> Trial:
        """Run an implementation on every case of the task and judge every check."""
        return self._on(self.plan.scenarios, who, seed)

    def try_wrong(self, who: Implementation, first: Scenario) -> Trial:
        """Run it on the first cases of one scenario, and on all only if it loses no points there.

        What it passes on a few cases it may fail on others: that is not known then, and left out.
        """
        few = replace(first, cases=first.cases[:FIRST_CASES])
        trial = self._on((few,), who, 0)
        if not trial.loses_points:
            return self.try_out(who)
        return replace(trial, outcomes=trial.fails, left=self.plan.scenarios)

    def complete(self, trial: Trial) -> Trial:
        """Run what is left of a trial."""
        return self._go_on(trial, trial.left)

    def go_on(self, trial: Trial, scenario: Scenario, check: Check) -> Trial:
        """Run a trial on one more scenario, if that is left, where a check is to fail it.

        On the first cases for this check alone, and on all only if it passes those.
        """
        if trial.problem or scenario not in trial.left:
            return trial
        few = replace(scenario, checks=(check,), cases=scenario.cases[:FIRST_CASES])
        first = self._on((few,), trial.who, trial.seed)
        if first.fails:
            return self._with(trial, replace(first, outcomes=first.fails))
        return self._go_on(trial, (scenario,))

    def _go_on(self, trial: Trial, scenarios: tuple[Scenario, ...]) -> Trial:
        if not scenarios or trial.problem:
            return trial
        more = self._on(scenarios, trial.who, trial.seed)
        done = {each.name for each in scenarios}
        left = tuple(each for each in trial.left if each.name not in done)
        return replace(self._with(trial, more), left=left)

    def _with(self, trial: Trial, more: Trial) -> Trial:
        """What two trials of one implementation found."""
        found = {outcome.check.id: outcome for outcome in (*trial.outcomes, *more.outcomes)}
        return replace(
            trial,
            outcomes=tuple(found[c.id] for c in self.plan.task.checks if c.id in found),
            broken={**trial.broken, **more.broken},
            runs={**trial.runs, **more.runs},
            seconds=trial.seconds + more.seconds,
        )

    def _on(self, scenarios: tuple[Scenario, ...], who: Implementation, seed: int) -> Trial:
        started = time.monotonic()
        seen = self.bench.observe(who, replace(self.plan, scenarios=scenarios))
        problem = cannot_import(seen) or seen.problem(self.plan.task.name)
        if problem:
            return Trial(who, seed, problem=problem, seconds=time.monotonic() - started)
        outcomes, broken = [], {}
        for scenario in scenarios:
            for check in scenario.checks:
                judged = self.judge(check, scenario, seen.runs)
                if isinstance(judged, str):
                    broken[check.id] = judged
                else:
                    outcomes.append(judged)
        seconds = time.monotonic() - started
        return Trial(who, seed, tuple(outcomes), "", broken, seen.runs, seconds)

    def measured(self, trial: Trial, checks: Container[Check]) -> Trial:
        """The trial with how far it was in those of these checks that measure anything."""
        found = {
            check.id: far
            for scenario in self.plan.scenarios
            for check in scenario.checks
            if check in checks
            if (far := self.measure(check, scenario, trial.runs)) is not None
        }
        return replace(trial, farthest=found)

    def measure(
        self, check: Check, scenario: Scenario, actual: Mapping[Need, Seen]
    ) -> Farthest | None:
        return measure_check(check, scenario, actual, self.expected, self.bench.losses)

    def judge(self, check: Check, scenario: Scenario, actual: Mapping[Need, Seen]) -> Outcome | str:
        """What a check came to, or why it could not be judged."""
        reason = cannot_run(check, self.bench.missing_devices)
        if reason:
            return Outcome(check, Status.SKIPPED, Finding(reason))
        losses = self.bench.losses
        try:
            return judge_check(check, scenario, actual, self.expected, losses, self.stub)
        except InfrastructureError as error:
            return str(error)
        except WordError as error:
            return "; ".join(mistake.in_short for mistake in error.mistakes)
        except Exception as error:  # a property that breaks is what an audit should find
            return f"the property {check.property} itself breaks: {type(error).__name__}: {error}"
