"""Whether values bear out what a worker told of a run.

What is told is noted beside the submission, and could be forged there. So another run is made, in
which the right values depend on what was told: the given model adds numbers to its outputs in eval
mode, for instance. Where a submission's plain results are right, those must be right as well. Where
they are wrong anyway, nothing can be made out, and it is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grader.cases import Case, DtypeRecipe
from grader.course import Check
from grader.grading.observe import Seen
from grader.grading.scenario import Need, Scenario, property_of, witness_of
from grader.properties import BUILT_IN, Evidence, Finding
from grader.wire import Lost, Observation, Variation

ROUNDINGS = 100.0  # times what results may be off: marks are as large as the results themselves
HOW = {
    "train": "in train mode",
    "eval": "in eval mode",
    "no_grad": "without a graph",
    "autocast": "under autocast",
    "device": "on the device that was given",
}
WHERE = "the values of a run in which the model's outputs depend on how it is called"


def contradicted(
    check: Check, scenario: Scenario, actual: Mapping[Need, Seen], expected: Mapping[Need, Seen]
) -> Finding | Lost | None:
    """Why a check that passes by what was told does not hold, or nothing.

    On one case alone it may be that the code remembers what it was called with before.
    """
    if property_of(check) is BUILT_IN["forbids"]:
        return _called_in_any_run(check, scenario, actual, expected)
    witness = witness_of(check)
    if witness is None:
        return None
    pairs = [_pair(scenario, index, witness) for index in range(len(scenario.cases))]
    run = actual.keys() & expected.keys()  # they are made on a few cases only
    cases = [(i, pair) for i, pair in enumerate(pairs) if run.issuperset(pair)]
    lost = next((seen for _, (_, it) in cases if isinstance(seen := actual[it], Lost)), None)
    if lost is not None:
        return lost
    against = [i for i, pair in cases if _is_against(scenario, i, pair, actual, expected)]
    if not against or len(against) < min(2, len(cases)):
        return None
    how = HOW[witness[1].shows[0]]
    return Finding(f"the results do not come of passes {how}", WHERE, "other values")


def _called_in_any_run(
    check: Check, scenario: Scenario, actual: Mapping[Need, Seen], expected: Mapping[Need, Seen]
) -> Finding | None:
    """What is forbidden and was called in a run that another check asked for.

    All runs of the task are watched alike: who counts them finds none in which to look harmless.
    What the reference's run called as well is the doing of the check's own lines.
    """
    case = scenario.cases[0].case
    for need, seen in actual.items():
        if isinstance(seen, Observation) and seen.calls:
            beside = expected.get(need)
            excused = beside.calls if isinstance(beside, Observation) else ()
            calls = tuple(call for call in seen.calls if call not in excused)
            evidence = Evidence(case, (replace(seen, calls=calls),), ())
            finding = property_of(check).judge(evidence, **check.options)
            if finding is not None:
                return finding
    return None


def _pair(
    scenario: Scenario, index: int, witness: tuple[Variation, Variation]
) -> tuple[Need, Need]:
    base, other = (Need(scenario.name, index, variation) for variation in witness)
    return base, other


def _is_against(
    scenario: Scenario,
    index: int,
    pair: tuple[Need, Need],
    actual: Mapping[Need, Seen],
    expected: Mapping[Need, Seen],
) -> bool:
    """Whether one run is right, and the other, in which it shows what was done, is not."""
    case = scenario.cases[index].case
    is_right, is_shown = (
        _is_right(case, scenario, actual[need], expected[need], roundings)
        for need, roundings in zip(pair, (1.0, ROUNDINGS), strict=True)
    )
    return is_right and not is_shown


def _is_right(
    case: Case, scenario: Scenario, actual: Seen, expected: Seen, roundings: float
) -> bool:
    """Whether all that a run defines, and every model that it trained, is as it should be."""
    if not isinstance(actual, Observation) or not isinstance(expected, Observation):
        return False
    if actual.raised is not None or expected.raised is not None:
        return actual.raised is expected.raised
    if _is_rounded(case):
        return True
    evidence = Evidence(case, (actual,), (expected,), scenario.observe)
    measure = BUILT_IN["matches_reference"].measure
    assert measure is not None
    names = (*scenario.observe, *_models(expected))
    return measure(evidence, of=names).multiple <= roundings


def _models(seen: Observation) -> list[str]:
    return [n for n, v in seen.values.items() if isinstance(v, Mapping) and "buffers" in v]


def _is_rounded(case: Case) -> bool:
    """Whether autocast rounds results so much that equal ones prove nothing."""
    return case.dtype == "float32" and case.first(DtypeRecipe) is not None
