"""What a judge itself reads of a submission, its text and its name, cannot break it."""

from __future__ import annotations

import sys

import pytest

from grader.reports import render_terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")

TRAPS = {
    "too large": "x = 1\n" * 200_000,
    "nested brackets": "x = " + "[" * 50_000 + "]" * 50_000,
    "signs": "x = " + "-" * 100_000 + "1",
    "a long sum": "x = " + "1 + " * 50_000 + "1",
    "a long chain": "x = a" + ".a" * 50_000,
    "a long number": "x = " + "9" * 100_000,
    "a power": "x = 9 ** 9 ** 9 ** 9",
    "deep blocks": "".join(" " * n + "if 1:\n" for n in range(200)) + " " * 200 + "pass",
    "nested f-strings": "x = " + "f'{" * 500 + "1" + "}'" * 500,
    "a NUL": "x = 1\0\n",
    "another encoding": "# coding: utf-7\nx = 1\n",
    "many decorators": "@a\n" * 20_000 + "def predict(model, inputs): pass\n",
    "many arguments": "def predict(" + ", ".join(f"a{n}" for n in range(20_000)) + "): pass\n",
    "a long name": "def " + "p" * 100_000 + "(): pass\n",
    "a class in a class": "".join(" " * n + f"class A{n}:\n" for n in range(95))
    + " " * 95
    + "x = 1",
    "escapes in a name": "class \\x1b: pass\n",
    "an escape": "x = '\x1b[2J'\x1b]0;owned\x07\n",
    "another direction": "access = 'user\u202e' # \u2066if admin\u2069\n",
}
NAMES = [
    "\x1b[2J\x1b]0;owned\x07.py",
    "\u202eyp.drawkcab.py",
    "-rf.py",
    "new\nline.py",
    "torch.py",
    "[red]markup.py",
    "grader.py",
    "__main__.py",
    " .py",
    "n" * 240 + ".py",
]


@pytest.mark.parametrize("trap", TRAPS)
def test_a_text_that_breaks_parsers_is_graded(trap, graded, honest_one, tmp_path):
    """Whatever cannot be parsed has no points, and the next submission is graded as ever."""
    file = tmp_path / "training_models.py"
    file.write_text(TRAPS[trap])

    report = graded(file, "exercise03", "predict")

    assert (report.reason, report.score) == ("", 0.0)
    assert graded(honest_one, "exercise03", "predict").passed


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_file_may_have_any_name(name, graded, tmp_path):
    """It is one column of printable text in the report, and shadows no module."""
    file = tmp_path / name
    file.write_text("def predict(model, inputs):\n    raise RuntimeError('not written')\n")

    report = graded(file, "exercise03", "predict")

    assert (report.reason, report.score) == ("", 0.0)
    assert render_terminal(report, width=80).replace("\n", "").isprintable()
