"""Measure one exercise on a device: agreement, verdicts, times."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from device_lane.agreement import Agreement, agreement_of, largest
from device_lane.places import ask_there, portable, way_of
from device_lane.runs import Pair, TaskRuns, run_task
from device_lane.verdicts import RIGHT, Verdict, verdicts
from grader.auditing.worlds import SLOWER
from grader.course import Exercise
from grader.grading import (
    Bench,
    Grading,
    Implementation,
    Need,
    Seen,
    TaskPlan,
    prepare,
    submission_of,
)
from grader.isolation import Zygote
from grader.properties import told
from grader.submissions import read_submission
from grader.wire import Ask, Lost, Observation

CPU = ""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that the runs of one submission take, a round at a time, on the CPU and there.

    `cold`: a new worker for each task, which loads the submission. `warm`: the same runs once more
    in the same worker.
    """

    exercise: str
    runs: int
    cold_here: tuple[float, ...]
    cold_there: tuple[float, ...]
    warm_here: tuple[float, ...]
    warm_there: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Unmoved:
    """Runs of a task that cannot be made on the device, and why."""

    exercise: str
    task: str
    reason: str
    runs: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a course, or of one exercise of it."""

    agreements: tuple[Agreement, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    unmoved: tuple[Unmoved, ...] = ()
    times: tuple[Times, ...] = ()
    no_times: str = ""

    def __add__(self, other: Measured) -> Measured:
        return Measured(
            self.agreements + other.agreements,
            self.verdicts + other.verdicts,
            self.unmoved + other.unmoved,
            self.times + other.times,
            self.no_times or other.no_times,
        )


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured: cases of each scenario and dtype, rounds of timing, jobs at once."""

    device: str
    cases: int
    rounds: int
    jobs: int

    @property
    def same_stream(self) -> bool:
        """Whether random numbers there are the CPU's: the simulated device computes on the CPU."""
        return self.device.startswith("simulated")


NOTHING = "nothing that it is given could be on a device"


def measure(
    exercise: Exercise, zygote: Zygote, options: Options, only: str = ""
) -> Iterator[Measured]:
    """What there is to record of an exercise, or of one task: a task at a time, times last."""
    grading = prepare(exercise, zygote, only=only, banked=False)
    timed: list[tuple[TaskPlan, tuple[Need, ...]]] = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for whole in grading.plans:
            plan = portable(whole, options.cases, options.same_stream)
            if not plan.scenarios:
                yield Measured(unmoved=(Unmoved(exercise.id, whole.task.name, NOTHING),))
                continue
            runs = run_task(grading, plan, options.device, pool)
            yield measured(exercise.id, runs)
            if runs.pairs:
                timed.append((plan, tuple(runs.pairs[0].runs or ())))
    yield _timed(grading, timed, options)
    grading.bench.close()


def measured(exercise: str, runs: TaskRuns) -> Measured:
    """What the runs of a task come to."""
    task = runs.plan.task.name
    if runs.problem:
        return Measured(unmoved=(Unmoved(exercise, task, runs.problem),))
    reasons = list((runs.unable or {}).values())
    unmoved = (Unmoved(exercise, task, why, reasons.count(why)) for why in dict.fromkeys(reasons))
    return Measured(
        largest(_agreements(exercise, runs)), tuple(verdicts(exercise, runs)), tuple(unmoved)
    )


def _agreements(exercise: str, runs: TaskRuns) -> Iterator[Agreement]:
    """Of every run of a right implementation that ended well on both sides.

    Not of a rewritten one: on the device another rewrite stands in its place (see `ask_there`).
    """
    scenarios = {scenario.name: scenario for scenario in runs.plan.scenarios}
    for pair in (pair for pair in runs.pairs if pair.who.kind in RIGHT):
        for need, here, there in _ended_well(pair):
            if need.variation.rewrite:
                continue
            case = scenarios[need.scenario].cases[need.index].case
            way = way_of(case)
            named = exercise, runs.plan.task.name, way.value if way else "", pair.who.name
            yield agreement_of(*named, case.dtype, (here, there))


