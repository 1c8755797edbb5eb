"""What is earned by doing nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.grading.judge import EMPTY
from grader.reports import Status

ROOT = Path(__file__).parents[2]


MOVES = "import torch\n\n\ndef move_batch(batch, device):\n    {}\n"
OPTIMIZER = """\
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        pass

    def zero_grad(self):
        pass

    def step(self):
        pass
"""


@pytest.mark.parametrize("body", ["return None", "return batch", "return (0.0, 0.0)", "return []"])
def test_moves_nothing(graded, body):
    """Handing the batch back, or nothing, keeps what was given as it was: that is no merit."""
    report = graded(MOVES.format(body), "exercise05", "move_batch")

    assert report.score == 0.0


def test_optimizer_that_does_nothing(graded):
    """It changes no parameter that it should leave alone, and nothing else either."""
    (task,) = graded(OPTIMIZER, "exercise04", "SGD").tasks

    held = [check for check in task.checks if check.message == EMPTY]
    assert task.score == 0.0
    assert held
    assert {check.hint for check in held} == {""}  # there is nothing wrong with them


@pytest.mark.parametrize(
    "path", sorted(path.relative_to(ROOT) for path in ROOT.glob("reference/*/idle/*.py")), ids=str
)
def test_what_an_exercise_declares_idle(graded, path):
    """It earns nothing, though it has the form of an answer."""
    _, exercise, _, task = path.with_suffix("").parts
    source = (ROOT / path).read_text(encoding="utf-8")

    for name in re.findall(r"^(?:def|class) ([a-zA-Z]\w+)", source, re.MULTILINE):
        assert graded(f"{source}\n\n{task} = {name}\n", exercise, task).score == 0.0


def test_what_is_half_right_keeps_its_points(graded):
    """A check that no idle code passes lets the others count."""
    moves_tensors = "return batch.to(device) if torch.is_tensor(batch) else batch"

    (task,) = graded(MOVES.format(moves_tensors), "exercise05", "move_batch").tasks

    passed = {check.id for check in task.checks if check.status is Status.PASSED}
    assert {"move_batch/tensor", "move_batch/values"} <= passed


def test_a_bug_that_is_handed_back_in_other_words(graded):
    """What the stub does right already was not the student's work."""
    stub = (ROOT / "exercises" / "exercise14" / "debugging.py").read_text(encoding="utf-8")

    report = graded(stub.replace("losses", "kept"), "exercise14", "train_accumulating")

    assert (report.tasks[0].status, report.score) == (Status.FAILED, 0.0)


def test_a_known_answer_is_no_merit(graded):
    """What comes out for y = 3x + 2 needs no training: it stands in the lesson."""
    knows = "def fit_line(x, y, lr=0.01, epochs=2000):\n    return 3.0, 2.0, [0.0] * epochs\n"

    assert graded(knows, "exercise02", "fit_line").score == 0.0
