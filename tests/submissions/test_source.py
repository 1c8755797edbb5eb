"""Source text: decoded strictly, looked into without executing it."""

import contextlib
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.submissions import (
    as_given,
    definition_lines,
    imported_modules,
    parsed,
    stub_messages,
)
from grader.submissions.limits import MAX_WORDS
from grader.submissions.source import WORD, check_words, decode

STUB = """
import torch

class Model(torch.nn.Module):
    def __init__(self):
        raise NotImplementedError("Model is yours to write")

    def forward(self, x):
        raise NotImplementedError("forward is yours too")

    def extra(self):
        raise NotImplementedError("Model is yours to write")

def fit(x):
    if x:
        raise ValueError("no")
    raise NotImplementedError("fit is "
                              "yours")

def given_to_you():
    raise NotImplementedError
"""


def test_byte_order_mark_is_no_part_of_the_text():
    """Windows editors write a BOM; Python ignores it, and so do we."""
    assert decode("anna.py", b"\xef\xbb\xbfx = 1") == "x = 1"


def test_bad_byte_is_shown_with_its_line():
    """The message names file, line and byte, whatever ends the lines."""
    with pytest.raises(SubmissionError) as caught:
        decode("anna.py", b"a\nb\r\nc\rx = '\xe4'\n")

    assert str(caught.value) == "anna.py:4: not UTF-8 (byte 0xe4); save the file as UTF-8"


def test_bad_byte_at_the_start_of_a_line():
    """The line that begins with the byte is the one that is named."""
    with pytest.raises(SubmissionError, match=r"^anna\.py:2: not UTF-8 \(byte 0xff\)"):
        decode("anna.py", b"a\n\xff")


def test_utf_16_is_refused_on_its_first_line():
    """PowerShell writes UTF-16, whose mark is not UTF-8."""
    with pytest.raises(SubmissionError, match=r"^anna\.py:1: not UTF-8 \(byte 0xff\)"):
        decode("anna.py", "x = 1".encode("utf-16"))


def test_nul_byte_is_refused_with_its_line():
    """A NUL is UTF-8, but nothing that Python reads."""
    with pytest.raises(SubmissionError, match=r"^anna\.py:3: holds a NUL byte"):
        decode("anna.py", b"a\nb\nc\0")


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"# -*- coding: latin-1 -*-\n", 1), (b"#!/usr/bin/python\n# vim: fileencoding=cp1252\n", 2)],
)
def test_other_declared_encodings_are_refused(content, line):
    """A cookie in the first two lines that names another encoding is an error at its line."""
    with pytest.raises(SubmissionError, match=rf"^anna\.py:{line}: declares the encoding"):
        decode("anna.py", content)


@pytest.mark.parametrize(
    "content",
    [
        b"# -*- coding: utf-8 -*-\n",
        b"# coding=UTF8\n",
        b"# coding: utf_8_unix\n",
        b"x = 1\n# coding: latin-1\n",
        b"\n\n# coding: latin-1\n",
    ],
)
def test_cookies_that_change_nothing_are_accepted(content):
    """UTF-8 may be declared, and a comment further down declares nothing."""
    assert decode("anna.py", content) == content.decode()


def test_stub_messages_of_every_definition():
    """Each text once, in the order of the source; a bare raise has none."""
    assert stub_messages(STUB) == {
        "Model": ("Model is yours to write", "forward is yours too"),
        "fit": ("fit is yours",),
        "given_to_you": (),
    }


def test_definition_lines_of_every_binding():
    """Functions, classes, assignments and imports count, inside an if too; inner names do not."""
    source = """import torch.nn as nn, os.path
from math import *
@decorated
def f(a):
    inner = 1
class C:
    attribute = 2
x, *y = z = [w for w in "ab"]
declared: int
annotated: int = 3
try:
    g = lambda q: q
except ImportError:
    from m import g2 as g3
"""

    assert definition_lines(source) == {
        "nn": 1,
        "os": 1,
        "f": 4,
        "C": 6,
        "x": 8,
        "y": 8,
        "z": 8,
        "annotated": 10,
        "g": 12,
        "g3": 14,
    }


def test_last_definition_wins():
    """As in Python, a name means what it was bound to last."""
    assert definition_lines("def f(): ...\nf = 1\ndef f(): ...\n") == {"f": 3}


@pytest.mark.parametrize(
    "source",
    [
        "def broken(:",
        "x = '\\d'; (",
        "(" * 10_000,
        "-" * 300_000 + "1",
        "x\0",
        "\ud800",
        "1" * 9999,
    ],
)
def test_unparsable_sources_have_no_lines(source):
    """Syntax errors and sources that exhaust the parser give nothing, and no exception."""
    assert definition_lines(source) == {}
    assert stub_messages(source) == {}


def test_deep_sources_are_walked_without_recursion():
    """A chain of calls as deep as the parser allows is no problem of ours."""
    assert definition_lines("x = a" + ".b()" * 300) == {"x": 1}


def test_invalid_escapes_do_not_warn():
    """Warnings are errors in these tests: none reaches us from a student's source."""
    assert definition_lines(r"x = '\d'") == {"x": 1}


@given(st.binary(max_size=60))
def test_any_bytes_are_decoded_or_refused(content):
    """Decoding gives a text that UTF-8 can encode, or a SubmissionError."""
    with contextlib.suppress(SubmissionError):
        text = decode("anna.py", content)
        assert text.encode() == content.removeprefix(b"\xef\xbb\xbf")


def test_modules_that_are_imported():
    """By their dotted names, inside functions too; not what is imported from beside the source."""
    source = (
        "import torch, a.b as c\nfrom x.y import z\nfrom . import near\ndef f():\n    import deep\n"
    )

    assert imported_modules(source) == {"torch", "a.b", "x.y", "x.y.z", "deep"}


def test_a_source_that_cannot_be_parsed_imports_nothing():
    """Nobody knows what it would."""
    assert imported_modules("import (") == frozenset()


@pytest.mark.parametrize("piece", ["a\n", "f(a)\n", "[a],"])
def test_the_largest_tree_that_anybody_makes(piece):
    """As much code as is allowed, as dense as can be, takes about 100 MB."""
    source = piece * (MAX_WORDS // len(WORD.findall(piece)))
    check_words([source], "anna.py")

    tracemalloc.start()
    tree = parsed(source)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert tree is not None
    assert peak < 120_000_000


def test_more_code_than_anybody_looks_into():
    """All files count together: words and signs, for the tree of a source follows from them."""
    with pytest.raises(SubmissionError, match=r"^anna: has more than 50000 words and signs"):
        check_words(["a;" * 20_000, "a;" * 5_001], "anna")


def test_sources_too_deep_to_be_compared_are_none_of_the_stub():
    """What cannot be walked through is not as it was given, and ends nothing."""
    assert as_given("def f(): ...\nx = a" + ".b" * 2_000, "def f(): ...", ["f"]) == frozenset()
