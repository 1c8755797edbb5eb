"""Implementations: the submission, the reference, alternatives and misconceptions."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from grader.course import Exercise
from grader.submissions import Submission, read_submission
from grader.wire import Load


class Kind(Enum):
    SUBMISSION = "submission"
    REFERENCE = "reference"
    ALTERNATIVE = "alternative"
    MISCONCEPTION = "misconception"
    MUTANT = "mutant"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Implementation:
    """Code that can be run on a case. `task` is set where it implements one task only."""

    kind: Kind
    name: str
    load: Load
    title: str = ""
    hint: str = ""
    task: str = ""

    @property
    def trusted(self) -> bool:
        """Whether people wrote it who may be trusted: a mutant, nobody did."""
        return self.kind not in (Kind.SUBMISSION, Kind.MUTANT)


def read_for(exercise: Exercise, path: Path) -> Submission:
    """The submission at `path`, as text. SubmissionError if it cannot be read."""
    return read_submission(path, exercise.module, [task.name for task in exercise.tasks])


def submission_of(exercise: Exercise, submission: Submission) -> Implementation:
    name = exercise.module.removesuffix(".py")
    load = Load(name, submission.main, submission.sources, cells=submission.cells)
    return Implementation(Kind.SUBMISSION, submission.name, load)


def reference_of(exercise: Exercise) -> Implementation:
    return Implementation(Kind.REFERENCE, "reference", _load(exercise))


def mutant_of(exercise: Exercise, name: str, source: str) -> Implementation:
    """The reference with another text. It may do anything, so it runs as submissions do."""
    base = _load(exercise)
    return Implementation(Kind.MUTANT, name, replace(base, sources={base.main: source}))


def alternatives_of(exercise: Exercise, task: str) -> tuple[Implementation, ...]:
    """Each public function or class in alternatives/<task>.py, in source order."""
    return _beside(exercise, task, Kind.ALTERNATIVE, "alternatives")


def misconceptions_of(exercise: Exercise, task: str) -> tuple[Implementation, ...]:
    """Each public function or class in misconceptions/<task>.py, in source order."""
    return _beside(exercise, task, Kind.MISCONCEPTION, "misconceptions")


def idle_of(exercise: Exercise, task: str) -> tuple[Implementation, ...]:
    """Each public function or class in idle/<task>.py: what looks like work, and does none."""
    return _beside(exercise, task, Kind.IDLE, "idle")


def laid_over(exercise: Exercise, kind: Kind, name: str, task: str, source: str) -> Implementation:
    """A source that holds one task, over the reference, which has the others."""
    load = replace(
        _load(exercise), overlay=source, overlay_path=f"{kind.value}.py", bind={task: task}
    )
    return Implementation(kind, name, load, task=task)


def _load(exercise: Exercise) -> Load:
    path = exercise.reference / exercise.module
    source = path.read_text(encoding="utf-8")
    shown = f"reference/{exercise.id}/{exercise.module}"
    return Load(exercise.module.removesuffix(".py"), shown, {shown: source})


def _beside(exercise: Exercise, task: str, kind: Kind, folder: str) -> tuple[Implementation, ...]:
    path: Path = exercise.reference / folder / f"{task}.py"
    if not path.is_file():
        return ()
    source = path.read_text(encoding="utf-8")
    base = _load(exercise)
    found = []
    for name, docstring in _public(source).items():
        title, _, hint = docstring.partition("\n\n")
        load = Load(
            base.module,
            base.main,
            base.sources,
            overlay=source,
            overlay_path=f"reference/{exercise.id}/{folder}/{task}.py",
            bind={task: name},
        )
        found.append(
            Implementation(kind, kebab(name), load, _one_line(title), _one_line(hint), task)
        )
    return tuple(found)


def _public(source: str) -> Mapping[str, str]:
    """The public top-level definitions of a module, with their docstrings.

    An assignment counts too (`sgd = torch.optim.SGD`): such an alternative has no docstring.
    """
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            found[node.name] = ast.get_docstring(node) or ""
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if not name.startswith("_") and not name.isupper():
                found[name] = ""
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def kebab(name: str) -> str:
    """`never_zeroes_gradients` and `HasAThreshold`, as ids: words joined by dashes."""
    starts = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"  # of words, a single letter too
    return re.sub(starts, "-", name).replace("_", "-").lower()
