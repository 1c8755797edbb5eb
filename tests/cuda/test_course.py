"""The whole course on the GPU: each task's right implementations, judged as on the CPU."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.auditing import Court
from grader.auditing.worlds import DEVICES, visit_device
from grader.course import load_course, load_exercise
from grader.grading import NotStarted, alternatives_of, grade, prepare, reference_of
from grader.isolation import Zygote
from grader.reports import Status
from grader.vocabulary import vocabulary_for

ROOT = Path(__file__).parents[2]
COURSE = load_course(ROOT)
CASES = 4  # of each scenario
(CUDA,) = (world for world in DEVICES if world.device == "cuda")


@pytest.mark.parametrize("name", COURSE.exercises)
def test_right_code_gets_the_verdicts_of_the_cpu(zygote: Zygote, name: str) -> None:
    """References and alternatives pass every check on the GPU, too, beside the CPU's numbers."""
    exercise = load_exercise(COURSE, name, vocabulary_for)
    grading = prepare(exercise, zygote, banked=False)
    failed = []

    for plan in grading.plans:
        seen = grading.bench.observe(reference_of(exercise), plan)
        stub = NotStarted(exercise.module, grading.stub_messages)
        court = Court(grading.bench, plan, seen.runs, stub)
        right = reference_of(exercise), *alternatives_of(exercise, plan.task.name)
        for visit in visit_device(court, right, CUDA, CASES):
            what = f"{plan.task.name}: {visit.who.name}"
            failed += [f"{what}: {outcome.finding}" for outcome in visit.fails]
            failed += [f"{what}: {why}" for why in visit.broken.values()]
    grading.bench.close()

    assert failed == []


@pytest.mark.parametrize("name", COURSE.exercises)
def test_the_reference_agrees_with_itself(zygote: Zygote, name: str) -> None:
    """As a submission, in the sandbox: every check passes, those on CUDA too, and none is skipped.

    Checks on other devices may be: a torch need not have the simulated one.
    """
    exercise = load_exercise(COURSE, name, vocabulary_for)
    grading = prepare(exercise, zygote, banked=False)

    report = grade(grading, exercise.reference / exercise.module)

    checks = [check for task in report.tasks for check in task.checks]
    assert [check.id for check in checks if check.status is Status.FAILED] == []
    assert not [check.message for check in checks if "CUDA" in check.message]
    assert report.score == report.max_score
