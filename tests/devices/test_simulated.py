"""The simulated device behaves as CUDA would, on a machine without one.

Everything runs in workers, as submissions do: registering a device changes a process for good.
"""

import sys
from collections.abc import Callable, Iterator

import pytest

from grader.cases import Case, DataRecipe, DeviceRecipe, LoaderRecipe, ModelRecipe
from grader.isolation import Limits, Zygote
from grader.wire import Ask, Load, Observation, Variation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

LIMITS = Limits(time_s=5.0, memory_mb=512)
DEVICE = {"device": DeviceRecipe("cpu")}
TWO_DEVICES = (
    "Expected all tensors to be on the same device, but found at least two devices, sim:0 and cpu!"
)

# Trains on a device; what it returns must not depend on which.
TRAINING = """
import copy
import io
import torch
from torch import nn
from torch.nn import functional as F

MLP = [nn.Linear(3, 8), nn.BatchNorm1d(8), nn.Tanh(), nn.Dropout(0.3), nn.LayerNorm(8), nn.ReLU(),
       nn.Linear(8, 3)]
CONVOLUTION = [nn.Unflatten(1, (1, 3)), nn.Conv1d(1, 4, 2), nn.ReLU(), nn.Flatten(),
               nn.Linear(8, 3)]

def trained(device, layers, criterion, make_optimizer):
    model = copy.deepcopy(nn.Sequential(*layers)).to(device)
    optimizer = make_optimizer(model.parameters())
    torch.manual_seed(2)
    inputs = torch.randn(6, 3)
    targets = torch.rand(6, 3)
    if isinstance(criterion, nn.CrossEntropyLoss):
        targets = targets.argmax(1)
    losses = []
    for step in range(3):
        model.to(device)
        optimizer.zero_grad(set_to_none=step % 2 == 0)
        loss = criterion(model(inputs.to(device)), targets.to(device))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
        losses.append(loss.item())
    with torch.inference_mode():
        losses.append(float(criterion(model.eval()(inputs.to(device)), targets.to(device))))
    return losses, [value.cpu() for value in model.state_dict().values()]

def is_same(device, *args):
    (losses, state), (others, other) = trained("cpu", *args), trained(device, *args)
    return losses == others and all(map(torch.equal, state, other))
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    running = Zygote()
    yield running
    running.close()


@pytest.fixture
def on_sim(zygote) -> Callable[..., Observation]:
    """Run the body of `def task(device, ...)` in a worker of its own, on the simulated device."""

    def observed(body: str, given=DEVICE, device: str = "simulated") -> Observation:
        indented = "\n".join(f"    {line}" for line in body.strip().splitlines())
        source = f"{TRAINING}\ndef task({', '.join(given)}):\n{indented}\n"
        worker = zygote.fork(LIMITS, sandboxed=True)
        worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"task": tuple(given)}))
        case = Case(given, "float64", 0)
        seen = worker.observe(
            Ask(case, "task", observe=("result",), variation=Variation(device=device))
        )
        worker.close()
        assert isinstance(seen, Observation), seen
        return seen

    return observed


def returned(seen: Observation):
    assert seen.raised is None, seen.raised
    return seen.part("result")


@pytest.mark.parametrize("foreach", [None, True, False])
@pytest.mark.parametrize(
    "optimizer",
    [
        "SGD(p, 0.1",
        "SGD(p, 0.1, momentum=0.9",
        "SGD(p, 0.1, momentum=0.9, nesterov=True",
        "Adam(p, 0.01",
        "AdamW(p, 0.01",
        "RMSprop(p, 0.01",
        "Adagrad(p, 0.01",
    ],
)
def test_optimizers_come_to_the_same_bit(on_sim, optimizer, foreach):
    """Their weights are those of the CPU, dropout included, for its random stream is the CPU's."""
    step = f"torch.optim.{optimizer}, foreach={foreach})"
    body = f"return is_same(device, MLP, nn.MSELoss(), lambda p: {step})"

    assert returned(on_sim(body)) is True


