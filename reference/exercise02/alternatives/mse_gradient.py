"""Correct implementations of mse_gradient, written differently."""

import torch
from torch import Tensor


def sum_divided_by_count(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Sums over the points and divides by their number."""
    n = x.numel()
    prediction = w * x
    gradient = (2 * x * (prediction - y)).sum() / n
    return gradient


def sign_in_front(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Takes the residual as target minus prediction and puts the minus sign in front."""
    return -2.0 * torch.mean(x * (y - x * w))


def dot_product_of_flat_views(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Views one point as a batch of one and takes a dot product."""
    x, y = x.reshape(-1), y.reshape(-1)  # (N,)
    return torch.dot(w * x - y, x) * (2 / len(x))


def autograd_on_a_copy(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Lets autograd differentiate the loss at a copy of w."""
    copy = w.detach().clone().requires_grad_(True)
    with torch.enable_grad():
        loss = torch.nn.functional.mse_loss(copy * x, y)
        loss.backward()
    assert copy.grad is not None
    return copy.grad


def functional_gradient(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Asks torch.func for the derivative of the loss as a function of w."""

    def loss(weight: Tensor) -> Tensor:
        return ((weight * x - y) ** 2).mean()

    gradient: Tensor = torch.func.grad(loss)(w.detach())
    return gradient


@torch.no_grad()
def one_point_at_a_time(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Loops over the points and averages their derivatives."""
    points = list(zip(x.reshape(-1), y.reshape(-1)))
    total = torch.zeros_like(w)
    for x_i, y_i in points:
        y_pred = w * x_i
        total += 2 * (y_pred - y_i) * x_i
    return total / len(points)


def expanded_square(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Differentiates w²·mean(x²) - 2·w·mean(x·y) + mean(y²) term by term."""
    return 2 * w * (x * x).mean() - 2 * (x * y).mean()
