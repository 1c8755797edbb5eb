"""False rejects and margins fit a terminal, and say in words what the numbers are."""

import math

from rich.cells import cell_len

from grader.reports import Count, Elsewhere, Fairness, Margin, TaskAudit, render_audit

FAIRNESS = Fairness(
    implementations=7,
    seeds=100,
    runs=700,
    rejected=0,
    bound=0.02951,
    elsewhere=(
        Elsewhere("with foreach=True", False, 100, 100, 4100),
        Elsewhere("on the simulated device", True, 6, 7, 41, ("it has no LSTM",)),
        Elsewhere("on CUDA", True, 0, 0, 0, ("this machine has no CUDA device",)),
    ),
    margins=(
        Margin("loss", 0.0021, "adds, seed 3", 31_000.0, "never-steps", 1.2e-8),
        Margin(
            "model", 0.0005, "adds, seed 4", math.inf, "a-name-of-a-wrong-one-that-is-long", 0.0
        ),
        Margin("learns", 0.9, "adds, seed 5", 1.5, "barely-learns", 0.01, chosen=True),
    ),
)
AUDIT = TaskAudit(
    "exercise03", "train_one_epoch", Count(7, 7), Count(30, 30), Count(3, 3), Count(5, 5), True,
    9.0, fairness=FAIRNESS,
)  # fmt: skip


def line_of(text: str, beginning: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith(beginning)]
    return " ".join(lines[-1].split())


def test_a_line_for_each_task():
    """Rejected runs, bound, devices, rewrites; what rounding allows, not what the exercise does."""
    text = render_audit([AUDIT])

    wanted = "train_one_epoch 0/700 3.0 % 6/7 100/100 0.0021 3.1e+04"
    assert line_of(text, "train_one_epoch") == wanted


def test_in_sentences_when_asked_for():
    """Every world with its reasons, every check with both sides and what is allowed."""
    text = render_audit([AUDIT], verbose=True, width=100)

    assert line_of(text, "0 of 700") == (
        "0 of 700 runs rejected (7 implementations, 100 seeds); 95 % bound 3.0 % of seeds"
    )
    assert line_of(text, "on the simulated device") == (
        "on the simulated device: 6 of 7 same verdicts, 41 cases, skipped: it has no LSTM"
    )
    assert line_of(text, "on CUDA") == "on CUDA: skipped: this machine has no CUDA device"
    assert line_of(text, "loss") == "loss right at most 0.0021 adds, seed 3"
    assert "wrong at least  3.1e+04  never-steps (1.2e-08 allowed)" in text
    assert line_of(text, "learns") == "learns right at most 0.9 adds, seed 5"
    assert "wrong at least      1.5  barely-learns (1.0e-02 allowed)" in text


def test_sentences_are_left_out_otherwise():
    """The default output stays short."""
    assert "same verdicts" not in render_audit([AUDIT])


def test_tasks_that_could_not_be_run_have_no_line():
    """Nothing was measured."""
    stuck = TaskAudit("e", "f", Count(0, 0), Count(0, 0), Count(0, 0), Count(0, 0), False, 0.0)

    assert "runs" not in render_audit([stuck])


def test_nothing_to_compare_is_a_dash():
    """No device, no rewrite, no number in any check."""
    bare = Fairness(1, 3, 3, 0, 0.632)
    audit = TaskAudit(
        "e", "f", Count(1, 1), Count(0, 0), Count(0, 0), Count(0, 0), True, 0.0, fairness=bare
    )

    assert line_of(render_audit([audit]), "f ") == "f 0/3 63.2 % - - - -"


def test_it_fits():
    """No line is wider than the terminal."""
    for width in (60, 80, 100):
        text = render_audit([AUDIT], width=width, verbose=True)
        assert max(map(cell_len, text.splitlines())) <= width
