"""What surrounds a run: global state, random numbers, warnings, output."""

import random

import numpy as np
import pytest
import torch

from grader.cases import ModelRecipe, TensorRecipe
from grader.observing import global_state

SEEN_BY_ALL = "left hooks on for all models or all optimizers"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("torch.set_grad_enabled(False)", "disabled gradients globally"),
        ("torch.no_grad().__enter__()", "disabled gradients globally"),
        ("torch.autocast('cpu').__enter__()", "left autocast on"),
        ("torch.set_autocast_enabled('cpu', True)", "left autocast on"),
        ("torch.set_autocast_dtype('cpu', torch.float16)", "left autocast on"),
        ("torch.set_autocast_cache_enabled(False)", "left autocast on"),
        ("torch.set_default_dtype(torch.float64)", "changed the default dtype"),
        ("torch.set_default_device('meta')", "changed the default device"),
        ("torch.device('meta').__enter__()", "changed the default device"),
        ("torch.set_num_threads(torch.get_num_threads() + 1)", "changed the number of threads"),
        (
            "torch.use_deterministic_algorithms(True)",
            "switched torch's deterministic algorithms on or off",
        ),
        ("torch.autograd.set_detect_anomaly(True)", "left anomaly detection on"),
        ("torch.set_flush_denormal(True)", "had tiny numbers rounded to zero"),
        ("nn.modules.module.register_module_forward_hook(print)", SEEN_BY_ALL),
        ("nn.modules.module.register_module_forward_pre_hook(print)", SEEN_BY_ALL),
        ("register_optimizer_step_post_hook(print)", SEEN_BY_ALL),
        (
            "torch.autograd.graph.saved_tensors_hooks(print, print).__enter__()",
            "left hooks on for saved tensors",
        ),
        (
            "torch.overrides.BaseTorchFunctionMode().__enter__()",
            "left a mode on that sees torch's functions",
        ),
        (
            "torch.utils._python_dispatch.TorchDispatchMode().__enter__()",
            "left a mode on that sees torch's functions",
        ),
    ],
)
def test_global_state_is_noted_and_put_back(run, change, name):
    """One run says what it changed; the next starts as the first did."""
    imports = "import torch\nfrom torch import nn\n"
    imports += "from torch.optim.optimizer import register_optimizer_step_post_hook"
    before = global_state.remember()

    changed = run(f"{imports}\n{change}", {})
    after = run("return 1", {})

    assert changed.globals_changed == (name,)
    assert after.globals_changed == ()
    assert global_state.remember() == before


def test_autocast_that_is_never_left_keeps_no_weights(run):
    """Torch keeps cast weights until the outermost autocast is left; here that is the run's own."""
    body = """
import torch
with torch.autocast("cpu"):
    model(inputs)
with torch.no_grad():
    for parameter in model.parameters():
        parameter.zero_()
with torch.autocast("cpu"):
    return model(inputs).abs().sum().item()
"""
    given = {
        "model": ModelRecipe("linear", 2, 1, "float32"),
        "inputs": TensorRecipe((3, 2), "float32"),
    }
    run("import torch\ntorch.autocast('cpu').__enter__()\nmodel(inputs)", given)

    seen = run(body, given)

    assert seen.part("result") == 0.0


def test_several_changes_are_all_noted(run):
    """Those of one run, in one order."""
    seen = run(
        "import torch\ntorch.set_default_dtype(torch.float64)\ntorch.set_grad_enabled(False)", {}
    )

    assert seen.globals_changed == ("disabled gradients globally", "changed the default dtype")


def test_inference_mode_that_is_never_left_does_not_last(run):
    """The next run trains as if nothing had happened."""
    body = "import torch\nmode.append(torch.inference_mode())\nmode[0].__enter__()"

    seen = run(body, {}, source="mode = []")
    after = run("return next(model.parameters()).is_inference()")

    assert "left inference mode on" in seen.globals_changed
    assert after.part("result") is False
    assert not torch.is_inference_mode_enabled()


def test_modes_that_are_left_are_no_change(run):
    """A with statement is how it is meant to be done."""
    seen = run("import torch\nwith torch.no_grad(), torch.inference_mode(): torch.ones(1)", {})

    assert seen.globals_changed == ()


def test_every_generator_is_seeded_by_the_case(run):
    """Python's, numpy's and torch's: the same case gives the same draws."""
    body = "import random, torch, numpy\nreturn random.random(), numpy.random.rand(), torch.rand(1)"

    first, again, other = (run(body, {}, seed=seed) for seed in (5, 5, 6))
    random.seed(5)
    np.random.seed(5)
    expected = (random.random(), np.random.rand())

    assert first.values == again.values
    assert first.values != other.values
    assert first.part("result")[:2] == expected


@pytest.mark.parametrize(
    ("body", "used"),
    [
        ("torch.rand(1)", True),
        ("torch.manual_seed(1)", True),
        ("torch.rand(1, generator=torch.Generator())", False),
        ("torch.ones(1)", False),
    ],
)
def test_use_of_the_global_generator_is_noted(run, body, used):
    """Torch's own: a draw or a new seed, not a generator of the student's."""
    assert run(f"import torch\n{body}", {}).rng_used is used


def test_a_pass_over_the_loader_uses_no_randomness(run):
    """Peeking at a batch must not change what dropout draws later."""
    assert run("for batch in loader: pass").rng_used is False


def test_warnings_are_noted(run):
    """Each with its text; they are no output and no error."""
    seen = run("import warnings\nwarnings.warn('one')\nwarnings.warn('two', UserWarning)", {})

    assert seen.warnings == ("one", "two")
    assert (seen.output, seen.raised) == ("", None)


def test_many_and_long_warnings_are_cut(run):
    """A warning in a loop is said twenty times at most."""
    seen = run("import warnings\nfor n in range(99): warnings.warn('x' * 999)", {})

    assert seen.warnings == ("x" * 500,) * 20


def test_a_warning_that_cannot_be_shown_is_a_warning(run):
    """Its text is the student's code, and may raise."""
    source = (
        "said = []\nclass Odd(UserWarning):\n    def __str__(self): return 5 if said else 'x'\n"
    )

    seen = run("import warnings\nwarnings.warn(Odd())\nsaid.append(1)", {}, source=source)

    assert seen.warnings == ("(its text cannot be shown)",)


def test_output_is_kept(run):
    """Both streams, in order, however it was written."""
    body = "import sys\nprint('a', flush=True)\nsys.stderr.write('b\\n')\nprint('c', end='')"

    assert run(body, {}).output == "a\nb\nc"


def test_a_flood_of_output_is_capped(run):
    """The first characters, and how many more there were."""
    seen = run("print('x' * 10**6)", {})

    assert seen.output == "x" * 65536 + f"\n... {10**6 + 1 - 65536} characters more"


def test_streams_that_were_replaced_are_put_back(run):
    """A student may redirect the output, and forget it."""
    run("import sys, io\nsys.stdout = io.StringIO()\nprint('lost')", {})

    assert run("print('seen')", {}).output == "seen\n"