@pytest.mark.parametrize("layers", ["MLP", "CONVOLUTION"])
@pytest.mark.parametrize(
    "criterion", ["MSELoss", "L1Loss", "SmoothL1Loss", "CrossEntropyLoss", "BCEWithLogitsLoss"]
)
def test_losses_and_layers_come_to_the_same_bit(on_sim, layers, criterion):
    """Linear, convolution, batch and layer norm, dropout; every loss of the course."""
    body = f"return is_same(device, {layers}, nn.{criterion}(), lambda p: torch.optim.SGD(p, 0.1))"

    assert returned(on_sim(body)) is True


@pytest.mark.parametrize(
    "mixing",
    [
        "nn.Linear(2, 2)(torch.ones(1, 2, device=device))",
        "nn.Linear(2, 2).to(device)(torch.ones(1, 2))",
        "torch.ones(2, device=device) + torch.ones(2)",
        "torch.ones(2).add_(torch.ones(2, device=device))",
        "torch.cat([torch.ones(2), torch.ones(2, device=device)])",
        "torch.stack([torch.tensor(1.0), torch.tensor(1.0, device=device)])",
        "F.mse_loss(torch.ones(2, device=device), torch.ones(2))",
        "F.cross_entropy(torch.ones(2, 3, device=device), torch.tensor([0, 1]))",
        "F.batch_norm(torch.ones(2, 3, device=device), torch.zeros(3), torch.ones(3))",
    ],
)
def test_tensors_of_two_devices_do_not_mix(on_sim, mixing):
    """The error is CUDA's, and names the student's line."""
    raised = on_sim(f"x = 1\n{mixing}").raised

    assert raised.message.startswith(TWO_DEVICES)
    assert raised.kind == "RuntimeError"
    assert raised.frames[-1].source == mixing


@pytest.mark.parametrize(
    "allowed",
    [
        "torch.ones(2, device=device) * torch.tensor(2.0)",
        "torch.tensor(2.0) + torch.ones((), device=device)",
        "torch.ones(2, device=device)[torch.tensor([0, 1])]",
        "torch.ones(2).to(device) + torch.zeros(2, device=device)",
        "torch.ones(2, device=device).to('cpu').to(device)",
        "torch.add(torch.ones(2, device=device), 1, out=torch.empty(0, device=device))",
        "torch.ones(2, 2, device=device).t()[0].view(2)",
        "torch.zeros(1, device=device).resize_(2)",
    ],
)
def test_what_cuda_allows_is_allowed(on_sim, allowed):
    """Numbers and indices may be on the CPU; views, in-place and out= stay on the device."""
    assert returned(on_sim(f"return {allowed}")).device == "sim:0"


def test_numpy_wants_a_copy_on_the_cpu_first(on_sim):
    """As with CUDA: torch says so itself."""
    raised = on_sim("torch.ones(2, device=device).numpy()").raised

    assert "Use Tensor.cpu() to copy the tensor to host memory first" in raised.message


def test_moving_keeps_what_others_hold(on_sim):
    """Parameters stay the same objects; gradients, hooks and requires_grad come along."""
    body = """
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
model[0].weight.requires_grad_(False)
before, called = list(model.parameters()), []
before[2].register_hook(lambda grad: called.append(grad.device.type))
before[2].register_post_accumulate_grad_hook(lambda p: called.append(p.grad.device.type))
model(torch.ones(1, 2)).sum().backward()
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for _ in range(3):
    model.to(device)
after = list(model.parameters())
moved = [p.grad.device == device for p in after if p.grad is not None]
model(torch.ones(1, 2, device=device)).sum().backward()
value = after[3].item()
optimizer.step()
return (all(map(lambda a, b: a is b, before, after)), moved, called,
        [p.requires_grad for p in after], round(value - after[3].item(), 6))
"""

    assert returned(on_sim(body)) == (
        True,
        (True, True, True),
        ("cpu", "cpu", "sim", "sim"),
        (False, True, True, True),
        0.2,  # two backward passes: the gradient from before the move counts
    )


