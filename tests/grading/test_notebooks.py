"""Grading a notebook end to end: what counts, and where its lines are."""

import json
from pathlib import Path

import pytest

from grader.reports import Report, Status, render_terminal

PREDICT = """
def predict(model, inputs):
    model.eval()
    with torch.no_grad():
        return model(inputs)
"""
ENDLESS = """
for epoch in range(10**12):
    print(predict(nn.Linear(1, 1), torch.ones(1)))
"""


@pytest.fixture
def graded_notebook(graded, tmp_path):
    """Grade exercise03's predict in a notebook of these code cells."""

    def grade_it(*cells: str, **limits: float) -> Report:
        return graded(written(tmp_path / "anna.ipynb", *cells), "exercise03", "predict", **limits)

    return grade_it


def written(path: Path, *cells: str) -> Path:
    code = [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in cells]
    path.write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": code}))
    return path


def test_a_right_notebook_gets_every_point(graded_notebook):
    """Also with magics, and a training run that has no end: neither is executed."""
    report = graded_notebook(
        "%matplotlib inline\nimport torch\nfrom torch import nn", PREDICT, ENDLESS, "!pip list"
    )

    assert report.passed
    assert "statement was left out" in report.notes[0]
    assert "note" not in render_terminal(report, width=80)


def test_an_error_has_cell_and_line(graded_notebook):
    """Counted as Jupyter counts the cells; the terminal names them too, with what was left out."""
    report = graded_notebook(
        "import torch", "", PREDICT.replace("model(inputs)", "model(x)"), "1+1"
    )

    shown = render_terminal(report, width=80)
    first = next(check for check in report.tasks[0].checks if check.status is Status.FAILED)
    assert first.place == "anna.ipynb, cell 2, line 5"
    assert "NameError: name 'x' is not defined at anna.ipynb, cell 2, line 5" in first.message
    assert "note  anna.ipynb: 1 statement was left out" in shown
    assert "Next: anna.ipynb, cell 2, line 5  correct predict" in shown


def test_a_syntax_error_has_cell_and_line(graded_notebook):
    """It keeps the whole notebook from being imported, as it would a file."""
    report = graded_notebook("import torch", PREDICT, "x = (1\n  2)")

    assert report.message == (
        "The file cannot be imported: it raised SyntaxError: invalid syntax. Perhaps you forgot a "
        "comma? at anna.ipynb, cell 3, line 1: x = (1"
    )
    assert report.score == 0


def test_an_endless_loop_has_cell_and_line(graded_notebook):
    """Asked from outside where it is, a worker answers with the cell."""
    report = graded_notebook(
        "import torch", "def predict(model, inputs):\n    while True: pass", time_s=1
    )

    assert "It was still running after 1 s at anna.ipynb, cell 2, line 2" in str(report.tasks)


def test_a_misfit_has_cell_and_line(graded_notebook):
    """A task that cannot be called as it will be."""
    report = graded_notebook("import torch", "def predict(model): ...")

    assert report.tasks[0].message.startswith("anna.ipynb, cell 2, line 1: predict is called as")


def test_a_missing_task_names_the_notebook(graded_notebook):
    """The note beside it says what was left out."""
    report = graded_notebook("import torch", "print(1)")

    assert report.tasks[0].message == "anna.ipynb defines no predict"


def test_a_stub_in_a_notebook_is_not_started(graded_notebook):
    """What raises the stub's own error is not written yet, in a cell as in a file."""
    report = graded_notebook(
        "def predict(model, inputs):\n    raise NotImplementedError('predict is yours to write')"
    )

    assert report.tasks[0].status is Status.NOT_STARTED


def test_the_future_of_one_cell_is_that_of_the_next(graded_notebook):
    """As in Jupyter: else annotations that are no names yet would raise."""
    report = graded_notebook(
        "from __future__ import annotations",
        f"import torch\n{PREDICT.replace('inputs):', 'inputs: Unknown):')}",
    )

    assert report.passed


def test_a_notebook_as_it_was_given_is_not_started(graded, tmp_path):
    """Code with a bug to find earns nothing in a notebook either, whatever else runs there."""
    stub = (Path(__file__).parents[2] / "exercises/exercise14/debugging.py").read_text()
    path = written(tmp_path / "anna.ipynb", stub, "print('here I begin')")

    report = graded(path, "exercise14", "evaluate_in_train_mode")

    assert report.tasks[0].status is Status.NOT_STARTED
