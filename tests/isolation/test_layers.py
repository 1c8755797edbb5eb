"""All layers of the sandbox together: which are in force, and that training works inside."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.isolation.layers import Applied, apply, prepare
from tests.isolation.conftest import close_seccomp, inside, needs, needs_landlock, policy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

REPOSITORY = Path(__file__).parents[2]
ALL_LAYERS = (
    "network-namespace",
    "rlimits",
    "parent-death-signal",
    "not-dumpable",
    "no-new-privileges",
    "landlock",
    "capabilities",
    "seccomp",
)


def as_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)


def as_is() -> None:
    """Stay who we are."""


@pytest.mark.parametrize("become", [as_is, as_nobody])
def test_apply_reports_every_layer(become: Callable[[], None]) -> None:
    """Each layer is either in force or missing with a reason, for root and for anybody."""
    needs_landlock()
    chosen = policy()

    def report() -> str:
        applied = apply(chosen)
        named = {*applied.layers, *(layer for layer, _ in applied.missing)}
        assert all(reason for _, reason in applied.missing)
        return "complete" if named == set(ALL_LAYERS) else str(applied)

    assert inside(become, report) == "complete"


@pytest.mark.parametrize("become", [as_is, as_nobody])
def test_ordinary_user_gets_the_layers_that_matter(become: Callable[[], None]) -> None:
    """Nothing of the sandbox needs root."""
    needs_landlock()
    needs("seccomp", close_seccomp)
    chosen = policy()

    missing = inside(become, lambda: [layer for layer, _ in apply(chosen).missing])

    assert missing in ("[]", "['network-namespace']")


def test_apply_never_raises() -> None:
    """Where nearly every layer is refused, as inside a sandbox, apply says so and returns."""
    needs("seccomp", close_seccomp)
    needs_landlock()

    def report() -> str:
        apply(policy())
        return ", ".join(layer for layer, _ in apply(policy()).missing)

    refused = "network-namespace, rlimits, parent-death-signal, not-dumpable, landlock, "
    assert inside(as_is, report) == f"{refused}capabilities, seccomp"


def test_prepare_changes_nothing() -> None:
    """Preparing leaves the process as free as it was."""
    assert inside(prepare, lambda: socket.socket().close()) == "None"


def test_applied_is_plain_data() -> None:
    """The report compares by value, so a caller can keep and print it."""
    assert Applied(("seccomp",), ()) == Applied(("seccomp",), ())


WORKLOAD = """
import faulthandler, os, sys, tempfile, threading, traceback, warnings
import torch
torch.set_num_threads(1)
from grader.isolation.layers import Policy, apply, default_readable, prepare

scratch = sys.argv[1]
tempfile.tempdir = scratch
prepare()
if os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
applied = apply(Policy(default_readable(), scratch, 1 << 30, 120, 64 << 20, 64, 64))
print(applied, torch.backends.cpu.get_cpu_capability())

from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train(model, inputs, targets, optimizer):
    before = None
    for _ in range(3):
        optimizer.zero_grad()
        output = model(inputs)
        output = output[0] if isinstance(output, tuple) else output
        loss = nn.functional.mse_loss(output, targets.expand_as(output))
        loss.backward()
        optimizer.step()
    return loss.item()


def optimizers():
    for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.RMSprop):
        model = nn.Linear(4, 1)
        train(model, torch.randn(8, 4), torch.zeros(1), kind(model.parameters(), lr=0.01))


def layers():
    sgd = torch.optim.SGD
    for model, inputs in (
        (nn.Conv2d(3, 4, 3), torch.randn(2, 3, 16, 16)),
        (nn.LSTM(4, 8), torch.randn(5, 2, 4)),
        (nn.TransformerEncoderLayer(8, 2, batch_first=True), torch.randn(2, 5, 8)),
        (nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout()), torch.randn(6, 4)),
    ):
        train(model, inputs, torch.zeros(1), sgd(model.parameters(), lr=0.01))


def algebra():
    matrix = torch.randn(64, 64)
    torch.linalg.svd(matrix), torch.linalg.eigh(matrix @ matrix.T), torch.fft.fft2(matrix)
    (matrix.bfloat16() @ matrix.bfloat16()).sum()


def loader():
    data = TensorDataset(torch.randn(16, 4), torch.randn(16, 1))
    assert sum(len(x) for x, _ in DataLoader(data, batch_size=4, shuffle=True)) == 16


def checkpoints():
    path = os.path.join(scratch, "model.pt")
    model = nn.Linear(2, 2)
    torch.save(model.state_dict(), path)
    model.load_state_dict(torch.load(path, weights_only=True))
    torch.load(path, mmap=True)
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "w") as file:
        print("epoch 1", file=file)
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"x")


def threads():
    torch.set_num_threads(2)
    (torch.randn(600, 600) @ torch.randn(600, 600)).sum().item()
    torch.randn(1000, 1000).sin().sum().item()
    thread = threading.Thread(target=optimizers)
    thread.start()
    thread.join()


def late_imports():
    import torch.distributions, sympy, numpy.fft, torch._dynamo, torch.profiler, unittest.mock
    import importlib.metadata, sqlite3, zoneinfo, datetime, multiprocessing.pool, asyncio
    assert importlib.metadata.version("torch")
    datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Berlin")), datetime.datetime.now().astimezone()
    asyncio.run(asyncio.sleep(0))
    with torch.profiler.profile() as profile:
        torch.ones(3).sum()
    profile.key_averages().table()


def plots():
    os.environ["MPLCONFIGDIR"] = scratch
    try:
        import matplotlib
    except ImportError:
        return
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    plt.plot([1, 2])
    plt.savefig(os.path.join(scratch, "loss.png"))


def messages():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        sgd = torch.optim.SGD(nn.Linear(1, 1).parameters(), 0.1)
        torch.optim.lr_scheduler.StepLR(sgd, 1).step()
    assert seen
    try:
        nn.Linear(2, 2)(torch.ones(3))
    except RuntimeError:
        assert "F.linear(input" in traceback.format_exc()
    faulthandler.dump_traceback(file=open(os.path.join(scratch, "trace"), "w"))
    assert os.cpu_count()


failed = False
for step in (
    *(optimizers, layers, algebra, loader, checkpoints),
    *(late_imports, plots, messages, threads),
):
    try:
        step()
    except BaseException:
        failed = True
        print(step.__name__, traceback.format_exc())
os._exit(failed)
"""


def test_training_works_inside(tmp_path: Path) -> None:
    """A broad torch workload, late imports and checkpoints included, works as it does outside."""
    done = subprocess.run(
        [sys.executable, "-c", WORKLOAD, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "cpuinfo" not in done.stderr  # torch still recognises the processor
