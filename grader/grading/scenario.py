"""Scenarios: which cases the checks of a task are judged on, and which runs they need."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.cases import Case, FolderRecipe
from grader.course import Check, Exercise, Given, Task
from grader.drawing import Drawn, draw_cases
from grader.errors import CourseError, Mistake
from grader.properties import Property
from grader.wire import Ask, Variation


@dataclass(frozen=True, slots=True)
class Scenario:
    """Cases with what is run on them; the task's own, or those of one check.

    `name` is the task's, or the task's and the check's: `train_one_epoch/loss_decreases`.
    `witnessed`: whether runs are made that bear out what a worker tells of others.
    """

    name: str
    task: Task
    when: Given
    run: str
    observe: tuple[str, ...]
    checks: tuple[Check, ...]
    cases: tuple[Drawn, ...]
    resume: str = ""
    witnessed: bool = True

    @property
    def lines(self) -> str:
        """All that is run, for people to read."""
        if not self.resume:
            return self.run.strip()
        return f"{self.run.strip()}\n# and then, in a fresh process:\n{self.resume.strip()}"

    def needs(self, missing_devices: Mapping[str, str]) -> Iterator[Need]:
        """Every run that any check needs and that this machine can do, plain ones first."""
        able = [check for check in self.checks if not cannot_run(check, missing_devices)]
        asked = all_runs_of if self.witnessed else runs_of
        variations = dict.fromkeys(v for check in able for v in asked(check))
        for variation in variations:
            for index in self._indexes(variation):
                yield Need(self.name, index, variation)

    def _indexes(self, variation: Variation) -> Sequence[int]:
        """Where the code is watched or moved, and not its numbers, a few cases will do."""
        most = len(self.cases)
        if variation.watch or variation.device:
            most = FEW_WATCHED
        elif variation.shows or variation.rewrite:
            most = FEW_SHOWN
        return range(min(len(self.cases), most))

    def ask(self, need: Need, before: bool) -> Ask:
        case = self.cases[need.index].case
        return self.ask_for(case, need.variation, before)

    def ask_for(self, case: Case, variation: Variation, before: bool) -> Ask:
        task = self.task.name
        return Ask(case, task, self.run, self.observe, variation, before, self.resume)


FEW_WATCHED = 4
FEW_SHOWN = 3  # where values bear out what was told, two of which settle it


@dataclass(frozen=True, slots=True)
class Need:
    """One run that is needed: a case of a scenario, in a variation."""

    scenario: str
    index: int
    variation: Variation

    @property
    def key(self) -> str:
        return f"{self.scenario}|{self.index}|{self.variation}"


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """All scenarios of a task."""

    task: Task
    scenarios: tuple[Scenario, ...]

    def needs(self, missing_devices: Mapping[str, str]) -> list[tuple[Scenario, Need]]:
        return [(each, need) for each in self.scenarios for need in each.needs(missing_devices)]

    @property
    def parameters(self) -> tuple[str, ...]:
        """What the task is called with, where it is a plain call."""
        return () if self.task.run else tuple(self.task.given)


def property_of(check: Check) -> Property:
    """What a check claims."""
    found: Property = check.word.meaning
    return found


def runs_of(check: Check) -> tuple[Variation, ...]:
    return property_of(check).runs(check.options)


def witness_of(check: Check) -> tuple[Variation, Variation] | None:
    """The run whose values bear out what a check was told, if there is one, and that beside it.

    They differ in what is shown or watched alone.
    """
    witness = property_of(check).witness(**check.options)
    return None if witness is None else (replace(witness, shows=(), watch=()), witness)


def all_runs_of(check: Check) -> tuple[Variation, ...]:
    """Those that it judges, and those that bear them out."""
    witness = witness_of(check)
    return runs_of(check) if witness is None else (*runs_of(check), *witness)


def watched_names(task: Task) -> tuple[str, ...]:
    """The names that any check of a task watches for."""
    runs = (variation for check in task.checks for variation in runs_of(check))
    return tuple(dict.fromkeys(name for variation in runs for name in variation.watch))


def cannot_run(check: Check, missing_devices: Mapping[str, str]) -> str:
    """Why a check cannot run on this machine, or nothing."""
    devices = [variation.device for variation in runs_of(check)]
    return next((missing_devices[name] for name in devices if name in missing_devices), "")


def plan_task(exercise: Exercise, task: Task, seed: int) -> TaskPlan:
    """Decide all cases of a task. The seed decides them, and nothing else."""
    shared = tuple(check for check in task.checks if not check.has_own_cases)
    scenarios = []
    if shared:
        cases = draw_cases(task, {}, task.cases, _seed(exercise, task.name, seed))
        scenarios.append(Scenario(task.name, task, {}, task.run, task.observe, shared, cases))
    for group in _alike([check for check in task.checks if check.has_own_cases]):
        scenarios.append(_own_scenario(exercise, task, group, seed))
    return TaskPlan(task, tuple(scenarios))


def plan_tasks(exercise: Exercise, tasks: Iterable[Task], seed: int) -> tuple[TaskPlan, ...]:
    """Plan them all. Raises CourseError if a property lacks something that it looks at, or if
    something that is to be resumed cannot be.

    Also if a strategy of the exercise's own draws other cases when it is asked again: students
    would not meet the same ones.
    """
    plans = tuple(plan_task(exercise, task, seed) for task in tasks)
    scenarios = [scenario for plan in plans for scenario in plan.scenarios]
    mistakes = [m for each in scenarios for m in _lacking(exercise, each)]
    mistakes += [m for each in scenarios for m in _unable_to_resume(exercise, each)]
    for plan in plans:
        if any(word.origin for word in plan.task.words):
            mistakes += _unsteady(exercise, plan, plan_task(exercise, plan.task, seed))
    if mistakes:
        raise CourseError(mistakes)
    return plans


def _unsteady(exercise: Exercise, plan: TaskPlan, again: TaskPlan) -> Iterator[Mistake]:
    """The givens that are drawn otherwise with the same seed."""
    told = set[str]()
    for scenario, other in zip(plan.scenarios, again.scenarios, strict=True):
        # Equal cases are drawn once, so that there may be more of them the second time.
        for drawn, redrawn in zip(scenario.cases, other.cases, strict=False):
            told |= {
                name
                for name, recipe in drawn.case.given.items()
                if repr(recipe) != repr(redrawn.case.given[name])
            }
    for name in sorted(told):
        message = f"{name!r} of {plan.task.name} is another one when it is drawn again"
        advice = "Its strategy may take chance from pick alone: not from random, nor the clock."
        yield Mistake(exercise.file, *plan.task.checks[0].place, message, advice)


def _lacking(exercise: Exercise, scenario: Scenario) -> Iterator[Mistake]:
    """What a property looks at must be among what is drawn: only now is that known."""
    for check in scenario.checks:
        for word, kind in property_of(check).needs:
            if scenario.cases[0].case.first(kind) is None:
                message = f"{check.property} needs {word}, and none is given"
                advice = f"Add one to the givens of {scenario.task.name}, or to when."
                yield Mistake(exercise.file, *check.place, message, advice)


def _unable_to_resume(exercise: Exercise, scenario: Scenario) -> Iterator[Mistake]:
    """What goes on in a fresh process needs files to find there, and a process that can fork."""
    for check in scenario.checks if scenario.resume else ():
        if scenario.cases[0].case.first(FolderRecipe) is None:
            message = "resume finds what is in a given folder, and none is given"
            advice = (
                f"Add folder: {{folder: {{}}}} to the givens of {scenario.task.name}, or to when."
            )
            yield Mistake(exercise.file, *check.place, message, advice)
        if any(variation.device == "cuda" for variation in runs_of(check)):
            message = "what runs on CUDA cannot be resumed: its process cannot be forked anew"
            advice = "Take cuda out of devices, or resume out of this check."
            yield Mistake(exercise.file, *check.place, message, advice)


def _alike(checks: Sequence[Check]) -> list[tuple[Check, ...]]:
    """Checks with the same own cases and lines, together: they are run once."""
    groups: dict[str, list[Check]] = {}
    for check in checks:
        lines = check.run, check.resume
        own = repr((sorted(check.when.items()), lines, check.observe, check.cases))
        groups.setdefault(own, []).append(check)
    return [tuple(group) for group in groups.values()]


def _own_scenario(exercise: Exercise, task: Task, checks: tuple[Check, ...], seed: int) -> Scenario:
    check = checks[0]
    name = f"{task.name}/{check.id}"
    count = check.cases if check.cases is not None else task.cases
    cases = draw_cases(task, check.when, count, _seed(exercise, name, seed), own_edges=False)
    run = check.run or task.run
    observe = check.observe or (("result",) if check.run else task.observe)
    return Scenario(name, task, check.when, run, observe, checks, cases, check.resume)


def _seed(exercise: Exercise, name: str, seed: int) -> int:
    return zlib.crc32(f"{exercise.id}/{name}/{seed}".encode())
