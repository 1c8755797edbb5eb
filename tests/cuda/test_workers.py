"""The sandbox of a worker on the GPU, its memory, and what becomes of errors of kernels."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cases import Case
from grader.grading.cuda_errors import Trouble, explained, trouble_of
from grader.isolation import TRUSTED, Limits, Zygote
from grader.wire import Ask, Load, Loaded, Observation

LIMITS = Limits(time_s=30.0, memory_mb=1024, submission_s=120.0)
NOTHING = Case({}, "float64", 0)
Run = Callable[..., Observation]


@pytest.fixture
def run(zygote: Zygote) -> Run:
    """Run the body of a task in a sandboxed worker on the GPU."""

    def run_it(body: str, owner: str = "anna", blocking: bool = False) -> Observation:
        worker = zygote.cuda.hire(LIMITS, owner, blocking)
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        source = f"import os, socket, torch\nfrom torch import nn\n\ndef task():\n{lines}\n"
        loaded = worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"task": ()}))
        assert isinstance(loaded, Loaded)
        seen = worker.observe(Ask(NOTHING, "task", observe=("result",)))
        zygote.cuda.leave(worker, keep=trouble_of(seen) is Trouble.NONE)
        assert isinstance(seen, Observation), seen
        return seen

    return run_it


def test_a_worker_computes_on_the_gpu(run: Run) -> None:
    """Tensors are made, multiplied and fetched."""
    seen = run("return (torch.ones(3, 3, device='cuda') @ torch.ones(3, device='cuda')).tolist()")

    assert seen.raised is None
    assert seen.part("result") == (3.0, 3.0, 3.0)


def test_the_zygote_is_free_of_cuda(zygote: Zygote, run: Run) -> None:
    """After workers have computed, the process that forks has no device of the GPU open."""
    run("return torch.ones(1, device='cuda').item()")

    folder = Path(f"/proc/{zygote._process.pid}/fd")
    open_files = [os.readlink(entry) for entry in folder.iterdir()]

    assert not [name for name in open_files if "nvidia" in name]


def test_ordinary_workers_see_no_gpu(zygote: Zygote) -> None:
    """What runs on the CPU alone finds none, so that Adam does not start CUDA in it."""
    source = "import torch\n\ndef task():\n    return torch.cuda.is_available()\n"
    worker = zygote.fork(LIMITS, sandboxed=True)
    worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"task": ()}))

    seen = worker.observe(Ask(NOTHING, "task", observe=("result",)))
    worker.close()

    assert seen.part("result") is False


def test_every_layer_holds_or_says_why(zygote: Zygote) -> None:
    """The layers of an ordinary worker, each in force or missing with a reason."""
    ordinary = zygote.fork(LIMITS, sandboxed=True)
    usual = ordinary.load(Load("e", "a.py", {"a.py": ""}))
    ordinary.close()
    worker = zygote.cuda.hire(LIMITS, "layers")

    said = worker.load(Load("e", "a.py", {"a.py": ""}))
    zygote.cuda.leave(worker)

    assert said.layers == usual.layers
    assert said.missing_layers == usual.missing_layers


def test_a_secret_stays_one(run: Run, tmp_path: Path) -> None:
    """With a GPU, too: no file outside, no network, no other process."""
    (tmp_path / "secret").write_text("42")

    for attack in (
        f"open({str(tmp_path / 'secret')!r})",
        "socket.socket()",
        "socket.socket(socket.AF_UNIX).connect('/run/x')",
        f"open('/proc/{os.getpid()}/environ')",
        "os.fork()",
        "open('/dev/sda')",
    ):
        seen = run(attack)
        assert seen.raised is not None
        assert "OSError" in seen.raised.kinds, attack


def test_products_are_not_rounded_to_ten_bits(run: Run) -> None:
    """Whatever a submission sets: the libraries themselves are told not to use TF32."""
    seen = run(
        "torch.backends.cuda.matmul.allow_tf32 = True\n"
        "torch.manual_seed(0)\n"
        "a = torch.randn(512, 512, device='cuda')\n"
        "return ((a @ a) - (a.double() @ a.double())).abs().max().item()"
    )

    assert seen.part("result") < 1e-3


BAD_TARGET = """
logits = torch.zeros(2, 3, device='cuda', requires_grad=True)
targets = torch.tensor([0, 7], device='cuda')
nn.functional.cross_entropy(logits, targets).backward()
return logits.grad.sum().item()
""".strip()


def test_an_assertion_is_explained(run: Run) -> None:
    """The kernel's own words tell a class index from another index."""
    seen = run(BAD_TARGET)

    assert trouble_of(seen) is Trouble.DEAD
    assert explained(seen, 1024).raised.message.startswith("A class index is negative, or not")


