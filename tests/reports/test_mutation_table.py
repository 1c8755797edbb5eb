"""The tables of mutants fit a terminal; what survives is shown in full."""

import pytest
from rich.cells import cell_len

from grader.reports import CheckKills, Remark, Survivor, TaskMutants, Tried, render_mutation

CHECKS = (CheckKills("loss", 9, 2), CheckKills("mode", 7, 0), CheckKills("cuda", 0, 0, "no CUDA"))
ROWS = (Tried("mutants", "drop-step: optimizer.step()", "fails loss"),)
SOUND = TaskMutants("exercise03", "fit", 11, 10, 1, 3.21, CHECKS, tried=ROWS)
ALIVE = Survivor(
    "A step is never made.",
    "reference/exercise03/training_models.py:91",
    ("@@ -90,3 +90,2 @@", "     loss.backward()", "-    optimizer.step()", "     return [a]"),
    entry="- task: predict\n  mutant: 'drop-step: optimizer.step()'\n  reason: '...'\n",
    file="reference/exercise03/equivalent.yaml",
)
LUCKY = Survivor("It is off by one.", "reference/x.py:7", ("-a", "+b"), "Only with seed 1.")
FAULT = Remark("reference/exercise03/equivalent.yaml:2:5", "It is told apart.", "Take it out.")
UNSOUND = TaskMutants(
    "exercise03", "a_rather_long_name_of_a_task", 300, 297, 0, 123.4, survivors=(ALIVE, LUCKY),
    faults=(FAULT,),
)  # fmt: skip


def words(text, beginning):
    line = next(line for line in text.splitlines() if line.strip().startswith(beginning))
    return line.split()


def test_a_line_for_each_task():
    """Of all mutants that are not equivalent, the score says how many are killed."""
    text = render_mutation([SOUND])

    assert words(text, "fit") == ["fit", "11", "10", "0", "1", "100", "%", "3.2", "s"]
    assert text.endswith(
        "10 of 11 mutants killed, 1 equivalent: 100 %.\n"
        "Every mutant is killed, or shown to be equivalent.\n"
    )


def test_a_line_for_each_check():
    """How many it kills, how many it alone kills, and its score."""
    text = render_mutation([SOUND])

    assert words(text, "loss") == ["loss", "9", "2", "90", "%"]
    assert words(text, "cuda") == ["cuda", "0", "0", "skipped"]


def test_sole_killers_of_nothing():
    """Checks without which every mutant would be killed too are named; skipped ones say why."""
    text = render_mutation([SOUND])

    assert "Sole killers of nothing: mode." in text
    assert "Check cuda was skipped: no CUDA." in text


def test_a_score_is_rounded_down():
    """100 % is all of them, never nearly all."""
    text = render_mutation([UNSOUND])

    assert "99 %" in text
    assert "100 %" not in text


def test_a_survivor_in_full():
    """What is wrong with it, where, the lines that differ, and the entry to paste."""
    text = render_mutation([UNSOUND])

    shown = text[text.index("  reference/exercise03/training_models.py:91") :]
    assert shown.startswith("""\
  reference/exercise03/training_models.py:91  exercise03
  a_rather_long_name_of_a_task
    A step is never made.
        loss.backward()
      - optimizer.step()
        return [a]
    Add a case that tells it apart; or, if no caller can, below equivalent: in
    reference/exercise03/equivalent.yaml
      - task: predict
        mutant: 'drop-step: optimizer.step()'
        reason: '...'

  reference/x.py:7  exercise03 a_rather_long_name_of_a_task
    It is off by one.
      - a
      + b
    Only with seed 1.
""")


def test_what_does_not_hold():
    """Faults are told with their place, and counted beside the survivors."""
    text = render_mutation([SOUND, UNSOUND])

    assert FAULT.where in text
    assert "It is told apart. Take it out." in text
    assert text.endswith("2 survive, 1 fault.\n")


def test_every_mutant_when_asked_for():
    """Each mutant has a line with the checks that it fails."""
    assert "drop-step: optimizer.step()" not in render_mutation([SOUND])
    assert "fails loss" in render_mutation([SOUND], verbose=True)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_it_fits(width):
    """No line is wider than the terminal."""
    text = render_mutation([SOUND, UNSOUND], width=width, verbose=True)

    assert max(map(cell_len, text.splitlines())) <= width


def test_colour_only_repeats():
    """Without colour there is no escape sequence."""
    assert "\x1b" not in render_mutation([UNSOUND])
    assert "\x1b[31m" in render_mutation([UNSOUND], colour=True)
