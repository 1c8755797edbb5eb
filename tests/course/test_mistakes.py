"""Mistakes in an exercise file: each is told with its place, what is wrong and what is meant.

Each case replaces some lines of the tiny exercise in conftest.py. Places count from 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.course.conftest import Folder

FILE = "exercises/x/exercise.yaml"
# Lines of it that the cases replace.
CHECK = "      - matches_reference\n"
RATE = "      lr: {floats: [0, 1]}\n"
MODEL = "      model: {linear: {features: N}}\n"
SIZES = "    sizes: {N: [1, 4]}\n"
SHAPES = "    shapes: {S: [[N], [N, 2]]}\n"
TITLE = "title: X\n"
CHECKS = "checks:\n      - matches_reference\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            TITLE,
            "titel: X\n",
            ("2:1: unknown key 'titel'\n  Did you mean 'title'?"),
            id="unknown at the top",
        ),
        pytest.param(
            SIZES,
            "    size: {N: [1, 4]}\n",
            "6:5: unknown key 'size'\n  Did you mean 'sizes'?",
            id="unknown in a task",
        ),
        pytest.param(
            TITLE,
            "title: X\nlimits: {time: 3}\n",
            ("3:10: unknown key 'time'\n  Did you mean 'time_s'?"),
            id="unknown in limits",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {plots: []}\n",
            (
                "12:29: unknown option 'plots' of property 'matches_reference'\n  It belongs to a "
                "task: plots: [{id: curves, title: The loss curves, run: figure = task()}]"
            ),
            id="a task's key in a check",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {}\n        plots: []\n",
            (
                "13:9: 'plots' stands beside 'matches_reference', not inside it\n  It belongs to a "
                "task: plots: [{id: curves, title: The loss curves, run: figure = task()}]"
            ),
            id="a task's key beside a check",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {point: 2}\n",
            (
                "12:29: unknown option 'point' of property 'matches_reference'\n"
                "  Did you mean 'points'?"
            ),
            id="unknown in a check",
        ),
        pytest.param(
            TITLE,
            "title: X\n5: five\n",
            ("3:1: unknown key '5'\n  Known here: id, title, module, needs, seed, limits, tasks."),
            id="not text",
        ),
        pytest.param(
            TITLE,
            "title: X\ntitle: Y\n",
            (
                "3:1: duplicate key 'title'\n"
                "  YAML keeps only the last one: delete one, or put both into one."
            ),
            id="given twice",
        ),
        pytest.param(
            RATE,
            "      lr: {floats: [0, 1]}\n      lr: 1\n",
            (
                "11:7: duplicate key 'lr'\n"
                "  YAML keeps only the last one: delete one, or put both into one."
            ),
            id="given twice inside",
        ),
        pytest.param("id: x\n", "", ("1:1: the key 'id' is missing\n  Write id: x"), id="missing"),
        pytest.param(
            "    checks:\n      - matches_reference\n",
            "",
            ("5:5: the key 'checks' is missing\n  Such as checks: [matches_reference]"),
            id="missing in a task",
        ),
    ],
)
def test_a_key(folder: Folder, old: str, new: str, told: str) -> None:
    """Every key is one that the document has, said once, none left out."""
    folder.replace(FILE, old, new)

    assert folder.mistakes().replace(f"{FILE}:", "") == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            TITLE,
            "title: 5\n",
            ('2:8: title: should be text, not 5\n  Write "5", in quotes.'),
            id="number for text",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {points: two}\n",
            ("12:37: points: should be a number, not 'two'\n  Such as points: 2"),
            id="text for a number",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {points: true}\n",
            ("12:37: points: should be a number, not true\n  Such as points: 2"),
            id="boolean for points",
        ),
        pytest.param(
            SIZES,
            "    sizes: [N]\n",
            ("6:12: sizes: should be a mapping, not ['N']\n  Such as sizes: {N: [1, 7], C: 3}"),
            id="list for a mapping",
        ),
        pytest.param(
            "tasks:\n",
            "tasks: {}\nolder:\n",
            (
                "4:8: tasks: should be a list, not a mapping\n"
                "  Such as tasks: [{name: train_step, checks: [matches_reference]}]\n"
                "5:1: unknown key 'older'\n"
                "  Known here: id, title, module, needs, seed, limits, tasks."
            ),
            id="mapping for a list",
        ),
        pytest.param(
            "      model: {linear: {features: N}}\n      lr: {floats: [0, 1]}\n",
            "",
            (
                "8:11: given: should be a mapping, not nothing\n"
                "  Such as given: {lr: {floats: [0, 1]}}, or leave it out"
            ),
            id="nothing for a mapping",
        ),
        pytest.param(
            "tasks:\n",
            "tasks:\n  - step\n",
            (
                "5:5: should be a mapping, not 'step'\n"
                "  Write name: step, and below it checks: [matches_reference]"
            ),
            id="text for a task",
        ),
        pytest.param(
            TITLE,
            "title: X\nlimits:\n",
            (
                "3:8: limits: should be a mapping, not nothing\n"
                "  Such as limits: {time_s: 5}, or leave it out"
            ),
            id="nothing for limits",
        ),
        pytest.param(
            TITLE,
            "title: X\nlimits: {memory_mb: true}\n",
            (
                "3:21: limits.memory_mb: should be a whole number, not true\n"
                "  Such as memory_mb: 1024"
            ),
            id="boolean for a limit",
        ),
        pytest.param(
            TITLE,
            "title: X\nlimits: {time_s: .inf}\n",
            ("3:18: limits.time_s: should be a finite number, not inf\n  Such as time_s: 5"),
            id="no end of time",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference\n    cases: 2.5\n",
            ("13:12: cases: should be a whole number, not 2.5\n  Write 2 or 3."),
            id="float for a count",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference\n    cases: 0\n",
            ("13:12: cases: should be at least 1, not 0\n  Write 1 or more."),
            id="no cases",
        ),
        pytest.param(
            CHECKS,
            "checks: []\n",
            ("11:13: checks: should have at least 1 item\n  Such as checks: [matches_reference]"),
            id="no checks",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {points: -1}\n",
            ("12:37: points: should be at least 0, not -1\n  Write 0 or more."),
            id="points below zero",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {points: .nan}\n",
            ("12:37: points: should be a finite number, not nan\n  Such as points: 2"),
            id="points that are no number",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {visibility: hiden}\n",
            "12:41: visibility: unknown 'hiden'\n  Did you mean 'hidden'?",
            id="visibility",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {id: my check}\n",
            (
                "12:33: id: 'my check' will not do as a name\n"
                "  Write my_check: letters, digits and underscores."
            ),
            id="an id with spaces",
        ),
        pytest.param(
            TITLE,
            "title: X\nseed: soon\n",
            ("3:7: seed: should be a whole number, not 'soon'\n  Such as seed: 7"),
            id="a seed",
        ),
    ],
)
def test_a_value(folder: Folder, old: str, new: str, told: str) -> None:
    """Every value has the type that its key wants, and no other."""
    folder.replace(FILE, old, new)

    assert folder.mistakes().replace(f"{FILE}:", "") == told


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
    folder.replace(FILE, old, new)

    assert folder.mistakes().replace(f"{FILE}:", "") == told


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
    folder.replace(FILE, old, new)

    assert folder.mistakes().replace(f"{FILE}:", "") == told


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
    folder.replace(FILE, old, new)

    assert folder.mistakes().replace(f"{FILE}:", "") == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            CHECK,
            "      - match_reference\n",
            "12:9: unknown property 'match_reference'\n  Did you mean 'matches_reference'?",
            id="unknown",
        ),
        pytest.param(
            CHECK,
            "      - match_reference: {of: result}\n",
            "12:9: unknown property 'match_reference'\n  Did you mean 'matches_reference'?",
            id="unknown, with options",
        ),
        pytest.param(
            CHECK,
            "      - 3\n",
            (
                "12:9: a check is a property's name, or one with options\n"
                "  Such as - matches_reference: {of: result}"
            ),
            id="none",
        ),
        pytest.param(
            CHECK,
            "      - mode:\n        during: train\n",
            ("13:9: 'during' stands beside 'mode', not below it\n  Indent it by 12."),
            id="two",
        ),
        pytest.param(
            CHECK,
            "      - mode: {durng: train}\n",
            ("12:16: unknown option 'durng' of property 'mode'\n  Did you mean 'during'?"),
            id="unknown option",
        ),
        pytest.param(
            CHECK,
            "      - mode\n",
            (
                "12:9: property 'mode' needs the option 'during'\n"
                "  Such as - mode: {during: eval, over: val_loader}"
            ),
            id="missing option",
        ),
        pytest.param(
            CHECK,
            "      - mode: {during: trian}\n",
            "12:24: during: unknown 'trian'\n  Did you mean 'train'?",
            id="wrong option",
        ),
        pytest.param(
            CHECK,
            "      - mode: trian\n",
            "12:15: during: unknown 'trian'\n  Did you mean 'train'?",
            id="wrong option in short",
        ),
        pytest.param(
            CHECK,
            "      - globals_restored: 3\n",
            "12:27: property 'globals_restored' has no options\n  Write globals_restored: {}",
            id="no options",
        ),
        pytest.param(
            CHECK,
            "      - loss_decreases: {repeat: often}\n",
            (
                "12:9: loss_decreases needs a criterion, and none is given\n"
                "  Add one to the givens of step, or to when.\n"
                "12:34: repeat: should be a whole number, not 'often'\n"
                "  Such as repeat: 20"
            ),
            id="wrong type",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {of: [result, modle.gradients]}\n",
            (
                "12:42: of: 'modle' is neither observed nor a given that a run can change\n"
                "  Did you mean 'model'?"
            ),
            id="part of nothing",
        ),
        pytest.param(
            CHECK,
            "      - unchanged: lr\n",
            "12:20: of: 'lr' is not a given that a run can change\n  Known here: model.",
            id="part of what no run changes",
        ),
        pytest.param(
            CHECKS,
            "run: out = step(model, lr)\n    observe: out\n    checks:\n      - finite\n",
            (
                "14:9: property 'finite' without 'of' means result: 'result' is neither observed "
                "nor a given that a run can change\n"
                "  Known here: model, out."
            ),
            id="part by default",
        ),
        pytest.param(
            CHECK,
            "      - raises: {error: ValuError}\n",
            (
                "12:25: error: no error 'ValuError', neither in Python nor in the reference\n"
                "  Did you mean 'ValueError'?"
            ),
            id="unknown error",
        ),
        pytest.param(
            CHECK,
            "      - forbids: torch.nn.functional.mse_loss\n",
            (
                "12:18: names: 'torch.nn.functional.mse_loss' is not the plain name of a "
                "function\n"
                "  Write mse_loss."
            ),
            id="a function with its module",
        ),
        pytest.param(
            CHECK,
            "      - forbids: {names: []}\n",
            (
                "12:26: names: should have at least 1 item\n"
                '  Such as - forbids: {names: ["*_loss", "*cross_entropy*"], instead: tensor '
                "operations}"
            ),
            id="no functions",
        ),
        pytest.param(
            CHECK,
            "      - agrees_across_devices: {devices: [cpu, gpu]}\n",
            (
                "12:9: agrees_across_devices needs a device, and none is given\n"
                "  Add one to the givens of step, or to when.\n"
                "12:48: devices: unknown 'gpu'\n"
                "  Did you mean 'cpu'?"
            ),
            id="unknown device",
        ),
        pytest.param(
            CHECK,
            "      - agrees_across_devices: {devices: [cpu]}\n",
            (
                "12:9: agrees_across_devices needs a device, and none is given\n"
                "  Add one to the givens of step, or to when.\n"
                "12:9: agrees_across_devices: two or more different devices are compared\n"
                "  Such as - agrees_across_devices: {of: [result, model], devices: [cpu, "
                "simulated]}"
            ),
            id="one device",
        ),
        pytest.param(
            CHECK,
            "      - no_grad: {over: loader}\n",
            ("12:25: over: no given 'loader'\n  Known here: model, lr."),
            id="no loader",
        ),
        pytest.param(
            CHECK,
            "      - gradients_zeroed: {at: end}\n",
            "12:9: gradients_zeroed: `at: end` needs the option 'of'",
            id="options that need each other",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference\n      - matches_reference\n",
            (
                "13:9: a second check 'matches_reference' in this task\n"
                "  Give one of them another id."
            ),
            id="twice",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference\n      - finite: {id: matches_reference}\n",
            (
                "13:22: a second check 'matches_reference' in this task\n"
                "  Give one of them another id."
            ),
            id="twice by id",
        ),
    ],
)
def test_a_property(folder: Folder, old: str, new: str, told: str) -> None:
    """A property, its options and the parts and names in them are known."""
    folder.replace(FILE, old, new)

    assert folder.mistakes().replace(f"{FILE}:", "") == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            CHECKS,
            (
                "run: |\n"
                "      result = step(model, lr)\n"
                "      result = stp(model, lr)\n"
                "    checks:\n"
                "      - matches_reference\n"
            ),
            "13:16: run uses 'stp', which nothing defines\n  Did you mean 'step'?",
            id="a name that nothing defines",
        ),
        pytest.param(
            CHECKS,
            "run: result = step(modle, lr)\n    checks:\n      - matches_reference\n",
            ("11:24: run uses 'modle', which nothing defines\n  Did you mean 'model'?"),
            id="on one line",
        ),
        pytest.param(
            CHECKS,
            (
                "run: |\n"
                "      def again(n):\n"
                "          return [step(model, x) for x in n + m]\n"
                "      result = again([lr])\n"
                "    checks:\n"
                "      - matches_reference\n"
            ),
            (
                "13:47: run uses 'm', which nothing defines\n"
                "  Known here: StepError, again, lr, model, nn, random, result, step, task, "
                "torch."
            ),
            id="inside a function",
        ),
        pytest.param(
            CHECKS,
            (
                "run: |\n"
                "      import math as m\n"
                "      class Twice:\n"
                "          size = 2\n"
                "      try:\n"
                "          result = [m.floor(x) * (y := Twice.size) for x in [lr]]\n"
                "      except StepError as error:\n"
                "          result = [str(error), y, oops]\n"
                "    checks:\n"
                "      - matches_reference\n"
            ),
            (
                "18:36: run uses 'oops', which nothing defines\n"
                "  Define it in run, or import it: oops."
            ),
            id="names of every kind, all defined",
        ),
        pytest.param(
            CHECKS,
            "run: |\n      result = step(model, lr\n    checks:\n      - matches_reference\n",
            "12:20: run is not Python: '(' was never closed",
            id="no Python",
        ),
        pytest.param(
            CHECKS,
            "run: return 1\n    checks:\n      - matches_reference\n",
            "11:10: run is not Python: 'return' outside function",
            id="return",
        ),
        pytest.param(
            CHECKS,
            (
                "run: |\n"
                "      history = [step(model, lr)]\n"
                "    observe: [model, histroy]\n"
                "    checks:\n"
                "      - matches_reference\n"
            ),
            "13:22: observe names 'histroy', which nothing defines\n  Did you mean 'history'?",
            id="observed in vain",
        ),
        pytest.param(
            CHECKS,
            "observe: results\n    checks:\n      - matches_reference\n",
            ("11:14: observe names 'results', which nothing defines\n  Did you mean 'result'?"),
            id="observed without a run",
        ),
        pytest.param(
            CHECKS,
            "run: out = step(model, lr)\n    checks:\n      - matches_reference\n",
            ("5:5: observe names 'result', which nothing defines\n  Known here: lr, model, out."),
            id="a result that is not there",
        ),
        pytest.param(
            CHECK,
            (
                "      - matches_reference:\n"
                "          run: step(model, lr)\n"
                "          resume: result = setp(model, lr)\n"
            ),
            "14:28: resume uses 'setp', which nothing defines\n  Did you mean 'step'?",
            id="resumed",
        ),
        pytest.param(
            CHECK,
            (
                "      - matches_reference:\n"
                "          run: first = step(model, lr)\n"
                "          resume: result = first\n"
            ),
            (
                "14:28: resume uses 'first', which only the process before it has\n"
                "  Let run write it into a given folder, or define or import it here again."
            ),
            id="a name of the process before",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference:\n          resume: result = step(model, lr)\n",
            (
                "13:11: resume follows a run, and this check has none of its own\n"
                "  Add run: | and the lines that are interrupted."
            ),
            id="resumed after nothing",
        ),
        pytest.param(
            CHECK,
            (
                "      - matches_reference:\n"
                "          run: first = step(model, lr)\n"
                "          resume: second = step(model, lr)\n"
                "          observe: [first, third]\n"
            ),
            (
                "15:28: observe names 'third', which nothing defines\n"
                "  Known here: first, lr, model, second."
            ),
            id="observed of neither process",
        ),
        pytest.param(
            CHECK,
            (
                "      - matches_reference:\n"
                "          run: |\n"
                "            result = setp(model, lr)\n"
            ),
            "14:22: run uses 'setp', which nothing defines\n  Did you mean 'step'?",
            id="in a check",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {run: 'out = step(model, lr)', observe: [ot]}\n",
            "12:69: observe names 'ot', which nothing defines\n  Did you mean 'out'?",
            id="observed in a check",
        ),
        pytest.param(
            CHECK,
            "      - matches_reference: {run: 'out = step(model, lr)'}\n",
            "12:28: observe names 'result', which nothing defines\n  Known here: lr, model, out.",
            id="not observed in a check",
        ),
    ],
)
def test_a_run(folder: Folder, old: str, new: str, told: str) -> None:
    """Lines are Python, and every name in them or observed after them comes from somewhere."""
    folder.replace(FILE, old, new)

    assert folder.mistakes().replace(f"{FILE}:", "") == told


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
    folder.replace(FILE, old, new)

    assert folder.mistakes().replace(f"{FILE}:", "") == told


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
    folder.replace(FILE, old, new)

    assert folder.mistakes().replace(f"{FILE}:", "") == told
