"""Try an exercise: run its reference on the cases of a student's run, and say what it leaves.

The author's first feedback: it needs no alternative, no misconception and no finished stub.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

from grader.auditing import Court
from grader.cases import show_case
from grader.course import Check
from grader.grading import (
    Grading,
    Implementation,
    Kind,
    Need,
    NotStarted,
    Observed,
    Outcome,
    Progress,
    Scenario,
    Seen,
    TaskPlan,
    cannot_import,
    cannot_run,
    property_of,
    reference_of,
    runs_of,
)
from grader.properties import at, show, told
from grader.reports import Remark, Status, TriedCase, TriedScenario, TriedTask
from grader.wire import Lost, Observation, Tensor, Value

FEW = 8  # elements of a tensor, or items of a list, that are shown one by one
LONGEST = 300  # characters of a value


def try_reference(grading: Grading, progress: Progress = lambda _: None) -> Iterator[TriedTask]:
    """Run the reference on every case of every task of what was prepared."""
    reference = reference_of(grading.exercise)
    _ = grading.bench.missing_devices  # waits for the workers' torch, which no case should pay for
    for plan in grading.plans:
        tried = []
        for scenario in plan.scenarios:
            progress(scenario.name)
            tried.append(_try_scenario(grading, plan, scenario, reference))
        yield TriedTask(grading.exercise.id, plan.task.name, tuple(tried))


def _try_scenario(
    grading: Grading, plan: TaskPlan, scenario: Scenario, reference: Implementation
) -> TriedScenario:
    started = time.monotonic()
    only = replace(plan, scenarios=(scenario,))
    seen = grading.bench.observe(reference, only)
    seconds = time.monotonic() - started
    # As any other implementation: again, and on other devices too, where a check compares those.
    again = grading.bench.observe(replace(reference, kind=Kind.ALTERNATIVE), only)
    court = Court(grading.bench, only, seen.runs, NotStarted(grading.exercise.module, {}))
    return TriedScenario(
        checks=tuple(check.id for check in scenario.checks),
        run=scenario.lines,
        edges=_edges(scenario),
        cases=tuple(_case(scenario, index, seen) for index in range(len(scenario.cases))),
        seconds=seconds,
        problems=tuple(_problems(court, scenario, seen, again)),
        notes=tuple(_skipped(scenario, grading.bench.missing_devices)),
    )


def _edges(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """The edges that are met, each once, by what they are edges of."""
    found: dict[str, dict[str, None]] = {}
    for drawn in scenario.cases:
        for name, edge in drawn.source.pins:
            found.setdefault(name, {})[edge] = None
    return {name: tuple(edges) for name, edges in found.items()}


def _case(scenario: Scenario, index: int, observed: Observed) -> TriedCase:
    case = scenario.cases[index].case
    seen = _seen(scenario, index, observed.runs)
    before = seen.before if isinstance(seen, Observation) else {}
    tiny = {name: show(value, FEW) for name, value in before.items() if _is_tiny(value)}
    return TriedCase(index + 1, case.label, show_case(case, tiny), _left(seen))


def _seen(scenario: Scenario, index: int, runs: Mapping[Need, Seen]) -> Seen | None:
    """The plainest run of a case: the first that a check needs."""
    return next((runs[n] for n in runs if n.scenario == scenario.name and n.index == index), None)


def _is_tiny(value: Value) -> bool:
    return isinstance(value, Tensor) and value.array().size <= FEW


def _left(seen: Seen | None) -> dict[str, str]:
    """What a run left behind: its results, and the givens that it changed."""
    if not isinstance(seen, Observation):
        return {"nothing": seen.message if seen else "it was not run"}
    found = {}
    if seen.raised is not None:
        found["an error"] = f"{told(seen.raised)} ({at(seen.raised)})"
    for name, value in seen.values.items():
        if name not in seen.before:
            found[name] = _short(value)
        elif value != seen.before[name]:
            found[name] = _change(seen.before[name], value)
    return found


def _change(before: Value, after: Value) -> str:
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return _short(after)
    changed = [part for part in after if after[part] != before.get(part)]
    return f"changed in {', '.join(changed)}"


def _short(value: Value) -> str:
    text = show(value, FEW)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _problems(
    court: Court, scenario: Scenario, observed: Observed, again: Observed
) -> Iterator[Remark]:
    """What went wrong, each once, with the checks that it concerns."""
    where = scenario.task.name
    problem = cannot_import(observed) or observed.problem(scenario.task.name)
    if problem:
        yield Remark(where, f"The reference cannot be run: {problem}", "Correct it first.")
        return
    found: dict[str, list[str]] = {}
    for check in scenario.checks:
        what = _problem(court, scenario, check, again.runs)
        if what:
            found.setdefault(what, []).append(check.id)
    for what, checks in found.items():
        advice = "Correct the reference, the givens or the check."
        yield Remark(where, f"Check {', '.join(checks)}: {what}.", advice)


def _skipped(scenario: Scenario, missing_devices: Mapping[str, str]) -> Iterator[Remark]:
    for check in scenario.checks:
        reason = cannot_run(check, missing_devices)
        if reason:
            yield Remark(scenario.task.name, f"Check {check.id} was skipped: {reason}.")


def _problem(court: Court, scenario: Scenario, check: Check, runs: Mapping[Need, Seen]) -> str:
    """Why a check does not hold of the reference itself, or nothing."""
    expects_error = property_of(check).expects_error
    for index in range(len(scenario.cases)):
        for variation in runs_of(check):
            seen = runs.get(Need(scenario.name, index, variation))
            if isinstance(seen, Lost):
                return f"{seen.message} ({_named(scenario, index)})"
            if isinstance(seen, Observation) and (seen.raised is not None) != expects_error:
                return f"the reference raises {_raises(seen)} on {_named(scenario, index)}"
    judged = court.judge(check, scenario, runs)
    if isinstance(judged, str):
        return judged.rstrip(".")
    return _fault(judged) if judged.status not in (Status.PASSED, Status.SKIPPED) else ""


def _raises(seen: Observation) -> str:
    if seen.raised is None:
        return "no error"
    place = at(seen.raised)
    return f"{told(seen.raised)}{f' at {place}' if place else ''}"


def _fault(outcome: Outcome) -> str:
    """What a check finds wrong with the reference."""
    finding = outcome.finding
    what = finding.message if finding else outcome.status.value
    sides = (
        f", {finding.actual} instead of {finding.expected}" if finding and finding.expected else ""
    )
    where = f" on {_named(outcome.scenario, outcome.index)}" if outcome.scenario else ""
    return f"the reference does not pass{where}: {what}{sides}".rstrip(".")


def _named(scenario: Scenario, index: int) -> str:
    label = scenario.cases[index].case.label
    return f"case {index + 1} ({label})" if label else f"case {index + 1}"
