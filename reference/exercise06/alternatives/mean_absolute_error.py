"""Other right ways to write mean_absolute_error."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional


def by_the_ready_made_loss(predictions, targets):
    """Leaves it to torch."""
    return functional.l1_loss(predictions, targets).item()


def by_a_loss_module(predictions, targets):
    """Makes an nn.L1Loss that sums, and divides by the number of elements."""
    total = nn.L1Loss(reduction="sum")(predictions.detach(), targets)
    return float(total / targets.numel())


def in_numpy(predictions, targets):
    """Computes in NumPy, in double precision."""
    errors = predictions.detach().cpu().numpy().astype(np.float64) - targets.cpu().numpy()
    return np.abs(errors).mean()


def in_plain_python(predictions, targets):
    """Walks over lists of floats."""
    pairs = zip(predictions.flatten().tolist(), targets.flatten().tolist(), strict=True)
    errors = [abs(prediction - target) for prediction, target in pairs]
    return sum(errors) / len(errors)


@torch.no_grad()
def as_a_tensor_without_grad(predictions, targets):
    """Returns a 0-dim tensor that does not require grad."""
    return torch.mean(torch.abs(targets - predictions))


def by_the_one_norm(predictions, targets):
    """Takes the 1-norm of all errors laid end to end."""
    errors = (predictions - targets).reshape(-1)
    return (torch.linalg.vector_norm(errors, ord=1) / errors.numel()).item()


def by_the_larger_and_the_smaller(predictions, targets):
    """Subtracts the smaller from the larger, element by element."""
    larger, smaller = torch.maximum(predictions, targets), torch.minimum(predictions, targets)
    return round(float((larger - smaller).double().mean()), 14)
