"""Lines of a notebook that Jupyter understands and Python does not."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submissions.magics import without_magics


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "%timeit f(x)",
        "!pip install torch",
        "!ls 'it is not closed",
        "f?",
        "torch.nn??",
        "?f",
        "files = !ls",
        "found = %timeit -o f(x)",
        "a, b = !ls",
    ],
)
def test_lines_that_are_no_python(line):
    """They become a pass, wherever a statement may begin; the line keeps its number."""
    text = f"x = [\n1]\nif x:\n    {line}\ny = 2"

    assert without_magics(text) == ("x = [\n1]\nif x:\n    pass\ny = 2", {4: line})


@pytest.mark.parametrize(
    "text",
    [
        "x = (7\n%3)",
        "x = 7 \\\n%3",
        "x = '''\n%d\n!ls\n'''",
        'x = """\\"""\n%d\n"""',
        "x = 'a\\\n%d'",
        "x = {\n    # one ( more\n    '%d': 1,\n}",
        "x != y",
        "x %= 2",
        "# !ls",
        "assert x == '!ls'",
    ],
)
def test_lines_that_only_look_like_it(text):
    """Inside of brackets and texts, and after a backslash, no statement begins."""
    assert without_magics(text) == (text, {})


def test_what_follows_a_magic():
    """Two in a row, and the comment and the bracket behind them, are seen as they are."""
    text = "%cd (\n!ls [\n# it's\nx = (1,\n     2)\n!ls\n"

    assert without_magics(text)[0] == "pass\npass\n# it's\nx = (1,\n     2)\npass\n"


@pytest.mark.parametrize("magic", ["%%bash", "%%writefile a.py", "%%html", "%%R", "%%javascript"])
def test_cells_that_are_no_python(magic):
    """Nothing of them is."""
    assert without_magics(f"\n{magic}\nls -la\n") == ("", {2: magic})


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "%%timeit"])
def test_cells_that_are_python_all_the_same(magic):
    """Whoever measures a function defines it too."""
    assert without_magics(f"{magic}\ndef f(): ...") == ("pass\ndef f(): ...", {1: magic})


def test_a_text_without_an_end():
    """Nothing behind it is looked at: Python will say that it has no end."""
    assert without_magics("x = '''\n!ls\n") == ("x = '''\n!ls\n", {})


@given(st.text(alphabet="ab =\n'\"\\#([{)]}!%?:", max_size=80))
def test_no_line_is_lost(text):
    """Whatever the text is, it keeps its lines; and what is Python as it is stays as it is."""
    found, magics = without_magics(text)

    assert found.count("\n") == text.count("\n") or not found
    assert not magics or not _is_python(text)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True
