"""Mistakes in the keys of an exercise file and in the plain values behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.conftest import CHECK, CHECKS, RATE, SIZES, TITLE

if TYPE_CHECKING:
    from tests.course.conftest import Folder


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
    assert folder.mistakes_with(old, new) == told


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
    assert folder.mistakes_with(old, new) == told
