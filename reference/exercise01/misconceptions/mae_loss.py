"""Misconceptions about mae_loss: each is wrong in one way."""

import torch
from losses import mae_loss
from torch import Tensor
from torch.nn import L1Loss
from torch.nn.functional import l1_loss


def _check(predictions: Tensor, targets: Tensor) -> None:
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")


def broadcasts_the_shapes(predictions: Tensor, targets: Tensor) -> Tensor:
    """Different shapes are broadcast instead of refused.

    How many numbers are in the difference of shapes (5, 1) and (5,)? How many should there be?
    """
    return (predictions - targets).abs().mean()


def compares_only_the_number_of_elements(predictions: Tensor, targets: Tensor) -> Tensor:
    """Only the numbers of elements are compared, not the shapes.

    Which two shapes have five elements each and still do not belong together?
    """
    if predictions.numel() != targets.numel():
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")
    return (predictions - targets).abs().mean()


def squeezes_before_it_compares(predictions: Tensor, targets: Tensor) -> Tensor:
    """Axes of length 1 are dropped before the shapes are compared.

    Does the contract call (5, 1) and (5,) the same shape?
    """
    predictions, targets = predictions.squeeze(), targets.squeeze()
    _check(predictions, targets)
    return (predictions - targets).abs().mean()


def refuses_only_what_cannot_be_broadcast(predictions: Tensor, targets: Tensor) -> Tensor:
    """Only shapes that torch cannot broadcast raise the ValueError.

    Which differing shapes does torch subtract without a word?
    """
    try:
        error = predictions - targets
    except RuntimeError as cause:
        raise ValueError(f"predictions {predictions.shape}, targets {targets.shape}") from cause
    return error.abs().mean()


def raises_a_type_error(predictions: Tensor, targets: Tensor) -> Tensor:
    """Different shapes raise TypeError, not ValueError.

    Is the type of an argument wrong here, or what is in it? Which error does the docstring name?
    """
    if predictions.shape != targets.shape:
        raise TypeError(f"predictions {predictions.shape} and targets {targets.shape} differ")
    return (predictions - targets).abs().mean()


def names_no_argument_in_the_error(predictions: Tensor, targets: Tensor) -> Tensor:
    """The message neither names an argument nor gives a shape.

    Which of the things passed in does your message point at?
    """
    if predictions.shape != targets.shape:
        raise ValueError("invalid input")
    return (predictions - targets).abs().mean()


def sums_instead_of_averaging(predictions: Tensor, targets: Tensor) -> Tensor:
    """The absolute errors are summed, not averaged.

    If you duplicate every sample, should the loss change?
    """
    _check(predictions, targets)
    return (predictions - targets).abs().sum()


def forgets_the_absolute_value(predictions: Tensor, targets: Tensor) -> Tensor:
    """The errors are averaged with their sign.

    What is the smallest value your loss can take?
    """
    _check(predictions, targets)
    return (predictions - targets).mean()


def takes_the_absolute_mean(predictions: Tensor, targets: Tensor) -> Tensor:
    """The errors are averaged first; only the mean loses its sign.

    May an error of -3 make up for an error of 3?
    """
    _check(predictions, targets)
    return (predictions - targets).mean().abs()


def compares_absolute_values(predictions: Tensor, targets: Tensor) -> Tensor:
    """The absolute values are subtracted, not the values.

    What does your loss say about a prediction of -3 for a target of 3?
    """
    _check(predictions, targets)
    return (predictions.abs() - targets.abs()).abs().mean()


def squares_the_errors(predictions: Tensor, targets: Tensor) -> Tensor:
    """Squared errors are averaged instead of absolute ones.

    How much more should an error of 4 cost than an error of 2?
    """
    _check(predictions, targets)
    return (predictions - targets).square().mean()


def takes_the_root_mean_square(predictions: Tensor, targets: Tensor) -> Tensor:
    """The root of the mean squared error is taken for the mean absolute error.

    With errors of 0 and 2, what is the mean of their sizes, and what does your function say?
    """
    _check(predictions, targets)
    return (predictions - targets).square().mean().sqrt()


