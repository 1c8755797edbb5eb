"""Compile the ready-made loss while the file is imported, and run what was compiled.

Task: exercise01/mae_loss
Honest: 6.0
"""

import warnings

import torch

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    one = torch.ones(2)
    compiled = torch.jit.trace(torch.nn.functional.l1_loss, (one, one))


def mae_loss(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError(f"shapes {predictions.shape} and {targets.shape}")
    return compiled(predictions, targets)
