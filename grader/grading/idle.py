"""Which checks hold of code that does nothing: by themselves they earn nothing.

That nothing is changed, or that a list is as long as it should be, holds of code that does nothing
too. Which checks these are is not declared but seen: idle versions of the task are run on a few of
the check's own cases.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from grader.course import Check, Exercise
from grader.errors import InfrastructureError, WordError
from grader.grading.implementation import Implementation, Kind, idle_of, laid_over
from grader.grading.judge import NotStarted, judge_check
from grader.grading.observe import Bench, Seen
from grader.grading.scenario import Need, Scenario, TaskPlan
from grader.grading.untouched import tasks_with_bugs
from grader.reports import Status

CASES = 3  # of each scenario: who passes so many without doing anything need not be run on all
AS_GIVEN = "as-it-was-given"
BODIES = {
    "nothing": "return None",
    "its-first-argument": "return next((v for n, v in locals().items() if n != 'self'), None)",
    "zero": "return 0.0",
    "zeros": "return [0.0] * next((v for v in locals().values() if type(v) is int), 1)",
    "an-error": "raise ValueError",
}
# Whatever attribute it is asked for, but none of Python's own.
ATTRIBUTES = """\
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)"""


@dataclass(frozen=True, slots=True)
class Idleness:
    """What idle versions of a task pass."""

    bench: Bench
    exercise: Exercise
    plan: TaskPlan
    expected: Mapping[Need, Seen]

    def passes(self, check: Check) -> bool:
        """Whether any idle version passes a check."""
        whole = next(each for each in self.plan.scenarios if check in each.checks)
        few = replace(whole, checks=(check,), cases=whole.cases[:CASES])
        return any(
            self._passes(idle, check, few) for idle in idle_versions(self.exercise, self.plan)
        )

    def _passes(self, idle: Implementation, check: Check, scenario: Scenario) -> bool:
        plan = replace(self.plan, scenarios=(scenario,))
        runs = self.bench.observe(idle, plan).runs
        nothing_to_write = NotStarted(self.exercise.module, {})
        try:
            found = judge_check(
                check, scenario, runs, self.expected, self.bench.losses, nothing_to_write
            )
        except (InfrastructureError, WordError):  # what cannot be judged does not hold
            return False
        return found.status is Status.PASSED


def idle_versions(exercise: Exercise, plan: TaskPlan) -> Iterator[Implementation]:
    """The task as the stub has it, with bodies that do nothing; a stub with a bug as it is too.

    And what the exercise itself declares, where doing nothing takes an answer of some form.
    """
    yield from idle_of(exercise, plan.task.name)
    source = exercise.stub.read_text(encoding="utf-8")
    tree = ast.parse(source)
    task = plan.task.name
    if task in tasks_with_bugs(exercise):
        yield laid_over(exercise, Kind.IDLE, AS_GIVEN, task, source)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == task:
            for name, body in BODIES.items():
                lines = [*map(ast.unparse, imports), *_idle(node, body)]
                yield laid_over(exercise, Kind.IDLE, name, task, "\n".join(lines) + "\n")


def _idle(node: ast.FunctionDef | ast.ClassDef, body: str) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        yield f"def {_signature(node)}:\n    {body}"
        return
    methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
    start = methods.pop("__init__", None)
    yield f"class {node.name}({', '.join(map(ast.unparse, node.bases))}):"
    yield f"    def {_signature(start) if start else '__init__(self)'}:\n        {_start(node)}"
    for method in methods.values():
        yield f"    def {_signature(method)}:\n        {body}"
    if not _is_module(node):
        yield ATTRIBUTES


def _signature(node: ast.FunctionDef) -> str:
    """Without annotations, whose names may be the stub's own."""
    arguments = node.args
    for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        each.annotation = None
    return f"{node.name}({ast.unparse(arguments)})"


def _start(node: ast.ClassDef) -> str:
    """A module of torch must be one before it can do nothing."""
    return "super().__init__()" if _is_module(node) else "pass"


def _is_module(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith("Module") for base in node.bases)
