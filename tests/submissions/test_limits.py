"""The limits of a submission, and the page that tells students of them."""

from pathlib import Path

import pytest

from grader.submissions import limits
from grader.submissions.limits import in_words

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "handing-in.md"
ROWS = {
    "MAX_SOURCE_BYTES": "one Python file, or the code of a notebook",
    "MAX_SOURCES_BYTES": "all Python files together",
    "MAX_WORDS": "words and signs of code in all",
    "MAX_BYTES": "a zip, a tar or a notebook, as it is handed in",
    "MAX_UNPACKED_BYTES": "a tar when it is unpacked",
    "MAX_RATIO": "its size: what anything may be unpacked",
    "MAX_FILES": "Python files and notebooks",
    "MAX_ENTRIES": "files and folders of any kind",
    "MAX_DEPTH": "folders one inside of the other",
    "MAX_NAME": "characters of a name",
    "MAX_CELLS": "code cells of a notebook",
}
UNTOLD = {"MAX_CONTAINERS"}  # nobody counts those: the message says what to do


@pytest.mark.parametrize("name", ROWS)
def test_the_page_has_every_limit_as_it_is(name):
    """With its number, in front of what it is about."""
    value = getattr(limits, name)
    number = in_words(value) if name.endswith("BYTES") else f"{value:,}"

    (row,) = (line for line in PAGE.read_text().splitlines() if f"| {ROWS[name]}" in line)
    assert row.startswith((f"| {number} |", f"| {number} times |"))


def test_no_limit_is_missing():
    """Whoever adds one tells students of it, or says here why not."""
    assert {name for name in vars(limits) if name.startswith("MAX_")} == {*ROWS, *UNTOLD}


def test_limits_in_words():
    """As people write them."""
    assert [in_words(size) for size in (1_000, 250_000, 20_000_000)] == ["1 kB", "250 kB", "20 MB"]
