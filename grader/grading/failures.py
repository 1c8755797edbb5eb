"""Failing checks as they are shown: the first of a task with the smallest case that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from grader.grading.alone import Dependence, by_itself
from grader.grading.counterexample import in_words, smallest
from grader.grading.implementation import Implementation
from grader.grading.judge import NotStarted, Outcome
from grader.grading.observe import Bench, Seen, trusted_observation
from grader.grading.scenario import Need, TaskPlan, runs_of
from grader.reports import Counterexample, Status
from grader.wire import Observation


@dataclass(frozen=True, slots=True)
class Failure:
    """A failing check, its case in words, and what it depends on beside that case."""

    outcome: Outcome
    example: Counterexample
    depends: Dependence | None


@dataclass(frozen=True, slots=True)
class Failures:
    """What it takes to show why checks of one task failed.

    `expected` is what the reference left behind in the runs of the task.
    """

    bench: Bench
    submission: Implementation
    reference: Implementation
    stub: NotStarted
    plan: TaskPlan
    expected: Mapping[Need, Seen]
    seed: int

    def shown(self, outcomes: Iterable[Outcome]) -> dict[str, Failure]:
        """Those that failed on a case, by check.

        The case of the first has failed by itself too, or it is said what it depends on. Of the
        others that is asked only if the first depends on something.
        """
        found: dict[str, Failure] = {}
        for outcome in outcomes:
            if outcome.status is not Status.FAILED or outcome.scenario is None:
                continue
            shrunk, told, depends = outcome, outcome, None
            if not found:
                shrunk = smallest(
                    self.bench, self.submission, self.reference, outcome, self.stub, self.seed
                )
            if not found or any(failure.depends for failure in found.values()):
                told, depends = self._by_itself(outcome, shrunk)
            is_smallest = told.scenario is shrunk.scenario and shrunk is not outcome
            found[outcome.check.id] = self._failure(told, is_smallest, depends)
        return found

    def _by_itself(self, outcome: Outcome, shrunk: Outcome) -> tuple[Outcome, Dependence | None]:
        return by_itself(
            self.bench, self.submission, self.stub, self.plan, outcome, shrunk, self._wanted
        )

    def _failure(self, told: Outcome, is_smallest: bool, depends: Dependence | None) -> Failure:
        wanted = self._wanted(told)
        before = dict(wanted[0].before) if wanted else {}
        return Failure(told, in_words(told, before, is_smallest, depends), depends)

    def _wanted(self, outcome: Outcome) -> tuple[Observation, ...]:
        """What the reference left behind on a failing case, with its givens as they were before.

        Nothing if it cannot run it.
        """
        scenario = outcome.scenario
        assert scenario is not None
        variations = runs_of(outcome.check)
        needs = [Need(scenario.name, outcome.index, variation) for variation in variations]
        if len(scenario.cases) > 1 and all(need in self.expected for need in needs):
            known = (trusted_observation(self.expected, need, "the reference") for need in needs)
            return tuple(known)
        # Of the reference no run on another device is needed: a submission is compared with itself.
        plain = [replace(variation, device="") for variation in variations]
        case = scenario.cases[outcome.index].case
        with self.bench.worker(self.reference, scenario.task.name, ()) as (worker, _):
            found = [worker.observe(scenario.ask_for(case, each, True)) for each in plain]
        seen = tuple(one for one in found if isinstance(one, Observation))
        return seen if len(seen) == len(found) else ()
