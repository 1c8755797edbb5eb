"""Alternatives to the reference of nll_loss: all of them meet the contract."""

import torch
import torch.nn.functional as F
from torch import Tensor


def indexes_with_arange(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Picks with a pair of index tensors, as most tutorials write it."""
    return -log_probs[torch.arange(len(targets), device=log_probs.device), targets].mean()


def indexes_with_range(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Picks with a Python range and the targets."""
    n = targets.shape[0]
    return -log_probs[range(n), targets].sum() / n


def one_hot_times_log_probs(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Multiplies by one-hot rows, sums over the classes and averages over the rows."""
    one_hot = F.one_hot(targets, num_classes=log_probs.shape[1]).to(log_probs.dtype)
    return -(one_hot * log_probs).sum(dim=1).mean()


def one_hot_by_einsum(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Scatters ones into a matrix and lets einsum multiply and sum."""
    one_hot = torch.zeros_like(log_probs).scatter_(1, targets[:, None], 1.0)
    return torch.einsum("nc,nc->", log_probs, one_hot) / -log_probs.size(0)


def take_along_the_class_axis(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Picks with take_along_dim."""
    return torch.take_along_dim(log_probs, targets.view(-1, 1), dim=1).squeeze(1).neg().mean()


def positions_in_the_flat_tensor(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Computes where each picked value lies when the rows are laid end to end."""
    n, c = log_probs.shape
    positions = torch.arange(n, device=targets.device) * c + targets
    return -torch.take(log_probs, positions).mean()


def boolean_mask_of_the_targets(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Compares every class number with the target and keeps where they agree."""
    classes = torch.arange(log_probs.shape[1], device=targets.device)
    return log_probs[classes == targets.unsqueeze(1)].mean() * -1


def loops_over_the_rows(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Adds up one picked value after the other."""
    total = 0.0
    for row, target in zip(log_probs, targets.tolist(), strict=True):
        total = total - row[target]
    return total / len(log_probs)
