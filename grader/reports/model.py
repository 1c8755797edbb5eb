"""The one report that every renderer shows. Plain data: no renderer decides anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum


class Status(Enum):
    """What a check or a task came to."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    NOT_STARTED = "not_started"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The smallest case that shows a failure.

    `given` are the inputs in words, by name; `expected` and `actual` are texts; `difference` says
    how many elements differ, by how much, where, and how much was allowed. A case that passes by
    itself depends on something else: `alone` says so, and `after` are the inputs of the call that
    comes before it, if one is enough.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    run: str = ""  # the lines that were run, where they are more than the plain call
    expected: str = ""
    actual: str = ""
    difference: str = ""
    smallest: bool = False
    alone: str = ""
    after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What became of one check."""

    id: str
    property: str
    claim: str
    status: Status
    score: float
    max_score: float
    visibility: str = "visible"
    message: str = ""
    hint: str = ""
    misconception: str | None = None
    counterexample: Counterexample | None = None
    place: str = ""  # file:line of the student's code, where one is known


@dataclass(frozen=True, slots=True)
class PlotReport:
    """A figure that the student's code was to draw: its file, or why there is none."""

    id: str
    title: str
    file: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What became of one task; `message` is set when the task as a whole could not be run."""

    name: str
    status: Status
    checks: tuple[CheckReport, ...]
    message: str = ""
    place: str = ""  # file:line where its definition starts, if it has one
    output: str = ""  # the first lines that the student's code printed, if any
    notes: tuple[str, ...] = ()  # what cost nothing but is worth knowing
    plots: tuple[PlotReport, ...] = ()  # those that were asked for

    @property
    def score(self) -> float:
        return sum(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        return sum(check.max_score for check in self.checks)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one submission of one exercise."""

    exercise: str
    title: str
    submission: str
    sha256: str
    tasks: tuple[TaskReport, ...]
    versions: Mapping[str, str]
    seed_digest: str
    bank_digest: str
    isolation: tuple[str, ...]
    isolation_missing: Mapping[str, str] = field(default_factory=dict)
    isolation_level: str = ""  # the one that was asked for; empty if nothing was run
    reason: str = ""  # why it could not be graded; then there is no score
    message: str = ""  # what concerns the submission as a whole: a syntax error, a missing file
    notes: tuple[str, ...] = ()  # what of it was not read, and why
    duration_s: float = 0.0

    @property
    def score(self) -> float:
        return sum(task.score for task in self.tasks)

    @property
    def max_score(self) -> float:
        return sum(task.max_score for task in self.tasks)

    def inside(self, folder: str) -> Report:
        """The same report with places as paths inside a folder, for an editor to open."""

        def moved(place: str) -> str:
            return f"{folder}/{place}" if folder and place else place

        tasks = tuple(
            replace(
                task,
                place=moved(task.place),
                checks=tuple(replace(check, place=moved(check.place)) for check in task.checks),
            )
            for task in self.tasks
        )
        return replace(self, tasks=tasks)

    @property
    def passed(self) -> bool:
        """Every check that could run passed, and there was one."""
        statuses = {check.status for task in self.tasks for check in task.checks}
        return Status.PASSED in statuses and statuses <= {Status.PASSED, Status.SKIPPED}
