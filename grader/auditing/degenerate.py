"""Answers that no check of numbers may accept: zeros, a constant, NaN, nothing done at all.

They are forged from what the reference left behind, in the judge: nobody has to write them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.auditing.trial import Court
from grader.cases import Case
from grader.course import Check
from grader.grading import Need, Scenario, Seen, property_of
from grader.reports import Status
from grader.wire import Observation, Opaque, Tensor, Value, leaves

ODD: tuple[Value, ...] = (None, "text", (), {}, float("inf"))  # what a submission may leave too

Forge = Callable[[Observation, Case], Observation]


@dataclass(frozen=True, slots=True)
class Survivor:
    """A degenerate answer that a check accepts on every case, or that breaks the check."""

    check: Check
    answer: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Degenerate:
    """How many degenerate answers were tried on the checks of a task, and which survived."""

    tried: int
    survivors: tuple[Survivor, ...]


NONE_TRIED = Degenerate(0, ())


def try_degenerate(court: Court) -> Degenerate:
    """Judge every numeric check of a task, and every own property, on degenerate answers."""
    survivors: list[Survivor] = []
    tried = 0
    for scenario in court.plan.scenarios:
        answers = {
            name: _forged(scenario, court.expected, forge) for name, forge in ANSWERS.items()
        }
        for check in scenario.checks:
            if _sees_numbers(check, scenario, court.expected):
                tried += len(answers)
                survivors += _survivors(court, scenario, check, answers)
            if check.word.origin:
                odd = _odd(court, scenario, check, answers)
                tried += len(odd)
                survivors += _breaking(court, scenario, check, odd, survivors)
    return Degenerate(tried, tuple(survivors))


def _sees_numbers(check: Check, scenario: Scenario, expected: Mapping[Need, Seen]) -> bool:
    """Whether a check compares numbers: by its property, and by what the reference leaves there.

    That a result is None, or that every flag is true, is no comparison of numbers.
    """
    if not property_of(check).numeric:
        return False
    of = check.options.get("of")
    named = (of,) if isinstance(of, str) else of if isinstance(of, tuple) else ()
    paths = (*(named or scenario.observe), "lanes")
    seen = (expected.get(need) for need in expected if need.scenario == scenario.name)
    return any(
        _is_number(leaf)
        for one in seen
        if isinstance(one, Observation)
        for path in paths
        if one.has(path)
        for _, leaf in leaves(one.part(path))
    )


def _is_number(leaf: Value) -> bool:
    if isinstance(leaf, Tensor):
        return leaf.dtype != "bool"
    return isinstance(leaf, int | float) and not isinstance(leaf, bool)


def _survivors(
    court: Court, scenario: Scenario, check: Check, answers: Mapping[str, Mapping[Need, Seen]]
) -> Iterator[Survivor]:
    for name, actual in answers.items():
        judged = court.judge(check, scenario, actual)
        if isinstance(judged, str):
            yield Survivor(check, name, judged)
        elif judged.status is Status.PASSED:
            yield Survivor(check, name)


def _odd(
    court: Court, scenario: Scenario, check: Check, answers: Mapping[str, Mapping[Need, Seen]]
) -> Mapping[str, Mapping[Need, Seen]]:
    """What a property of the author's own must come to a verdict on, whatever that is."""
    odd = {repr(value): _forged(scenario, court.expected, all_of_it(value)) for value in ODD}
    return odd if property_of(check).numeric else {**answers, **odd}


def _breaking(
    court: Court,
    scenario: Scenario,
    check: Check,
    odd: Mapping[str, Mapping[Need, Seen]],
    others: Sequence[Survivor],
) -> Iterator[Survivor]:
    """The first answer for each way in which the property breaks."""
    told = {other.problem for other in others}
    for name, actual in odd.items():
        judged = court.judge(check, scenario, actual)
        if isinstance(judged, str) and judged not in told:
            told.add(judged)
            yield Survivor(check, name, judged)


def _forged(scenario: Scenario, expected: Mapping[Need, Seen], forge: Forge) -> dict[Need, Seen]:
    """The reference's observations of a scenario, forged."""
    found: dict[Need, Seen] = {}
    for need, seen in expected.items():
        if need.scenario == scenario.name and isinstance(seen, Observation):
            case = scenario.cases[need.index].case
            found[need] = forge(seen, case)
    return found


def filled_with(number: float) -> Forge:
    """Every number that the reference leaves behind becomes this one; types and shapes stay."""

    def forge(seen: Observation, _: Case) -> Observation:
        return replace(seen, values={k: _filled(v, number) for k, v in seen.values.items()})

    return forge


def all_of_it(value: Value) -> Forge:
    """Everything that is observed becomes this value."""

    def forge(seen: Observation, _: Case) -> Observation:
        return replace(seen, values=dict.fromkeys(seen.values, value))

    return forge


def nothing_done(seen: Observation, _: Case) -> Observation:
    """No result, and every given as it was."""
    return replace(seen, values={name: seen.before.get(name) for name in seen.values})


def first_given_returned(seen: Observation, case: Case) -> Observation:
    """Every given as it was, and the first of them as the result."""
    first = next((seen.before[name] for name in case.given if name in seen.before), None)
    if isinstance(first, Mapping) and "gradient" in first:
        first = first["value"]  # a tensor that requires grad is observed with its gradient
    return replace(seen, values={name: seen.before.get(name, first) for name in seen.values})


ANSWERS: Mapping[str, Forge] = {
    "zeros": filled_with(0.0),
    "a constant, 1": filled_with(1.0),
    "NaN": filled_with(float("nan")),
    "doing nothing": nothing_done,
    "the first given, unchanged": first_given_returned,
}


def _filled(value: Value, number: float) -> Value:
    match value:
        case Tensor():
            return _filled_tensor(value, number)
        case bool() | int():
            return type(value)(number) if number == number else number  # no integer is NaN
        case float() | str() | Opaque():
            return number
        case Mapping():
            return {name: _filled(item, number) for name, item in value.items()}
        case tuple():
            return tuple(_filled(item, number) for item in value)
    return value


def _filled_tensor(tensor: Tensor, number: float) -> Tensor:
    if number != number and not tensor.is_floating:
        data = np.full(tensor.shape, number, "<f4").tobytes()  # no integer is NaN
        return replace(tensor, dtype="float32", data=data)
    array = np.full(tensor.shape, number, "<f4" if tensor.dtype == "bfloat16" else None)
    if tensor.dtype == "bfloat16":
        return replace(tensor, data=(array.view("<u4") >> 16).astype("<u2").tobytes())
    return replace(tensor, data=array.astype(tensor.array().dtype).tobytes())
