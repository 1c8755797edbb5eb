"""Grade one submission of one exercise: plan, observe, judge, diagnose, report."""

from __future__ import annotations

import hashlib
import platform
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from grader import __version__
from grader.course import Exercise, Task
from grader.errors import SubmissionError
from grader.grading.alone import Dependence
from grader.grading.bank import Bank, cache_folder, digest_of
from grader.grading.budget import Budget
from grader.grading.diagnose import diagnose
from grader.grading.failures import Failures
from grader.grading.idle import Idleness
from grader.grading.implementation import (
    Implementation,
    misconceptions_of,
    read_for,
    reference_of,
    submission_of,
)
from grader.grading.judge import (
    NotStarted,
    Outcome,
    cannot_import,
    import_ends_at,
    judge_check,
    without_empty_points,
)
from grader.grading.observe import Bench, Observed, Seen
from grader.grading.on_cuda import kept_apart
from grader.grading.scenario import Need, TaskPlan, cannot_run, plan_tasks, property_of
from grader.grading.testimony import without_unreliable_testimony
from grader.grading.untouched import UNTOUCHED, not_started, untouched_tasks
from grader.isolation import Limits, Zygote, slow_among
from grader.properties import Finding
from grader.reports import CheckReport, Report, Status, TaskReport
from grader.submissions import (
    Submission,
    first_reach,
    imported_modules,
    stub_messages,
)
from grader.wire import Loaded, Lost, Observation

Progress = Callable[[str], None]

AT_ONCE = 2  # tasks of a submission and of the reference, as long as they are on the CPU


@dataclass(frozen=True, slots=True)
class Grading:
    """All that grading one exercise needs, made once for any number of submissions."""

    exercise: Exercise
    plans: tuple[TaskPlan, ...]
    bench: Bench
    seed: int
    cases_digest: str

    @property
    def stub_messages(self) -> Mapping[str, tuple[str, ...]]:
        return stub_messages(self.exercise.stub.read_text(encoding="utf-8"))


def prepare(
    exercise: Exercise,
    zygote: Zygote,
    seed: int | None = None,
    only: str = "",
    banked: bool = True,
) -> Grading:
    """Decide the cases (while the zygote imports torch), open the bank."""
    reference = exercise.reference / exercise.module
    zygote.import_ahead(slow_among(imported_modules(reference.read_text(encoding="utf-8"))))
    chosen = exercise.seed if seed is None else seed
    tasks = [task for task in exercise.tasks if only in ("", task.name)]
    plans = plan_tasks(exercise, tasks, chosen)
    digest = hashlib.sha256(repr(plans_cases(plans)).encode()).hexdigest()
    bank = None
    if banked:
        bank = Bank(cache_folder(), digest_of(exercise, chosen, zygote.torch_version))
    limits = Limits(exercise.time_s, exercise.memory_mb, exercise.submission_s)
    return Grading(exercise, plans, Bench(zygote, limits, bank), chosen, digest)


def plans_cases(plans: Sequence[TaskPlan]) -> list[object]:
    """Every case of every scenario, for a digest."""
    return [(s.name, s.cases) for plan in plans for s in plan.scenarios]


def grade(grading: Grading, path: Path, progress: Progress = lambda _: None) -> Report:
    """Grade a submission. Never raises for anything that a submission does."""
    started = time.monotonic()
    try:
        submission = read_for(grading.exercise, path)
    except SubmissionError as error:
        return _unreadable(grading, path, str(error), started)
    try:
        grader = Grader(grading, submission, progress)
        graded = grader.tasks()
    finally:
        grading.bench.close()
    if grading.bench.bank is not None:
        grading.bench.bank.save()
    report = _report(grading, submission.name, submission.sha256, tuple(t for t, _ in graded))
    loads = [loaded for _, loaded in graded if loaded is not None]
    zygote = grading.bench.zygote
    heard = zygote.hello if loads else None  # what crashed while it was loaded had layers too
    cpu = next((loaded for loaded in loads if isinstance(loaded, Loaded)), heard)
    layers, missing = kept_apart(cpu, grader.on_cuda)
    problems = (cannot_import(Observed(loaded)) for loaded in loads)
    message = next(filter(None, problems), "")
    return replace(
        report,
        isolation=layers,
        isolation_missing=missing,
        isolation_level=zygote.level.value if loads else "",
        message=message,
        notes=submission.notes,
        duration_s=time.monotonic() - started,
    )


