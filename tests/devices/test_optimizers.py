"""Every optimizer of torch.optim comes to the CPU's very bits on either simulated device."""

import pytest

BOTH_WAYS = "Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "ASGD", "NAdam", "RAdam", "Rprop"


@pytest.mark.parametrize(
    "optimizer",
    [
        *(f"{name}(p, 0.01, foreach={way})" for name in BOTH_WAYS for way in (True, False)),
        *(f"{name}(p, 0.01, fused=True)" for name in ("Adagrad", "Adam", "AdamW", "SGD")),
        *(f"SGD(p, 0.1, foreach={way})" for way in (None, True, False)),
        "SGD(p, 0.1, momentum=0.9, nesterov=True, weight_decay=0.01)",
        "Adam(p, 0.01)",
        "Adam(p, 0.01, amsgrad=True, maximize=True)",
        "AdamW(p, 0.01)",
        "RMSprop(p, 0.01)",
        "RMSprop(p, 0.01, momentum=0.9, centered=True, foreach=True)",
        "Adagrad(p, 0.01)",
        "Adafactor(p, 0.01)",
        "LBFGS(p, 0.1)",
        "LBFGS(p, 0.1, line_search_fn='strong_wolfe')",
        "Muon(p, 0.01)",
    ],
)
def test_optimizers(result, optimizer):
    """After five clipped and scheduled steps, state and its way through a state_dict included."""
    body = f"return differing(optimizer_leaves, lambda p: torch.optim.{optimizer})"

    assert result(body) == ()


@pytest.mark.parametrize(
    "scheduler",
    [
        "StepLR(o, 2)",
        "MultiStepLR(o, [1, 3])",
        "ExponentialLR(o, 0.9)",
        "CosineAnnealingLR(o, 5)",
        "CosineAnnealingWarmRestarts(o, 2)",
        "OneCycleLR(o, 0.1, total_steps=5)",
        "CyclicLR(o, 0.01, 0.1)",
        "LambdaLR(o, lambda epoch: 0.5 ** epoch)",
        "LinearLR(o)",
        "ChainedScheduler([torch.optim.lr_scheduler.LinearLR(o)])",
    ],
)
def test_schedulers(result, scheduler):
    """Rates are the CPU's, with the rate a number and with it a tensor on the device."""
    body = f"""
def rates(device, dtype, rate):
    weight = torch.ones(2, dtype=dtype, device=device, requires_grad=True)
    o = torch.optim.SGD([weight], rate(device), momentum=0.9)
    scheduler = torch.optim.lr_scheduler.{scheduler}
    left = []
    for _ in range(4):
        weight.grad = torch.ones_like(weight)
        o.step()
        scheduler.step()
        left += [weight.detach().cpu().clone(), torch.as_tensor(scheduler.get_last_lr()[0]).cpu()]
    return left
return differing(rates, lambda device: 0.1)
"""

    assert result(body) == ()


def test_plateaus(result):
    """ReduceLROnPlateau takes a loss that is on the device."""
    body = """
optimizer = torch.optim.SGD([torch.ones(1, device=device, requires_grad=True)], 0.5)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=0)
for loss in (1.0, 2.0):
    scheduler.step(torch.tensor(loss, device=device))
return optimizer.param_groups[0]["lr"]
"""

    assert result(body) == 0.05


@pytest.mark.parametrize("foreach", [None, True, False])
@pytest.mark.parametrize("clip", ["clip_grad_norm_", "clip_grad_value_"])
def test_clipping(result, clip, foreach):
    """Gradients on two devices are clipped together, as torch does it for CUDA."""
    body = f"""
def clipped(device, dtype):
    first, second = (torch.arange(3.0, dtype=dtype).to(place) for place in (device, "cpu"))
    first.grad, second.grad = first * 2, second * 3
    norm = nn.utils.{clip}([first, second], 0.5, foreach={foreach})
    return [first.grad.cpu(), second.grad, *([] if norm is None else [norm.cpu()])]
return differing(clipped)
"""

    assert result(body) == ()


@pytest.mark.parametrize("foreach", [None, True, False])
def test_state_stays_behind(on_sim, foreach):
    """An optimizer that has stepped before the model moves fails at the next step, as on CUDA."""
    body = f"""
model = nn.Linear(2, 2)
optimizer = torch.optim.Adam(model.parameters(), foreach={foreach})
for place in ("cpu", device):
    model.to(place)
    model(torch.ones(1, 2, device=place)).sum().backward()
    optimizer.step()
"""

    assert on_sim(body).raised.message == (
        "Expected all tensors to be on the same device, "
        "but found at least two devices, sim:0 and cpu!"
    )


def test_state_follows_when_it_is_loaded(result):
    """load_state_dict puts the state where the parameters are."""
    body = """
model = nn.Linear(2, 2)
optimizer = torch.optim.Adam(model.parameters())
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
model.to(device)
optimizer.load_state_dict(optimizer.state_dict())
model(torch.ones(1, 2, device=device)).sum().backward()
optimizer.step()
return [state["exp_avg"].device.type for state in optimizer.state.values()]
"""

    assert result(body) == ("sim", "sim")


def test_sparse_gradients_are_refused(on_sim):
    """SparseAdam and sparse embeddings: there are dense tensors only."""
    body = """
table = nn.Embedding(3, 2, sparse=True, device=device)
table(torch.tensor([1], device=device)).sum().backward()
"""

    assert on_sim(body).raised.kind == "NotImplementedError"
