"""Which statements of a notebook are graded: those that define, and what they use."""

import pytest

from grader.submissions.definitions import definitions_only
from grader.submissions.notebook import code_cells


def kept(*cells: str, tasks: tuple[str, ...] = ()) -> list[str]:
    """The statements that are left of these cells, without the gaps between them."""
    texts, _ = definitions_only({str(number): cell for number, cell in enumerate(cells)}, tasks)
    lines = "\n".join(texts.values()).split("\n")
    return [line for line in lines if line not in ("", "pass")]


@pytest.mark.parametrize(
    "statement",
    [
        "print(f())",
        "f()",
        "for x in range(10**9): f()",
        "while True: f()",
        "with open('x.csv') as file: data = file.read()",
        "data = load()",
        "import pandas as pd",
        "lr = 0.1",
        "assert f() == 1",
        "plt.plot([1])",
        "if __name__ == '__main__': f()",
        "del f",
        "x: int = f()",
        "await g()",
        "'''A text.'''",
    ],
)
def test_what_merely_runs_goes(statement):
    """It defines nothing that a function or class uses."""
    assert kept("def f(): return 1", statement) == ["def f(): return 1"]


@pytest.mark.parametrize(
    "statement",
    [
        "import math as a",
        "from math import pi as a",
        "a = 1",
        "a: int = 1",
        "a = load('x.csv')",
        "a, b = 1, 2",
        "(a := 1)",
        "for a in range(3): pass",
        "a['lr'] = 0.1",
        "a.b.c = 1",
        "a += 1",
    ],
)
def test_what_a_function_uses_stays(statement):
    """Also what changes it: a setting is what it was set to in the end."""
    assert kept(statement, "def f(): return a") == [statement, "def f(): return a"]


@pytest.mark.parametrize(
    "user",
    [
        "def f(x=a): ...",
        "def f(x: a): ...",
        "def f() -> a: ...",
        "@a\ndef f(): ...",
        "class C(a): ...",
        "class C:\n    b = a",
        "class C:\n    def f(self):\n        return [a for _ in range(3)]",
        "async def f():\n    def g(): return a",
        "def f():\n    return (lambda: a)()",
        "def f():\n    global a\n    a = 2",
    ],
)
def test_everywhere_in_a_definition_counts_as_use(user):
    """In defaults, annotations, decorators, bases, methods, and functions inside of functions."""
    assert kept("a = 1", user)[0] == "a = 1"


@pytest.mark.parametrize(
    "other",
    [
        "def f(a): return a",
        "def f():\n    a = 1\n    return a",
        "def f():\n    for a in (1, 2): ...",
        "def f(x): return x.a",
        "def f(): return [a for a in (1, 2)]",
        "def f(x): return x(a=1)",
    ],
)
def test_a_local_name_is_another(other):
    """A loop of the notebook that has the same name in it is not run for that."""
    assert "a = train()" not in kept("a = train()", other)


def test_what_is_used_uses_more():
    """And all of it stays, in its order; an assignment that nothing leads to does not."""
    cells = "import torch", "n = 1", "m = torch.ones(n)", "k = m * 2", "def f(): return m"

    assert kept(*cells) == ["import torch", "n = 1", "m = torch.ones(n)", "def f(): return m"]


def test_a_task_may_be_defined_in_any_way():
    """An assignment that makes a task stays with what it uses."""
    cells = "from functools import partial", "def g(x, y): ...", "f = partial(g, 1)"

    assert kept(*cells, tasks=("f",)) == list(cells)


@pytest.mark.parametrize("line", ["from torch import *", "from __future__ import annotations"])
def test_imports_whose_use_nobody_sees(line):
    """They stay, whatever else does."""
    assert kept(line, "x = 1") == [line]


def test_lines_stay_where_they_are():
    """What goes leaves a pass and as many lines; also where statements share a line."""
    text = 'f(\n  "\u00e4"\n); import a; g()  # why\ndef h(): return a\nf(1,\n  2)'

    texts, left_out = definitions_only({"1": text}, ())

    assert texts["1"] == "\n\npass; import a; pass  # why\ndef h(): return a\n\npass"
    assert [one.node.lineno for one in left_out] == [1, 3, 5]


@pytest.mark.parametrize("text", ["def f(:", "x = (", "def f():\n    nonlocal y", "\u00e9\x0c ="])
def test_what_cannot_be_parsed_stays(text):
    """The worker says what is wrong with it."""
    assert definitions_only({"1": text, "2": "f()"}, ())[0] == {"1": text, "2": "pass"}


def test_a_hundred_thousand_statements():
    """Each is looked at once, however many share a line."""
    texts, left_out = definitions_only({"1": "a;" * 20_000}, ())

    assert texts["1"] == "pass;" * 20_000
    assert len(left_out) == 20_000


def test_functions_that_share_a_line():
    """Symbol tables know lines alone: what one of them uses stays with each, and is kept once."""
    names = range(5_000)
    lambdas = ";".join(f"f{name}=lambda:g{name}" for name in names)
    values = "".join(f"g{name}=1\n" for name in names)

    texts, left_out = definitions_only({"1": lambdas, "2": values}, ["f7"])

    assert texts["1"].count("pass") == 4_999
    assert texts["2"] == values
    assert len(left_out) == 4_999


def test_names_of_cells_are_those_of_the_notebook():
    """What was left out is found by cell and line."""
    cells = code_cells(
        "a.ipynb", b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\nf()"}]}'
    )

    _, (statement,) = definitions_only(cells, ())

    assert (statement.cell, statement.node.lineno) == ("a.ipynb, cell 1", 2)
