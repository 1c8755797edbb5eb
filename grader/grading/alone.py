"""A failing case in a fresh process: whether it fails there too, or depends on more than its case.

One process serves all cases of a task. Code that keeps something from one call to the next, a
global list say, may fail on a case that it passes alone: that case explains nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from grader.cases import Case, SequencesRecipe
from grader.grading.implementation import Implementation
from grader.grading.judge import NotStarted, Outcome, judge_case
from grader.grading.observe import Bench
from grader.grading.on_cuda import on_cuda
from grader.grading.scenario import Need, TaskPlan, runs_of
from grader.properties import show
from grader.reports import Status
from grader.wire import Ask, Loaded, Observation

TRIED = 6  # earlier calls that are tried one by one, the last ones first
WIDEST = 40  # elements of a sequence in a finding's text
BY_ITSELF = (
    "In a fresh process it passes by itself, and fails after {earlier}: your code keeps something "
    "from one call to the next."
)
WHAT_IS_KEPT = (
    "What does your code keep between calls: a global name, a default argument that it changes, an "
    "attribute of a function or of a class?"
)
AGAIN = (
    "It passed when it was run again, by itself and after the same calls: the result depends on "
    "more than what is given."
)
WHAT_IS_USED = (
    "What does your code use beside its arguments: the time, a generator without a seed, the order "
    "of a set?"
)


@dataclass(frozen=True, slots=True)
class Dependence:
    """What a failing case depends on beside what is given.

    On `calls` of the same code before it, of which one is enough if `after` is its case. Without
    any it passed when it was run again in the same way.
    """

    calls: int
    after: Case | None = None

    @property
    def name(self) -> str:
        """As a misconception is named."""
        return "depends-on-earlier-calls" if self.calls else "depends-on-chance"

    @property
    def sentence(self) -> str:
        if not self.calls:
            return AGAIN
        earlier = "that call" if self.after else f"the {self.calls} calls before it"
        return BY_ITSELF.format(earlier=earlier)

    @property
    def hint(self) -> str:
        return WHAT_IS_KEPT if self.calls else WHAT_IS_USED


@dataclass(frozen=True, slots=True)
class Trial:
    """A failing case, to be run in fresh processes.

    `expected` is what trusted code left behind on it; empty if that is not known.
    """

    bench: Bench
    submission: Implementation
    stub: NotStarted
    outcome: Outcome
    expected: tuple[Observation, ...]

    @property
    def case(self) -> Case:
        assert self.outcome.scenario is not None
        return self.outcome.scenario.cases[self.outcome.index].case

    @property
    def asks(self) -> list[Ask]:
        """Every run that the check looks at."""
        scenario, check = self.outcome.scenario, self.outcome.check
        assert scenario is not None
        return [scenario.ask_for(self.case, variation, False) for variation in runs_of(check)]

    def after(self, earlier: Sequence[Ask]) -> Outcome | None:
        """What the check comes to after these calls; None if they cannot all be run."""
        scenario, check = self.outcome.scenario, self.outcome.check
        assert scenario is not None
        if not self.expected:
            return None
        with self.bench.worker(self.submission, scenario.task.name, ()) as (worker, loaded):
            if not isinstance(loaded, Loaded) or loaded.raised:
                return None
            for ask in earlier:
                worker.observe(ask)
            found = [worker.observe(ask) for ask in self.asks]
        seen = [one for one in found if isinstance(one, Observation)]
        if len(seen) < len(found):
            return None
        losses, index = self.bench.losses, self.outcome.index
        judged = judge_case(check, scenario, index, seen, self.expected, losses, self.stub)
        return replace(self.outcome, status=judged[0], finding=judged[1])


def by_itself(
    bench: Bench,
    submission: Implementation,
    stub: NotStarted,
    plan: TaskPlan,
    outcome: Outcome,
    shrunk: Outcome,
    wanted: Callable[[Outcome], tuple[Observation, ...]],
) -> tuple[Outcome, Dependence | None]:
    """The failure to show, and what it depends on beside its case.

    `shrunk` is the same failure on a simpler case, or `outcome` itself. `wanted` are the
    observations of trusted code. On CUDA all calls share a process: nothing is found out there.
    """

    def trial(of: Outcome) -> Trial:
        return Trial(bench, submission, stub, of, wanted(of))

    original = trial(outcome)
    if any(on_cuda(original.case, ask.variation.device) for ask in original.asks):
        return shrunk, None
    if lone := lone_sequence(outcome):
        sequence, before = trial(lone[0]), lone[1]
        told, dependence = explained(sequence, sequence, before)
        return (told if dependence else outcome), dependence
    simplest = original if shrunk is outcome else trial(shrunk)
    return explained(simplest, original, asked_before(bench, submission, plan, outcome))


def explained(
    simplest: Trial, original: Trial, earlier: Sequence[Ask]
) -> tuple[Outcome, Dependence | None]:
    """The failure to show: of the simplest case if it fails alone, else with what it depends on.

    `earlier` are the calls that were made before the original case, in their order.
    """
    for trial in (simplest, original):
        alone = trial.after([])
        if alone is None or _failed(alone):
            return alone or trial.outcome, None
    if simplest is not original and (found := _fails_after(simplest, simplest.asks)):
        return found, Dependence(len(simplest.asks), simplest.case)
    return _after_some(original, earlier)


def _after_some(original: Trial, earlier: Sequence[Ask]) -> tuple[Outcome, Dependence | None]:
    for ask in earlier[: -TRIED - 1 : -1]:
        if found := _fails_after(original, [ask]):
            return found, Dependence(1, ask.case)
    if found := _fails_after(original, earlier):
        return found, Dependence(len(earlier))
    could_run = original.after(earlier) is not None
    return original.outcome, Dependence(0) if could_run else None


def _fails_after(trial: Trial, earlier: Sequence[Ask]) -> Outcome | None:
    """The failure of a case that passes by itself, and fails after these calls: each time."""
    found = trial.after(earlier)
    if not _failed(found) or _failed(trial.after([])) or not _failed(trial.after(earlier)):
        return None
    return found


def _failed(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.status is Status.FAILED


def asked_before(
    bench: Bench, submission: Implementation, plan: TaskPlan, outcome: Outcome
) -> list[Ask]:
    """The calls of a task that were made before the last that a failing check looks at."""
    scenario, check = outcome.scenario, outcome.check
    assert scenario is not None
    own = {Need(scenario.name, outcome.index, variation) for variation in runs_of(check)}
    order = bench.order(submission, plan)
    last = max((i for i, (_, need, answers) in enumerate(order) if own & answers), default=0)
    return [each.ask(need, False) for each, need, answers in order[:last] if not own & answers]


def lone_sequence(outcome: Outcome) -> tuple[Outcome, list[Ask]] | None:
    """Of an enumeration: the sequence that failed as a case of its own, and those before it."""
    scenario, finding = outcome.scenario, outcome.finding
    assert scenario is not None
    drawn = scenario.cases[outcome.index]
    name = drawn.case.first(SequencesRecipe)
    if name is None or finding is None or name not in dict(finding.given):
        return None
    recipe = drawn.case.given[name]
    assert isinstance(recipe, SequencesRecipe)
    shown, every = dict(finding.given)[name], list(recipe.all())
    index = next(i for i, letters in enumerate(every) if show(letters, WIDEST) == shown)
    cases = [
        replace(drawn.case, given={**drawn.case.given, name: letters})
        for letters in every[: index + 1]
    ]
    only = replace(scenario, cases=(replace(drawn, case=cases.pop()),))
    variation = runs_of(outcome.check)[0]
    before = [scenario.ask_for(case, variation, False) for case in cases]
    return replace(outcome, scenario=only, index=0), before
