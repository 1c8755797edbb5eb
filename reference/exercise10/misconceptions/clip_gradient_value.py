"""Ways in which clip_gradient_value goes wrong."""

import torch
from clipping import clip_gradient_norm, clip_gradient_value


def _gradients(parameters):
    return [p.grad for p in parameters if p.grad is not None]


def throws_the_clamped_away(parameters, clip_value):
    """The clamped tensor is made and thrown away.

    What is the difference between clamp and clamp_?
    """
    for gradient in _gradients(parameters):
        gradient.clamp(-clip_value, clip_value)


def clips_by_norm(parameters, clip_value):
    """All gradients are scaled by their joint norm.

    Which elements should be changed: all of them, or only those that are too large?
    """
    clip_gradient_norm(parameters, clip_value)


def scales_by_the_largest_element(parameters, clip_value):
    """A gradient with a large element is scaled as a whole.

    One element is too large. What should happen to its neighbours?
    """
    for gradient in _gradients(parameters):
        largest = gradient.abs().max()
        if largest > clip_value:
            gradient.mul_(clip_value / largest)


def limits_from_above_only(parameters, clip_value):
    """Large negative elements stay as they are.

    What becomes of -7 if the clip value is 1?
    """
    for gradient in _gradients(parameters):
        gradient.clamp_(max=clip_value)


def limits_from_below_only(parameters, clip_value):
    """Large positive elements stay as they are.

    What becomes of 7 if the clip value is 1?
    """
    for gradient in _gradients(parameters):
        gradient.clamp_(min=-clip_value)


def clamps_to_positive_numbers(parameters, clip_value):
    """Negative elements become zero.

    What becomes of -0.5 if the clip value is 1?
    """
    for gradient in _gradients(parameters):
        gradient.clamp_(0, clip_value)


def loses_the_sign(parameters, clip_value):
    """Absolute values are taken before clamping.

    Which way does a step go if the sign of the gradient is lost?
    """
    for gradient in _gradients(parameters):
        gradient.abs_().clamp_(max=clip_value)


def sets_large_elements_to_zero(parameters, clip_value):
    """Elements that are too large become zero.

    Is a step of zero what you want where the slope is steepest?
    """
    for gradient in _gradients(parameters):
        gradient[gradient.abs() > clip_value] = 0


def keeps_only_the_sign(parameters, clip_value):
    """Every element becomes plus or minus the clip value, small ones too.

    What should happen to an element that is not too large?
    """
    for gradient in _gradients(parameters):
        gradient.copy_(gradient.sign() * clip_value)


def squashes_with_tanh(parameters, clip_value):
    """Elements are squashed smoothly, so that small ones change too.

    What should happen to an element that is not too large?
    """
    for gradient in _gradients(parameters):
        gradient.copy_(clip_value * torch.tanh(gradient / clip_value))


def ignores_clip_value(parameters, clip_value):
    """The limit is always 1.0, whatever clip_value says.

    Where do you use the argument clip_value?
    """
    clip_gradient_value(parameters, 1.0)


def clamps_the_parameters_too(parameters, clip_value):
    """The parameters are clamped along with their gradients.

    What is clipped: the step that is about to be made, or the place where you are?
    """
    parameters = list(parameters)
    clip_gradient_value(parameters, clip_value)
    for parameter in parameters:
        parameter.data.clamp_(-clip_value, clip_value)


def sees_only_the_first_gradient(parameters, clip_value):
    """Only the first gradient is clamped.

    Your loop may end earlier than you think. How many gradients has it seen?
    """
    for gradient in _gradients(parameters)[:1]:
        gradient.clamp_(-clip_value, clip_value)


def needs_every_gradient(parameters, clip_value):
    """A parameter without a gradient makes it fail.

    What is in .grad of a parameter that took no part?
    """
    for parameter in parameters:
        parameter.grad.clamp_(-clip_value, clip_value)


def stops_at_the_first_without_gradient(parameters, clip_value):
    """The first parameter without a gradient ends the function.

    One layer is frozen. Have the layers behind it no gradients?
    """
    for parameter in parameters:
        if parameter.grad is None:
            return
        parameter.grad.clamp_(-clip_value, clip_value)


def gives_gradients_to_all(parameters, clip_value):
    """Parameters without a gradient are given one.

    Nobody asked for a gradient here. Who reads it next?
    """
    for parameter in parameters:
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)
        parameter.grad.clamp_(-clip_value, clip_value)


def puts_new_tensors_into_grad(parameters, clip_value):
    """Every .grad becomes a new tensor; the one that was there is not clamped.

    Somebody else holds the tensor that was in .grad. Does he see the clipping?
    """
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = parameter.grad.clamp(-clip_value, clip_value)


def uses_the_generator_up(parameters, clip_value):
    """A generator is used up by a first look, and nothing is left to be clamped.

    How often can you loop over a generator?
    """
    if all(parameter.grad is None for parameter in parameters):
        return
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.clamp_(-clip_value, clip_value)


def wants_a_list(parameters, clip_value):
    """Only lists and tuples are accepted.

    What does model.parameters() return?
    """
    for index in range(len(parameters)):
        if parameters[index].grad is not None:
            parameters[index].grad.clamp_(-clip_value, clip_value)


def passes_over_what_is_frozen(parameters, clip_value):
    """Gradients are clamped only where the parameter requires grad.

    A layer was frozen after the backward pass. Is its gradient still there?
    """
    clip_gradient_value([p for p in parameters if p.requires_grad], clip_value)


def leaves_autograd_off(parameters, clip_value):
    """Autograd is switched off and never on again.

    What does the next forward pass record?
    """
    torch.set_grad_enabled(False)
    clip_gradient_value(parameters, clip_value)
