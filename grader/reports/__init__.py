"""What became of a submission: one report, and a function for each form that it is shown in."""

from grader.reports.json_report import to_json
from grader.reports.model import CheckReport, Counterexample, Report, Status, TaskReport
from grader.reports.terminal import render_terminal

__all__ = [
    "CheckReport",
    "Counterexample",
    "Report",
    "Status",
    "TaskReport",
    "render_terminal",
    "to_json",
]
