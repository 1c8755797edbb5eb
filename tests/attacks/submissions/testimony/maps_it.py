"""Call the ready-made loss through transforms of functions.

Task: exercise01/mae_loss
Honest: 6.0
"""

import functools

import torch
import torch.nn.functional as F


def mae_loss(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError(f"shapes {predictions.shape} and {targets.shape}")
    one = functools.partial(F.l1_loss, reduction="none")
    return torch.func.vmap(one)(predictions.reshape(-1, 1), targets.reshape(-1, 1)).mean()
