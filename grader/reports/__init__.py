"""What became of a submission: one report, and a function for each form that it is shown in."""

from grader.reports.audit_table import Count, TaskAudit, Tried, render_audit
from grader.reports.doctor_table import doctor_json, lacking, render_doctor
from grader.reports.fairness_table import Elsewhere, Fairness, Margin
from grader.reports.json_report import to_json
from grader.reports.model import (
    CheckReport,
    Counterexample,
    PlotReport,
    Report,
    Status,
    TaskReport,
)
from grader.reports.mutation_table import CheckKills, Survivor, TaskMutants, render_mutation
from grader.reports.page import Remark, counted
from grader.reports.terminal import render_terminal
from grader.reports.tryout_table import TriedCase, TriedScenario, TriedTask, render_tryout
from grader.reports.words_table import render_word, render_words

__all__ = [
    "CheckKills",
    "CheckReport",
    "Count",
    "Counterexample",
    "Elsewhere",
    "Fairness",
    "Margin",
    "PlotReport",
    "Remark",
    "Report",
    "Status",
    "Survivor",
    "TaskAudit",
    "TaskMutants",
    "TaskReport",
    "Tried",
    "TriedCase",
    "TriedScenario",
    "TriedTask",
    "counted",
    "doctor_json",
    "lacking",
    "render_audit",
    "render_doctor",
    "render_mutation",
    "render_terminal",
    "render_tryout",
    "render_word",
    "render_words",
    "to_json",
]
