"""The report for programs, version 1: these fields stay, in this order and nesting."""

import json
import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from grader.reports import (
    CheckReport,
    Counterexample,
    PlotReport,
    Report,
    Status,
    TaskReport,
    to_json,
)

CHECK = CheckReport(
    id="fit/zeroed",
    property="zeroed",
    claim="Gradients are zeroed.",
    status=Status.NOT_STARTED,
    score=0.1,
    max_score=1.0,
    message="they are not",
    hint="Look at .grad.",
    misconception="never-zeroes-gradients",
    counterexample=Counterexample(
        {"lr": "0.1"}, "f()", "0", "1", "1 of 1", True, "It passes.", {"lr": "0.2"}
    ),
    place="anna.py:3",
)
HIDDEN = replace(CHECK, visibility="hidden", score=0.2)
PLOT = PlotReport("curve", "A curve.", "figures/x_fit_curve.png")
TASK = TaskReport(
    "fit", Status.FAILED, (CHECK, HIDDEN), "message", "anna.py:1", "out", ("note",), (PLOT,)
)
REPORT = Report(
    exercise="exercise03",
    title="Training models",
    submission="anna.py",
    sha256="ab",
    tasks=(TASK,),
    versions={"grader": "0.1", "torch": "2.6", "python": "3.11"},
    seed_digest="12",
    bank_digest="34",
    isolation=("process", "rlimits"),
    isolation_missing={"landlock": "kernel too old"},
    isolation_level="standard",
    notes=("helper.py: a link, which is not read",),
    duration_s=1.2,
)


def test_whole_document():
    """Names, order and nesting as they are promised, and the fields that were added."""
    expected = {
        "schema": "grade-report/1",
        "exercise": "exercise03",
        "title": "Training models",
        "status": "graded",
        "message": "",
        "notes": ["helper.py: a link, which is not read"],
        "submission": {"name": "anna.py", "sha256": "ab"},
        "score": 0.3,
        "max_score": 2.0,
        "passed": False,
        "versions": {"grader": "0.1", "torch": "2.6", "python": "3.11"},
        "seed_digest": "12",
        "bank_digest": "34",
        "isolation_level": "standard",
        "isolation": ["process", "rlimits"],
        "isolation_missing": {"landlock": "kernel too old"},
        "duration_s": 1.2,
        "tasks": [
            {
                "name": "fit",
                "status": "failed",
                "score": 0.3,
                "max_score": 2.0,
                "message": "message",
                "place": "anna.py:1",
                "output": "out",
                "notes": ["note"],
                "plots": [
                    {
                        "id": "curve",
                        "title": "A curve.",
                        "file": "figures/x_fit_curve.png",
                        "message": "",
                    }
                ],
                "checks": [
                    {
                        "id": "fit/zeroed",
                        "property": "zeroed",
                        "claim": "Gradients are zeroed.",
                        "status": "not_started",
                        "score": 0.1,
                        "max_score": 1.0,
                        "visibility": "visible",
                        "message": "they are not",
                        "hint": "Look at .grad.",
                        "misconception": "never-zeroes-gradients",
                        "place": "anna.py:3",
                        "counterexample": {
                            "given": {"lr": "0.1"},
                            "run": "f()",
                            "expected": "0",
                            "actual": "1",
                            "difference": "1 of 1",
                            "smallest": True,
                            "alone": "It passes.",
                            "after": {"lr": "0.2"},
                        },
                    },
                    {
                        "id": "fit/zeroed",
                        "property": "zeroed",
                        "claim": "",
                        "status": "not_started",
                        "score": 0.2,
                        "max_score": 1.0,
                        "visibility": "hidden",
                        "message": "hidden check",
                        "hint": "",
                        "misconception": None,
                        "place": "",
                        "counterexample": {},
                    },
                ],
            }
        ],
    }

    assert to_json(REPORT) == json.dumps(expected, indent=2) + "\n"


def test_details_are_for_instructors():
    """Asked for, a hidden check tells what a visible one does."""
    visible, hidden = json.loads(to_json(REPORT, details=True))["tasks"][0]["checks"]

    assert hidden == {**visible, "visibility": "hidden", "score": 0.2}


def test_other_visibilities_are_blanked_too():
    """Whatever is not plainly visible stays hidden until details are asked for."""
    later = replace(TASK, checks=(replace(CHECK, visibility="after_due_date"),))

    document = json.loads(to_json(replace(REPORT, tasks=(later,))))

    assert document["tasks"][0]["checks"][0]["message"] == "hidden check"


def test_without_counterexample():
    """A check that has none shows an empty object."""
    bare = replace(TASK, checks=(replace(CHECK, counterexample=None),))

    document = json.loads(to_json(replace(REPORT, tasks=(bare,))))

    assert document["tasks"][0]["checks"][0]["counterexample"] == {}


def test_could_not_grade():
    """Without a grade there is a reason and nothing that could be taken for a score."""
    document = json.loads(to_json(replace(REPORT, reason="no process")))

    assert (document["status"], document["reason"]) == ("could_not_grade", "no process")
    assert not {"score", "max_score", "passed"} & document.keys()
    assert document["tasks"] == []


def test_report_without_tasks_scores_floats():
    """Zero points are 0.0, as all points are floats."""
    assert '"score": 0.0,' in to_json(replace(REPORT, tasks=()))


def test_numbers_that_json_lacks_become_null():
    """NaN and Infinity are no JSON."""
    odd = replace(TASK, checks=(replace(CHECK, score=math.nan, max_score=math.inf),))

    text = to_json(replace(REPORT, tasks=(odd,), duration_s=-math.inf))

    assert json.loads(text, parse_constant=_refuse)["duration_s"] is None
    assert json.loads(text)["score"] is None


def test_equal_runs_differ_in_duration_alone():
    """Two reports of the same run are the same text, times aside."""
    again = replace(REPORT, duration_s=3.4)

    assert to_json(again).replace("3.4", "1.2") == to_json(REPORT)


@given(
    st.text(alphabet=st.characters(), max_size=40) | st.sampled_from(["\ud800", "a\udfff", "\0"])
)
def test_any_text_survives(text):
    """Every text gives ASCII that parses, without the half characters that some parsers refuse."""
    document = to_json(replace(REPORT, title=text, versions={text: text}))

    assert document.isascii()
    assert json.loads(document)["title"] == text.encode("utf-8", "backslashreplace").decode()


def _refuse(constant: str) -> None:
    raise AssertionError(constant)


def test_no_line_commands_a_runner():
    """What stands in a string may reach a log; as JSON it is the string that it was."""
    task = replace(TASK, output="##vso[task.complete] ##[error] ###teamcity[x] \\##vso[ ## [")

    text = to_json(replace(REPORT, tasks=(task,)))

    assert not [mark for mark in ("##vso[", "##[", "##teamcity[") if mark in text]
    assert json.loads(text)["tasks"][0]["output"] == task.output
