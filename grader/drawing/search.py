"""The search for a simpler case. Imports Hypothesis only when there is something to search for."""

from __future__ import annotations

from collections.abc import Callable

from grader.cases import Case
from grader.course import Given, Task
from grader.drawing.plan import Source


def simplest_case(
    task: Task, when: Given, source: Source, fails: Callable[[Case], bool], seed: int
) -> Case | None:
    """The simplest case like those of a source that fails; None if the search finds none."""
    from grader.drawing import simplest

    return simplest.simplest_case(task, when, source, fails, seed)
