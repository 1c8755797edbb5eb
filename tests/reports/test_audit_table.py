"""The audit's table fits a terminal and says in words what colour repeats."""

from rich.cells import cell_len

from grader.reports import Count, Remark, TaskAudit, Tried, render_audit

SOUND = TaskAudit(
    "exercise03", "fit", Count(4, 4), Count(30, 30), Count(6, 6), Count(15, 15), True, 3.21,
    tried=(Tried("misconceptions", "never-steps", "fails model, loss"),),
)  # fmt: skip
FAULT = Remark(
    "reference/exercise03/misconceptions/predict.py:298", "It loses no points.", "Add [a] case."
)
UNSOUND = TaskAudit(
    "exercise03", "a_rather_long_name_of_a_task", Count(3, 4), Count(29, 30), Count(6, 6),
    Count(0, 0), False, 123.4, faults=(FAULT,), notes=(Remark("exercise03 fit", "It is noted."),),
)  # fmt: skip


def test_a_line_for_each_task():
    """Counts, the stub, the time and a verdict in words."""
    text = render_audit([SOUND])

    line = next(line for line in text.splitlines() if line.startswith("  fit"))
    assert line.split() == ["fit", "4/4", "30/30", "6/6", "15/15", "ok", "3.2", "s", "ok"]
    assert text.endswith("All of it holds, in 1 task.\n")


def test_faults_and_notes_are_told():
    """Where, what and what to do; markup in a text is only text."""
    text = render_audit([SOUND, UNSOUND])

    assert FAULT.where in text
    assert "It loses no points. Add [a] case." in text
    assert "It is noted." in text
    assert text.endswith("1 fault in 2 tasks.\n")


def test_it_fits():
    """No line is wider than the terminal."""
    for width in (60, 80, 100):
        text = render_audit([SOUND, UNSOUND], width=width, verbose=True)
        assert max(map(cell_len, text.splitlines())) <= width


def test_implementations_when_asked_for():
    """Each implementation has a line with the checks that it fails."""
    assert "never-steps" not in render_audit([SOUND])
    assert "never-steps  fails model, loss" in render_audit([SOUND], verbose=True)


def test_colour_only_repeats():
    """Without colour there is no escape sequence."""
    assert "\x1b" not in render_audit([UNSOUND])
    assert "\x1b[1;31m" in render_audit([UNSOUND], colour=True)
