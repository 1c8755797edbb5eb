"""Wrong placement is found and named on a machine without a GPU; right code is left in peace.

Everything runs in workers, as submissions do: registering a device changes a process for good.
"""

import sys
from collections.abc import Callable, Iterator

import pytest

from grader.cases import (
    Case,
    CriterionRecipe,
    DataRecipe,
    DeviceRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    TensorRecipe,
)
from grader.isolation import Limits, Worker, Zygote
from grader.properties import BUILT_IN, Evidence, Finding
from grader.wire import Ask, Load, Loaded, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

AGREES = BUILT_IN["agrees_across_devices"]
LIMITS = Limits(time_s=20.0, memory_mb=512)
GIVEN = {
    "model": ModelRecipe("mlp", 2, 1, "float64", batch_norm=True, dropout=0.3, gradient="stale"),
    "loader": LoaderRecipe(DataRecipe("regression", 8, 2, 1, "float64"), 3),
    "criterion": CriterionRecipe("mse"),
    "optimizer": OptimizerRecipe("nesterov", 0.1),
    "device": DeviceRecipe("cpu"),
    "inputs": TensorRecipe((3, 2), "float64"),
}
HEAD = """import copy, io, torch
from torch import nn
def task(model, loader, criterion, optimizer, device, inputs):
    {moves}
    total, count = 0.0, 0
    model.train()
    for x, y in loader:
        {batch}
        optimizer.zero_grad()
        loss = {loss}
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    {end}
    return total / count
"""
MOVES = "model.to(device)"
BATCH = "x, y = x.to(device), y.to(device)"
GIVEN_DEVICE = "not on the device that was given"
MEET = "tensors on two devices meet: "
ASKS = "it asks torch.cuda.is_available() instead of using the device that it was given: "
INDEX = "only the index of the device is ignored: "


def epoch(moves=MOVES, batch=BATCH, loss="criterion(model(x), y)", end="pass") -> str:
    """A right training epoch, but for the lines that are given."""
    return HEAD.format(moves=moves, batch=batch, loss=loss, end=end)


@pytest.fixture(scope="module")
def workers(zygote: Zygote) -> Iterator[Callable[[str], Worker]]:
    running = []

    def started(source: str) -> Worker:
        worker = zygote.fork(LIMITS, sandboxed=False)
        running.append(worker)
        loaded = worker.load(Load("exercise", "anna.py", {"anna.py": source}))
        assert isinstance(loaded, Loaded)
        assert loaded.raised is None, loaded.raised
        return worker

    yield started
    for worker in running:
        worker.close()


@pytest.fixture
def finding(workers) -> Callable[..., Finding | None]:
    """What the property says of a source, run in a worker on each device."""

    def found(
        source: str, run: str = "", observe=("result",), of=("result", "model"), **options
    ) -> Finding | None:
        case = Case(GIVEN, "float64", 5)
        worker, runs = workers(source), []
        for variation in AGREES.runs(options):
            seen = worker.observe(Ask(case, "task", run, observe, variation))
            assert isinstance(seen, Observation), seen
            runs.append(seen)
        return AGREES.judge(
            Evidence(case, tuple(runs), (runs[0],) * len(runs), observe), of=of, **options
        )

    return found


RIGHT = {
    "moves": epoch(),
    "without waiting": epoch(batch="x, y = (t.to(device, non_blocking=True) for t in (x, y))"),
    "asks the model": epoch(
        batch="there = next(model.parameters()).device; x, y = x.to(there), y.to(there)"
    ),
    "pins memory": epoch(
        moves="pin = torch.cuda.is_available() and device.type == 'cuda'; model.to(device)"
    ),
    "keeps a copy": epoch(end="best = copy.deepcopy(model).cpu(); best.eval()(x.cpu())"),
    "looks at outputs on the CPU": epoch(
        end="with torch.no_grad(): total += 0 * criterion(model(x).cpu(), y.cpu()).item()"
    ),
    "adds up there": epoch(end="total = torch.as_tensor(total, device=device)"),
    "saves": epoch(end="torch.save(model.state_dict(), io.BytesIO())"),
}


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
def test_right_code_is_accepted(finding, source):
    """Written in whatever way; batch norm, dropout, momentum and old gradients are there."""
    assert finding(source, of=("result", "model", "optimizer")) is None


