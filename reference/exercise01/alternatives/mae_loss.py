"""Alternatives to the reference of mae_loss: all of them meet the contract."""

import torch
from torch import Tensor
from torch.nn import functional as F


def _check(predictions: Tensor, targets: Tensor) -> None:
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions has shape {tuple(predictions.shape)}, targets has not")


def mean_of_torch_abs(predictions: Tensor, targets: Tensor) -> Tensor:
    """Uses torch.abs and torch.mean, as most tutorials write it."""
    if predictions.shape != targets.shape:
        raise ValueError(f"Shape mismatch: {predictions.shape} vs {targets.shape}")
    return torch.mean(torch.abs(targets - predictions))


def larger_minus_smaller(predictions: Tensor, targets: Tensor) -> Tensor:
    """Subtracts the smaller of the two from the larger, element by element."""
    _check(predictions, targets)
    return (torch.maximum(predictions, targets) - torch.minimum(predictions, targets)).mean()


def one_norm_over_the_count(predictions: Tensor, targets: Tensor) -> Tensor:
    """Divides the 1-norm of the error by the number of elements."""
    _check(predictions, targets)
    return torch.linalg.vector_norm(predictions - targets, ord=1) / predictions.numel()


def turns_negative_errors_around(predictions: Tensor, targets: Tensor) -> Tensor:
    """Chooses the error or its negative by its sign; an error of 0 gets a gradient of -1/N."""
    _check(predictions, targets)
    error = predictions - targets
    return torch.where(error > 0, error, -error).mean()


def error_times_its_sign(predictions: Tensor, targets: Tensor) -> Tensor:
    """Multiplies each error by its sign."""
    _check(predictions, targets)
    error = predictions - targets
    return (error * error.detach().sign()).sum() / error.numel()


def two_rectified_halves(predictions: Tensor, targets: Tensor) -> Tensor:
    """Adds what is too high to what is too low, both by relu."""
    _check(predictions, targets)
    error = predictions - targets
    return (F.relu(error) + F.relu(-error)).mean()


def loops_over_the_elements(predictions: Tensor, targets: Tensor) -> Tensor:
    """Adds up one absolute error after the other with Python's own abs."""
    _check(predictions, targets)
    pairs = list(zip(predictions.flatten(), targets.flatten(), strict=True))
    return sum((abs(p - t) for p, t in pairs), start=predictions.new_zeros(())) / len(pairs)