def test_an_assertion_shows_its_line_in_a_worker_that_waits(run: Run) -> None:
    """With CUDA_LAUNCH_BLOCKING the line is that of the loss."""
    seen = run(BAD_TARGET, blocking=True)

    assert "cross_entropy" in seen.raised.frames[-1].source


def test_an_assertion_that_is_never_fetched_is_found(run: Run) -> None:
    """A kernel fails behind the program's back: the run has failed, or the next one starts anew."""
    run("torch.zeros(2, device='cuda')[torch.tensor([5], device='cuda')]\nreturn 1")

    assert run("return torch.ones(1, device='cuda').item()", owner="ben").part("result") == 1.0


def test_after_an_assertion_the_next_run_is_well(run: Run) -> None:
    """A context that has died takes no other run with it."""
    run(BAD_TARGET)

    assert run("return torch.ones(1, device='cuda').item()").part("result") == 1.0


def test_memory_on_the_gpu_is_limited(run: Run) -> None:
    """More than the limit is refused, as much as is allowed is not; the worker goes on."""
    seen = run("return torch.empty(2 << 30, dtype=torch.uint8, device='cuda').numel()")
    fits = run("return torch.empty(900 << 20, dtype=torch.uint8, device='cuda').numel() >> 20")

    assert trouble_of(seen) is Trouble.MEMORY
    assert fits.part("result") == 900


def test_memory_of_the_host_is_limited(run: Run) -> None:
    """CUDA's reservations do not count, what a submission allocates does."""
    seen = run("return len(bytearray(3 << 30))")

    assert seen.raised.kind == "MemoryError"


def test_two_submissions_at_once(zygote: Zygote) -> None:
    """Each in its own worker, neither disturbed by an assertion of the other."""
    gpu = zygote.cuda.gpu
    if gpu is None or gpu.free_mb < 8_000:
        pytest.skip("the GPU has no room for two workers")
    source = "import torch\n\ndef task(bad=False):\n    x = torch.ones(4, device='cuda')\n"
    right = f"{source}    return x.sum().item()\n"
    wrong = f"{source}    return x[torch.tensor([9], device='cuda')].sum().item()\n"
    one, other = zygote.cuda.hire(LIMITS, "one"), zygote.cuda.hire(LIMITS, "other")
    one.load(Load("e", "a.py", {"a.py": right}))
    other.load(Load("e", "a.py", {"a.py": wrong}))

    bad = other.observe(Ask(NOTHING, "task", observe=("result",)))
    good = one.observe(Ask(NOTHING, "task", observe=("result",)))
    zygote.cuda.leave(one, keep=False)
    zygote.cuda.leave(other, keep=False)

    assert trouble_of(bad) is Trouble.DEAD
    assert good.part("result") == 4.0


def test_a_start_costs_the_submission_nothing(zygote: Zygote) -> None:
    """CUDA takes seconds to start; a task that does nothing has used next to none."""
    worker = zygote.cuda.hire(LIMITS, "patient")
    used = worker.end()
    zygote.cuda.leave(worker, keep=False)

    assert used < 0.5


def test_trusted_code_has_a_warm_worker(zygote: Zygote) -> None:
    """Reference and alternatives share one."""
    first = zygote.cuda.hire(LIMITS, TRUSTED)
    zygote.cuda.leave(first)

    second = zygote.cuda.hire(LIMITS, TRUSTED)
    zygote.cuda.leave(second)

    assert second is first