WRONG = {
    "inputs stay": (
        epoch(batch="y = y.to(device)"),
        f"{MEET}the inputs of batch 1 of loader are on cpu, the model on sim:0",
    ),
    "targets stay": (
        epoch(batch="x = x.to(device)"),
        f"{MEET}the targets of batch 1 of loader are on cpu, the model's outputs on sim:0",
    ),
    "only the first batch": (
        epoch(batch="x, y = (x.to(device), y.to(device)) if count == 0 else (x, y)"),
        f"{MEET}the inputs of batch 2 of loader are on cpu, the model on sim:0",
    ),
    "model stays": (
        epoch(moves="pass"),
        f"{MEET}the inputs of batch 1 of loader are on sim:0, the model on cpu",
    ),
    "nothing moves": (
        epoch(moves="pass", batch="pass"),
        f"every forward pass took place on cpu, {GIVEN_DEVICE}",
    ),
    "moves the model afterwards": (
        epoch(moves="pass", batch="pass", end="model.to(device)"),
        f"every forward pass took place on cpu, {GIVEN_DEVICE}",
    ),
    "a pass elsewhere": (
        epoch(end="model.cpu(); model(x.cpu()); model.to(device)"),
        f"the forward pass of batch 3 of loader took place on cpu, {GIVEN_DEVICE}",
    ),
    "the loss elsewhere": (
        epoch(batch="x = x.to(device)", loss="criterion(model(x).cpu(), y)"),
        f"the targets of batch 1 of loader are on cpu, {GIVEN_DEVICE}",
    ),
    "moves it back": (
        epoch(end="model.cpu()"),
        f"model.parameters.0.weight is on cpu, {GIVEN_DEVICE}: it is moved away again",
    ),
    "a copy moves": (
        epoch(moves="model = copy.deepcopy(model).to(device)"),
        f"model.parameters.0.weight is on cpu, {GIVEN_DEVICE}: only a copy of the model is moved",
    ),
    "a buffer is moved back": (
        epoch(end="model[1].running_mean = model[1].running_mean.cpu()"),
        f"model.buffers.1.running_mean is on cpu, {GIVEN_DEVICE}: it is moved away again",
    ),
    "asks about CUDA": (
        epoch(
            moves="device = torch.device('cuda' if torch.cuda.is_available() else 'cpu'); "
            "model.to(device)"
        ),
        f"{ASKS}every forward pass took place on cpu",
    ),
    "asked when it was loaded": (
        "import torch\nDEVICE = 'cuda' if torch.cuda.is_available() else 'cpu'\n"
        + epoch(moves="device = DEVICE; model.to(device)"),
        f"{ASKS}every forward pass took place on cpu",
    ),
    "calls .cuda() elsewhere": (
        epoch(moves="model.to(device) if device.type == 'cpu' else model.cuda()"),
        "it calls .cuda() instead of using the device that it was given: it uses CUDA",
    ),
    "makes an array": (
        epoch(end="x.numpy()"),
        "a tensor on the device is made a NumPy array",
    ),
    "fails otherwise": (
        epoch(moves="assert device.type == 'cpu', 'no'"),
        "it fails on simulated",
    ),
    "other numbers": (
        epoch(end="total = total + (1e-7 if device.type != 'cpu' else 0)"),
        "simulated disagrees with the CPU: result is not what it should be",
    ),
    "the kind of device": (
        epoch(moves="device = torch.device(device.type); model.to(device)"),
        f"{INDEX}every forward pass took place on sim:0, {GIVEN_DEVICE}",
    ),
    "inputs to the kind of device": (
        epoch(batch="x, y = x.to(device.type), y.to(device)"),
        f"{INDEX}{MEET}the inputs of batch 1 of loader are on sim:0, the model on sim:1",
    ),
}


@pytest.mark.parametrize(("source", "message"), WRONG.values(), ids=WRONG)
def test_wrong_placement_is_named(finding, source, message):
    """What is where, and since which batch."""
    assert finding(source).message == message


