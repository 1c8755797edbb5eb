"""Which functions of a file are still the stub's own."""

import pytest

from grader.submissions import as_given

STUB = '''\
"""The stub."""

import math
from collections.abc import Callable

Function = Callable[[float], float]


def double(x: float) -> float:
    """Return twice x."""
    # TODO: is it?
    return _twice(x) + math.nan


def _twice(x):
    return 3 * x


def half(x):
    return x
'''


def found(source: str) -> set[str]:
    return set(as_given(source, STUB, ["double", "half"]))


def test_the_stub_itself():
    """All of it is as it was given."""
    assert found(STUB) == {"double", "half"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    # TODO: is it?\n", "    # I think so.\n\n"),
        ("_twice(x) + math.nan", "(\n        _twice( x )\n        + math.nan\n    )"),
        ('    """Return twice x."""\n', '    """Another text."""\n'),
        ('"""The stub."""\n', '"""My own."""\n'),
        ("import math\n", "import math, copy\n"),
        ("import math\n", "import math\nimport math.more\n"),
        ("import Callable", "import Callable, Iterable"),
        ("def half(x):\n", 'def half(x):\n    """New."""\n'),
        ("    return x\n", "    return x\n\n\nif __name__ == '__main__':\n    print(half(2))\n"),
        ("    return x\n", "    return x\n\n\ndef third(x):\n    return x / 3\n"),
    ],
)
def test_what_does_not_count(old, new):
    """Comments, layout, docstrings, more imports and helpers, and where students try things out."""
    assert old in STUB
    assert found(STUB.replace(old, new)) == {"double", "half"}


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("    return x\n", "    return x / 2\n", {"double"}),
        ("3 * x", "2 * x", {"half"}),
        ("import math\n", "import cmath as math\n", {"half"}),
        ("def double(x: float)", "def double(x: int)", {"half"}),
        ("def double", "@print\ndef double", {"half"}),
        ("    return x\n", "    return x\n\n\nhalf = double\n", {"double"}),
        ("    return x\n", "    return x\n\n\nmath.nan = 0.0\n", set()),
        ("    return x\n", "    return x\n\n\nglobals()['half'] = double\n", set()),
        ("    return x\n", "    return x\n\n\nif True:\n    half = double\n", set()),
        ("import math\n", "import math\nfrom cmath import *\n", set()),
        ("    return x\n", "    return (\n", set()),
    ],
)
def test_what_does(old, new, left):
    """The code, whatever it uses, and statements that could replace it."""
    assert old in STUB
    assert found(STUB.replace(old, new)) == left


def test_a_number_that_no_text_holds():
    """Python writes none of more than 4300 digits; in a stub there is none."""
    assert found(f"{STUB}x = 0x{'f' * 6_000}\n") == set()


def test_a_name_that_is_not_there():
    """Neither has it: that is nothing that was given."""
    assert as_given("", "", ["double"]) == frozenset()
