"""Alternatives to the reference of mse_loss: all of them meet the contract."""

import torch
from torch import Tensor


class _ShapeError(ValueError):
    """The shapes of two arguments differ."""


def _check(predictions: Tensor, targets: Tensor) -> None:
    if predictions.size() != targets.size():
        raise ValueError(f"targets has shape {targets.size()}, wanted {predictions.size()}")


def mean_of_the_power_operator(predictions: Tensor, targets: Tensor) -> Tensor:
    """Squares with ** and averages with torch.mean, as most tutorials write it."""
    if predictions.shape != targets.shape:
        raise ValueError("predictions and targets must have the same shape")
    return torch.mean((predictions - targets) ** 2)


def sums_of_squares_by_einsum(predictions: Tensor, targets: Tensor) -> Tensor:
    """Lays the errors end to end and lets einsum square and sum them."""
    _check(predictions, targets)
    error = (targets - predictions).reshape(-1)
    return torch.einsum("i,i->", error, error) / error.numel()


def loops_over_the_elements(predictions: Tensor, targets: Tensor) -> Tensor:
    """Adds up one squared error after the other in a Python loop."""
    _check(predictions, targets)
    total = torch.zeros((), dtype=predictions.dtype, device=predictions.device)
    count = 0
    for prediction, target in zip(predictions.flatten(), targets.flatten(), strict=True):
        total = total + (prediction - target) * (prediction - target)
        count += 1
    return total / count


def squared_norm_over_the_count(predictions: Tensor, targets: Tensor) -> Tensor:
    """Divides the squared 2-norm of the error by the number of elements."""
    _check(predictions, targets)
    return torch.linalg.vector_norm(predictions - targets) ** 2 / predictions.numel()


def averages_one_axis_at_a_time(predictions: Tensor, targets: Tensor) -> Tensor:
    """Averages over the first axis until none is left."""
    if tuple(predictions.shape) != tuple(targets.shape):
        raise _ShapeError(f"{tuple(predictions.shape)} is not {tuple(targets.shape)}")
    loss = torch.pow(torch.sub(predictions, targets), 2)
    while loss.dim() > 0:
        loss = loss.mean(dim=0)
    return loss


def list_of_rows_stacked(predictions: Tensor, targets: Tensor) -> Tensor:
    """Collects the squared errors in a list and stacks it at the end."""
    if list(predictions.shape) != list(targets.shape):
        raise ValueError("predictions: bad shape")
    pairs = zip(predictions.reshape(-1), targets.reshape(-1), strict=True)
    return torch.stack([torch.square(p - t) for p, t in pairs]).mean()
