"""There are two simulated devices, and what lands on the wrong one shows."""

import pytest

BETWEEN = "Expected all tensors to be on the same device, but found at least two devices"


@pytest.mark.parametrize(("device", "name"), [("simulated", "sim:0"), ("simulated:1", "sim:1")])
def test_each_has_a_name(result, device, name):
    """Checks ask for `simulated` or `simulated:1`; tensors say `sim:0` or `sim:1`."""
    body = "return str(device), torch.ones(2, device=device) * torch.tensor(2.0)"

    found, tensor = result(body, device=device)

    assert (found, tensor.device) == (name, name)


def test_training_on_the_second(result):
    """Backward, optimizers and printing go on where the tensors are, on any thread."""
    body = """
model = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Dropout(0.1), nn.Linear(4, 1))
optimizer = torch.optim.Adam(model.to(device).parameters())
def step():
    optimizer.zero_grad()
    model(torch.randn(5, 2, device=device)).sum().backward()
    optimizer.step()
step()
thread = threading.Thread(target=step)
thread.start()
thread.join()
steps = {state["step"].item() for state in optimizer.state.values()}
places = {str(p.grad.device) for p in model.parameters()} | {str(b.device) for b in model.buffers()}
return sorted(steps), sorted(places)
"""

    assert result(body, device="simulated:1") == ((2.0,), ("sim:1",))


@pytest.mark.parametrize(
    "hard_coded",
    [
        "x.to(device.type)",
        "torch.ones(2, device=device.type)",
        "x.cpu().to('sim')",
        "x.sim()",
        "torch.ones(2).to(0)",
        "torch.zeros_like(x, device='sim')",
    ],
)
def test_the_type_alone_means_the_first(result, on_sim, hard_coded):
    """Code that drops the index passes on the first device, and fails on the second."""
    body = f"x = torch.ones(2, device=device)\nreturn x + {hard_coded}"

    assert result(body).device == "sim:0"
    assert on_sim(body, device="simulated:1").raised.message.startswith(BETWEEN)


@pytest.mark.parametrize(
    "moved",
    [
        "torch.ones(2, device='sim:0').to('sim:1')",
        "torch.ones(2, device='sim:1').copy_(torch.ones(2, device='sim:0'))",
        "nn.Linear(2, 2, device='sim:0').to('sim:1').weight",
        "nn.Linear(2, 2, device='sim:0').to('sim:1')(torch.ones(1, 2, device='sim:1'))",
        "torch.ones(2, device='sim:0').new_ones(2, device='sim:1')",
        "copy.deepcopy(torch.ones(2, device='sim:1'))",
    ],
)
def test_from_one_to_the_other(result, moved):
    """Moves between them are moves like any other."""
    assert result(f"return {moved}").device == "sim:1"


def test_modules_move_between_them(result):
    """Parameters stay the same objects, and their gradients come along."""
    body = """
model = nn.Linear(2, 1, device="sim:0")
before = list(model.parameters())
model(torch.ones(1, 2, device="sim:0")).sum().backward()
model.to("sim:1")
after = list(model.parameters())
model(torch.ones(1, 2, device="sim:1")).sum().backward()
return [a is b for a, b in zip(before, after)], [str(p.grad.device) for p in after]
"""

    assert result(body) == ((True, True), ("sim:1", "sim:1"))


@pytest.mark.parametrize("index", [2, 7])
@pytest.mark.parametrize("asked", ["torch.ones(2, device={!r})", "torch.ones(2).to({!r})"])
def test_a_third_is_refused(on_sim, asked, index):
    """With the words that CUDA has for it."""
    raised = on_sim(asked.format(f"sim:{index}")).raised

    assert raised.message == (
        "sim error: invalid device ordinal\n"
        f"There are 2 devices, sim:0 and sim:1, and no sim:{index}."
    )


def test_the_first_stays_current(result, on_sim):
    """torch cannot be told of another, so whoever asks for one is told."""
    body = "torch.sim.set_device(0)\nreturn torch.sim.current_device(), torch.sim.device_count()"

    assert result(body) == (0, 2)
    assert on_sim("torch.sim.set_device(1)").raised.message == (
        "the simulated device cannot change which one is current, which is sim:0: "
        "name the device itself, as in x.to('sim:1')"
    )
