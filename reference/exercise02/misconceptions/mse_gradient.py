"""Wrong implementations of mse_gradient, as students write them."""

import torch
from torch import Tensor


def forgets_the_factor_two(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The factor 2 of the square's derivative is missing.

    What is the derivative of e² with respect to e?
    """
    return ((w * x - y) * x).mean()


def sums_over_the_batch(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The derivatives of the points are summed, not averaged.

    If every point of the batch were there twice, should the derivative change?
    """
    return (2 * (w * x - y) * x).sum()


def points_uphill(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The sign of the derivative is flipped.

    When the prediction is too high and x is positive, does a larger w make the loss grow or shrink?
    """
    return (2 * (y - w * x) * x).mean()


def forgets_the_inner_derivative(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The factor x of the chain rule is missing.

    You differentiated with respect to the error. How does the error itself change with w?
    """
    return (2 * (w * x - y)).mean()


def multiplies_two_means(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The mean error is multiplied by the mean of x, instead of averaging the products.

    Is the mean of a product the product of the means? Try two points by hand.
    """
    return 2 * (w * x - y).mean() * x.mean()


def differentiates_the_absolute_error(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """This is the derivative of the mean absolute error.

    Should a point that is far off pull harder than one that is nearly right?
    """
    return ((w * x - y).sign() * x).mean()


def squares_the_error_again(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The error is still squared in the derivative.

    By how much does the power of a term fall when you differentiate it?
    """
    return (2 * (w * x - y).square() * x).mean()


def squares_the_input(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The error is multiplied by x², not by x.

    Which factors contain w, and which power of x stands beside it?
    """
    return (2 * (w * x - y) * x.square()).mean()


def returns_the_loss(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The value of the loss is returned, not its derivative.

    Can your result ever be negative? Should a slope be able to?
    """
    return (w * x - y).square().mean()


def differentiates_at_zero(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The current weight does not enter: this is the derivative at w = 0.

    Call it with two different weights. Should the slope be the same in both places?
    """
    return (-2 * y * x).mean()


def divides_by_one_point_too_few(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The average runs over n - 1 points.

    How many points does the mean in the task run over?
    """
    products = 2 * (w * x - y) * x
    return products.sum() / max(products.numel() - 1, 1)


def keeps_one_value_per_point(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The derivatives are not averaged: one value for every point comes back.

    How many weights are there, and how many numbers say how to change them?
    """
    return 2 * (w * x - y) * x


def returns_a_python_number(w: Tensor, x: Tensor, y: Tensor) -> float:
    """A Python number is returned where a 0-dim tensor is asked for.

    What does the docstring say about the type of the result?
    """
    return (2 * (w * x - y) * x).mean().item()


def returns_a_vector_of_one(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The result has shape (1,), not ().

    How many indices do you need to pick an element of your result?
    """
    return (2 * (w * x - y) * x).mean().reshape(1)


def fails_for_one_point(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """A single point, a 0-dim x, raises an error.

    What is `len` of a tensor that has no dimension?
    """
    return (2 * (w * x - y) * x).sum() / len(x)


def looks_at_the_first_point_only(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Only the first point of a batch counts.

    Change the last point of the batch. Should the derivative notice?
    """
    return 2 * (w * x.reshape(-1)[0] - y.reshape(-1)[0]) * x.reshape(-1)[0]


def takes_a_difference_quotient(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The slope is only approximated by a difference quotient.

    How far from the true slope is your quotient, and why does the task say closed form?
    """
    h = 1e-3

    def loss(weight: Tensor) -> Tensor:
        return (weight * x - y).square().mean()

    return (loss(w + h) - loss(w)) / h


def forces_single_precision(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The result is float32 even when the inputs are float64.

    Print the dtype of the inputs and that of your result.
    """
    w, x, y = w.float(), x.float(), y.float()
    return (2 * (w * x - y) * x).mean()


def leaves_its_gradient_behind(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """A backward pass adds to the gradient of the caller's w.

    Look at `w.grad` before and after the call. Whose is it?
    """
    before = w.grad.clone() if w.grad is not None else torch.zeros_like(w)
    weight = w if w.requires_grad else w.detach().clone().requires_grad_()
    with torch.enable_grad():
        (weight * x - y).square().mean().backward()
    assert weight.grad is not None
    return weight.grad - before if weight is w else weight.grad


def needs_a_weight_that_requires_grad(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """A weight that does not require grad raises an error.

    Does the formula on paper need to know how w came about?
    """
    with torch.enable_grad():
        loss = (w * x - y).square().mean()
    return torch.autograd.grad(loss, w)[0]


def switches_the_weight_to_autograd(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The caller's w requires grad afterwards, although it did not before.

    Which of your lines changes a tensor that belongs to the caller?
    """
    w.requires_grad_()
    with torch.enable_grad():
        loss = (w * x - y).square().mean()
    return torch.autograd.grad(loss, w)[0]


def overwrites_the_targets(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The targets are overwritten with the errors.

    What does the underscore at the end of a method's name mean?
    """
    error = y.sub_(w.detach() * x)
    return -2 * (error * x).mean()


def rounds_the_result_to_float32(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The right number is put into a new tensor, which is float32 whatever the inputs are.

    Which dtype does torch.tensor give to a Python number?
    """
    return torch.tensor((2 * (w * x - y) * x).mean().item())


def asks_autograd_for_the_weight(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Autograd is asked, and has no answer for a weight without grad or with gradients disabled.

    Does the formula on paper need autograd?
    """
    return torch.autograd.grad((w * x - y).square().mean(), w)[0]
