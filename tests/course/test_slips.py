"""Files that are no YAML: each slip is told where it was made, and reading goes on behind it.

Each case replaces some lines of the tiny exercise in conftest.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.conftest import CHECK, CHECKS, FILE, RATE, SIZES, TITLE

if TYPE_CHECKING:
    from tests.course.conftest import Folder


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            TITLE,
            'title: "a" b\n',
            "2:12: the text goes on behind the quote that closes it\n  Write title: '\"a\" b'",
            id="text behind a quote",
        ),
        pytest.param(
            TITLE,
            'title: "a\\d"\n',
            "2:10: \\d means nothing in double quotes\n  Write title: 'a\\d'",
            id="a backslash",
        ),
        pytest.param(
            TITLE,
            "title: > 3 is wrong\n",
            '2:8: a text that begins with > needs quotes\n  Write title: "> 3 is wrong"',
            id="a text that begins with a sign",
        ),
        pytest.param(
            TITLE,
            "title: !important one\n",
            "2:8: !important means nothing here\n"
            "  A text that begins with ! needs quotes; otherwise delete !important.",
            id="a tag",
        ),
        pytest.param(
            TITLE,
            "title: !!python/object/apply:os.system [ls]\n",
            "2:8: !!python/object/apply:os.system means nothing here\n"
            "  A text that begins with ! needs quotes; otherwise delete "
            "!!python/object/apply:os.system.",
            id="code",
        ),
        pytest.param(
            TITLE,
            "title: 2026-99-99\n",
            "2:8: YAML cannot make a value of 2026-99-99, which looks like a date or a number\n"
            '  As a text it needs quotes: "2026-99-99"',
            id="no such date",
        ),
        pytest.param(
            "checks:\n      - matches_reference\n",
            "checks: [\n      'matches_reference'\n      'finite']\n",
            "12:26: a comma is missing here\n  Write 'matches_reference',",
            id="no comma between lines",
        ),
        pytest.param(
            SIZES,
            "    sizes: {N: [1, 4]},\n",
            "6:23: no comma stands between lines\n  Write sizes: {N: [1, 4]}",
            id="a comma too many",
        ),
        pytest.param(
            SIZES,
            "    sizes: {N: [1, 4]}}\n",
            "6:23: this } closes nothing\n  Write sizes: {N: [1, 4]}",
            id="a bracket too many",
        ),
        pytest.param(
            SIZES,
            "    sizes: {N: (1, 4)}\n",
            "6:16: parentheses make no list in YAML\n  Write [1, 4].",
            id="parentheses",
        ),
        pytest.param(
            SIZES,
            "    sizes:\n      N: 2\n      ? [M]\n      : 3\n",
            "8:9: a list or mapping stands where a key should\n  A key is one word.",
            id="a key that is a list",
        ),
        pytest.param(
            CHECKS,
            "run: result = step(model, lr)\n      note: this\n    " + CHECKS,
            "12:7: 'note' is indented by 6, which fits nothing above it\n"
            "  Indent it by 4, as 'run' above; a text of several lines needs quotes.",
            id="deeper than a text",
        ),
        pytest.param(
            CHECKS,
            "run: first = step(model, lr)\n      result = {1: first, 2: 3}\n    " + CHECKS,
            "11:10: a text of several lines stands below its key, after a |\n"
            "  Write run: | and the text below it, indented.",
            id="lines without a bar",
        ),
        pytest.param(
            CHECK,
            CHECK + "...\nmore: 1\n",
            "13:1: a second document begins here, and a file is one\n  Delete the line ...\n"
            "14:1: unknown key 'more'\n  Did you mean 'module'?",
            id="behind the end",
        ),
        pytest.param(
            "id: x\n",
            "```yaml\nid: x\n",
            "1:1: a fence of Markdown is no part of YAML\n  Delete the lines ```.",
            id="a fence",
        ),
        pytest.param(
            RATE,
            "      lr: {floats: [0, 1]}\n      <<: *rates\n",
            "11:11: *rates stands for what is marked &rates, and nothing above is\n"
            '  Mark it &rates where it stands, or write the text "*rates".',
            id="merging what is not there",
        ),
        pytest.param(
            RATE,
            "      lr: &rate {floats: [0, 1]}\n    also_given: [{lr: *rat}]\n",
            "11:23: *rat stands for what is marked &rat, and nothing above is\n"
            "  Did you mean 'rate'?",
            id="an alias, misspelt",
        ),
    ],
)
def test_a_slip(folder: Folder, old: str, new: str, told: str) -> None:
    """It is told at its own place, with the line as it should be, and causes nothing else."""
    assert folder.mistakes_with(old, new) == told


def test_mistakes_on_a_mended_line_keep_their_columns(folder: Folder) -> None:
    """What stands behind a slip is told where it stands in the file, not where it was read."""
    assert folder.mistakes_with(SIZES, "    sizes:{N: [4, 1]}\n") == (
        "6:10: a colon needs a space after it\n  Write sizes: {N: [4, 1]}\n"
        "6:15: size 'N' should be a number or [lowest, highest], not [4, 1]\n  Write [1, 4]."
    )


def test_many_slips_are_all_told(folder: Folder) -> None:
    """One slip does not hide the next, nor a mistake that is none of YAML's."""
    folder.replace(FILE, TITLE, "title: a: b\n")
    folder.replace(FILE, SIZES, "    sizes: {N: [1, 4}\n")
    folder.replace(FILE, CHECK, "      - matches_refrence: {hint: @you}\n")

    assert folder.mistakes().replace(f"{FILE}:", "") == (
        '2:9: a text with a colon and a space in it needs quotes\n  Write title: "a: b"\n'
        "6:21: [ is closed by ], not by }\n  Write sizes: {N: [1, 4]}\n"
        "12:9: unknown property 'matches_refrence'\n  Did you mean 'matches_reference'?\n"
        "12:34: a text that begins with @ needs quotes\n"
        '  Write - matches_refrence: {hint: "@you"}'
    )
