"""Correct implementations of fit_weight, written differently."""

import torch
from gradient_descent import manual_sgd_step, mse_gradient
from torch import Tensor, nn


def updates_a_leaf_in_place(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Uses autograd, changes the leaf under no_grad and zeros its gradient, as tutorials do."""
    w = torch.tensor(0.0, dtype=x.dtype, requires_grad=True)
    losses = []
    for epoch in range(epochs):
        y_pred = w * x
        loss = torch.mean((y_pred - y) ** 2)
        losses.append(loss.item())
        loss.backward()
        assert w.grad is not None
        with torch.no_grad():
            w -= lr * w.grad
        w.grad.zero_()
        if epoch % 10 == 0:
            print(f"epoch {epoch + 1}: w = {w:.3f}, loss = {loss:.8f}")  # noqa: T201  (students print)
    return w.item(), losses


def with_the_manual_step(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Reuses manual_sgd_step for the update."""
    w = torch.zeros((), dtype=x.dtype, device=x.device, requires_grad=True)
    history = []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(w * x, y)
        loss.backward()
        manual_sgd_step([w], lr)
        history.append(loss.detach())
    return float(w.detach()), [float(loss) for loss in history]


def with_the_library_optimizer(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Lets torch.optim.SGD make the updates."""
    w = nn.Parameter(torch.zeros_like(x.flatten()[:1]))  # (1,)
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD([w], lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(w * x.flatten(), y.flatten())
        loss.backward()
        losses.append(float(loss.detach()))
        optimizer.step()
    return w.item(), losses


def with_a_linear_layer(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Views the data as a column and trains a linear layer without bias."""
    inputs, targets = x.reshape(-1, 1), y.reshape(-1, 1)  # (N, 1)
    model = nn.Linear(1, 1, bias=False, dtype=x.dtype)
    nn.init.zeros_(model.weight)
    losses: list[float] = []
    for _ in range(epochs):
        loss = nn.MSELoss()(model(inputs), targets)
        (gradient,) = torch.autograd.grad(loss, [model.weight])
        model.weight.data.sub_(lr * gradient)
        losses += [loss.item()]
    return model.weight.item(), losses


def in_plain_python(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Takes the numbers out of the tensors and calculates with Python's floats."""
    points = list(zip(x.reshape(-1).tolist(), y.reshape(-1).tolist()))
    n = len(points)
    w, losses = 0.0, []
    for _ in range(epochs):
        errors = [w * x_i - y_i for x_i, y_i in points]
        losses.append(sum(e * e for e in errors) / n)
        w -= lr * sum(2 * e * x_i for e, (x_i, _) in zip(errors, points)) / n
    return w, losses


@torch.no_grad()
def keeps_all_weights_and_measures_later(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Walks first and computes the losses of all the places afterwards."""
    weights = [x.new_zeros(())]
    while len(weights) <= epochs:
        weights.append(weights[-1] - lr * mse_gradient(weights[-1], x, y))
    losses = [((w * x - y) ** 2).mean() for w in weights[:-1]]
    return weights[-1].item(), torch.stack(losses).tolist() if losses else []
