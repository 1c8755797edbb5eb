"""Correct implementations of fit_line, written differently."""

import torch
from torch import Tensor, nn


def zero_grad_before_the_forward_pass(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Clears first, prints now and then, as many tutorials do."""
    w = torch.tensor(0.0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(0.0, dtype=x.dtype, requires_grad=True)
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        y_pred = x * w + b
        loss = criterion(y_pred, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if (epoch + 1) % 500 == 0:
            print(f"Epoch [{epoch + 1}/{epochs}], Loss: {loss.item():.4f}")  # noqa: T201  (students print)
    return w.item(), b.item(), losses


def zero_grad_after_the_step(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Clears at the end of every turn and keeps detached losses until the end."""
    params = [torch.zeros(1, dtype=x.dtype).requires_grad_() for _ in range(2)]
    optimizer = torch.optim.SGD(params, lr=lr, foreach=False)
    history: list[Tensor] = []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).sum() / len(x)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        history.append(loss.detach())
    w, b = (p.item() for p in params)
    return w, b, [float(loss) for loss in history]


def with_a_linear_layer(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Trains a linear layer on columns, its weight and bias set to zero."""
    model = nn.Linear(1, 1, dtype=x.dtype, device=x.device)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    inputs, targets = x.unsqueeze(1), y.unsqueeze(1)  # (N, 1)
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr)
    losses = []
    for _ in range(epochs):
        model.train()
        predictions = model(inputs)
        loss = loss_fn(predictions, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model.weight.item(), model.bias.item(), losses


def as_a_module_of_its_own(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Defines a small module inside the function and steps with a closure."""

    class Line(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.w = nn.Parameter(x.new_zeros(()))
            self.b = nn.Parameter(x.new_zeros(()))

        def forward(self, inputs: Tensor) -> Tensor:
            return self.w * inputs + self.b

    line = Line()
    optimizer = torch.optim.SGD(line.parameters(), lr=lr)

    def closure() -> float:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(line(x), y)
        loss.backward()
        return loss.item()

    losses = [optimizer.step(closure) for _ in range(epochs)]
    return float(line.w.detach()), float(line.b.detach()), losses


def both_parameters_in_one_tensor(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Adds a column of ones and learns weight and bias as one vector."""
    design = torch.stack([x, torch.ones_like(x)], dim=1)  # (N, 2)
    theta = design.new_zeros(2, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (design @ theta - y).square().mean()
        (theta.grad,) = torch.autograd.grad(loss, [theta])
        optimizer.step()
        losses.append(loss.item())
    w, b = theta.tolist()
    return w, b, losses


def one_group_for_each_parameter(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Gives the optimizer two parameter groups and clears the gradients by hand."""
    w = nn.Parameter(torch.zeros_like(x[0]))
    b = nn.Parameter(torch.zeros_like(x[0]))
    optimizer = torch.optim.SGD([{"params": [w]}, {"params": [b]}], lr=lr)
    losses = []
    while len(losses) < epochs:
        w.grad = b.grad = None
        residual = y - (w * x + b)
        loss = residual.pow(2).mean()
        loss.backward()
        losses.append(loss.detach().item())
        optimizer.step()
    return w.item(), b.item(), losses
