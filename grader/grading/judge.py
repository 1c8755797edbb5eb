"""Judge: checks against observations. Pure; whatever fails here is the grader's own fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from grader.cases import Case, show_case
from grader.course import Check
from grader.errors import InfrastructureError, WordError
from grader.grading.observe import Observed, Seen, trusted_observation
from grader.grading.scenario import Need, Scenario, property_of, runs_of
from grader.grading.witness import contradicted
from grader.properties import Evidence, Finding, at, told, uses_cuda
from grader.reports import Status
from grader.wire import Lost, NoSuchPart, Observation, Raised, Value

# What becomes of a check whose run gave no observation; "unavailable" is no fault of the code.
STATUS_OF = {"timeout": Status.TIMEOUT, "unavailable": Status.SKIPPED}
Losses = Callable[[Case, tuple[Value, ...]], tuple[float, ...]]
EMPTY = "It holds, but of code that does nothing too: it counts with another check of this task."


@dataclass(frozen=True, slots=True)
class NotStarted:
    """How "not started" looks: an error raised by the stub's own line."""

    main: str
    messages: Mapping[str, tuple[str, ...]]
    cells: tuple[str, ...] = ()  # of a notebook: the sources that its cells are

    def task_of(self, raised: Raised | None) -> str:
        """The task whose stub this error comes from, or nothing."""
        if raised is None or raised.kind != "NotImplementedError" or not raised.frames:
            return ""
        if raised.frames[-1].file not in (self.main, *self.cells):
            return ""
        return next((t for t, texts in self.messages.items() if raised.message in texts), "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check came to, and the first case that shows it."""

    check: Check
    status: Status
    finding: Finding | None = None
    scenario: Scenario | None = None
    index: int = 0
    is_unbroken: bool = False  # it lost its points for another reason: there is nothing to hint at

    @property
    def lost_points(self) -> bool:
        return self.status not in (Status.PASSED, Status.SKIPPED)


def cannot_import(seen: Observed) -> str:
    """Why the file as a whole could not be loaded, with file and line, or nothing."""
    if isinstance(seen.loaded, Lost):
        return seen.loaded.message
    raised = seen.loaded.raised
    return f"The file cannot be imported: {raised_finding(raised).message}" if raised else ""


def import_ends_at(seen: Observed) -> str:
    """The line of the submission at which an import of it ends, if it does not get to the end."""
    if isinstance(seen.loaded, Lost):
        return _place(seen.loaded)
    return at(seen.loaded.raised) if seen.loaded.raised else ""


def judge_check(
    check: Check,
    scenario: Scenario,
    actual: Mapping[Need, Seen],
    expected: Mapping[Need, Seen],
    losses: Losses,
    stub: NotStarted,
) -> Outcome:
    """Judge a check on every case of its scenario; the first that breaks it decides."""
    lost: tuple[int, Lost] | None = None
    for index in range(len(scenario.cases)):
        needs = [Need(scenario.name, index, variation) for variation in runs_of(check)]
        if not all(need in expected for need in needs):
            continue  # a variation that is run on a few cases only
        seen = [actual[need] for need in needs]
        gone = next((one for one in seen if isinstance(one, Lost)), None)
        if gone is not None and gone.why == "busy":
            raise InfrastructureError(gone.message)
        if gone is not None:
            lost = lost or (index, gone)
            continue
        observed = tuple(one for one in seen if isinstance(one, Observation))
        wanted = tuple(trusted_observation(expected, need, "the reference") for need in needs)
        status, finding = judge_case(check, scenario, index, observed, wanted, losses, stub)
        if status is not Status.PASSED:
            return Outcome(check, status, finding, scenario, index)
    against = contradicted(check, scenario, actual, expected)
    if isinstance(against, Finding):
        return Outcome(check, Status.FAILED, against)
    if against is not None:
        lost = lost or (0, against)
    if lost is not None:
        index, gone = lost
        status = STATUS_OF.get(gone.why, Status.ERROR)
        return Outcome(check, status, Finding(gone.message, place=_place(gone)), scenario, index)
    return Outcome(check, Status.PASSED)


def without_empty_points(
    outcomes: Sequence[Outcome], is_idle: Callable[[Check], bool]
) -> list[Outcome]:
    """Take back what is earned by doing nothing.

    That nothing is changed, left behind or called holds of code that does nothing, or that always
    raises; that a number comes out near 3, of code that returns 3. Such a check counts once a check
    that such code fails has passed in the same task.
    `is_idle` says, at the price of a few runs, whether idle code passes a check.
    """
    able = [o for o in outcomes if o.status is not Status.SKIPPED]
    passed = [o for o in able if o.status is Status.PASSED]
    asking = [o for o in able if not property_of(o.check).negative]
    if not asking or not passed or len(passed) == len(able):
        return list(outcomes)
    if any(o in passed and not is_idle(o.check) for o in asking):
        return list(outcomes)
    return [
        o
        if o.status is not Status.PASSED
        else Outcome(o.check, Status.FAILED, Finding(EMPTY), is_unbroken=True)
        for o in outcomes
    ]


def judge_case(
    check: Check,
    scenario: Scenario,
    index: int,
    actual: Sequence[Observation],
    expected: Sequence[Observation],
    losses: Losses,
    stub: NotStarted,
) -> tuple[Status, Finding | None]:
    """One check on one case."""
    case = scenario.cases[index].case
    prop = property_of(check)
    _check_reference(check, case, expected)
    raised = actual[0].raised
    if unwritten := stub.task_of(raised):
        if unwritten == scenario.task.name:
            return Status.NOT_STARTED, None
        message = f"it calls {unwritten}, which is not written yet"
        return Status.FAILED, Finding(message, place=at(raised) if raised else "")
    if raised is not None and not prop.expects_error:
        return Status.FAILED, raised_finding(raised)
    evidence = evidence_of(check, scenario, index, actual, expected, losses)
    try:
        finding = prop.judge(evidence, **check.options)
    except NoSuchPart as missing:
        message = f"check {check.id!r} of {scenario.task.name}: the reference leaves no {missing}"
        raise InfrastructureError(message) from missing
    except WordError as error:
        what = f"{scenario.task.name}, check {check.id!r}"
        raise error.inside(what) from error.__cause__
    return (Status.PASSED if finding is None else Status.FAILED), finding


def evidence_of(
    check: Check,
    scenario: Scenario,
    index: int,
    actual: Sequence[Observation],
    expected: Sequence[Observation],
    losses: Losses,
) -> Evidence:
    """What a property is asked about on one case."""
    case = scenario.cases[index].case
    recomputes = property_of(check).recomputes
    found = losses(case, _states(expected[0], actual[0])) if recomputes else ()
    return Evidence(case, tuple(actual), tuple(expected), scenario.observe, found)


def raised_finding(raised: Raised) -> Finding:
    """An error where none was expected, with the student's own line."""
    source = raised.frames[-1].source if raised.frames else ""
    where = f" at {at(raised)}" if raised.frames else ""
    line = f": {source}" if source else ""
    why = "it uses CUDA, whatever device it was given: " if uses_cuda(raised) else ""
    message = f"{why}it raised {told(raised)}{where}{line}"
    return Finding(message, "no error", told(raised), "", at(raised))


def _check_reference(check: Check, case: Case, expected: Sequence[Observation]) -> None:
    raised = expected[0].raised
    expects_error = property_of(check).expects_error
    if raised is not None and not expects_error:
        raise InfrastructureError(
            f"the reference raises {told(raised)} in check {check.id!r} on {_named(case)}"
        )
    if raised is None and expects_error:
        message = f"the reference raises nothing in check {check.id!r} on {_named(case)}"
        raise InfrastructureError(message)


def _named(case: Case) -> str:
    given = ", ".join(f"{name} = {text}" for name, text in show_case(case, {}).items())
    return f"the case {given}"


def _states(expected: Observation, actual: Observation) -> tuple[Value, ...]:
    """The model before the run, as trusted code built it, and after, as the submission left it."""
    name = next(n for n, v in expected.before.items() if isinstance(v, Mapping) and "buffers" in v)
    return expected.before[name], actual.values.get(name)


def _place(lost: Lost) -> str:
    """The line to begin with; of a process that ended itself nobody knows it."""
    return "" if lost.why == "exited" else lost.place
