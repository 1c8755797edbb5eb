"""Mutants are small, named so that the name lasts, and each is made once."""

from grader.mutation import mutants_of

MODULE = '''\
"""A module."""

import torch

LIMIT = 3.0  # used by clipped
UNUSED = 4.0


def clipped(x: float, most: int = 2) -> float:
    """Return x, but at most 5.0."""
    if x > 9:
        raise ValueError(f"{x + 1} is more than 9")
    return _least(x)  # at most LIMIT


def _least(x: float) -> float:
    return min(x, LIMIT)


def other(x: float) -> float:
    return x + 7
'''


def ids(source, task):
    return [mutant.id for mutant in mutants_of(source, task)]


def test_ids():
    """An id is the operator and the line as it is then; where that says nothing, as it was."""
    assert ids("def f(x):\n    if x < 2:\n        g(x)\n", "f") == [
        "change-strictness: if x <= 2:",
        "turn-comparison: if x > 2:",
        "compare-equal: if x != 2:",
        "negate-condition: if not x < 2:",
        "always-true: if x < 2:",
        "off-by-one: if x < 3:",
        "off-by-one: if x < 1:",
        "alter-constant: if x < 4:",
        "drop-branch: if x < 2:",
        "drop-statement: g(x)",
    ]


def test_ids_last():
    """Lines and comments elsewhere, indentation and line breaks change no id."""
    moved = '''\
# A new comment.
def f(x):
    """It has a docstring now."""
    # solution
    if x < 2:  # why

        # because
        g(
            x
        )
    # end
'''

    expected = ids("def f(x):\n    if x < 2:\n        g(x)\n", "f")

    assert [each.replace("g( x )", "g(x)") for each in ids(moved, "f")] == expected


def test_equal_ids_are_numbered():
    """What happens more than once in a task is counted, in the order of lines."""
    found = mutants_of("def f(x):\n    g(x)\n    h(x)\n    g(x)\n", "f")

    assert [(mutant.id, mutant.line) for mutant in found] == [
        ("drop-statement: g(x)", 2),
        ("drop-statement: h(x)", 3),
        ("drop-statement: g(x) #2", 4),
    ]


def test_what_a_task_is():
    """Its helpers and their constants are mutated for it; what it does not use is not."""
    lines = {mutant.line for mutant in mutants_of(MODULE, "clipped")}

    assert lines == {5, 9, 11, 12, 17}


def test_what_is_left_alone():
    """Docstrings, type hints and the messages of errors are for people."""
    on_the_raise = [m.id for m in mutants_of(MODULE, "clipped") if m.line == 12]

    assert on_the_raise == ['change-error: raise TypeError(f"{x + 1} is more than 9")']


def test_a_task_that_is_not_there():
    """A name that the module does not define has no mutants."""
    assert mutants_of(MODULE, "missing") == ()


def test_what_does_not_compile():
    """A default cannot be dropped before one that stays: that is no mutant."""
    found = ids("def f(a=None, b=None):\n    return a\n", "f")

    assert found == ["drop-default: def f(a, b=None):"]


def test_what_is_compiled_to_the_same():
    """A change that Python does not see is no mutant: here 0 is taken for -0."""
    found = ids("def f(a):\n    return a[-0]\n", "f")

    assert found == ["off-by-one: return a[-1]", "off-by-one: return a[--1]"]


def test_each_is_made_once():
    """Of two operators that make the same, the one that says more has it."""
    found = mutants_of("def f(m):\n    m.step()\n    return m\n", "f")

    assert [(m.id, m.claim) for m in found] == [("drop-step: m.step()", "A step is never made.")]


def test_a_diff():
    """It shows the lines that change, as they were written, with a line around them."""
    (mutant,) = mutants_of("def f(m):\n    a = m\n    m.step()  # now\n    return  m\n", "f")

    assert mutant.diff == (
        "@@ -2,3 +2,2 @@",
        "     a = m",
        "-    m.step()  # now",
        "     return  m",
    )
    assert mutant.source == "def f(m):\n    a = m\n    return  m\n"


def test_letters_of_several_bytes():
    """Python counts columns in bytes, the text is cut in characters."""
    source = 'def f(m):\n    return {"größe": m}["größe"].item()\n'
    mutant = next(each for each in mutants_of(source, "f") if each.operator == "drop-detach")

    assert mutant.source == 'def f(m):\n    return {"größe": m}["größe"]\n'


def test_a_string_of_several_lines():
    """When a block moves to the left, the inside of a string stays where it is."""
    source = 'def f(m):\n    with no_grad():\n        return """\n        a\n"""\n'
    mutant = next(each for each in mutants_of(source, "f") if each.operator == "drop-no-grad")

    assert mutant.source == 'def f(m):\n    return """\n        a\n"""\n'
