"""What a report says of a submission that was run on the GPU."""

from __future__ import annotations

from pathlib import Path

from grader.course import load_course, load_exercise
from grader.grading import grade, prepare
from grader.isolation import Zygote
from grader.reports import render_terminal
from grader.vocabulary import vocabulary_for

ROOT = Path(__file__).parents[2]


def test_the_report_names_the_worker_on_the_gpu(zygote: Zygote) -> None:
    """One worker served all tasks; what it lacks stands beside the layers that hold."""
    exercise = load_exercise(load_course(ROOT), "exercise03", vocabulary_for)
    grading = prepare(exercise, zygote, banked=False)

    report = grade(grading, exercise.reference / exercise.module)

    assert report.isolation[-1] == "cuda: one worker for all tasks of a submission"
    assert "cuda: a limit of addresses" in report.isolation_missing
    assert "cuda: one worker" in " ".join(render_terminal(report).split())


def test_no_submission_stays_on_the_gpu(zygote: Zygote) -> None:
    """When a submission has been graded its worker is gone; a warm one of trusted code may stay."""
    exercise = load_exercise(load_course(ROOT), "exercise03", vocabulary_for)

    grade(prepare(exercise, zygote, banked=False), exercise.reference / exercise.module)

    assert {post.owner for post in zygote.cuda._posts} <= {"", "trusted"}
