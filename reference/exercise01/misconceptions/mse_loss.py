"""Misconceptions about mse_loss: each is wrong in one way."""

import torch
import torch.nn.functional as F
from losses import mse_loss
from torch import Tensor, nn


def _check(predictions: Tensor, targets: Tensor) -> None:
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")


def broadcasts_the_shapes(predictions: Tensor, targets: Tensor) -> Tensor:
    """Different shapes are broadcast instead of refused.

    How many numbers are in the difference of shapes (7, 1) and (7,)? How many should there be?
    """
    return ((predictions - targets) ** 2).mean()


def compares_only_the_number_of_elements(predictions: Tensor, targets: Tensor) -> Tensor:
    """Only the numbers of elements are compared, not the shapes.

    Which two shapes have seven elements each and still do not belong together?
    """
    if predictions.numel() != targets.numel():
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")
    return ((predictions - targets) ** 2).mean()


def compares_only_the_lengths(predictions: Tensor, targets: Tensor) -> Tensor:
    """Only the first axis is compared, not the whole shape.

    What does len() tell you about a tensor of shape (7, 1)?
    """
    if predictions.shape[:1] != targets.shape[:1]:
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")
    return ((predictions - targets) ** 2).mean()


def compares_only_the_number_of_axes(predictions: Tensor, targets: Tensor) -> Tensor:
    """Only the numbers of axes are compared, not the shape.

    Can two matrices have different shapes and still be subtracted?
    """
    if predictions.dim() != targets.dim():
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")
    return ((predictions - targets) ** 2).mean()


def reshapes_the_targets_to_fit(predictions: Tensor, targets: Tensor) -> Tensor:
    """Targets of another shape are reshaped instead of refused.

    Who made the mistake when the shapes differ, and will they ever hear of it?
    """
    if predictions.numel() != targets.numel():
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")
    return ((predictions - targets.view_as(predictions)) ** 2).mean()


def asserts_that_the_shapes_agree(predictions: Tensor, targets: Tensor) -> Tensor:
    """Different shapes raise AssertionError, not ValueError.

    Which error does the docstring name, and which one does assert raise?
    """
    assert predictions.shape == targets.shape, f"predictions have shape {predictions.shape}"
    return ((predictions - targets) ** 2).mean()


def raises_an_error_without_a_message(predictions: Tensor, targets: Tensor) -> Tensor:
    """The ValueError says nothing about what was wrong.

    What would you want to read when this error comes up in the middle of the night?
    """
    if predictions.shape != targets.shape:
        raise ValueError
    return ((predictions - targets) ** 2).mean()


def returns_the_error(predictions: Tensor, targets: Tensor) -> Tensor | ValueError:
    """The error is made and returned, not raised.

    Which statement stops the function and everybody who called it: return, or raise?
    """
    if predictions.shape != targets.shape:
        return ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")
    return ((predictions - targets) ** 2).mean()


def sums_instead_of_averaging(predictions: Tensor, targets: Tensor) -> Tensor:
    """The squared errors are summed, not averaged.

    If you duplicate every sample, should the loss change?
    """
    _check(predictions, targets)
    return ((predictions - targets) ** 2).sum()


def halves_the_loss(predictions: Tensor, targets: Tensor) -> Tensor:
    """The loss has an extra factor of one half.

    Work out the loss for one sample with an error of 2 by hand. What does your function say?
    """
    _check(predictions, targets)
    return 0.5 * ((predictions - targets) ** 2).mean()


def takes_the_root(predictions: Tensor, targets: Tensor) -> Tensor:
    """The root of the mean squared error is returned.

    If the targets are metres, what is the unit of your loss?
    """
    _check(predictions, targets)
    return ((predictions - targets) ** 2).mean().sqrt()


def squares_the_mean_error(predictions: Tensor, targets: Tensor) -> Tensor:
    """The errors are averaged first and squared afterwards.

    Can your loss be zero while no prediction is right?
    """
    _check(predictions, targets)
    return (predictions - targets).mean() ** 2


def divides_by_the_rows(predictions: Tensor, targets: Tensor) -> Tensor:
    """The sum is divided by the number of rows, not of elements.

    What does "mean" run over when each sample has several outputs?
    """
    _check(predictions, targets)
    rows = predictions.shape[0] if predictions.dim() > 0 else 1
    return ((predictions - targets) ** 2).sum() / rows


