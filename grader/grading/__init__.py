"""Grading: plan the runs, ask for them, judge, diagnose, score."""

from grader.grading.grade import Grading, grade, prepare
from grader.grading.implementation import (
    Implementation,
    Kind,
    alternatives_of,
    misconceptions_of,
    reference_of,
    submission_of,
)

__all__ = [
    "Grading",
    "Implementation",
    "Kind",
    "alternatives_of",
    "grade",
    "misconceptions_of",
    "prepare",
    "reference_of",
    "submission_of",
]