def test_a_finding_shows_the_line(finding):
    """The one that failed, or the one that chose another device."""
    stays = finding(epoch(batch="y = y.to(device)"))
    asks = finding(epoch(moves="device = 'cuda' if torch.cuda.is_available() else 'cpu'"))

    assert (stays.place, stays.expected) == (
        "anna.py:10",
        "everything on sim:0, the simulated device that was given",
    )
    assert stays.actual.endswith("In anna.py:10: loss = criterion(model(x), y)")
    assert (asks.place, asks.actual) == (
        "anna.py:4",
        "torch.cuda.is_available() in anna.py:4, forward passes on cpu",
    )


def test_a_number_that_differs_is_told_with_what_is_allowed(finding):
    """Where, by how much, and after how many steps."""
    worse = epoch(end="with torch.no_grad(): model[0].weight[0, 1] += 1e-7 * (device.index == 1)")

    found = finding(worse)

    assert found.message == ("simulated:1 disagrees with the CPU: model is not what it should be")
    assert found.difference.startswith(
        "1 of 51 differ, most in model.parameters.0.weight[0, 1], by "
    )
    assert found.difference.endswith("allowed), after 3 steps")


def placed(body: str) -> str:
    return f"import io, torch\ndef task(**given):\n    pass\n{body}"


PREDICT = placed(
    "def predict(model, inputs, device):\n"
    "    model.to(device).eval()\n"
    "    with torch.no_grad():\n"
    "        return model(inputs.to(device)){back}\n"
)
RESULT = "result = predict(model, inputs, device)"


def test_results_must_be_where_the_contract_says(finding):
    """On the CPU, on the device, or anywhere."""
    there, back = PREDICT.format(back=""), PREDICT.format(back=".cpu()")

    assert finding(there, RESULT) is None
    assert finding(back, RESULT) is None
    assert finding(there, RESULT, results="given") is None
    assert finding(back, RESULT, results="cpu") is None
    assert finding(there, RESULT, results="cpu").message == "result is on sim:0, not on the CPU"
    assert finding(back, RESULT, results="given").message == f"result is on cpu, {GIVEN_DEVICE}"


STATE = placed(
    "def state_to_cpu(model):\n"
    "    {moves}return {{k: v.detach().clone(){cpu} for k, v in model.state_dict().items()}}\n"
)


@pytest.mark.parametrize(
    ("moves", "cpu", "message"),
    [
        ("", ".cpu()", None),
        ("", "", "result.0.weight is on sim:0, not on the CPU"),
        ("model.cpu(); ", "", f"model.parameters.0.weight is on cpu, {GIVEN_DEVICE}"),
    ],
)
def test_a_state_on_the_cpu_of_a_model_that_stays(finding, moves, cpu, message):
    """The result is on the CPU, the given where it was."""
    run = "model.to(device)\nresult = state_to_cpu(model)"

    found = finding(STATE.format(moves=moves, cpu=cpu), run, results="cpu")

    assert (found.message if found else None) == message


BATCH_OF = placed(
    "def move_batch(batch, device):\n"
    "    return {{'x': batch[0].to(device), 'more': [batch[1]{more}, 'text', 3]}}\n"
)


def test_every_tensor_of_a_nested_result_counts(finding):
    """Of no dimension, too; what is no tensor is nowhere."""
    run = "result = move_batch((inputs, inputs.sum()), device)"

    def found(more: str) -> Finding | None:
        return finding(BATCH_OF.format(more=more), run, of=("result",), results="given")

    assert found(".to(device)") is None
    assert found("").message == f"result.more[0] is on cpu, {GIVEN_DEVICE}"


LOADING = placed("def load(model, optimizer, state, device):\n    {first}\n    {second}\n")
LOAD = """
criterion(model(inputs), torch.zeros_like(inputs[:, :1])).backward()
optimizer.step()
load(model, optimizer, optimizer.state_dict(), device)
result = 0.0
"""


def test_what_an_optimizer_keeps_must_be_beside_its_parameters(finding):
    """State that was loaded before the model moved is left behind: the next step would fail."""
    lines = ["model.to(device)", "optimizer.load_state_dict(state)"]
    of = ("model.parameters", "optimizer")

    right = finding(LOADING.format(first=lines[0], second=lines[1]), LOAD, of=of)
    wrong = finding(LOADING.format(first=lines[1], second=lines[0]), LOAD, of=of)

    assert right is None
    assert wrong.message == f"optimizer.state.0.momentum_buffer is on cpu, {GIVEN_DEVICE}"