def forgets_the_square(predictions: Tensor, targets: Tensor) -> Tensor:
    """The errors are averaged with their sign, without a square.

    What is the smallest value your loss can take?
    """
    _check(predictions, targets)
    return (predictions - targets).mean()


def takes_absolute_errors(predictions: Tensor, targets: Tensor) -> Tensor:
    """Absolute errors are averaged instead of squared ones.

    How much more should an error of 4 cost than an error of 2?
    """
    _check(predictions, targets)
    return (predictions - targets).abs().mean()


def squares_without_subtracting(predictions: Tensor, targets: Tensor) -> Tensor:
    """The difference of the squares is taken, not the square of the difference.

    What does your loss say about a prediction of -3 for a target of 3?
    """
    _check(predictions, targets)
    return (predictions**2 - targets**2).abs().mean()


def divides_by_one_less(predictions: Tensor, targets: Tensor) -> Tensor:
    """The sum is divided by one less than the number of elements.

    How many squared errors do you add up, and by how many do you divide?
    """
    _check(predictions, targets)
    return ((predictions - targets) ** 2).sum() / max(predictions.numel() - 1, 1)


def averages_the_first_axis_only(predictions: Tensor, targets: Tensor) -> Tensor:
    """The mean runs over the samples only, so that one loss per output is left.

    On how many numbers can you call backward() without an argument?
    """
    _check(predictions, targets)
    squares = (predictions - targets) ** 2
    return squares.mean(dim=0) if squares.dim() > 0 else squares


def keeps_an_axis_of_length_one(predictions: Tensor, targets: Tensor) -> Tensor:
    """The loss has shape (1,) instead of no axis at all.

    How many axes does your result have? Ask it for its shape.
    """
    _check(predictions, targets)
    return ((predictions - targets) ** 2).reshape(-1).mean(dim=0, keepdim=True)


def returns_a_python_float(predictions: Tensor, targets: Tensor) -> float:
    """A Python float is returned, from which nothing can flow back.

    What would loss.backward() be called on?
    """
    _check(predictions, targets)
    return ((predictions - targets) ** 2).mean().item()


def cuts_the_graph(predictions: Tensor, targets: Tensor) -> Tensor:
    """The predictions are detached, so no gradient reaches them.

    Can the gradient still find its way back to the model?
    """
    _check(predictions, targets)
    return ((predictions.detach() - targets) ** 2).mean()


def forces_float32(predictions: Tensor, targets: Tensor) -> Tensor:
    """Everything is converted to float32.

    What dtype does the loss have when both inputs are float64?
    """
    _check(predictions, targets)
    return ((predictions.float() - targets.float()) ** 2).mean()


def forces_float64(predictions: Tensor, targets: Tensor) -> Tensor:
    """Everything is converted to float64.

    What dtype does the loss have when both inputs are float32?
    """
    _check(predictions, targets)
    return ((predictions.double() - targets.double()) ** 2).mean()


def overwrites_the_targets(predictions: Tensor, targets: Tensor) -> Tensor:
    """The error is computed in place, in the memory of the targets.

    What do the targets look like after the call? Will the next epoch need them?
    """
    _check(predictions, targets)
    error = targets
    error -= predictions
    return (error**2).mean()


def calls_the_ready_made_loss(predictions: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss of torch.nn.functional does the work.

    You know what this loss is called. Could you explain to a friend what it computes?
    """
    _check(predictions, targets)
    return F.mse_loss(predictions, targets)


def calls_the_ready_made_module(predictions: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss module of torch.nn does the work.

    Which tensor operations happen inside this module when you call it?
    """
    _check(predictions, targets)
    criterion = nn.MSELoss()
    return criterion(predictions, targets)


def calls_the_operator_behind_the_loss(predictions: Tensor, targets: Tensor) -> Tensor:
    """The operator that torch's own loss calls is called directly.

    Is it another computation, or the same one by another name?
    """
    _check(predictions, targets)
    return torch.ops.aten.mse_loss(predictions, targets)


def leaves_gradients_switched_off(predictions: Tensor, targets: Tensor) -> Tensor:
    """Gradients stay switched off in the whole program afterwards.

    What does the next training step find, if your function changed a switch and left it?
    """
    loss = mse_loss(predictions, targets)
    torch.set_grad_enabled(False)
    return loss
