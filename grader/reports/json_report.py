"""The report for programs: `grade-report/1`. Fields are added, never renamed or moved."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from grader.reports.model import CheckReport, Counterexample, PlotReport, Report, TaskReport

SCHEMA = "grade-report/1"
COMMAND = re.compile(r"##(?=\w*\[)")  # runners of Azure and TeamCity look for it in every line


def to_json(report: Report, *, details: bool = False) -> str:
    """Return the report as ASCII JSON that ends in a newline; NaN and infinity become null.

    Only with `details`, which is for instructors, do hidden checks say what they are about.
    Equal runs differ in `duration_s` alone.
    """
    document = _strict(_report(report, details))
    text = json.dumps(document, indent=2, allow_nan=False)
    return COMMAND.sub(r"#\\u0023", text) + "\n"  # the same string to who reads it as JSON


def _report(report: Report, details: bool) -> dict[str, Any]:
    failed = {"status": "could_not_grade", "reason": report.reason}
    return {
        "schema": SCHEMA,
        "exercise": report.exercise,
        "title": report.title,
        **(failed if report.reason else {"status": "graded"}),
        "message": report.message,
        "notes": report.notes,
        "submission": {"name": report.submission, "sha256": report.sha256},
        **({} if report.reason else _total(report)),
        "versions": report.versions,
        "seed_digest": report.seed_digest,
        "bank_digest": report.bank_digest,
        "isolation_level": report.isolation_level,
        "isolation": report.isolation,
        "isolation_missing": report.isolation_missing,
        "duration_s": report.duration_s,
        "tasks": [] if report.reason else [_task(task, details) for task in report.tasks],
    }


def _total(report: Report) -> dict[str, Any]:
    return {**_points(report), "passed": report.passed}


def _task(task: TaskReport, details: bool) -> dict[str, Any]:
    return {
        "name": task.name,
        "status": task.status.value,
        **_points(task),
        "message": task.message,
        "place": task.place,
        "output": task.output,
        "notes": task.notes,
        "plots": [_plot(plot) for plot in task.plots],
        "checks": [_check(check, details) for check in task.checks],
    }


def _plot(plot: PlotReport) -> dict[str, str]:
    return {"id": plot.id, "title": plot.title, "file": plot.file, "message": plot.message}


def _check(check: CheckReport, details: bool) -> dict[str, Any]:
    told = details or check.visibility == "visible"
    return {
        "id": check.id,
        "property": check.property,
        "claim": check.claim if told else "",
        "status": check.status.value,
        **_points(check),
        "visibility": check.visibility,
        "message": check.message if told else "hidden check",
        "hint": check.hint if told else "",
        "misconception": check.misconception if told else None,
        "place": check.place if told else "",
        "counterexample": _counterexample(check.counterexample) if told else {},
    }


def _counterexample(shown: Counterexample | None) -> dict[str, Any]:
    if shown is None:
        return {}
    return {
        "given": shown.given,
        "run": shown.run,
        "expected": shown.expected,
        "actual": shown.actual,
        "difference": shown.difference,
        "smallest": shown.smallest,
        "alone": shown.alone,
        "after": shown.after,
    }


def _points(item: Report | TaskReport | CheckReport) -> dict[str, float]:
    """Both scores, without the dust of adding floats (0.1 + 0.2 is 0.3 here)."""
    return {"score": round(float(item.score), 9), "max_score": round(float(item.max_score), 9)}


def _strict(value: Any) -> Any:
    """The same data in what every JSON parser takes: finite numbers and whole characters."""
    match value:
        case str():  # half a surrogate pair, as a student's string may hold, ends some parsers
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case float():
            return value if math.isfinite(value) else None
        case Mapping():
            return {_strict(name): _strict(item) for name, item in value.items()}
        case tuple() | list():
            return [_strict(item) for item in value]
    return value
