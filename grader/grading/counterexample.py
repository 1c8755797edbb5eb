"""The smallest case that shows a failure, in words."""

from __future__ import annotations

from dataclasses import replace

from grader.cases import Case, DeviceRecipe, SequencesRecipe, show_case
from grader.drawing import simplest_case
from grader.errors import WordError
from grader.grading.alone import Dependence
from grader.grading.implementation import Implementation
from grader.grading.judge import NotStarted, Outcome, judge_case
from grader.grading.observe import Bench
from grader.grading.on_cuda import CUDA, on_cuda
from grader.grading.scenario import property_of, runs_of
from grader.isolation import Worker
from grader.properties import Finding, show
from grader.reports import Counterexample, Status
from grader.wire import Lost, Observation, Value

TINY = 8  # elements of a tensor that are shown one by one


def smallest(
    bench: Bench,
    submission: Implementation,
    reference: Implementation,
    outcome: Outcome,
    stub: NotStarted,
    seed: int,
) -> Outcome:
    """The same failure on the simplest case that shows it, if one is found within the budget."""
    scenario, check = outcome.scenario, outcome.check
    assert scenario is not None
    if any(isinstance(r, SequencesRecipe) for r in _case(outcome).given.values()):
        return outcome  # enumerated shortest first: it is the smallest already
    devices = [variation.device for variation in runs_of(check)]
    device = CUDA if any(on_cuda(_case(outcome), name) for name in devices) else ""
    with (
        bench.worker(submission, scenario.task.name, (), device=device) as (theirs, loaded),
        bench.worker(reference, scenario.task.name, ()) as (ours, _),
    ):
        if isinstance(loaded, Lost):
            return outcome
        search = _Search(bench, outcome, theirs, ours, stub)
        source = scenario.cases[outcome.index].source
        found = simplest_case(scenario.task, scenario.when, source, search.fails, seed)
    if search.broken is not None:
        raise search.broken
    if found is None:
        return outcome
    only = replace(scenario, cases=(replace(scenario.cases[0], case=found),), checks=(check,))
    return Outcome(check, outcome.status, search.findings[repr(found)], only, 0)


class _Search:
    """Runs candidates for both; remembers what was found wrong with each."""

    def __init__(
        self, bench: Bench, outcome: Outcome, theirs: Worker, ours: Worker, stub: NotStarted
    ) -> None:
        self.bench, self.outcome, self.theirs, self.ours = bench, outcome, theirs, ours
        self.stub = stub
        self.findings: dict[str, Finding] = {}
        self.broken: WordError | None = None  # the first case that an author's property broke on

    def fails(self, case: Case) -> bool:
        scenario = self.outcome.scenario
        assert scenario is not None
        variations = runs_of(self.outcome.check)
        # Of the reference no run on another device is needed: a submission is compared with itself.
        plain = [replace(variation, device="") for variation in variations]
        wanted = [self.ours.observe(scenario.ask_for(case, v, True)) for v in plain]
        seen = [self.theirs.observe(scenario.ask_for(case, v, False)) for v in variations]
        right = [one for one in wanted if isinstance(one, Observation)]
        left = [one for one in seen if isinstance(one, Observation)]
        if len(right) < len(variations) or len(left) < len(variations):
            return False
        if (right[0].raised is not None) != property_of(self.outcome.check).expects_error:
            return False  # drawn outside of what the reference is meant for
        single = replace(scenario, cases=(replace(scenario.cases[0], case=case),))
        try:
            status, finding = judge_case(
                self.outcome.check, single, 0, left, right, self.bench.losses, self.stub
            )
        except WordError as error:
            self.broken = self.broken or error
            return False
        if status is Status.FAILED and finding is not None:
            self.findings[repr(case)] = finding
            return True
        return False


def in_words(
    outcome: Outcome, before: dict[str, Value], is_smallest: bool, depends: Dependence | None = None
) -> Counterexample:
    """A failing case for the report; `before` are its givens as trusted code built them."""
    finding, scenario = outcome.finding, outcome.scenario
    assert finding is not None
    assert scenario is not None
    tiny = {name: show(value, TINY) for name, value in before.items() if _is_tiny(value)}
    return Counterexample(
        given=show_case(_case(outcome), tiny | _devices(outcome) | dict(finding.given)),
        run=scenario.lines,
        expected=finding.expected,
        actual=finding.actual,
        difference=finding.difference,
        smallest=is_smallest or (depends is None and bool(finding.given)),  # enumerated in order
        alone=depends.sentence if depends else "",
        after=show_case(depends.after, {}) if depends and depends.after else {},
    )


def _devices(outcome: Outcome) -> dict[str, str]:
    """What a given device stood for, where the check put others in its place."""
    devices = dict.fromkeys(v.device for v in runs_of(outcome.check) if v.device)
    given = _case(outcome).given if devices else {}
    names = [name for name, recipe in given.items() if isinstance(recipe, DeviceRecipe)]
    return dict.fromkeys(names, ", then ".join(devices))


def _is_tiny(value: Value) -> bool:
    array = getattr(value, "array", None)
    return array is not None and array().size <= TINY


def _case(outcome: Outcome) -> Case:
    assert outcome.scenario is not None
    return outcome.scenario.cases[outcome.index].case
