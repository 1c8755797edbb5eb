"""Try out what a new exercise might be: in a course of its own, in a folder that goes away."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from grader.auditing import Court, finish_audit, start_audit
from grader.authoring.new.calling import Call
from grader.authoring.new.draft import Draft, files_of
from grader.course import Exercise, load_course, load_exercise
from grader.errors import CourseError
from grader.grading import (
    NO_STUB,
    Implementation,
    Kind,
    Seen,
    cannot_import,
    misconceptions_of,
    prepare,
    reference_of,
)
from grader.isolation import Zygote
from grader.properties import told
from grader.reports import TaskAudit
from grader.vocabulary import vocabulary_for
from grader.wire import Lost, Observation, Opaque, Tensor, Value, leaves

NAME = "tried"
LIMITS = "limits: {time_s: 4}\n"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the reference does on the cases of a call."""

    raises: str = ""  # the first error, and how often; or nothing
    returns: bool = False
    is_opaque: bool = False  # something of it is no plain value, so it cannot be compared
    is_scalar: bool = False  # one floating number, in a tensor
    has_gradient: bool = False
    draws: bool = False  # random numbers
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # givens, and their parts
    unchanged: tuple[str, ...] = ()
    steps: bool = False  # of an optimizer
    trains: bool = False  # a forward pass that a backward pass went through


class Laboratory:
    """A course of one exercise, whose YAML changes from trial to trial."""

    def __init__(self, module: str, reference: str, zygote: Zygote) -> None:
        self.module, self.reference, self.zygote = module, reference, zygote
        self._folder = tempfile.TemporaryDirectory(prefix="grade-new-")
        self.root = Path(self._folder.name)

    def __enter__(self) -> Laboratory:
        self._write("course.yaml", f"title: Tried out\nexercises: [{NAME}]\n")
        for folder in ("exercises", "reference"):
            self._write(f"{folder}/{NAME}/{self.module}", self.reference)
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def facts(self, task: str, yaml: str) -> Facts:
        """What the reference does on the cases that these lines make."""
        court = self.court(task, yaml)
        if isinstance(court, str):
            return Facts(raises=court)
        try:
            return _facts(list(court.expected.values()))
        finally:
            court.bench.close()

    def court(self, task: str, yaml: str, wrong: str = "") -> Court | str:
        """Where implementations of a task are tried; or why the reference cannot be run.

        Whoever takes it closes its bench.
        """
        try:
            exercise = self._exercise(task, yaml, wrong)
            grading = prepare(exercise, self.zygote, banked=False)
        except CourseError as error:
            return str(error)
        (plan,) = grading.plans
        seen = grading.bench.observe(reference_of(exercise), plan)
        problem = cannot_import(seen) or seen.problem(task)
        if problem:
            grading.bench.close()
            return problem
        return Court(grading.bench, plan, seen.runs, NO_STUB)

    def wrong_ones(self, task: str, yaml: str, wrong: str) -> tuple[Implementation, ...]:
        return misconceptions_of(self._exercise(task, yaml, wrong), task)

    def right_one(self, task: str, yaml: str, wrong: str) -> Implementation:
        """The reference as if it were an alternative to itself."""
        reference = reference_of(self._exercise(task, yaml, wrong))
        return replace(reference, kind=Kind.ALTERNATIVE)

    def audit(self, draft: Draft) -> list[TaskAudit]:
        """What `grade audit` says of a whole draft."""
        for path, text in files_of(draft).items():
            self._write(path, text)
        self._write("course.yaml", f"title: Tried out\nexercises: [{draft.name}]\n")
        exercise = load_exercise(load_course(self.root), draft.name, vocabulary_for)
        with ThreadPoolExecutor(2) as pool:
            begun = start_audit(exercise, self.zygote, pool, seeds=2)
            return [finish_audit(pending) for pending in begun]

    def _exercise(self, task: str, yaml: str, wrong: str) -> Exercise:
        head = f"id: {NAME}\ntitle: Tried out\nmodule: {self.module}\n{LIMITS}tasks:\n"
        self._write(f"exercises/{NAME}/exercise.yaml", head + yaml)
        self._write(f"reference/{NAME}/misconceptions/{task}.py", wrong)
        return load_exercise(load_course(self.root), NAME, vocabulary_for)

    def _write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")


def task_yaml(task: str, call: Call, checks: str, comment: str = "", words: str = "") -> str:
    """The lines of a task in exercise.yaml; comments stand above its givens and its checks."""
    guess = call.guess
    lines = [f"  - name: {task}"]
    lines += [f"    sizes: {guess.sizes}"] if guess.sizes else []
    lines += [f"    shapes: {guess.shapes}"] if guess.shapes else []
    lines += [f"    # {line}" for line in comment.splitlines()]
    lines += ["    given:"] if guess.given else ["    given: {}"]
    for name, text in guess.given.items():
        todo = " # TODO: neither its name nor its annotation says what it is"
        lines.append(f"      {name}: {text}{todo if name in guess.unknown else ''}")
    if call.run:
        lines += ["    run: |", *(f"      {line}" for line in call.run.splitlines())]
        lines += [f"    observe: [{', '.join(call.observe)}]"]
    lines += [f"    # {words}"] if words else []
    return "\n".join(lines) + f"\n    checks:\n{checks}"


def _facts(runs: list[Seen]) -> Facts:
    lost = [seen for seen in runs if isinstance(seen, Lost)]
    seen = [each for each in runs if isinstance(each, Observation)]
    raised = [each.raised for each in seen if each.raised is not None]
    if lost or raised:
        what = lost[0].message if lost else told(raised[0])
        return Facts(raises=f"on {len(lost) + len(raised)} of {len(runs)} cases {what}")
    results = [_results(each) for each in seen]
    flat = [leaf for each in results for _, leaf in leaves(each)]
    changed = _changed(seen)
    watched = dict.fromkeys(name for each in seen for name in each.before)
    return Facts(
        returns=any(leaf is not None for leaf in flat),
        is_opaque=any(isinstance(leaf, Opaque) for leaf in flat),
        is_scalar=all(isinstance(each.values.get("result"), Tensor) for each in seen)
        and all(_is_scalar(each.values["result"]) for each in seen),
        has_gradient=any(isinstance(leaf, Tensor) and leaf.requires_grad for leaf in flat),
        draws=any(each.rng_used for each in seen),
        changed=changed,
        unchanged=tuple(name for name in watched if name not in changed),
        steps=any(each.count("step") for each in seen),
        trains=any(each.count("backward") for each in seen),
    )


def _results(seen: Observation) -> Value:
    return {name: value for name, value in seen.values.items() if name not in seen.before}


def _is_scalar(value: Value) -> bool:
    return isinstance(value, Tensor) and value.shape == () and value.is_floating


def _changed(seen: list[Observation]) -> dict[str, tuple[str, ...]]:
    """The givens that are not what they were in some case, with the parts that are not."""
    found: dict[str, dict[str, None]] = {}
    for each in seen:
        for name, before in each.before.items():
            after = each.values.get(name)
            if isinstance(before, Mapping) and isinstance(after, Mapping):
                parts = [part for part in after if after[part] != before.get(part)]
            else:
                parts = [] if after == before else [""]
            if parts:
                found.setdefault(name, {}).update(dict.fromkeys(parts))
    return {name: tuple(parts) for name, parts in found.items()}
