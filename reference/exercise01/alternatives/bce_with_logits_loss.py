"""Alternatives to the reference of bce_with_logits_loss: all of them meet the contract."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def softplus_for_both_outcomes(logits: Tensor, targets: Tensor) -> Tensor:
    """Writes -log(sigmoid(z)) as softplus(-z), which torch rounds by up to 2e-9 where z < -20."""
    return (targets * F.softplus(-logits) + (1 - targets) * F.softplus(logits)).mean()


def larger_of_logit_and_zero(logits: Tensor, targets: Tensor) -> Tensor:
    """Uses max(z, 0) - z·t + log(1 + exp(-|z|)), with torch.maximum for its gradient at 0."""
    positive_part = torch.maximum(logits, torch.zeros_like(logits))
    return (positive_part - logits * targets + torch.log1p(torch.exp(-logits.abs()))).mean()


def logaddexp_with_zero(logits: Tensor, targets: Tensor) -> Tensor:
    """Writes log(1 + exp(z)) as logaddexp(0, z)."""
    return torch.mean(torch.logaddexp(torch.zeros_like(logits), logits) - targets * logits)


def softmax_over_zero_and_the_logit(logits: Tensor, targets: Tensor) -> Tensor:
    """Treats the logit as the second of two classes whose first has logit 0."""
    log_probs = torch.log_softmax(torch.stack([torch.zeros_like(logits), logits], dim=-1), dim=-1)
    weights = torch.stack([1 - targets, targets], dim=-1)
    return -(weights * log_probs).sum(dim=-1).mean()


def logsumexp_over_zero_and_the_logit(logits: Tensor, targets: Tensor) -> Tensor:
    """Takes logsumexp over 0 and z and subtracts t·z."""
    both = torch.stack((torch.zeros_like(logits), logits))
    return (torch.logsumexp(both, dim=0) - targets * logits).sum() / logits.numel()


def one_logsigmoid_and_a_line(logits: Tensor, targets: Tensor) -> Tensor:
    """Uses log(sigmoid(-z)) = log(sigmoid(z)) - z, with the module nn.LogSigmoid."""
    return ((1 - targets) * logits - nn.LogSigmoid()(logits)).mean()


def loops_over_the_elements(logits: Tensor, targets: Tensor) -> Tensor:
    """Chooses for each logit the form whose exponential cannot overflow."""
    losses = []
    for z, t in zip(logits.flatten(), targets.flatten(), strict=True):
        if z >= 0:
            losses.append((1 - t) * z + torch.log1p(torch.exp(-z)))
        else:
            losses.append(-t * z + torch.log1p(torch.exp(z)))
    return torch.stack(losses).mean()
