"""Grading: plan the runs, ask for them, judge, diagnose, score."""

from grader.grading.diagnose import NO_STUB, alike
from grader.grading.grade import Grading, Progress, could_not_grade, grade, prepare
from grader.grading.implementation import (
    Implementation,
    Kind,
    alternatives_of,
    misconceptions_of,
    mutant_of,
    reference_of,
    submission_of,
)
from grader.grading.judge import NotStarted, Outcome, cannot_import, judge_check
from grader.grading.measure import Farthest, measure_check
from grader.grading.observe import Bench, Observed, Seen
from grader.grading.plots import Drawn, draw_plot, draw_plots
from grader.grading.scenario import Need, Scenario, TaskPlan, cannot_run, property_of, runs_of
from grader.grading.untouched import tasks_with_bugs, untouched_tasks

__all__ = [
    "NO_STUB",
    "Bench",
    "Drawn",
    "Farthest",
    "Grading",
    "Implementation",
    "Kind",
    "Need",
    "NotStarted",
    "Observed",
    "Outcome",
    "Progress",
    "Scenario",
    "Seen",
    "TaskPlan",
    "alike",
    "alternatives_of",
    "cannot_import",
    "cannot_run",
    "could_not_grade",
    "draw_plot",
    "draw_plots",
    "grade",
    "judge_check",
    "measure_check",
    "misconceptions_of",
    "mutant_of",
    "prepare",
    "property_of",
    "reference_of",
    "runs_of",
    "submission_of",
    "tasks_with_bugs",
    "untouched_tasks",
]
