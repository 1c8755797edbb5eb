"""Alternatives to the reference of smooth_l1_loss: all of them meet the contract."""

import torch
from torch import Tensor


def _error(predictions: Tensor, targets: Tensor) -> Tensor:
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")
    return predictions - targets


def fills_by_boolean_masks(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Writes both branches into an empty tensor through boolean masks."""
    size = torch.abs(_error(predictions, targets))
    small = size < beta
    loss = torch.zeros_like(size)
    loss[small] = 0.5 * size[small] ** 2 / beta
    loss[~small] = size[~small] - 0.5 * beta
    return torch.mean(loss)


def quadratic_part_clamped_off(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Splits each error into a part of at most beta, squared, and the rest, linear."""
    size = _error(predictions, targets).abs()
    inner = size.clamp(max=beta)
    return (0.5 * inner**2 / beta + (size - inner)).mean()


def branches_joined_by_cat(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Sorts the errors into two lists and averages over both laid end to end."""
    size = _error(predictions, targets).abs().reshape(-1)
    small, large = size[size < beta], size[size >= beta]
    return torch.cat([small.square() / (2 * beta), large - beta / 2]).mean()


def weights_of_zero_and_one(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Multiplies each branch by 0 or 1 and adds them."""
    error = _error(predictions, targets)
    is_small = (error.abs() < beta).to(error.dtype)
    parabola = 0.5 * error * error / beta
    line = error.abs() - 0.5 * beta
    return (is_small * parabola + (1 - is_small) * line).sum() / error.numel()


def in_units_of_beta(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Measures errors in units of beta, where the corner is at 1, and scales back at the end."""
    unit = _error(predictions, targets) / beta
    return beta * torch.where(unit.abs() < 1, unit**2 / 2, unit.abs() - 0.5).mean()


def loops_over_the_elements(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Decides with a Python if for one error after the other."""
    losses = []
    for error in _error(predictions, targets).flatten():
        if abs(error) < beta:
            losses.append(0.5 * error**2 / beta)
        else:
            losses.append(abs(error) - 0.5 * beta)
    return torch.stack(losses).mean()
