"""Mistakes in an exercise file: several at once, and what YAML reads otherwise than people do.

Mistakes in one part of the file are tested in the other files test_mistakes_*.py. Each is told
with its place, what is wrong and what is meant. Places count from 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.conftest import CHECKS, MODEL, RATE, SIZES

if TYPE_CHECKING:
    from tests.course.conftest import Folder


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "title: X\nmodule: x.py\n",
            ("titel: X\nmodule: x.py\nlimits: {time_s: -1}\n"),
            (
                "2:1: unknown key 'titel'\n"
                "  Did you mean 'title'?\n"
                "4:18: limits.time_s: should be more than 0, not -1\n"
                "  Write more than 0."
            ),
            id="in every part",
        ),
        pytest.param(
            CHECKS,
            (
                "cases: none\n"
                "    checks:\n"
                "      - matches_refrence\n"
                "      - mode\n"
                "  - name: stp\n"
                "    given: [model]\n"
                "    checks: [finite, {raises: {error: Oops, pointes: 2}}]\n"
            ),
            (
                "11:12: cases: should be a whole number, not 'none'\n"
                "  Such as cases: 6\n"
                "13:9: unknown property 'matches_refrence'\n"
                "  Did you mean 'matches_reference'?\n"
                "14:9: property 'mode' needs the option 'during'\n"
                "  Such as - mode: {during: eval, over: val_loader}\n"
                "15:11: the reference has no 'stp'\n"
                "  Did you mean 'step'?\n"
                "16:12: given: should be a mapping, not ['model']\n"
                "  Such as given: {lr: {floats: [0, 1]}}\n"
                "17:39: error: no error 'Oops', neither in Python nor in the reference\n"
                "  Such as ValueError.\n"
                "17:45: unknown option 'pointes' of property 'raises'\n"
                "  Did you mean 'points'?"
            ),
            id="in two tasks",
        ),
    ],
)
def test_several_mistakes(folder: Folder, old: str, new: str, told: str) -> None:
    """All mistakes are told at once, in the order of the file; none hides another."""
    assert folder.mistakes_with(old, new) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            RATE,
            "      lr: {floats: [0, 1e-3]}\n",
            (
                "10:24: YAML reads 1e-3 as text, not as a number\n"
                "  Write 1.0e-3: YAML wants a decimal point and a sign."
            ),
            id="1e-3",
        ),
        pytest.param(
            RATE,
            "      lr: -1E5\n",
            (
                "10:11: YAML reads -1E5 as text, not as a number\n"
                "  Write -1.0e+5: YAML wants a decimal point and a sign."
            ),
            id="a constant 1E5",
        ),
        pytest.param(
            MODEL,
            "      model: {mlp: {batch_norm: no}}\n",
            ('9:33: YAML reads no as a boolean\n  Write false, or "no" if it is a text.'),
            id="no",
        ),
        pytest.param(
            RATE,
            "      lr: {floats: [.5e3, -2E-4]}\n",
            (
                "10:21: YAML reads .5e3 as text, not as a number\n"
                "  Write .5e+3: YAML wants a decimal point and a sign.\n"
                "10:27: YAML reads -2E-4 as text, not as a number\n"
                "  Write -2.0e-4: YAML wants a decimal point and a sign."
            ),
            id="several",
        ),
        pytest.param(
            SIZES,
            "    sizes: {N: [1, 4]}\n    on: 1\n",
            (
                "7:5: unknown key 'on'\n"
                "  Known here: name, sizes, shapes, dtypes, given, also_given, run, observe, "
                "cases, checks, plots."
            ),
            id="on as a key",
        ),
    ],
)
def test_a_surprise_of_yaml(folder: Folder, old: str, new: str, told: str) -> None:
    """What YAML reads otherwise than people do is explained, once."""
    assert folder.mistakes_with(old, new) == told
