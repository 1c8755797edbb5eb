"""Wrong implementations of manual_sgd_step, as students write them."""

from collections.abc import Iterable

import torch
from torch import Tensor


def climbs_uphill(params: Iterable[Tensor], lr: float) -> None:
    """The step goes along the gradient, not against it.

    In which direction does the gradient point: to a larger or to a smaller loss?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p += lr * p.grad
                p.grad = None


def never_clears_gradients(params: Iterable[Tensor], lr: float) -> None:
    """The gradients are never cleared.

    What does the next `backward()` do to a `.grad` that already holds something?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad


def clears_before_the_update(params: Iterable[Tensor], lr: float) -> None:
    """The gradients are set to zero before they are used.

    Which value of the gradient does the update see?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p.grad.zero_()
                p -= lr * p.grad


def rebinds_the_local_name(params: Iterable[Tensor], lr: float) -> None:
    """A new tensor gets the parameter's name; the parameter itself never changes.

    After the line of the update: is `p` still the tensor that the caller holds?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p = p - lr * p.grad
                p.grad = None


def puts_new_tensors_into_the_list(params: list[Tensor], lr: float) -> None:
    """The list gets new tensors; the old parameters never change.

    The model and the caller hold the old tensors. Do they see your new ones?
    """
    for i, p in enumerate(params):
        if p.grad is not None:
            params[i] = (p.detach() - lr * p.grad).requires_grad_()
            p.grad = None


def updates_with_autograd_on(params: Iterable[Tensor], lr: float) -> None:
    """The update runs while autograd records, which raises an error.

    Should the update itself be part of the graph that you differentiate?
    """
    for p in params:
        if p.grad is not None:
            p -= lr * p.grad
            p.grad = None


def fails_without_a_gradient(params: Iterable[Tensor], lr: float) -> None:
    """A parameter whose gradient is `None` raises an error.

    What is the gradient of a parameter that took no part in the forward pass?
    """
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad  # type: ignore[operator]
            p.grad = None


def stops_at_a_missing_gradient(params: Iterable[Tensor], lr: float) -> None:
    """Everything after the first parameter without a gradient is left out.

    Which word skips one turn of a loop, and which one ends it?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is None:
                break
            p -= lr * p.grad
            p.grad = None


def stops_at_a_gradient_of_zeros(params: Iterable[Tensor], lr: float) -> None:
    """The first gradient of nothing but zeros ends the loop.

    A gradient of zeros moves nothing. What about the parameters after it?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is None:
                continue
            if not p.grad.any():
                return
            p -= lr * p.grad
            p.grad = None


def updates_the_first_parameter_only(params: Iterable[Tensor], lr: float) -> None:
    """Only the first parameter is updated.

    Print every parameter before and after. How many times does the loop run?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
                p.grad = None
            return


def clears_the_last_gradient_only(params: Iterable[Tensor], lr: float) -> None:
    """Only the last parameter's gradient is cleared.

    Is the line that clears inside the loop or below it?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
        p.grad = None


def steps_by_the_sign(params: Iterable[Tensor], lr: float) -> None:
    """Only the sign of the gradient is used.

    When the gradient doubles, should the step double?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad.sign()
                p.grad = None


def normalises_the_gradient(params: Iterable[Tensor], lr: float) -> None:
    """The gradient is divided by its norm.

    How long is your step when the gradient is long, and how long when it is short?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * torch.nn.functional.normalize(p.grad, dim=None, eps=1e-30)
                p.grad = None


def averages_the_gradient(params: Iterable[Tensor], lr: float) -> None:
    """Every entry of a parameter moves by the mean of the gradient.

    Does each entry of the parameter follow its own slope?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad.mean()
                p.grad = None


def clamps_the_gradient(params: Iterable[Tensor], lr: float) -> None:
    """The gradient is clamped to ±1, which nobody asked for.

    Does the task mention a limit on gradients? Try one of size 10.
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad.clamp(-1, 1)
                p.grad = None


def adds_weight_decay(params: Iterable[Tensor], lr: float) -> None:
    """The parameters also shrink a little in every step.

    Where should a parameter be after a step with a gradient of zero?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * (p.grad + 0.01 * p)
                p.grad = None


def ignores_the_learning_rate(params: Iterable[Tensor], lr: float) -> None:
    """The learning rate is fixed in the code; the argument is ignored.

    What happens to the step if the caller doubles `lr`?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= 0.01 * p.grad
                p.grad = None


def forgets_the_learning_rate(params: Iterable[Tensor], lr: float) -> None:
    """The whole gradient is subtracted, without the learning rate.

    Which of your two arguments does the update not mention?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= p.grad
                p.grad = None


def loses_requires_grad(params: Iterable[Tensor], lr: float) -> None:
    """The parameters do not require grad any more afterwards.

    Can the next `backward()` still reach these tensors?
    """
    for p in params:
        if p.grad is not None:
            p.requires_grad_(False)
            p -= lr * p.grad
            p.grad = None


def leaves_autograd_off(params: Iterable[Tensor], lr: float) -> None:
    """Autograd stays switched off for the rest of the program.

    What else did you switch off, and who switches it on again?
    """
    torch.set_grad_enabled(False)
    for p in params:
        if p.grad is not None:
            p -= lr * p.grad
            p.grad = None


def reads_a_generator_twice(params: Iterable[Tensor], lr: float) -> None:
    """Given a generator, the loop that clears the gradients never runs.

    How often can you loop over `model.parameters()` once you have called it?
    """
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
    for p in params:
        p.grad = None


def fails_for_a_generator(params: list[Tensor], lr: float) -> None:
    """A generator of parameters raises an error.

    Has a generator got a length, and do you need one?
    """
    with torch.no_grad():
        for i in range(len(params)):
            if params[i].grad is not None:
                params[i].sub_(lr * params[i].grad)
                params[i].grad = None


def returns_the_parameters(params: Iterable[Tensor], lr: float) -> list[Tensor]:
    """A list of the parameters is returned, not `None`.

    What does the docstring say about the result?
    """
    params = list(params)
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
                p.grad = None
    return params


def forces_single_precision(params: Iterable[Tensor], lr: float) -> None:
    """The parameters are float32 afterwards, even if they were float64.

    Print the dtype of a parameter before and after the step.
    """
    for p in params:
        if p.grad is not None:
            grad, p.grad = p.grad, None
            p.data = p.data.float() - lr * grad.float()
