"""Mistakes in checks: properties, and the lines of Python that are run and observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.conftest import CHECK, CHECKS

if TYPE_CHECKING:
    from tests.course.conftest import Folder


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
    assert folder.mistakes_with(old, new) == told


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
    assert folder.mistakes_with(old, new) == told
