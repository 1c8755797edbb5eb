"""Ways in which clip_gradient_norm goes wrong."""

import torch
from clipping import clip_gradient_norm


def _gradients(parameters):
    return [p.grad for p in parameters if p.grad is not None]


def _norm(gradients):
    return sum(g.double().square().sum().item() for g in gradients) ** 0.5


def _scale(gradients, factor):
    for gradient in gradients:
        gradient.mul_(factor)


def clips_copies(parameters, max_norm):
    """Copies of the gradients are scaled, the gradients themselves are not.

    Which tensor does the optimizer read, and did you change that one?
    """
    gradients = [g.clone() for g in _gradients(parameters)]
    norm = _norm(gradients)
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def always_rescales(parameters, max_norm):
    """Gradients are scaled to max_norm even where their norm is below it.

    What should happen to a gradient that is small already?
    """
    gradients = _gradients(parameters)
    norm = _norm(gradients)
    _scale(gradients, max_norm / (norm + 1e-6))
    return norm


def scales_only_small_gradients(parameters, max_norm):
    """The comparison is the wrong way round: small gradients grow, large ones stay.

    Say in words when something has to be done. Is that what your `if` says?
    """
    gradients = _gradients(parameters)
    norm = _norm(gradients)
    if 0 < norm < max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def multiplies_by_max_norm(parameters, max_norm):
    """Large gradients are multiplied by max_norm, and never divided by their norm.

    By what do you multiply a vector of length 8 to make it 2 long?
    """
    gradients = _gradients(parameters)
    norm = _norm(gradients)
    if norm > max_norm:
        _scale(gradients, max_norm)
    return norm


def ignores_max_norm(parameters, max_norm):
    """The limit is always 1.0, whatever max_norm says.

    Where do you use the argument max_norm?
    """
    return clip_gradient_norm(parameters, 1.0)


def clips_each_parameter_separately(parameters, max_norm):
    """Every gradient is limited by its own norm, not by the joint one.

    Is the gradient of a model one long vector, or many? Which way does it point afterwards?
    """
    gradients = _gradients(parameters)
    for gradient in gradients:
        norm = gradient.norm().item()
        if norm > max_norm:
            gradient.mul_(max_norm / norm)
    return _norm(gradients)


def scales_each_by_its_own_norm(parameters, max_norm):
    """The norm returned is the joint one, but each gradient is scaled by its own.

    Two gradients, of length 3 and 4: by which number is each of them to be divided?
    """
    gradients = _gradients(parameters)
    joint = _norm(gradients)
    for gradient in gradients:
        norm = gradient.norm().item()
        if norm > max_norm:
            gradient.mul_(max_norm / norm)
    return joint


def scales_only_the_first_gradient(parameters, max_norm):
    """The norm is that of all gradients, but only the first is scaled.

    Which of the gradients should be shorter afterwards?
    """
    gradients = _gradients(parameters)
    norm = _norm(gradients)
    if norm > max_norm:
        _scale(gradients[:1], max_norm / norm)
    return norm


def takes_the_largest_norm(parameters, max_norm):
    """The norm is the largest of the gradients' norms, not that of all of them together.

    What is the joint norm of two gradients, of length 3 and 4?
    """
    gradients = _gradients(parameters)
    norm = max((g.norm().item() for g in gradients), default=0.0)
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def adds_the_norms_up(parameters, max_norm):
    """The norms of the gradients are added up, without squaring.

    What is the joint norm of two gradients, of length 3 and 4?
    """
    gradients = _gradients(parameters)
    norm = sum(g.norm().item() for g in gradients)
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return float(norm)


def forgets_the_square_root(parameters, max_norm):
    """The sum of the squares is taken for the norm.

    Test with the gradient (3, 4). Is 25 its length?
    """
    gradients = _gradients(parameters)
    norm = float(sum(g.square().sum().item() for g in gradients))
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def adds_absolute_values_up(parameters, max_norm):
    """The norm is the sum of absolute values, the 1-norm.

    Test with the gradient (3, 4). Is 7 its length?
    """
    gradients = _gradients(parameters)
    norm = float(sum(g.abs().sum().item() for g in gradients))
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def takes_the_largest_element(parameters, max_norm):
    """The norm is the largest absolute value, the infinity norm.

    Test with the gradient (3, 4). Is 4 its length?
    """
    gradients = _gradients(parameters)
    norm = max((g.abs().max().item() for g in gradients), default=0.0)
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def takes_the_root_of_the_mean_square(parameters, max_norm):
    """The squares are averaged, not summed.

    Test with the gradient (3, 4). Does its length depend on how many elements there are?
    """
    gradients = _gradients(parameters)
    if not gradients:
        return 0.0
    norm = _norm(gradients) / sum(g.numel() for g in gradients) ** 0.5
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def clips_by_value(parameters, max_norm):
    """Every element is clamped to max_norm for itself.

    Does clipping turn the gradient? Draw (3, 0.5) before and after.
    """
    gradients = _gradients(parameters)
    norm = _norm(gradients)
    for gradient in gradients:
        gradient.clamp_(-max_norm, max_norm)
    return norm