class Grader:
    """Grades the tasks of one submission."""

    def __init__(self, grading: Grading, submission: Submission, progress: Progress) -> None:
        self.grading, self.bench, self.progress = grading, grading.bench, progress
        self.submission = submission
        self.theirs = submission_of(grading.exercise, submission)
        self.ours = reference_of(grading.exercise)
        self.stub = NotStarted(submission.main, grading.stub_messages, submission.cells)
        self.places = submission.places()
        self.untouched = untouched_tasks(grading.exercise, submission)
        self.reach = first_reach(submission.sources, grading.exercise.module)
        self.on_cuda: Loaded | None = None  # what its worker on the GPU said of itself

    def tasks(self) -> list[tuple[TaskReport, Loaded | Lost | None]]:
        """Every task, two at a time; the reference, if what it does is not known, among them."""
        plans = [plan for plan in self.grading.plans if plan.task.name not in self.untouched]
        graded = {report.name: (report, loaded) for report, loaded in self._graded(plans)}
        return [
            graded.get(plan.task.name) or (self._untouched(plan.task), None)
            for plan in self.grading.plans
        ]

    def _graded(self, plans: Sequence[TaskPlan]) -> list[tuple[TaskReport, Loaded | Lost]]:
        budget = Budget(self.bench.limits.submission_s)
        # Those with most runs first, so that none of them is left for one core to do in the end.
        missing = self.bench.missing_devices
        plans = sorted(plans, key=lambda plan: len(plan.needs(missing)), reverse=True)
        # On a GPU one worker serves all tasks of a submission: one after the other.
        at_once = 1 if self.bench.start_ahead(plans) else AT_ONCE
        with ThreadPoolExecutor(at_once) as pool, ThreadPoolExecutor(1) as beside:
            jobs = deque(
                (
                    plan,
                    (beside if at_once == 1 else pool).submit(self.bench.observe, self.ours, plan),
                    pool.submit(self._observe, number, plan, budget),
                )
                for number, plan in enumerate(plans)
            )
            done = []
            while jobs:  # what was observed in a task is let go as soon as it is judged
                plan, ours, theirs = jobs.popleft()
                self.progress(plan.task.name)
                seen = theirs.result()
                if isinstance(seen.on_cuda, Loaded):
                    self.on_cuda = seen.on_cuda
                done.append((self._task(plan, seen, ours.result()), seen.loaded))
        return done

    def _observe(self, number: int, plan: TaskPlan, budget: Budget) -> Observed:
        """What the submission does in a task, its `number`th."""
        with budget.turn(number, self.bench.limits.time_s) as part:
            return self.bench.observe(self.theirs, plan, part)

    def _untouched(self, task: Task) -> TaskReport:
        outcomes = not_started(task, self.bench.missing_devices)
        checks = tuple(_check_report(task, outcome) for outcome in outcomes)
        status = _task_status([report.status for report in checks])
        return TaskReport(task.name, status, checks, UNTOUCHED, self._place(task))

    def _task(self, plan: TaskPlan, seen: Observed, wanted: Observed) -> TaskReport:
        place, stopped = self._place(plan.task), cannot_import(seen)
        if stopped:
            place = import_ends_at(seen) or self.submission.main
        problem = stopped or seen.problem(plan.task.name)
        if problem:
            checks = tuple(
                _check_report(plan.task, Outcome(check, Status.ERROR, Finding(problem)))
                for check in plan.task.checks
            )
            return TaskReport(plan.task.name, Status.ERROR, checks, problem, place)
        outcomes = self._judge(plan, seen.runs, wanted.runs)
        name = self._diagnosis(plan, outcomes, seen.runs, wanted.runs)
        public = _public(plan, seen.runs)
        left_s = self.bench.limits.time_s - seen.used_s  # to find the simplest case that fails
        shown = self._reports(plan, outcomes, wanted.runs, name, left_s)
        status = _task_status([report.status for report in shown])
        return TaskReport(
            plan.task.name, status, tuple(shown), "", place,
            output=_output(public), notes=_notes(seen.loaded, public),
        )  # fmt: skip

    def _judge(
        self, plan: TaskPlan, actual: Mapping[Need, Seen], expected: Mapping[Need, Seen]
    ) -> list[Outcome]:
        scenario_of = {c.id: s for s in plan.scenarios for c in s.checks}
        outcomes = []
        for check in plan.task.checks:
            reason = cannot_run(check, self.bench.missing_devices)
            if reason:
                outcomes.append(Outcome(check, Status.SKIPPED, Finding(reason)))
                continue
            scenario = scenario_of[check.id]
            outcomes.append(
                judge_check(check, scenario, actual, expected, self.bench.losses, self.stub)
            )
        idleness = Idleness(self.bench, self.grading.exercise, plan, expected)
        believed = without_unreliable_testimony(outcomes, plan, self.reach)
        return without_empty_points(believed, idleness.passes)

    def _diagnosis(
        self,
        plan: TaskPlan,
        outcomes: Sequence[Outcome],
        actual: Mapping[Need, Seen],
        expected: Mapping[Need, Seen],
    ) -> Implementation | None:
        if not any(outcome.status is Status.FAILED for outcome in outcomes):
            return None
        self.progress(f"{plan.task.name}: which mistake is it?")
        known = misconceptions_of(self.grading.exercise, plan.task.name)
        return diagnose(self.bench, plan, outcomes, known, actual, expected)

    def _reports(
        self,
        plan: TaskPlan,
        outcomes: Sequence[Outcome],
        expected: Mapping[Need, Seen],
        known: Implementation | None,
        left_s: float,
    ) -> list[CheckReport]:
        self.progress(f"{plan.task.name}: the smallest case")
        bench = self.bench.sharing(left_s)
        failures = Failures(
            bench, self.theirs, self.ours, self.stub, plan, expected, self.grading.seed
        ).shown(outcomes)
        reports = []
        for outcome in outcomes:
            failure = failures.get(outcome.check.id)
            if failure is None:
                reports.append(_check_report(plan.task, outcome))
                continue
            report = _check_report(plan.task, failure.outcome, known, failure.depends)
            reports.append(replace(report, counterexample=failure.example))
        return reports

    def _place(self, task: Task) -> str:
        return self.places.get(task.name, self.submission.main)


