"""Whether an implementation comes to the same on the device as on the CPU: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from device_lane.places import Way, is_plain, way_of
from device_lane.runs import Pair, TaskRuns, raised_only_there
from grader.auditing.worlds import LACKING
from grader.grading import Kind, Outcome, Scenario
from grader.properties import is_misplaced
from grader.wire import Lost, Raised

RIGHT = Kind.REFERENCE, Kind.ALTERNATIVE

FOUND = "wrong placement, which a check finds without this device too"
UNPLACED = "something is made on the CPU, by a function that is given no device"
LACKS = "the device cannot do it"
STOPPED = "it was stopped, on one side or both"
UNKNOWN = "not explained"


@dataclass(frozen=True, slots=True)
class Changed:
    """A check that came to something else on the device."""

    check: str
    here: str
    there: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one implementation of a task; nothing `changed` if it is the same.

    `escapes`: it is wrong, and loses points on the CPU alone.
    """

    exercise: str
    task: str
    who: str
    is_right: bool
    changed: tuple[Changed, ...] = ()
    reason: str = ""
    escapes: bool = False


def verdicts(exercise: str, runs: TaskRuns) -> Iterator[Verdict]:
    """A verdict for each implementation that could be run."""
    for pair in runs.pairs:
        changed = tuple(_changed(pair))
        is_right = pair.who.kind in RIGHT
        reason = _reason(runs, pair) if changed else ""
        escapes = not is_right and _loses(pair.here) and not _loses(pair.there)
        named = exercise, runs.plan.task.name, pair.who.name
        yield Verdict(*named, is_right, changed, reason, escapes)


def _changed(pair: Pair) -> Iterator[Changed]:
    for here, there in zip(pair.here, pair.there, strict=True):
        if here.status is not there.status:
            finding = _told(there) or _told(here)
            yield Changed(here.check.id, here.status.value, there.status.value, finding)


def _loses(outcomes: Iterable[Outcome]) -> bool:
    return any(outcome.lost_points and outcome.check.points > 0 for outcome in outcomes)


def _told(outcome: Outcome) -> str:
    return outcome.finding.message if outcome.finding else ""


def _reason(runs: TaskRuns, pair: Pair) -> str:
    """The first explanation that fits all that is known of it."""
    if any(not is_plain(outcome.check) for outcome in pair.trial.fails):
        return FOUND
    seen = [*pair.trial.runs.values(), *(pair.runs or {}).values()]
    if any(isinstance(one, Lost) for one in seen):
        return STOPPED
    raised = list(_raised(runs, pair))
    if any(LACKING in error.kinds for error, _ in raised):
        return LACKS
    unplaced = [way is Way.PLACED and is_misplaced(error) for error, way in raised]
    return UNPLACED if unplaced and all(unplaced) else UNKNOWN


def _raised(runs: TaskRuns, pair: Pair) -> Iterator[tuple[Raised, Way | None]]:
    """The errors that are raised on the device alone, each with the way of its case."""
    scenarios: dict[str, Scenario] = {each.name: each for each in runs.plan.scenarios}
    for need, there in (pair.runs or {}).items():
        error = raised_only_there(pair.trial.runs[need], there)
        if error is not None:
            yield error, way_of(scenarios[need.scenario].cases[need.index].case)
