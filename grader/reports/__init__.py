"""What became of a submission: one report, and a function for each form that it is shown in."""

from grader.reports.audit_table import Count, Remark, TaskAudit, Tried, render_audit
from grader.reports.json_report import to_json
from grader.reports.model import CheckReport, Counterexample, Report, Status, TaskReport
from grader.reports.terminal import render_terminal

__all__ = [
    "CheckReport",
    "Count",
    "Counterexample",
    "Remark",
    "Report",
    "Status",
    "TaskAudit",
    "TaskReport",
    "Tried",
    "render_audit",
    "render_terminal",
    "to_json",
]