@pytest.mark.parametrize(
    ("expression", "devices"),
    [
        ("copy.deepcopy(model)", ("sim", "sim")),
        ("copy.deepcopy(model).cpu()", ("cpu", "cpu")),
        ("model.to(torch.float64)", ("sim", "sim")),
        ("nn.BatchNorm1d(2, device=device)", ("sim", "sim")),
        ("loaded(nn.BatchNorm1d(2), copy.deepcopy(model.state_dict()))", ("cpu", "cpu")),
        ("loaded(model, nn.BatchNorm1d(2).state_dict())", ("sim", "sim")),
        ("loaded(nn.BatchNorm1d(2), saved(model.state_dict()))", ("cpu", "cpu")),
    ],
)
def test_models_are_copied_and_loaded(on_sim, expression, devices):
    """Parameters and buffers both, and none of it crashes."""
    body = f"""
def loaded(model, state):
    model.load_state_dict(state)
    return model
def saved(state):
    torch.save(state, file := io.BytesIO())
    file.seek(0)
    return torch.load(file)
model = nn.BatchNorm1d(2).to(device)
found = {expression}
found(torch.ones(3, 2, device=found.weight.device, dtype=found.weight.dtype)).sum().backward()
return found.weight.device.type, found.running_mean.device.type
"""

    assert returned(on_sim(body)) == devices


def test_gradients_without_backward(on_sim):
    """autograd.grad answers on the device."""
    body = """
weight = torch.ones(2, device=device, requires_grad=True)
return torch.autograd.grad((weight ** 2).sum(), weight)[0]
"""
    gradient = returned(on_sim(body))

    assert gradient.array().tolist() == [2.0, 2.0]
    assert gradient.device == "sim:0"


def test_an_error_inside_backward_reaches_the_student(on_sim):
    """Backward runs on the thread that calls it, and nothing hangs or crashes."""
    body = """
class Mixing(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()
    @staticmethod
    def backward(ctx, grad):
        return grad + torch.ones(2)
Mixing.apply(torch.ones(2, device=device, requires_grad=True)).sum().backward()
"""

    assert on_sim(body).raised.message.startswith(TWO_DEVICES)


def test_the_device_comes_after_the_cpu_has_been_used(zygote):
    """The same worker, first plain and then simulated: autograd is under way by then."""
    source = f"""{TRAINING}
def task(device):
    x = torch.ones(2, device=device, requires_grad=True)
    x.sum().backward()
    return x.grad
"""
    worker = zygote.fork(LIMITS, sandboxed=True)
    worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"task": ("device",)}))
    asks = [
        Ask(Case(DEVICE, "float64", 0), "task", observe=("result",), variation=Variation(device=d))
        for d in ("", "simulated", "")
    ]
    found = [returned(worker.observe(ask)).device for ask in asks]
    worker.close()

    assert found == ["cpu", "sim:0", "cpu"]


def test_the_givens_start_on_the_cpu(on_sim):
    """The function under test moves them; what it leaves is observed with its device."""
    given = {
        "model": ModelRecipe("mlp", 2, 1, "float64", batch_norm=True),
        "loader": LoaderRecipe(DataRecipe("regression", 4, 2, 1, "float64"), 2),
        **DEVICE,
    }
    body = """
before = {p.device.type for p in model.parameters()}
model.to(device)
return sorted(before), [inputs.device.type for inputs, _ in loader]
"""
    seen = on_sim(body, given)

    assert returned(seen) == (("cpu",), ("cpu", "cpu"))
    assert seen.part("model.parameters")["0.weight"].device == "sim:0"
    assert seen.part("model.buffers")["1.running_mean"].device == "sim:0"


def test_a_worker_that_is_not_asked_for_it_has_no_such_device(on_sim):
    """Registering is for runs that want it."""
    seen = on_sim("return torch._C._get_privateuse1_backend_name()", device="cpu")

    assert returned(seen) == "privateuseone"


def test_a_machine_says_which_devices_it_lacks(zygote):
    """By name, with the reason that a skipped check gives."""
    missing = zygote.missing_devices

    assert "simulated" not in missing
    assert missing.get("cuda", "this machine has no CUDA device").startswith("this machine")
