"""A failing case that passes by itself explains nothing: the report says what it depends on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.course import load_course, load_exercise
from grader.grading import NO_STUB, prepare, reference_of, submission_of
from grader.grading.alone import Dependence, Trial, explained
from grader.grading.judge import Outcome
from grader.isolation import Zygote
from grader.properties import Finding
from grader.reports import CheckReport, Report, Status, to_json
from grader.submissions import read_submission
from grader.vocabulary import vocabulary_for
from grader.wire import Variation

ROOT = Path(__file__).parents[2]
RIGHT = ROOT / "samples" / "exercise03" / "right.py"

# The first call is right; `calls` of them are, where it says so.
REMEMBERS = """
import torch

calls = []

def predict(model, inputs):
    calls.append(len(inputs))
    model.eval()
    with torch.no_grad():
        return model(inputs) + (len(calls) > {calls})
"""
STATELESS = REMEMBERS.replace("(len(calls) > {calls})", "1")
IN_THE_CLASS = """
class EarlyStopping:
    seen = []

    def __init__(self, patience=7, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.counter, self.best_loss, self.early_stop = 0, None, False

    def __call__(self, val_loss):
        self.seen.append(val_loss)
        if len(self.seen) > 30:
            val_loss = val_loss + 1
        if self.best_loss is None or val_loss < self.best_loss - self.min_delta:
            self.best_loss, self.counter = val_loss, 0
        else:
            self.counter += 1
            self.early_stop = self.early_stop or self.counter >= self.patience
"""
ENDS_WHEN_IT_IS_FIRST = """
import os, torch

calls = []

def predict(model, inputs):
    calls.append(len(inputs))
    if len(calls) == 1 and inputs.dtype == torch.float32:
        os._exit(3)
    model.eval()
    with torch.no_grad():
        return model(inputs) + (inputs.dtype == torch.float32)
"""


def first_failure(report: Report) -> CheckReport:
    return next(c for c in report.tasks[0].checks if c.status is Status.FAILED)


def test_a_call_that_fails_after_another_one_is_shown_with_it(graded):
    """The second call fails: the call before it is shown, and what to look for."""
    check = first_failure(graded(REMEMBERS.format(calls=1), "exercise03", "predict"))

    assert check.misconception == "depends-on-earlier-calls"
    assert check.hint.startswith("What does your code keep between calls")
    assert check.counterexample.alone == (
        "In a fresh process it passes by itself, and fails after that call: your code keeps "
        "something from one call to the next."
    )
    assert check.counterexample.after.keys() == {"model", "inputs"}


def test_that_call_is_the_simplest_case_once_more_if_that_is_enough(graded):
    """Two equal calls say most."""
    example = first_failure(
        graded(REMEMBERS.format(calls=1), "exercise03", "predict")
    ).counterexample

    assert example.smallest
    assert example.after["model"] == example.given["model"]


def test_a_call_that_fails_after_many_says_after_how_many(graded):
    """No single one of them is to blame, so none is shown."""
    example = first_failure(
        graded(REMEMBERS.format(calls=7), "exercise03", "predict")
    ).counterexample

    assert "fails after the 7 calls before it" in example.alone
    assert example.after == {}
    assert not example.smallest


def test_what_is_shown_is_the_same_every_time(graded):
    """Also of code that remembers."""
    first, second = (
        replace(graded(REMEMBERS.format(calls=7), "exercise03", "predict"), duration_s=0.0)
        for _ in "ab"
    )

    assert to_json(first) == to_json(second)


def test_a_case_that_fails_by_itself_depends_on_nothing(graded):
    """Plain wrong code has its smallest case, as ever."""
    check = first_failure(graded(STATELESS, "exercise03", "predict"))

    assert check.counterexample.smallest
    assert (check.counterexample.alone, check.counterexample.after) == ("", {})
    assert check.misconception is None


def test_a_state_machine_that_remembers_in_its_class(graded):
    """Each sequence of an enumeration is right by itself; those before it are what it needs."""
    check = first_failure(graded(IN_THE_CLASS, "exercise03", "EarlyStopping"))

    assert check.misconception == "depends-on-earlier-calls"
    assert "calls before it" in check.counterexample.alone


def test_an_enumeration_that_fails_by_itself_shows_its_sequence(graded):
    """What was found in the enumeration stays."""
    forgets = IN_THE_CLASS.replace("self.counter += 1", "pass")

    check = first_failure(graded(forgets, "exercise03", "EarlyStopping"))

    assert check.counterexample.alone == ""
    assert check.counterexample.smallest


def test_other_checks_say_it_too(graded):
    """Where the first one depends on earlier calls, the others are tried by themselves as well."""
    report = graded(REMEMBERS.format(calls=1), "exercise03", "predict")

    failed = [c for c in report.tasks[0].checks if c.status is Status.FAILED]
    assert len(failed) > 1
    assert {c.misconception for c in failed} <= {"depends-on-earlier-calls", None}


def test_a_case_that_cannot_be_run_by_itself_stays_as_it_was_found(graded):
    """Nothing is said about what was not seen."""
    check = first_failure(graded(ENDS_WHEN_IT_IS_FIRST, "exercise03", "predict"))

    assert check.counterexample.alone == ""
    assert check.misconception is None


@pytest.fixture
def seen_once(zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    """A failure of a right submission, as if chance had brought it about."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    exercise = load_exercise(load_course(ROOT), "exercise03", vocabulary_for)
    grading = prepare(exercise, zygote, 0, "predict")
    scenario = grading.plans[0].scenarios[0]
    ask = scenario.ask_for(scenario.cases[0].case, Variation(), True)
    with grading.bench.worker(reference_of(exercise), "predict", ()) as (worker, _):
        wanted = worker.observe(ask)
    theirs = submission_of(exercise, read_submission(RIGHT, exercise.module))
    outcome = Outcome(scenario.checks[0], Status.FAILED, Finding("it was"), scenario, 0)
    return Trial(grading.bench, theirs, NO_STUB, outcome, (wanted,))


def test_a_failure_that_does_not_come_again_is_chance(seen_once):
    """It passed by itself and after the same calls, so it is no use to look for what is kept."""
    told, depends = explained(seen_once, seen_once, seen_once.asks)

    assert told is seen_once.outcome
    assert depends == Dependence(0)
    assert depends.name == "depends-on-chance"
    assert depends.sentence.startswith("It passed when it was run again, by itself and after")
    assert depends.hint.startswith("What does your code use beside its arguments")


def test_of_a_case_that_the_reference_cannot_run_nothing_is_said(seen_once):
    """There is nothing to compare it with."""
    trial = replace(seen_once, expected=())

    assert explained(trial, trial, []) == (trial.outcome, None)
