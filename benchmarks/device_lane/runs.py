"""Run every implementation of a task on the CPU and on another device."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from device_lane.places import Way, ask_there, is_plain, way_of
from grader.auditing import Court, Trial
from grader.auditing.worlds import LACKING, SLOWER
from grader.cases import Case
from grader.errors import InfrastructureError
from grader.grading import (
    Bench,
    Grading,
    Implementation,
    Kind,
    Need,
    NotStarted,
    Outcome,
    Scenario,
    Seen,
    TaskPlan,
    alternatives_of,
    cannot_import,
    misconceptions_of,
    reference_of,
)
from grader.grading.cuda_errors import Trouble, trouble_of
from grader.isolation import Limits, Zygote
from grader.properties import Finding, is_misplaced, told
from grader.reports import Status
from grader.wire import Ask, Load, Lost, Observation, Raised, Variation

RESTARTS = 2  # workers that an implementation may crash, as in grading
PROBE = """
def probe():
    import torch
    from grader.devices import device_named
    device = device_named({device!r})
    torch.ones(1, device=device).item()
    return torch.cuda.get_device_name(device) if device.type == "cuda" else str(device)
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """One implementation on the CPU (`trial`) and on the device, judged on the same cases."""

    trial: Trial
    here: tuple[Outcome, ...] = ()
    there: tuple[Outcome, ...] = ()
    runs: Mapping[Need, Seen] | None = None

    @property
    def who(self) -> Implementation:
        return self.trial.who


@dataclass(frozen=True, slots=True)
class TaskRuns:
    """All that was run of a task. `unable`: the runs that the device, or the task, does not allow.

    `problem`: why the reference could not be run even on the CPU.
    """

    plan: TaskPlan
    pairs: tuple[Pair, ...] = ()
    unable: Mapping[Need, str] | None = None
    problem: str = ""


def why_not(zygote: Zygote, device: str) -> tuple[str, str]:
    """What the device is called, and why it cannot be used: one of them is empty."""
    bench = Bench(zygote, Limits(), None)
    if reason := bench.missing_devices.get(device, ""):
        return "", reason
    load = Load("probe", "probe.py", {"probe.py": PROBE.format(device=device)})
    ask = Ask(Case({}, "float32", 0), "probe", "", ("result",), Variation(device=device))
    who = Implementation(Kind.REFERENCE, "probe", load)
    try:
        with bench.worker(who, "probe", (), device=device) as (worker, _):
            seen = worker.observe(ask)
    except InfrastructureError as error:
        return "", str(error)
    if isinstance(seen, Lost):
        return "", seen.message
    return ("", told(seen.raised)) if seen.raised else (str(seen.part("result")), "")


def run_task(grading: Grading, plan: TaskPlan, device: str, pool: ThreadPoolExecutor) -> TaskRuns:
    """Every implementation of a task, here and there."""
    exercise, task = grading.exercise, plan.task.name
    reference = reference_of(exercise)
    seen = grading.bench.observe(reference, plan)
    if problem := cannot_import(seen) or seen.problem(task):
        return TaskRuns(plan, problem=problem)
    court = Court(
        grading.bench, plan, seen.runs, NotStarted(exercise.module, grading.stub_messages)
    )
    trial = court.try_out(reference)
    runs = _runs_there(court, trial, device, needs_of(plan))
    unable = {need: why for need in runs if (why := _why_unable(plan, need, court, runs[need]))}
    able = tuple(need for need in runs if need not in unable)
    others = [*alternatives_of(exercise, task), *misconceptions_of(exercise, task)]

    def tried(who: Implementation) -> Pair:
        own = court.try_out(who)
        return _judged(court, own, able, _runs_there(court, own, device, able))

    first = _judged(court, trial, able, {need: runs[need] for need in able})
    return TaskRuns(plan, (first, *pool.map(tried, others)), unable)


def needs_of(plan: TaskPlan) -> tuple[Need, ...]:
    """The runs of a plan that no check chose a device for."""
    return tuple(need for each in plan.scenarios for need in _plain_only(each).needs({}))