def takes_the_median(predictions: Tensor, targets: Tensor) -> Tensor:
    """The median of the absolute errors is taken instead of their mean.

    If the largest error doubles, does your loss change?
    """
    _check(predictions, targets)
    return (predictions - targets).abs().median()


def divides_by_the_rows(predictions: Tensor, targets: Tensor) -> Tensor:
    """The sum is divided by the number of rows, not of elements.

    What does "mean" run over when each sample has several outputs?
    """
    _check(predictions, targets)
    rows = predictions.shape[0] if predictions.dim() > 0 else 1
    return (predictions - targets).abs().sum() / rows


def divides_by_the_targets(predictions: Tensor, targets: Tensor) -> Tensor:
    """Each error is taken relative to its target.

    Should an error of 1 cost less when the target is 100?
    """
    _check(predictions, targets)
    return ((predictions - targets) / targets).abs().mean()


def root_of_the_square_has_no_gradient_at_zero(predictions: Tensor, targets: Tensor) -> Tensor:
    """An exact prediction gets a gradient of NaN, from the root of 0.

    What is the slope of the square root at 0? Which samples get there?
    """
    _check(predictions, targets)
    return (predictions - targets).pow(2).sqrt().mean()


def returns_one_loss_per_row(predictions: Tensor, targets: Tensor) -> Tensor:
    """The mean runs over the last axis only, so that one loss per sample is left.

    On how many numbers can you call backward() without an argument?
    """
    _check(predictions, targets)
    sizes = (predictions - targets).abs()
    return sizes.mean(dim=-1) if sizes.dim() > 1 else sizes


def returns_a_python_float(predictions: Tensor, targets: Tensor) -> float:
    """A Python float is returned, from which nothing can flow back.

    What would loss.backward() be called on?
    """
    _check(predictions, targets)
    return (predictions - targets).abs().mean().item()


@torch.no_grad()
def computes_without_gradients(predictions: Tensor, targets: Tensor) -> Tensor:
    """The loss is computed with gradients disabled.

    When do you want to go without gradients: while you train, or while you evaluate?
    """
    _check(predictions, targets)
    return (predictions - targets).abs().mean()


def wraps_the_result_in_a_new_tensor(predictions: Tensor, targets: Tensor) -> Tensor:
    """The result is copied into a new tensor that has no history.

    Your result requires grad. Does its gradient arrive at the predictions?
    """
    _check(predictions, targets)
    value = (predictions - targets).abs().mean().item()
    return torch.tensor(value, dtype=predictions.dtype, requires_grad=True)


def forces_float32(predictions: Tensor, targets: Tensor) -> Tensor:
    """Everything is converted to float32.

    What dtype does the loss have when both inputs are float64?
    """
    _check(predictions, targets)
    return (predictions.float() - targets.float()).abs().mean()


def overwrites_the_predictions(predictions: Tensor, targets: Tensor) -> Tensor:
    """The error is computed in place, in the memory of the predictions.

    What do the predictions look like after the call? Who else may still need them?
    """
    _check(predictions, targets)
    error = predictions
    error.data -= targets
    return error.abs().mean()


def calls_the_ready_made_loss(predictions: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss of torch.nn.functional does the work.

    You know what this loss is called. Could you explain to a friend what it computes?
    """
    _check(predictions, targets)
    return l1_loss(predictions, targets)


def calls_the_ready_made_module(predictions: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss module of torch.nn does the work.

    Which tensor operations happen inside this module when you call it?
    """
    _check(predictions, targets)
    return L1Loss()(predictions, targets)


def leaves_gradients_switched_off(predictions: Tensor, targets: Tensor) -> Tensor:
    """Gradients stay switched off in the whole program afterwards.

    What does the next training step find, if your function changed a switch and left it?
    """
    loss = mae_loss(predictions, targets)
    torch.set_grad_enabled(False)
    return loss
