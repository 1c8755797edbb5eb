"""Right implementations in other worlds: on another device, or where only rounding differs.

What is judged there is the same code, on the same cases, beside what the reference did in the plain
world. So whatever fails is a check that is too strict, or code that keeps no promise about devices.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.auditing.rewrites import (
    Applied,
    chunked,
    moved,
    moved_afar,
    permuted,
    stepped_otherwise,
)
from grader.auditing.trial import Court
from grader.course import Check
from grader.drawing import Drawn
from grader.grading import (
    Farthest,
    Implementation,
    Need,
    Outcome,
    Scenario,
    Seen,
    runs_of,
)
from grader.isolation import Worker
from grader.properties import is_misplaced, told
from grader.wire import Loaded, Lost, Observation, Rewrite, Variation

SLOWER = 10  # times as long as on the CPU: what a simulated device may take
LACKING = "NotImplementedError"  # what torch raises where a device lacks an operator

Place = tuple[str, int]  # a scenario, and which of its cases


@dataclass(frozen=True, slots=True)
class World:
    """How a run differs from the plain one, in what is around the implementation."""

    name: str
    rewrite: Rewrite
    applied: Applied
    device: str = ""

    def variation(self, plain: Variation) -> Variation:
        return replace(plain, rewrite=self.rewrite, device=self.device)


DEVICES = (
    World("on the simulated device", "moved", moved, "simulated"),
    World("on CUDA", "moved", moved_afar, "cuda"),
)
REWRITES = (
    World("with the samples of each batch permuted", "permuted", permuted),
    World("with each batch in two parts", "chunked", chunked),
    World("with foreach=True", "foreach", stepped_otherwise),
    World("with foreach=False", "plain loop", stepped_otherwise),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of one implementation in one world.

    `tried`: on how many cases. `unable`: why it could not be run on some, which is no fault.
    """

    who: Implementation
    world: World
    seed: int = 0
    outcomes: tuple[Outcome, ...] = ()
    farthest: Mapping[str, Farthest] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    tried: int = 0
    unable: Mapping[Place, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def fails(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.lost_points)


def visit_rewrites(court: Court, reference: Implementation, seed: int, most: int) -> list[Visit]:
    """The reference in every world that changes no result by more than rounding.

    `most`: how many cases of each scenario.
    """
    return [_visit(court, Visit(reference, world, seed), most) for world in REWRITES]


def visit_device(
    court: Court, right: Sequence[Implementation], world: World, most: int
) -> list[Visit]:
    """Right implementations on a device that the cases do not name; the first is the reference.

    What the device cannot do (a layer that it lacks, say) is left out, and no fault: where torch
    says so, and where the reference raises an error that is not about where tensors are.
    """
    first, *others = right
    missing = court.bench.missing_devices.get(world.device, "")
    if missing:
        trips = _trips(court, Visit(first, world), most)
        unable = {(trip.scenario.name, index): missing for trip in trips for index in trip.cases}
        return [Visit(who, world, unable=unable) for who in right]
    visit = _visit(court, Visit(first, world), most)
    known = visit.unable
    return [visit, *(_visit(court, Visit(w, world, unable=known), most, False) for w in others)]


@dataclass(frozen=True, slots=True)
class _Trip:
    """A scenario in a world, with the `cases` that are run; some are `changed` for it."""

    scenario: Scenario
    cases: tuple[int, ...]
    changed: tuple[int, ...]


@dataclass(slots=True)
class _Ran:
    """What was seen in the other world, and what the reference did in the plain one."""

    trip: _Trip
    actual: dict[Need, Seen] = field(default_factory=dict)
    expected: dict[Need, Seen] = field(default_factory=dict)


def _visit(court: Court, visit: Visit, most: int, is_first: bool = True) -> Visit:
    """Run and judge one implementation on all that applies and is not known to be impossible."""
    trips = list(_trips(court, visit, most))
    if not trips:
        return visit
    started = time.monotonic()
    limits = replace(court.bench.limits, time_s=court.bench.limits.time_s * SLOWER)
    plan = court.plan
    device = visit.world.device
    with court.bench.worker(
        visit.who, plan.task.name, plan.parameters, limits, device=device
    ) as opened:
        worker, loaded = opened
        if not isinstance(loaded, Loaded) or loaded.raised:
            return visit  # its trial has said why
        every = [_run(court, worker, trip, visit.world) for trip in trips]
    for ran in every:
        visit = _judged(court, ran, visit, is_first)
    return replace(visit, seconds=time.monotonic() - started)


def _trips(court: Court, visit: Visit, most: int) -> Iterator[_Trip]:
    for scenario in court.plan.scenarios:
        checks = tuple(check for check in scenario.checks if _is_plain(check))
        found: dict[int, Drawn] = {}
        for index, drawn in enumerate(scenario.cases if checks else ()):
            seen = court.expected.get(Need(scenario.name, index, runs_of(checks[0])[0]))
            if isinstance(seen, Observation) and (scenario.name, index) not in visit.unable:
                case = visit.world.applied(drawn.case, seen)
                found.update({} if case is None else {index: replace(drawn, case=case)})
            if len(found) == most:
                break
        if found:
            cases = tuple(found.get(i, drawn) for i, drawn in enumerate(scenario.cases))
            changed = tuple(i for i in found if cases[i].case != scenario.cases[i].case)
            yield _Trip(replace(scenario, checks=checks, cases=cases), tuple(found), changed)


def _is_plain(check: Check) -> bool:
    """Whether a check's runs are the case's own: not watched, and on no device that it chose."""
    return not any(variation.watch or variation.device for variation in runs_of(check))


def _run(court: Court, worker: Worker, trip: _Trip, world: World) -> _Ran:
    ran = _Ran(trip)
    for need in trip.scenario.needs({}):
        if need.index not in trip.cases:
            continue
        there = replace(need, variation=world.variation(need.variation))
        if need.index in trip.changed:
            ran.expected[need] = worker.observe(trip.scenario.ask(need, before=True))
        else:
            ran.expected[need] = court.expected[need]
        ran.actual[need] = worker.observe(trip.scenario.ask(there, before=True))
    return ran


def _judged(court: Court, ran: _Ran, visit: Visit, is_first: bool) -> Visit:
    """The visit, with every check of one more scenario judged."""
    scenario = ran.trip.scenario
    unable = {n.index: why for n in ran.actual if (why := _why_not(ran, n, visit, is_first))}
    expected = {need: one for need, one in ran.expected.items() if need.index not in unable}
    there = replace(court, expected=expected)
    outcomes, farthest, broken = list(visit.outcomes), dict(visit.farthest), dict(visit.broken)
    for check in scenario.checks if expected else ():
        judged = there.judge(check, scenario, ran.actual)
        if isinstance(judged, str):
            broken[check.id] = judged
            continue
        outcomes.append(judged)
        far = there.measure(check, scenario, ran.actual)
        farthest.update({} if far is None else {check.id: far})
    return replace(
        visit,
        outcomes=tuple(outcomes),
        farthest=farthest,
        broken=broken,
        tried=visit.tried + len(ran.trip.cases) - len(unable),
        unable={**visit.unable, **{(scenario.name, i): why for i, why in unable.items()}},
    )


def _why_not(ran: _Ran, need: Need, visit: Visit, is_first: bool) -> str:
    """Why this device cannot do a run that the CPU can, or nothing."""
    wanted, seen = ran.expected[need], ran.actual[need]
    if not visit.world.device or not isinstance(wanted, Observation) or wanted.raised:
        return ""
    if isinstance(seen, Lost):
        return seen.message
    raised = seen.raised
    if raised is None or is_misplaced(raised):
        return ""
    return told(raised) if is_first or LACKING in raised.kinds else ""
