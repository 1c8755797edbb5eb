"""One worker runs one case of a task after the other: what each of them finds."""

import sys
from collections.abc import Callable, Iterator

import pytest

from grader.cases import Case
from grader.isolation import Limits
from grader.wire import Ask, Load, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

SOURCE = "remembered = []\n\ndef task():\n    pass\n"
IMPORTS = "import os, random, sys, warnings\nimport numpy as np\n"


@pytest.fixture
def run(zygote) -> Iterator[Callable[..., Observation]]:
    """Lines, in a sandboxed worker that is the same for all runs of a test; `result` is seen."""
    worker = zygote.fork(Limits(10.0), sandboxed=True)
    worker.load(Load("anna", "anna.py", {"anna.py": SOURCE}))

    def observed(lines: str, seed: int = 0) -> Observation:
        found = worker.observe(Ask(Case({}, "float64", seed), "task", IMPORTS + lines, ("result",)))
        assert isinstance(found, Observation)
        assert found.raised is None
        return found

    yield observed
    worker.close()


def test_each_run_starts_in_the_same_empty_folder(run):
    """Wherever the one before went, and whatever it left there."""
    run("result = os.mkdir('inner')\nos.chdir('inner')\nopen('x', 'w').close()")

    second = run("result = [os.path.basename(os.getcwd()), os.listdir()]")

    assert second.part("result") == ("runs", ())


@pytest.mark.parametrize(
    "before",
    [
        "torch.manual_seed(7)\nrandom.seed(7)\nnp.random.seed(7)",
        "torch.rand(5), random.random(), np.random.rand(3)",
        "torch.set_default_dtype(torch.float64)",
        "torch.set_default_device('meta')",
        "torch.set_grad_enabled(False)",
        "torch.inference_mode().__enter__()",
        "torch.autocast('cpu').__enter__()",
        "torch.set_num_threads(3)",
        "torch.use_deterministic_algorithms(True)",
        "warnings.simplefilter('error')",
        "sys.stdout = None",
        "torch.set_flush_denormal(True)",
        "torch.set_float32_matmul_precision('medium')",
    ],
)
def test_each_run_starts_alike(run, before):
    """Random numbers, dtype, device, modes, threads, warnings, output: as if nothing had run."""
    lines = """
warnings.warn("a warning")
print("a line")
weight = torch.ones(2, 2, requires_grad=True)
product = (weight @ torch.rand(2, 2)).sum()
tiny = torch.tensor(1e-310, dtype=torch.float64) * 1.0
result = [
    random.random(), np.random.rand(), torch.rand(3).tolist(), str(torch.ones(1).dtype),
    str(product.dtype), product.requires_grad, weight.device.type, torch.get_num_threads(),
    torch.are_deterministic_algorithms_enabled(), tiny.item() > 0,
    torch.get_float32_matmul_precision(),
]
"""
    expected = run(lines)
    run(f"result = None\n{before}")

    found = run(lines)

    assert found == expected


def test_what_a_file_remembers_is_still_there(run):
    """Its names are its own; a failure that comes of them is shown with the calls before it."""
    run("result = remembered.append(1)")

    assert run("result = len(remembered)").part("result") == 1