def measures_the_parameters(parameters, max_norm):
    """The norm is that of the parameters, not of their gradients.

    Which of the two explodes, the weight or its gradient?
    """
    parameters = list(parameters)
    norm = _norm([p.detach() for p in parameters if p.grad is not None])
    if norm > max_norm:
        _scale(_gradients(parameters), max_norm / norm)
    return norm


def scales_the_parameters_too(parameters, max_norm):
    """The parameters are scaled along with their gradients.

    What is clipped: the step that is about to be made, or the place where you are?
    """
    parameters = list(parameters)
    norm = clip_gradient_norm(parameters, max_norm)
    if norm > max_norm:
        _scale([p.data for p in parameters], max_norm / norm)
    return norm


def returns_the_norm_after(parameters, max_norm):
    """The norm from after the clipping is returned.

    Which number tells you that gradients explode?
    """
    gradients = _gradients(parameters)
    norm = _norm(gradients)
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return _norm(gradients)


def returns_nothing(parameters, max_norm):
    """Nothing is returned.

    What should the caller write into the log?
    """
    clip_gradient_norm(parameters, max_norm)


def uses_the_generator_up(parameters, max_norm):
    """A generator is used up while the norm is computed, and nothing is left to be scaled.

    How often can you loop over a generator?
    """
    norm = sum(p.grad.square().sum().item() for p in parameters if p.grad is not None) ** 0.5
    if norm > max_norm:
        for p in parameters:
            if p.grad is not None:
                p.grad.mul_(max_norm / norm)
    return float(norm)


def needs_every_gradient(parameters, max_norm):
    """A parameter without a gradient makes it fail.

    What is in .grad of a parameter that took no part?
    """
    gradients = [p.grad for p in parameters]
    if not gradients:
        return 0.0
    norm = torch.stack([g.square().sum() for g in gradients]).sum().sqrt().item()
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def stops_at_the_first_without_gradient(parameters, max_norm):
    """The first parameter without a gradient ends the loop.

    One layer is frozen. Have the layers behind it no gradients?
    """
    gradients = []
    for p in parameters:
        if p.grad is None:
            break
        gradients.append(p.grad)
    norm = _norm(gradients)
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def fails_without_any_gradient(parameters, max_norm):
    """Where there is no gradient at all, it fails.

    What does torch.stack make of an empty list, and what should your function return?
    """
    gradients = _gradients(parameters)
    norm = torch.stack([g.norm() for g in gradients]).norm().item()
    if norm > max_norm:
        _scale(gradients, max_norm / norm)
    return norm


def turns_zeros_into_nan(parameters, max_norm):
    """Zero gradients become NaN: they are divided by their norm.

    What is 0 · min(1, max_norm / 0) in floating point, and what if you divide first?
    """
    gradients = _gradients(parameters)
    norm = _norm(gradients)
    for gradient in gradients:
        gradient.div_(norm).mul_(min(norm, max_norm))
    return norm


def puts_new_tensors_into_grad(parameters, max_norm):
    """Every .grad becomes a new tensor; the one that was there is not scaled.

    Somebody else holds the tensor that was in .grad. Does he see the clipping?
    """
    parameters = list(parameters)
    norm = _norm(_gradients(parameters))
    if norm > max_norm:
        for p in parameters:
            if p.grad is not None:
                p.grad = p.grad * (max_norm / norm)
    return norm


def passes_over_what_is_frozen(parameters, max_norm):
    """Gradients count only where the parameter requires grad.

    A layer was frozen after the backward pass. Is its gradient still there?
    """
    return clip_gradient_norm([p for p in parameters if p.requires_grad], max_norm)


def returns_nothing_for_zeros(parameters, max_norm):
    """A norm of 0.0 is taken for none: nothing is returned where all gradients are zero.

    How long is a vector of zeros? And is 0.0 true or false for an `if`?
    """
    gradients = _gradients(parameters)
    if not gradients:
        return 0.0
    norm = _norm(gradients)
    if norm:
        _scale(gradients, min(1.0, max_norm / norm))
        return norm
    return None


def leaves_autograd_off(parameters, max_norm):
    """Autograd is switched off and never on again.

    What does the next forward pass record?
    """
    torch.set_grad_enabled(False)
    return clip_gradient_norm(parameters, max_norm)
