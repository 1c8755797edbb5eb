"""Alternatives to the reference of bce_loss: all of them meet the contract."""

import math

import torch
from torch import Tensor


def log_of_one_minus_p(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Writes log(1 - p) as the formula has it, and clamps with torch.clamp."""
    first = targets * torch.clamp(torch.log(probabilities), min=-100)
    second = (1 - targets) * torch.clamp(torch.log(1 - probabilities), min=-100)
    return torch.mean(-(first + second))


def both_outcomes_stacked(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Stacks yes and no on a new axis and sums weight times log over it."""
    chances = torch.stack([1 - probabilities, probabilities], dim=-1)
    weights = torch.stack([1 - targets, targets], dim=-1)
    return -(weights * chances.log().clamp_min(-100)).sum(dim=-1).mean()


def maximum_with_a_constant(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Clamps by torch.maximum with a tensor that holds -100."""
    floor = torch.full_like(probabilities, -100.0)
    yes = torch.maximum(probabilities.log(), floor)
    no = torch.maximum((1 - probabilities).log(), floor)
    return -torch.lerp(no, yes, targets).mean()


def loops_over_the_elements(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Goes through the elements and never takes the log of 0."""
    smallest = math.exp(-100)
    total = probabilities.new_zeros(())
    for p, t in zip(probabilities.flatten(), targets.flatten(), strict=True):
        log_yes = torch.log(p) if p > smallest else torch.full_like(p, -100.0)
        log_no = torch.log(1 - p) if 1 - p > smallest else torch.full_like(p, -100.0)
        total = total - t * log_yes - (1 - t) * log_no
    return total / probabilities.numel()


def two_dot_products(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Flattens everything and lets two dot products do the sums."""
    p, t = probabilities.reshape(-1), targets.reshape(-1)
    yes = torch.dot(t, p.log().clamp(min=-100))
    no = torch.dot(1 - t, torch.log1p(-p).clamp(min=-100))
    return (yes + no) / -p.numel()


def infinity_masked_out(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Replaces every log below -100 by masked_fill."""

    def log(chance: Tensor) -> Tensor:
        value = torch.log(chance)
        return value.masked_fill(value < -100, -100.0)

    return torch.neg(targets * log(probabilities) + (1 - targets) * log(1 - probabilities)).mean()
