"""Other right ways to write clip_gradient_value."""

import torch

by_torch = torch.nn.utils.clip_grad_value_


def clamps_the_data(parameters, clip_value):
    """Clamps the data of each gradient with two keywords."""
    for p in filter(lambda p: p.grad is not None, parameters):
        p.grad.data.clamp_(min=-clip_value, max=clip_value)


def minimum_and_maximum(parameters, clip_value):
    """Limits from above and then from below, and copies the result back."""
    for p in parameters:
        if p.grad is None:
            continue
        low, high = torch.full_like(p.grad, -clip_value), torch.full_like(p.grad, clip_value)
        p.grad.copy_(torch.minimum(torch.maximum(p.grad, low), high))


def masks(parameters, clip_value):
    """Overwrites what lies outside on either side through a mask."""
    with torch.no_grad():
        for p in list(parameters):
            gradient = p.grad
            if gradient is not None:
                gradient[gradient > clip_value] = clip_value
                gradient[gradient < -clip_value] = -clip_value


def keeps_the_sign(parameters, clip_value):
    """Limits the size of each element and gives it its sign again; returns the parameters."""
    parameters = tuple(parameters)
    for gradient in (p.grad for p in parameters if p.grad is not None):
        large = gradient.abs() > clip_value
        gradient[...] = torch.where(large, clip_value * gradient.sign(), gradient)
    return parameters


def element_by_element(parameters, clip_value):
    """Visits every element by its position."""
    for parameter in parameters:
        gradient = parameter.grad
        if gradient is None:
            continue
        for position in (
            torch.cartesian_prod(*map(torch.arange, gradient.shape)).view(-1, gradient.dim())
            if gradient.dim()
            else [torch.zeros(0, dtype=torch.long)]
        ):
            place = tuple(position.tolist())
            gradient[place] = max(-clip_value, min(clip_value, gradient[place].item()))


def foreach_clamp(parameters, clip_value):
    """Works on the whole list at once."""
    gradients = [p.grad for p in parameters if p.grad is not None]
    if gradients:
        torch._foreach_clamp_min_(gradients, -float(clip_value))
        torch._foreach_clamp_max_(gradients, float(clip_value))


def clips_into_itself(parameters, clip_value):
    """Uses torch.clip with out."""
    for parameter in parameters:
        try:
            torch.clip(parameter.grad, -clip_value, clip_value, out=parameter.grad)
        except TypeError:  # there is no gradient
            pass
