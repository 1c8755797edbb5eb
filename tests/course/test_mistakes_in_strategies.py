"""Mistakes in strategies: their names, their options, and the names in those."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.conftest import MODEL, RATE, SIZES

if TYPE_CHECKING:
    from tests.course.conftest import Folder


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            RATE,
            "      lr: {float: [0, 1]}\n",
            "10:12: unknown strategy 'float'\n  Did you mean 'floats'?",
            id="unknown",
        ),
        pytest.param(
            RATE,
            "      lr: {one_of: [1, {intergers: [1, 2]}]}\n",
            "10:25: unknown strategy 'intergers'\n  Did you mean 'integers'?",
            id="unknown in one_of",
        ),
        pytest.param(
            RATE,
            "      lr: {lists: {of: {boolean: {}}}}\n",
            "10:25: unknown strategy 'boolean'\n  Did you mean 'booleans'?",
            id="unknown in lists",
        ),
        pytest.param(
            RATE,
            "      lr:\n        lists:\n        of: {floats: [0, 1]}\n",
            ("12:9: 'of' stands beside 'lists', not below it\n  Indent it by 10."),
            id="two",
        ),
        pytest.param(
            MODEL,
            "      model: {linear: {feature: N}}\n",
            "9:24: unknown option 'feature' of strategy 'linear'\n  Did you mean 'features'?",
            id="unknown option",
        ),
        pytest.param(
            RATE,
            "      lr: {lists: {of: {floats: {betwen: [0, 1]}}}}\n",
            ("10:34: unknown option 'betwen' of strategy 'floats'\n  Did you mean 'between'?"),
            id="unknown option inside",
        ),
        pytest.param(
            RATE,
            "      lr: {booleans: 3}\n",
            "10:22: strategy 'booleans' has no options\n  Write booleans: {}",
            id="no options",
        ),
        pytest.param(
            RATE,
            "      lr: {sequences: {length: 2}}\n",
            (
                "10:12: strategy 'sequences' needs the option 'alphabet'\n"
                "  Such as losses: {sequences: {alphabet: [0, 0.5, 0.75, 1], length: 4}}"
            ),
            id="missing option",
        ),
        pytest.param(
            RATE,
            "      lr: {integers: [one, 2]}\n",
            (
                "10:23: between: should be a whole number, not 'one'\n"
                "  Such as epochs: {integers: [1, 3]}"
            ),
            id="wrong type",
        ),
        pytest.param(
            RATE,
            "      lr: {integers: [1, '2']}\n",
            ("10:26: between: should be a whole number, not '2'\n  Write 2, without quotes."),
            id="text that looks like a number",
        ),
        pytest.param(
            RATE,
            "      lr: {integers: [true, 2]}\n",
            (
                "10:23: between: should be a whole number, not true\n"
                "  Such as epochs: {integers: [1, 3]}"
            ),
            id="boolean for a number",
        ),
        pytest.param(
            RATE,
            "      lr: {integers: [1]}\n",
            (
                "10:22: between: should have more items, not [1]\n"
                "  Such as epochs: {integers: [1, 3]}"
            ),
            id="one end",
        ),
        pytest.param(
            RATE,
            "      lr: {integers: [1, 2, 3]}\n",
            (
                "10:22: between: should have at most 2 items, not [1, 2, 3]\n"
                "  Such as epochs: {integers: [1, 3]}"
            ),
            id="three ends",
        ),
        pytest.param(
            RATE,
            "      lr: {floats: [1, 0]}\n",
            "10:20: between: 1 is above 0\n  Write [0, 1].",
            id="reversed range",
        ),
        pytest.param(
            RATE,
            "      lr: {floats: [0, .inf]}\n",
            (
                "10:24: between: should be a finite number, not inf\n"
                "  Such as min_delta: {floats: [0, 0.5]}"
            ),
            id="a range without end",
        ),
        pytest.param(
            MODEL,
            "      model: {linear: {features: {integers: [1, 2]}}}\n",
            (
                "9:34: features: should be a whole number or text or a list, not a strategy\n"
                "  Such as model: {linear: {features: F, mode: train, gradient: none}}"
            ),
            id="a strategy for a number",
        ),
        pytest.param(
            MODEL,
            "      model: {linear: {features: 1.5}}\n",
            (
                "9:34: features: should be a whole number or text or a list, not 1.5\n"
                "  Write 1 or 2."
            ),
            id="no type fits",
        ),
        pytest.param(
            MODEL,
            "      model: {linear: {features: 0}}\n",
            ("9:34: features: should be at least 1, not 0\n  Write 1 or more."),
            id="below one",
        ),
        pytest.param(
            MODEL,
            "      model: {linear: {features: F}}\n",
            "9:34: features: no size 'F'\n  Known here: N.",
            id="unknown size",
        ),
        pytest.param(
            SIZES,
            "    sizes: {N: [0, 4]}\n",
            "9:34: features: the size 'N' may be 0\n  At least 1 is needed here.",
            id="a size that may be 0",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {shape: [N, B]}}\n",
            "10:32: shape: no size 'B'\n  Known here: N.",
            id="unknown size of a tensor",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {shape: T}}\n",
            "10:28: shape: no shape 'T'\n  Known here: S.",
            id="unknown shape",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {shape: N}}\n",
            "10:28: shape: no shape 'N'\n  Write [N].",
            id="a size for a shape",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {shape: [N], classes: 0}}\n",
            ("10:42: classes: should be at least 1, not 0\n  Write 1 or more."),
            id="no classes",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {shape: [N], dtype: float63}}\n",
            "10:40: dtype: unknown 'float63'\n  Did you mean 'float64'?",
            id="dtype",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {shape: [N], like: targets}}\n",
            "10:39: like: no given 'targets'\n  Known here: model, lr.",
            id="like nothing",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {shape: [N], like: model}}\n",
            "10:39: like: the given 'model' is none of tensor\n  Known here: lr.",
            id="like a model",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {requires_grad: eithr}}\n",
            "10:36: requires_grad: unknown 'eithr'\n  Did you mean 'either'?",
            id="neither of two types",
        ),
        pytest.param(
            RATE,
            "      lr: {criterion: [mse, smoth_l1]}\n",
            "10:29: kinds: unknown 'smoth_l1'\n  Did you mean 'smooth_l1'?",
            id="unknown criterion",
        ),
        pytest.param(
            RATE,
            "      lr: {criterion: [mce, mse, l2]}\n",
            (
                "10:24: kinds: unknown 'mce'\n"
                "  Did you mean 'mse'?\n"
                "10:34: kinds: unknown 'l2'\n"
                "  Known here: mse, l1, smooth_l1, cross_entropy, bce_with_logits."
            ),
            id="several unknown",
        ),
        pytest.param(
            RATE,
            "      lr: {criterion: []}\n",
            (
                "10:23: kinds: should have at least 1 item\n"
                "  Such as criterion: {criterion: [mse, l1]}"
            ),
            id="no kinds",
        ),
        pytest.param(
            RATE,
            "      lr: {optimizer: {kinds: adamm}}\n",
            "10:31: kinds: unknown 'adamm'\n  Did you mean 'adam'?",
            id="unknown optimizer",
        ),
        pytest.param(
            RATE,
            "      lr: {optimizer: {kinds: sgd, lr: [-1, 1]}}\n",
            ("10:41: lr: should be at least 0, not -1\n  Write 0 or more."),
            id="negative rate",
        ),
        pytest.param(
            RATE,
            "      lr: {optimizer: {kinds: sgd, over: modle}}\n",
            "10:42: over: no given 'modle'\n  Did you mean 'model'?",
            id="over nothing",
        ),
        pytest.param(
            RATE,
            "      lr: {optimizer: {kinds: sgd, over: lr}}\n",
            (
                "10:42: over: the given 'lr' is none of linear, mlp, clock, parameters\n"
                "  Known here: model."
            ),
            id="over no model",
        ),
        pytest.param(
            MODEL,
            "      net: {linear: {}}\n      model: {optimizer: sgd}\n",
            (
                "9:7: step has no parameter 'net'\n"
                "  Did you mean 'model'?\n"
                "10:15: strategy 'optimizer' without 'over' means model: the given 'model' is "
                "none of linear, mlp, clock, parameters\n"
                "  Known here: net."
            ),
            id="over the model that is not there",
        ),
        pytest.param(
            RATE,
            "      lr: {device: gpu}\n",
            "10:20: name: unknown 'gpu'\n  Did you mean 'cpu'?",
            id="device",
        ),
        pytest.param(
            RATE,
            "      lr: {lists: {of: 1, min_size: 5, max_size: 2}}\n",
            "10:12: lists: min_size 5 is above max_size 2",
            id="least above most",
        ),
        pytest.param(
            RATE,
            "      lr: {sequences: {alphabet: [0, 1], length: 40}}\n",
            (
                "10:12: sequences: 2 letters, up to 40 long, are too many sequences\n"
                "  Such as losses: {sequences: {alphabet: [0, 0.5, 0.75, 1], length: 4}}"
            ),
            id="too many sequences",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {listed: [[1, 2], [3]]}}\n",
            "10:12: tensor: listed: all rows must have the same length",
            id="rows of different length",
        ),
        pytest.param(
            RATE,
            "      lr: {tensor: {listed: [[1, x], [3, 4]]}}\n",
            "10:12: tensor: listed: all of it must be numbers",
            id="rows with a text",
        ),
        pytest.param(
            RATE,
            "      lr: 2026-01-01\n",
            "10:11: a date cannot be given\n  Put it in quotes to make it text.",
            id="a date",
        ),
        pytest.param(
            RATE,
            "      lr: [1, {floats: [0, 1]}]\n",
            (
                "10:15: a strategy cannot stand in a plain list\n"
                "  Write {one_of: [...]} around the list, to try each of them."
            ),
            id="a strategy in a list of constants",
        ),
    ],
)
def test_a_strategy(folder: Folder, old: str, new: str, told: str) -> None:
    """A strategy, its options and all names in them are known, however deep it stands."""
    assert folder.mistakes_with(old, new) == told
