"""Tensors, modules and batches move to a simulated device as they would to CUDA."""

import pytest

from grader.cases import DataRecipe, DeviceRecipe, LoaderRecipe, ModelRecipe


@pytest.mark.parametrize(
    "made",
    [
        "torch.zeros(2, device=device)",
        "torch.full((2,), 1.0, device=device)",
        "torch.rand(2, device=device)",
        "torch.randn(2, device=device)",
        "torch.randperm(2, device=device)",
        "torch.arange(2, device=device)",
        "torch.linspace(0, 1, 2, device=device)",
        "torch.eye(2, device=device)",
        "torch.tensor([1, 2], device=device)",
        "torch.as_tensor([1, 2], device=device)",
        "torch.empty_like(torch.ones(2), device=device)",
        "torch.ones(2, device=device).new_zeros(3)",
        "torch.ones(2).to(device)",
        "torch.ones(2).to(device, torch.float64)",
        "torch.ones(2).to(device=device, non_blocking=True, copy=True)",
        "torch.ones(1, 2, 3, 3).to(device, memory_format=torch.channels_last)",
        "torch.ones(2).to(torch.ones((), device=device))",
        "torch.ones(2).pin_memory().to(device, non_blocking=True)",
        "torch.ones(2).to(device).to(torch.float64, non_blocking=True)",
        "torch.ones(2).sim()",
        "torch.utils.data.default_collate([torch.ones(2, device=device)])",
        "next(iter(torch.utils.data.DataLoader(torch.ones(4, 2, device=device), 2)))",
        "nn.Parameter(torch.ones(2)).to(device).detach()",
    ],
)
def test_where_tensors_are_made(result, made):
    """On the device that was named."""
    assert result(f"return {made}").device == "sim:0"


def test_the_way_back(result):
    """Without waiting for it, too: nobody needs pinned memory."""
    body = "return torch.ones(2, device=device, requires_grad=True).to('cpu', non_blocking=True)"

    assert result(body).device == "cpu"


def test_the_default_device(result):
    """With torch.device, and with torch.set_default_device; modules, too."""
    body = """
with device:
    found = [torch.ones(2), nn.Linear(2, 2).weight]
torch.set_default_device(device)
found.append(torch.zeros(2))
torch.set_default_device(None)
return [tensor.device.type for tensor in [*found, torch.ones(1)]]
"""

    assert result(body) == ("sim", "sim", "sim", "cpu")


def test_how_tensors_read(result):
    """Numbers and text come out as from any tensor, and the text says where it is."""
    body = """
x = torch.tensor([1.0, 2.5], device=device)
return (x.tolist(), x[1].item(), float(x[0]), int(x[0]), bool(x[0]), repr(x), f"{x[1]:.2f}",
        x.cpu().numpy().tolist(), str(x.untyped_storage().device), x.is_sim, x.get_device())
"""

    assert result(body) == (
        *((1.0, 2.5), 2.5, 1.0, 1, True, "tensor([1.0000, 2.5000], device='sim:0')", "2.50"),
        *((1.0, 2.5), "sim:0", True, 0),
    )


def test_moving_keeps_what_others_hold(result):
    """Parameters stay the same objects; gradients, hooks and requires_grad come along."""
    body = """
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
model[0].weight.requires_grad_(False)
before, called = list(model.parameters()), []
held = weakref.ref(before[2])
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
return (all(map(lambda a, b: a is b, before, after)), held() is after[2], moved, called,
        [p.requires_grad for p in after], round(value - after[3].item(), 6))
"""

    assert result(body) == (
        True,
        True,
        (True, True, True),
        ("cpu", "cpu", "sim", "sim"),
        (False, True, True, True),
        0.2,  # two backward passes: the gradient from before the move counts
    )


def test_there_and_back(result):
    """A model that comes back trains on the CPU; tied weights stay tied, buffers come along."""
    body = """
model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Linear(2, 2))
model[2].weight = model[0].weight
model.to(device)(torch.ones(3, 2, device=device)).sum().backward()
there = {str(v.device) for v in model.state_dict().values()}
model.cpu()(torch.ones(3, 2)).sum().backward()
back = {str(v.device) for v in model.state_dict().values()}
return sorted(there), sorted(back), model[2].weight is model[0].weight
"""

    assert result(body) == (("sim:0",), ("cpu",), True)


def test_data_is_replaced(result):
    """`parameter.data = tensor`, from either device to the other."""
    body = """
weight = nn.Parameter(torch.ones(2))
weight.data = torch.zeros(3, device=device)
first = str(weight.device), weight.tolist()
weight.data = torch.ones(1)
return *first, str(weight.device), weight.requires_grad
"""

    assert result(body) == ("sim:0", (0.0, 0.0, 0.0), "cpu", True)


def test_gradients_of_gradients(result):
    """autograd.grad answers on the device, twice in a row."""
    body = """
weight = torch.tensor([1.0, 2.0], device=device, requires_grad=True)
first, = torch.autograd.grad((weight ** 3).sum(), weight, create_graph=True)
return first.detach(), torch.autograd.grad(first.sum(), weight)[0]
"""
    first, second = result(body)

    assert (first.device, first.array().tolist()) == ("sim:0", [3.0, 12.0])
    assert (second.device, second.array().tolist()) == ("sim:0", [6.0, 12.0])


def test_random_streams(result):
    """torch.manual_seed seeds the device, whose numbers are the CPU's; a generator has its own."""
    body = """
def drawn(where, **kwargs):
    return torch.rand(3, device=where, **kwargs).tolist()
torch.manual_seed(3)
first = drawn(device)
torch.manual_seed(3)
same = drawn("cpu")
state = torch.sim.get_rng_state()
more = drawn(device)
torch.sim.set_rng_state(state)
generator = torch.Generator(device=device).manual_seed(5)
return (first == same, drawn(device) == more, str(generator.device),
        drawn(device, generator=generator)
        == drawn("cpu", generator=torch.Generator().manual_seed(5)),
        isinstance(torch.default_generator, torch.Generator), str(torch.Generator().device))
"""

    assert result(body) == (True, True, "sim:0", True, True, "cpu")


def test_the_accelerator_of_the_machine_stays(result):
    """Code that looks for a device finds what it found before; pinning does what it did."""
    body = """
loader = torch.utils.data.DataLoader(torch.ones(2, 1), 2, pin_memory=True)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    batch = next(iter(loader))
return (torch.accelerator.is_available(), torch.accelerator.current_accelerator() is None,
        torch.cuda.is_available(), str(batch.to(device).device))
"""

    assert result(body) == (False, True, False, "sim:0")


def test_the_givens_start_on_the_cpu(on_sim):
    """The function under test moves them; what it leaves is observed with its device."""
    given = {
        "model": ModelRecipe("mlp", 2, 1, "float64", batch_norm=True),
        "loader": LoaderRecipe(DataRecipe("regression", 4, 2, 1, "float64"), 2),
        "device": DeviceRecipe("cpu"),
    }
    body = """
before = {p.device.type for p in model.parameters()}
model.to(device)
return sorted(before), [inputs.device.type for inputs, _ in loader]
"""
    seen = on_sim(body, given)

    assert seen.part("result") == (("cpu",), ("cpu", "cpu"))
    assert seen.part("model.parameters")["0.weight"].device == "sim:0"
    assert seen.part("model.buffers")["1.running_mean"].device == "sim:0"