def _check_report(
    task: Task,
    outcome: Outcome,
    known: Implementation | None = None,
    depends: Dependence | None = None,
) -> CheckReport:
    """A known misconception explains more than that something is kept from call to call."""
    check, finding = outcome.check, outcome.finding
    earned = check.points if outcome.status is Status.PASSED else 0.0
    possible = 0.0 if outcome.status is Status.SKIPPED else check.points
    hint = check.hint if outcome.status is Status.FAILED and not outcome.is_unbroken else ""
    hint = (known.hint if known else depends.hint if depends else "") or hint
    name = known.name if known else depends.name if depends else None
    return CheckReport(
        id=f"{task.name}/{check.id}",
        property=check.property,
        claim=check.claim or property_of(check).claim,
        status=outcome.status,
        score=earned,
        max_score=possible,
        visibility=check.visibility,
        message=finding.message if finding else "",
        hint=hint,
        misconception=name,
        place=finding.place if finding else "",
    )


def _task_status(statuses: Sequence[Status]) -> Status:
    """A task passed if every check that could run did; else the plainest word for what it is."""
    found = set(statuses) - {Status.SKIPPED}
    if not found:
        return Status.SKIPPED
    if found == {Status.PASSED}:
        return Status.PASSED
    if found == {Status.NOT_STARTED}:
        return Status.NOT_STARTED
    for status in (Status.TIMEOUT, Status.ERROR):
        if found <= {status, Status.PASSED}:
            return status
    return Status.FAILED


def _public(plan: TaskPlan, runs: Mapping[Need, Seen]) -> Mapping[Need, Seen]:
    """The runs whose output may be shown: what is printed on a hidden case would give it away."""
    shown = {s.name for s in plan.scenarios if any(c.visibility == "visible" for c in s.checks)}
    return {need: seen for need, seen in runs.items() if need.scenario in shown}


def _output(runs: Mapping[Need, Seen]) -> str:
    texts = (seen.output for seen in runs.values() if isinstance(seen, Observation))
    return next((text[:2000] for text in texts if text.strip()), "")


def _notes(loaded: Loaded | Lost, runs: Mapping[Need, Seen]) -> tuple[str, ...]:
    """What costs no points: changes of global state at import, warnings while the code ran."""
    changes = loaded.globals_changed if isinstance(loaded, Loaded) else ()
    told = [
        f"when your file is imported, it {change}, for everything: it was put back before each call"
        for change in changes
    ]
    warned = (w for seen in runs.values() if isinstance(seen, Observation) for w in seen.warnings)
    return (*told, *(f"torch warns: {text}" for text in list(dict.fromkeys(warned))[:3]))


def _report(grading: Grading, name: str, sha256: str, tasks: tuple[TaskReport, ...]) -> Report:
    return Report(
        exercise=grading.exercise.id,
        title=grading.exercise.title,
        submission=name,
        sha256=sha256,
        tasks=tasks,
        versions={
            "grader": __version__,
            "torch": grading.bench.zygote.torch_version,
            "python": platform.python_version(),
        },
        seed_digest=hashlib.sha256(str(grading.seed).encode()).hexdigest()[:12],
        bank_digest=grading.cases_digest[:12],
        isolation=(),
    )


def could_not_grade(exercise: Exercise, path: Path, reason: str) -> Report:
    """The report of a grading that failed on our side: it has a reason and no score."""
    return Report(
        exercise=exercise.id,
        title=exercise.title,
        submission=path.name,
        sha256="",
        tasks=(),
        versions={"grader": __version__, "python": platform.python_version()},
        seed_digest="",
        bank_digest="",
        isolation=(),
        reason=reason,
    )


def _unreadable(grading: Grading, path: Path, message: str, started: float) -> Report:
    """A submission that cannot be read is graded: it has no points, and the reason is said."""
    tasks = tuple(
        TaskReport(
            plan.task.name,
            Status.ERROR,
            tuple(
                _check_report(plan.task, Outcome(check, Status.ERROR, Finding(message)))
                for check in plan.task.checks
            ),
            message,
        )
        for plan in grading.plans
    )
    report = _report(grading, path.name, "", tasks)
    return replace(report, message=message, duration_s=time.monotonic() - started)
