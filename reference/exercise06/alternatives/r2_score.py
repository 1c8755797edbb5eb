"""Other right ways to write r2_score."""

import numpy as np
import torch
from torch.nn import functional


def asks_whether_the_spread_is_zero(predictions, targets):
    """Computes both sums, and asks whether the lower one is zero."""
    ss_res = torch.sum((targets - predictions) ** 2)
    ss_tot = torch.sum((targets - torch.mean(targets)) ** 2)
    if ss_tot == 0:
        return 1.0 if ss_res == 0 else 0.0
    return (1 - ss_res / ss_tot).item()


def compares_the_largest_with_the_smallest(predictions, targets):
    """Asks whether the largest target is the smallest, and lets mean losses do the rest."""
    predictions = predictions.detach()
    if targets.max() == targets.min():
        return float(bool((predictions == targets).all()))
    worst = functional.mse_loss(targets.mean().expand_as(targets), targets)
    return 1.0 - (functional.mse_loss(predictions, targets) / worst).item()


def in_numpy(predictions, targets):
    """Computes in NumPy, in double precision."""
    p = predictions.detach().cpu().numpy().astype("float64").ravel()
    t = targets.detach().cpu().numpy().astype("float64").ravel()
    if np.ptp(t) == 0:
        return 1.0 if np.array_equal(p, t) else 0.0
    return float(1 - np.sum((t - p) ** 2) / np.sum((t - t.mean()) ** 2))


def in_plain_python(predictions, targets):
    """Walks over lists of floats."""
    ps, ts = predictions.reshape(-1).tolist(), targets.reshape(-1).tolist()
    if len(set(ts)) == 1:
        return 1.0 if ps == ts else 0.0
    mean = sum(ts) / len(ts)
    residual = sum((t - p) ** 2 for p, t in zip(ps, ts, strict=True))
    return 1 - residual / sum((t - mean) ** 2 for t in ts)


def by_the_variance(predictions, targets):
    """Divides the mean square of the errors by the biased variance of the targets."""
    spread = targets.detach().var(correction=0)
    if not spread:
        return 1.0 * torch.equal(predictions.detach(), targets)
    return float(1 - (predictions.detach() - targets).pow(2).mean() / spread)


@torch.no_grad()
def as_a_tensor_without_grad(predictions, targets):
    """Returns 0-dim tensors, from two cases that are both computed."""
    res = (targets - predictions).double().pow(2).sum()
    tot = (targets - targets.mean()).double().pow(2).sum()
    constant = (res == 0).to(res)
    return torch.where(tot == 0, constant, 1 - res / torch.where(tot == 0, 1, tot)).to(targets)


def divides_and_looks_at_what_came_out(predictions, targets):
    """Divides in any case, and mends what is infinite or not a number."""
    errors = (targets - predictions.detach()).flatten()
    centred = (targets - targets.mean()).flatten()
    ratio = torch.dot(errors, errors) / torch.dot(centred, centred)
    if ratio.isnan():
        return 1.0
    return 0.0 if ratio.isinf() else 1 - ratio.item()
