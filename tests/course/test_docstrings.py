"""A docstring is taken apart: the claim, what else is worth knowing, options, an example."""

from __future__ import annotations

from grader.course import describe_words
from grader.course.docstrings import explain
from grader.course.words import Word, Words

DOCSTRING = """The rates
    never rise.

    Alone: a constant passes.

    Options:
        of: where the rates are; a longer text
            goes on: further in.
        by: how much.

    What stands behind a section is a paragraph again.

    Example:
        - never_rises:
            of: rates

            by: 0
    """


def never_rises(seen, *, by: float | None, of: str = "result"):
    """The rates never rise."""


def test_every_part_is_found():
    """Paragraphs are on one line, meanings are sentences, the example stands as it is."""
    said = explain(DOCSTRING)

    assert said.claim == "The rates never rise."
    assert said.details == (
        "Alone: a constant passes.",
        "What stands behind a section is a paragraph again.",
    )
    assert said.options == {
        "of": "Where the rates are; a longer text goes on: further in.",
        "by": "How much.",
    }
    assert said.example == "- never_rises:\n    of: rates\n\n    by: 0\n"


def test_the_claim_is_enough():
    """Who writes one sentence has written a docstring."""
    said = explain("The rates never rise.")

    assert (said.claim, said.details, said.options, said.example) == (
        "The rates never rise.", (), {}, "",
    )  # fmt: skip


def test_no_docstring_says_nothing():
    """Whoever asks for none gets an empty one."""
    assert explain(None).claim == ""


def test_types_are_told_in_words():
    """What the docstring leaves out, the signature says: type, default, whether it is needed."""
    words = Words("property", {"never_rises": Word(never_rises, None)})

    (word,) = describe_words(words)

    assert [(o.name, o.type, o.default, o.is_needed) for o in word.options] == [
        ("by", "number", "", True),
        ("of", "text", "result", False),
    ]
