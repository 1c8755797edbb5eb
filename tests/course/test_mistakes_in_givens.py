"""Mistakes in what a task draws and hands over: sizes, shapes and what is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.conftest import CHECK, RATE, SHAPES, SIZES

if TYPE_CHECKING:
    from tests.course.conftest import Folder


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            SIZES,
            "    sizes: {N: [4, 1]}\n",
            "6:16: size 'N' should be a number or [lowest, highest], not [4, 1]\n  Write [1, 4].",
            id="reversed",
        ),
        pytest.param(
            SIZES,
            "    sizes: {N: true}\n",
            (
                "6:16: size 'N' should be a number or [lowest, highest], not true\n"
                "  Such as N: [1, 4]."
            ),
            id="boolean",
        ),
        pytest.param(
            SIZES,
            "    sizes: {N: -1}\n",
            (
                "6:16: size 'N' should be a number or [lowest, highest], not -1\n"
                "  Such as N: [1, 4]."
            ),
            id="negative",
        ),
        pytest.param(
            SIZES,
            "    sizes: {N: [1, 2, 3]}\n",
            (
                "6:16: size 'N' should be a number or [lowest, highest], not [1, 2, 3]\n"
                "  Such as N: [1, 4]."
            ),
            id="three ends",
        ),
        pytest.param(
            SHAPES,
            "    shapes: {S: []}\n",
            "7:17: shape 'S' should be a list of shapes, not []\n  Such as [[N], [N, C]].",
            id="no alternatives",
        ),
        pytest.param(
            SHAPES,
            "    shapes: {S: [N, 2]}\n",
            ("7:17: shape 'S' should be a list of shapes, not one\n  Write [[N, 2]]."),
            id="one shape alone",
        ),
        pytest.param(
            SHAPES,
            "    shapes: {S: [[N], [M, 2]]}\n",
            "7:24: no size 'M'\n  Known here: N.",
            id="unknown size in a shape",
        ),
        pytest.param(
            SHAPES,
            "    shapes: {S: [[N, 1.5], [-1]]}\n",
            (
                "7:22: should be a size or the name of one, not 1.5\n"
                "  Write 1 or 2.\n"
                "7:29: should be a size or the name of one, not -1\n"
                "  Such as [N, 2]."
            ),
            id="no size at all",
        ),
        pytest.param(
            SHAPES,
            "    shapes: {S: [[[N]]]}\n",
            ("7:19: should be a size or the name of one, not ['N']\n  Such as [N, 2]."),
            id="list in a shape",
        ),
        pytest.param(
            SHAPES,
            "    shapes: {S: [[N], [N, 2]]}\n    dtypes: [float64, float23]\n",
            ("8:23: dtypes: unknown 'float23'\n  Did you mean 'float32'?"),
            id="unknown dtype",
        ),
        pytest.param(
            SHAPES,
            "    shapes: {S: [[N], [N, 2]]}\n    dtypes: []\n",
            ("8:13: dtypes: should have at least 1 item\n  Such as dtypes: [float64, float32]"),
            id="no dtype",
        ),
    ],
)
def test_a_size_or_shape(folder: Folder, old: str, new: str, told: str) -> None:
    """Sizes, shapes and dtypes are checked where they are defined."""
    assert folder.mistakes_with(old, new) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            RATE,
            "      lr: {floats: [0, 1]}\n      my lr: 1\n",
            ("11:7: 'my lr' cannot be a name in Python\n  Such as my_lr."),
            id="no name in Python",
        ),
        pytest.param(
            RATE,
            "      lr: {floats: [0, 1]}\n      lambda: 1\n",
            ("11:7: 'lambda' cannot be a name in Python\n  Such as lambda_."),
            id="a keyword",
        ),
        pytest.param(
            RATE,
            "      rl: {floats: [0, 1]}\n",
            ("10:7: step has no parameter 'rl'\n  Did you mean 'lr'?"),
            id="no parameter",
        ),
        pytest.param(
            RATE,
            "",
            (
                "8:5: step needs 'lr', which is not given\n"
                "  Add lr: and a strategy or a value, below given."
            ),
            id="not given",
        ),
        pytest.param(
            RATE,
            "      lr: {floats: [0, 1]}\n    also_given:\n      - {rate: 1}\n",
            ("12:10: 'rate' is not among the task's givens\n  Known here: model, lr."),
            id="also given, unknown",
        ),
        pytest.param(
            RATE,
            "      lr: {floats: [0, 1]}\n    also_given:\n      - {lr: {float: 1}}\n",
            (
                "12:15: unknown strategy 'float'\n"
                "  Did you mean 'floats'?\n"
                "12:22: between: should be a list, not 1\n"
                "  Such as min_delta: {floats: [0, 0.5]}"
            ),
            id="also given, wrong",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference:\n          when: {rl: 1}\n",
            ("13:18: 'rl' is not among the task's givens\n  Did you mean 'lr'?"),
            id="unknown in when",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference:\n          when: {model: {linear: {features: F}}}\n",
            ("13:45: features: no size 'F'\n  Known here: N."),
            id="wrong in when",
        ),
    ],
)
def test_a_given(folder: Folder, old: str, new: str, told: str) -> None:
    """What is given can be handed to the task; `when` and `also_given` replace what is there."""
    assert folder.mistakes_with(old, new) == told
