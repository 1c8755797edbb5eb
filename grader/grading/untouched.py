"""Tasks whose stub is complete, with a bug to find, and in a submission as it was given."""

from __future__ import annotations

from collections.abc import Mapping

from grader.course import Check, Exercise, Task
from grader.grading.judge import Outcome
from grader.grading.scenario import cannot_run
from grader.properties import Finding
from grader.reports import Status
from grader.submissions import Submission, stubs_with_bugs, untouched

UNTOUCHED = "It is as it was given: it runs, and has a bug to find."


def tasks_with_bugs(exercise: Exercise) -> frozenset[str]:
    """The tasks whose stub is wrong on purpose."""
    return stubs_with_bugs(_reference(exercise)) & {task.name for task in exercise.tasks}


def untouched_tasks(exercise: Exercise, submission: Submission) -> frozenset[str]:
    """Those of them that are in a submission as they were given."""
    path = f"reference/{exercise.id}/{exercise.module}"
    tasks = (task.name for task in exercise.tasks)
    return untouched(submission.text, _reference(exercise), path, tasks)


def not_started(task: Task, missing_devices: Mapping[str, str]) -> list[Outcome]:
    """What its checks come to: code as it was given earns nothing, so it is not run at all.

    Some of it is right, and passes checks. But that is nobody's work yet.
    """
    return [_not_started(check, missing_devices) for check in task.checks]


def _not_started(check: Check, missing_devices: Mapping[str, str]) -> Outcome:
    reason = cannot_run(check, missing_devices)
    if reason:
        return Outcome(check, Status.SKIPPED, Finding(reason))
    return Outcome(check, Status.NOT_STARTED)


def _reference(exercise: Exercise) -> str:
    return (exercise.reference / exercise.module).read_text(encoding="utf-8")
