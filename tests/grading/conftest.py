"""Grade a submission of an exercise of the course, in a few tasks of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course import load_course, load_exercise
from grader.grading import grade, prepare
from grader.isolation import Zygote
from grader.reports import Report
from grader.vocabulary import vocabulary_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
def graded(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Report]:
    """Grade a source text, or a path, in one task of an exercise."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    course = load_course(ROOT)

    def grade_it(
        submission: str | Path, exercise: str, *tasks: str, seed: int = 0, **limits: float
    ) -> Report:
        path = submission
        if isinstance(submission, str):
            path = tmp_path / "anna.py"
            path.write_text(submission, encoding="utf-8")
        loaded = load_exercise(course, exercise, vocabulary_for)
        chosen = tuple(task for task in loaded.tasks if task.name in tasks)
        only = replace(loaded, tasks=chosen, **limits)
        return grade(prepare(only, zygote, seed), Path(path))

    return grade_it
