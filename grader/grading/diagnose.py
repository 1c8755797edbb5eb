"""Diagnosis: which known misconception a failing submission behaves like.

No guessing from the source text: a misconception is named when the submission behaves like it on
every case, and at least one of these cases tells it from the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from grader.course import Check
from grader.errors import WordError
from grader.grading.implementation import Implementation
from grader.grading.judge import NotStarted, Outcome, judge_case
from grader.grading.observe import Bench, Seen, Standby
from grader.grading.scenario import Need, Scenario, TaskPlan, property_of, runs_of
from grader.properties import BUILT_IN, Evidence
from grader.reports import Status
from grader.wire import NoSuchPart, Observation

NO_STUB = NotStarted("", {})
STEP = "batch", "forward", "criterion", "backward", "step"  # events of a training step
LookUp = Callable[[Scenario, Need], Seen]


def diagnose(
    bench: Bench,
    plan: TaskPlan,
    outcomes: Sequence[Outcome],
    misconceptions: Sequence[Implementation],
    actual: Mapping[Need, Seen],
    expected: Mapping[Need, Seen],
) -> Implementation | None:
    """The first misconception that the submission behaves like on every case."""
    failed = [o for o in outcomes if o.status is Status.FAILED and o.scenario is not None]
    if not failed:
        return None
    first = failed[0]
    assert first.scenario is not None
    # The case that failed first rules most of them out; only the rest is run on everything.
    start = [(first.scenario, first.index)]
    rest = [(scenario, i) for scenario in plan.scenarios for i in range(len(scenario.cases))]
    pairs = [*start, *(pair for pair in rest if pair not in start)]
    with Standby(bench) as standby:
        for misconception in misconceptions:
            ours = partial(standby.seen, misconception)
            if all(alike(each, index, actual, ours, expected) for each, index in pairs):
                return misconception
    return None


def alike(
    scenario: Scenario,
    index: int,
    actual: Mapping[Need, Seen],
    known: LookUp,
    expected: Mapping[Need, Seen],
) -> bool:
    """Whether both break and keep the same checks on a case, with the same wrong values."""
    for check in scenario.checks:
        if property_of(check).recomputes:
            continue  # what it looks at is compared by the other checks
        needs = [Need(scenario.name, index, variation) for variation in runs_of(check)]
        if not all(need in expected for need in needs):
            continue
        theirs = [actual[need] for need in needs]
        ours = [known(scenario, need) for need in needs]
        wanted = [expected[need] for need in needs]
        if not _same_verdict(check, scenario, index, theirs, ours, wanted):
            return False
    return True


def _same_verdict(
    check: Check,
    scenario: Scenario,
    index: int,
    theirs: Sequence[Seen],
    ours: Sequence[Seen],
    wanted: Sequence[Seen],
) -> bool:
    one, other, right = (_observations(runs) for runs in (theirs, ours, wanted))
    if one is None or other is None or right is None:
        return False

    def no_losses(*_: object) -> tuple[float, ...]:
        return ()

    (verdict, finding), (known_verdict, known_finding) = (
        judge_case(check, scenario, index, seen, right, no_losses, NO_STUB) for seen in (one, other)
    )
    if verdict is not known_verdict:
        return False
    if verdict is Status.PASSED:
        return True
    if property_of(check).name == "agrees_across_devices" and finding and known_finding:
        if finding.message != known_finding.message or _ends(one) != _ends(other):
            return False
        return not finding.difference or _same_runs(check, scenario, index, one, other)
    kinds = [seen[0].raised.kind if seen[0].raised else "" for seen in (one, other)]
    if any(kinds):
        return kinds[0] == kinds[1]
    return _same_values(check, scenario, index, one, other)


def _same_runs(
    check: Check,
    scenario: Scenario,
    index: int,
    one: Sequence[Observation],
    other: Sequence[Observation],
) -> bool:
    """Whether all that is compared came out the same on each device, right or wrong."""
    case, of = scenario.cases[index].case, check.options.get("of") or scenario.observe
    pairs = [Evidence(case, (a,), (b,), scenario.observe) for a, b in zip(one, other, strict=True)]
    try:
        return all(BUILT_IN["matches_reference"].judge(pair, of=of) is None for pair in pairs)
    except NoSuchPart:
        return False


def _ends(runs: Sequence[Observation]) -> list[tuple[str, str]]:
    """The error that ended each run, and how far in a step it came."""
    return [(seen.raised.kind, _reached(seen)) if seen.raised else ("", "") for seen in runs]


def _reached(seen: Observation) -> str:
    return next((event.kind for event in reversed(seen.events) if event.kind in STEP), "")


def _same_values(
    check: Check,
    scenario: Scenario,
    index: int,
    one: Sequence[Observation],
    other: Sequence[Observation],
) -> bool:
    """Both are wrong: are they wrong by the same numbers? The misconception is the yardstick.

    A property that a misconception does not have beside itself either asks for no agreement.
    """
    options = {**check.options, "scale": ()} if "scale" in check.options else check.options

    def agree(some: Sequence[Observation], others: Sequence[Observation]) -> bool | None:
        case = scenario.cases[index].case
        evidence = Evidence(case, tuple(some), tuple(others), scenario.observe)
        try:
            return property_of(check).judge(evidence, **options) is None
        except (NoSuchPart, WordError):  # a property may rely on what the reference leaves
            return None

    match agree(other, other):
        case None:  # it has no such part at all; has the submission?
            return agree(one, one) is None
        case False:
            return True
    return agree(one, other) is True


def _observations(runs: Sequence[Seen]) -> list[Observation] | None:
    found = [seen for seen in runs if isinstance(seen, Observation)]
    return found if len(found) == len(runs) else None