def _ended_well(pair: Pair) -> Iterator[tuple[Need, Observation, Observation]]:
    for need, there in (pair.runs or {}).items():
        here = pair.trial.runs[need]
        if not isinstance(here, Observation) or not isinstance(there, Observation):
            continue
        if here.raised is None and there.raised is None:
            yield need, here, there


def _timed(
    grading: Grading, timed: Sequence[tuple[TaskPlan, tuple[Need, ...]]], options: Options
) -> Measured:
    """The reference, handed in as a student would: on the CPU and there, in turn."""
    exercise, bench = grading.exercise, grading.bench
    if options.rounds == 0 or not timed:
        return Measured()
    if reason := bench.missing_devices.get(options.device, ""):
        return Measured(no_times=reason)
    solution = read_submission(exercise.reference / exercise.module, exercise.module)
    who = submission_of(exercise, solution)
    for plan, needs in timed:  # a run that fails at once would be a fast one
        if reason := _why_untimed(bench, who, plan, needs, options.device):
            return Measured(no_times=f"{exercise.id} {plan.task.name}: {reason}")
    here, there = [], []
    for _ in range(options.rounds):
        here.append([_seconds(bench, who, plan, needs, CPU) for plan, needs in timed])
        there.append([_seconds(bench, who, plan, needs, options.device) for plan, needs in timed])
    colds = [tuple(sum(cold for cold, _ in tasks) for tasks in side) for side in (here, there)]
    warms = [tuple(sum(warm for _, warm in tasks) for tasks in side) for side in (here, there)]
    runs = sum(len(needs) for _, needs in timed)
    return Measured(times=(Times(exercise.id, runs, *colds, *warms),))


def _why_untimed(
    bench: Bench, who: Implementation, plan: TaskPlan, needs: Sequence[Need], device: str
) -> str:
    """Why the runs of a submission on the device are not those of the CPU, or nothing."""
    here, there = (_seen(bench, who, plan, needs, place) for place in (CPU, device))
    for one, other in zip(here, there, strict=True):
        if isinstance(one, Lost) or isinstance(other, Lost):
            lost = other if isinstance(other, Lost) else one
            return f"a run of the submission was lost: {getattr(lost, 'message', '')}"
        if other.raised is not None and one.raised is None:
            return f"a run of the submission fails there alone: {told(other.raised)}"
    return ""


def _seen(
    bench: Bench, who: Implementation, plan: TaskPlan, needs: Sequence[Need], device: str
) -> list[Seen]:
    limits = replace(bench.limits, time_s=SLOWER * bench.limits.time_s)
    task, parameters = plan.task.name, plan.parameters
    with bench.worker(who, task, parameters, limits, device=device) as (worker, _):
        return [worker.observe(ask) for ask in _asks(plan, needs, device)]


def _asks(plan: TaskPlan, needs: Sequence[Need], device: str) -> list[Ask]:
    scenarios = {scenario.name: scenario for scenario in plan.scenarios}
    return [
        ask_there(scenarios[need.scenario], need, device)
        if device
        else scenarios[need.scenario].ask(need, before=False)
        for need in needs
    ]


def _seconds(
    bench: Bench, who: Implementation, plan: TaskPlan, needs: Sequence[Need], device: str
) -> tuple[float, float]:
    """Seconds for these runs in a new worker, its start included, and once more in the same."""
    asks = _asks(plan, needs, device)
    limits = replace(bench.limits, time_s=2 * SLOWER * bench.limits.time_s)
    started = time.perf_counter()
    task, parameters = plan.task.name, plan.parameters
    with bench.worker(who, task, parameters, limits, device=device) as (worker, _):
        for ask in asks:
            worker.observe(ask)
        cold = time.perf_counter()
        for ask in asks:
            worker.observe(ask)
        warm = time.perf_counter()
    return cold - started, warm - cold


def medians(here: Sequence[float], there: Sequence[float]) -> tuple[float, float, float]:
    """The medians of both, and that of the differences of pairs: there minus here."""
    pairs = zip(there, here, strict=True)
    return (
        statistics.median(here),
        statistics.median(there),
        statistics.median(one - other for one, other in pairs),
    )