def _plain_only(scenario: Scenario) -> Scenario:
    return replace(scenario, checks=tuple(check for check in scenario.checks if is_plain(check)))


def _runs_there(court: Court, trial: Trial, device: str, needs: Sequence[Need]) -> dict[Need, Seen]:
    """The runs of an implementation on the device.

    As in grading: after a crash, or where the device is dead, a new worker goes on; after a hang
    nothing does.
    """
    runs, crashes = dict[Need, Seen](), 0
    waiting = [] if trial.problem else list(needs)
    while waiting:
        lost = _in_one_worker(court, trial, device, waiting, runs)
        crashes += lost is not None
        if lost is not None and (lost.why in ("timeout", "protocol") or crashes > RESTARTS):
            runs.update(dict.fromkeys(waiting, lost))
            break
    return runs


def _in_one_worker(
    court: Court, trial: Trial, device: str, waiting: list[Need], runs: dict[Need, Seen]
) -> Lost | None:
    """Go on with what waits for as long as the worker can; how it was lost, if it was."""
    bench, plan = court.bench, court.plan
    scenarios = {scenario.name: scenario for scenario in plan.scenarios}
    limits = _limits(bench.limits, trial)
    with bench.worker(trial.who, plan.task.name, plan.parameters, limits, device=device) as (
        worker,
        _,
    ):
        while waiting and worker.lost is None:
            need = waiting.pop(0)
            runs[need] = worker.observe(ask_there(scenarios[need.scenario], need, device))
            if trouble_of(runs[need]) is Trouble.DEAD:
                worker.close()  # so that nobody is given it
                return None
        return worker.lost


def _limits(limits: Limits, trial: Trial) -> Limits:
    """More time, for a device may be slow; but who hangs on the CPU need not hang for longer."""
    hung = any(isinstance(seen, Lost) and seen.why == "timeout" for seen in trial.runs.values())
    return limits if hung else replace(limits, time_s=limits.time_s * SLOWER)


def _why_unable(plan: TaskPlan, need: Need, court: Court, there: Seen) -> str:
    """Why a run cannot be made on the device, by what became of the reference's; or nothing."""
    here = court.expected[need]
    raised = raised_only_there(here, there)
    if raised is None:
        return ""
    if LACKING in raised.kinds:
        return f"the device cannot do it: {told(raised)}"
    scenario = next(each for each in plan.scenarios if each.name == need.scenario)
    is_placed = way_of(scenario.cases[need.index].case) is Way.PLACED
    if not is_placed or not is_misplaced(raised):
        return ""  # then it is a difference like any other
    if raised.frames:
        frame = raised.frames[-1]
        return f"something else is made on the CPU, and met at {frame.file}:{frame.line}"
    return "something else is made on the CPU, by the lines that are run"


def raised_only_there(here: Seen, there: Seen) -> Raised | None:
    """The error of a run on the device whose double on the CPU raises none."""
    if not isinstance(here, Observation) or not isinstance(there, Observation):
        return None
    return None if here.raised else there.raised


def _judged(court: Court, trial: Trial, able: Sequence[Need], runs: dict[Need, Seen]) -> Pair:
    """The same checks on the same runs, here and there."""
    if trial.problem:
        return Pair(trial)
    known = {need: court.expected[need] for need in able}
    same = replace(court, expected=known)
    return Pair(trial, tuple(_verdicts(same, trial.runs)), tuple(_verdicts(same, runs)), runs)


def _verdicts(court: Court, runs: Mapping[Need, Seen]) -> Iterator[Outcome]:
    for scenario in court.plan.scenarios:
        if any(need.scenario == scenario.name for need in court.expected):
            for check in filter(is_plain, scenario.checks):
                judged = court.judge(check, scenario, runs)
                if isinstance(judged, str):
                    judged = Outcome(check, Status.ERROR, Finding(judged))
                yield judged
