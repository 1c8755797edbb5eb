"""Misconceptions about smooth_l1_loss: each is wrong in one way."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def _check(predictions: Tensor, targets: Tensor) -> None:
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} differ")


def _elements(error: Tensor, beta: float) -> Tensor:
    return torch.where(error.abs() < beta, 0.5 * error**2 / beta, error.abs() - 0.5 * beta)


def broadcasts_the_shapes(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Different shapes are broadcast instead of refused.

    How many numbers are in the difference of shapes (6, 1) and (6,)? How many should there be?
    """
    return _elements(predictions - targets, beta).mean()


def flattens_both_before_it_compares(
    predictions: Tensor, targets: Tensor, beta: float = 1.0
) -> Tensor:
    """Both are flattened first, so differing shapes go unnoticed.

    What is left of shape (2, 3) and of shape (3, 2) when you flatten them?
    """
    predictions, targets = predictions.reshape(-1), targets.reshape(-1)
    _check(predictions, targets)
    return _elements(predictions - targets, beta).mean()


def raises_a_runtime_error(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Different shapes raise RuntimeError, not ValueError.

    Which error does the docstring name?
    """
    if predictions.shape != targets.shape:
        raise RuntimeError(f"predictions {predictions.shape} and targets {targets.shape} differ")
    return _elements(predictions - targets, beta).mean()


def raises_an_error_without_a_message(
    predictions: Tensor, targets: Tensor, beta: float = 1.0
) -> Tensor:
    """The ValueError says nothing about what was wrong.

    What would you want to read when this error comes up in the middle of the night?
    """
    if predictions.shape != targets.shape:
        raise ValueError()
    return _elements(predictions - targets, beta).mean()


def takes_it_for_huber(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The Huber loss is computed, which is beta times as large.

    Do the two formulas agree for every threshold, or only for one?
    """
    _check(predictions, targets)
    error = predictions - targets
    size = error.abs()
    return torch.where(size < beta, 0.5 * error**2, beta * (size - 0.5 * beta)).mean()


def ignores_beta(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The corner is at 1, whatever beta says.

    What happens in your function when I double the argument beta?
    """
    _check(predictions, targets)
    return _elements(predictions - targets, 1.0).mean()


def has_another_default_beta(predictions: Tensor, targets: Tensor, beta: float = 0.5) -> Tensor:
    """The default of beta is 0.5, not 1.

    What is beta when nobody mentions it?
    """
    _check(predictions, targets)
    return _elements(predictions - targets, beta).mean()


def forgets_to_divide_by_beta(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The parabola is not divided by beta.

    Do your two branches meet where the error is as large as beta?
    """
    _check(predictions, targets)
    error = predictions - targets
    return torch.where(error.abs() < beta, 0.5 * error**2, error.abs() - 0.5 * beta).mean()


def forgets_the_half_of_the_parabola(
    predictions: Tensor, targets: Tensor, beta: float = 1.0
) -> Tensor:
    """The parabola lacks its factor of one half.

    What is the slope of the parabola where it meets the line?
    """
    _check(predictions, targets)
    error = predictions - targets
    return torch.where(error.abs() < beta, error**2 / beta, error.abs() - 0.5 * beta).mean()


def line_is_not_lowered(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The line is the absolute error itself, not lowered by half of beta.

    By how much does your loss jump when an error grows past beta?
    """
    _check(predictions, targets)
    error = predictions - targets
    return torch.where(error.abs() < beta, 0.5 * error**2 / beta, error.abs()).mean()


def lowers_the_line_by_a_constant(
    predictions: Tensor, targets: Tensor, beta: float = 1.0
) -> Tensor:
    """The line is lowered by 0.5 instead of by half of beta.

    For which beta do your two branches meet?
    """
    _check(predictions, targets)
    error = predictions - targets
    return torch.where(error.abs() < beta, 0.5 * error**2 / beta, error.abs() - 0.5).mean()


def swaps_the_branches(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Small errors take the line and large ones the parabola.

    Which of the two should an outlier get, and why?
    """
    _check(predictions, targets)
    error = predictions - targets
    return torch.where(error.abs() < beta, error.abs() - 0.5 * beta, 0.5 * error**2 / beta).mean()


def compares_the_signed_error(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The error itself is compared with beta, not its size.

    Which branch does an error of -100 take?
    """
    _check(predictions, targets)
    error = predictions - targets
    return torch.where(error < beta, 0.5 * error**2 / beta, error.abs() - 0.5 * beta).mean()


def compares_the_squared_error(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The squared error is compared with beta, not the size of the error.

    With beta = 4, which branch should an error of 3 take?
    """
    _check(predictions, targets)
    error = predictions - targets
    return torch.where(error**2 < beta, 0.5 * error**2 / beta, error.abs() - 0.5 * beta).mean()


def line_keeps_the_sign(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The line uses the error with its sign.

    What does your loss say about an error of -100?
    """
    _check(predictions, targets)
    error = predictions - targets
    return torch.where(error.abs() < beta, 0.5 * error**2 / beta, error - 0.5 * beta).mean()


def decides_once_for_the_batch(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The mean error decides for all elements which branch they take.

    Must a small error change its branch because another sample is an outlier?
    """
    _check(predictions, targets)
    error = predictions - targets
    if error.abs().mean() < beta:
        return (0.5 * error**2 / beta).mean()
    return (error.abs() - 0.5 * beta).mean()


def averages_the_branches_apart(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Each branch is averaged over its own elements, and the two means are added.

    If one error in a hundred is large, how much should it weigh in the mean?
    """
    _check(predictions, targets)
    size = (predictions - targets).abs()
    small, large = size[size < beta], size[size >= beta]
    loss = size.sum() * 0
    if small.numel():
        loss = loss + (0.5 * small**2 / beta).mean()
    if large.numel():
        loss = loss + (large - 0.5 * beta).mean()
    return loss


def cuts_large_errors_off(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Errors are clamped to beta, so that outliers have no gradient at all.

    Does your loss still tell an error of 10 from an error of 100?
    """
    _check(predictions, targets)
    return (0.5 * (predictions - targets).clamp(-beta, beta) ** 2 / beta).mean()


def sums_instead_of_averaging(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The elements are summed, not averaged.

    If you duplicate every sample, should the loss change?
    """
    _check(predictions, targets)
    return _elements(predictions - targets, beta).sum()


def divides_by_the_rows(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The sum is divided by the number of rows, not of elements.

    What does "mean" run over when each sample has several outputs?
    """
    _check(predictions, targets)
    rows = predictions.shape[0] if predictions.dim() > 0 else 1
    return _elements(predictions - targets, beta).sum() / rows


def returns_every_element(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """One loss for each element is returned, without a mean.

    On how many numbers can you call backward() without an argument?
    """
    _check(predictions, targets)
    return _elements(predictions - targets, beta)


def cuts_the_graph(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The result is detached, so no gradient reaches the predictions.

    Can the gradient still find its way back to the model?
    """
    _check(predictions, targets)
    return _elements(predictions - targets, beta).mean().detach()


def leaves_gradients_switched_off(
    predictions: Tensor, targets: Tensor, beta: float = 1.0
) -> Tensor:
    """Gradients stay disabled in the whole program after the call.

    What else in the program did you switch off, and who switches it on again?
    """
    _check(predictions, targets)
    loss = _elements(predictions - targets, beta).mean()
    torch.set_grad_enabled(False)
    return loss


def forces_float32(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Everything is converted to float32.

    What dtype does the loss have when both inputs are float64?
    """
    _check(predictions, targets)
    return _elements(predictions.float() - targets.float(), beta).mean()


def overwrites_the_predictions(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The error is computed in place, in the memory of the predictions.

    What do the predictions look like after the call? Who else may still need them?
    """
    _check(predictions, targets)
    predictions.data.sub_(targets)
    return _elements(predictions, beta).mean()


def calls_the_ready_made_loss(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """The ready-made loss of torch.nn.functional does the work.

    You know what this loss is called. Could you explain to a friend what it computes?
    """
    _check(predictions, targets)
    return F.smooth_l1_loss(predictions, targets, beta=beta)


def calls_the_ready_made_huber_loss(
    predictions: Tensor, targets: Tensor, beta: float = 1.0
) -> Tensor:
    """The ready-made Huber loss does the work, divided by beta.

    You know how the two losses are related. What does either compute for one element?
    """
    _check(predictions, targets)
    return nn.HuberLoss(delta=beta)(predictions, targets) / beta
