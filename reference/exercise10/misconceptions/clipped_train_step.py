"""Ways in which clipped_train_step goes wrong."""

import torch
from clipping import clip_gradient_norm, clip_gradient_value, clipped_train_step
from torch import nn


def _backward(model, inputs, targets, criterion, optimizer):
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    return loss


def never_clips(model, inputs, targets, criterion, optimizer, max_norm):
    """The gradients are measured, but never clipped.

    Compute the norm of the gradients just before the step. Is it at most max_norm?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    norm = clip_gradient_norm(model.parameters(), float("inf"))
    optimizer.step()
    return loss.item(), norm


def clips_before_backward(model, inputs, targets, criterion, optimizer, max_norm):
    """Clipped before backward, when there are no gradients yet.

    What is in .grad at the moment when you clip?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    norm = clip_gradient_norm(model.parameters(), max_norm)
    loss.backward()
    optimizer.step()
    return loss.item(), norm


def clips_after_the_step(model, inputs, targets, criterion, optimizer, max_norm):
    """Clipped after the step, which has used the whole gradient by then.

    Who reads the gradient, and when?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    optimizer.step()
    norm = clip_gradient_norm(model.parameters(), max_norm)
    return loss.item(), norm


def clips_by_value(model, inputs, targets, criterion, optimizer, max_norm):
    """Every element of the gradients is clamped, instead of their norm being limited.

    Does the clipped gradient still point where the gradient did?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    norm = clip_gradient_norm(model.parameters(), float("inf"))
    clip_gradient_value(model.parameters(), max_norm)
    optimizer.step()
    return loss.item(), norm


def clips_each_parameter_separately(model, inputs, targets, criterion, optimizer, max_norm):
    """Every parameter's gradient is limited for itself.

    Is the gradient of a model one long vector, or many?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    norm = clip_gradient_norm(model.parameters(), float("inf"))
    for parameter in model.parameters():
        clip_gradient_norm([parameter], max_norm)
    optimizer.step()
    return loss.item(), norm


def clips_the_first_layer_only(model, inputs, targets, criterion, optimizer, max_norm):
    """Only the gradients of the first layer are clipped.

    How many layers does the model have? Compute the norm over all of them.
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    norm = clip_gradient_norm(model.parameters(), float("inf"))
    clip_gradient_norm(list(model.parameters())[:2], max_norm)
    optimizer.step()
    return loss.item(), norm


def clips_the_loss(model, inputs, targets, criterion, optimizer, max_norm):
    """The loss is clamped, not the gradients.

    Which quantity should be limited? What is the gradient of a clamped loss?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.clamp(max=max_norm).backward()
    norm = clip_gradient_norm(model.parameters(), float("inf"))
    optimizer.step()
    return loss.item(), norm


def clips_the_weights(model, inputs, targets, criterion, optimizer, max_norm):
    """The weights are scaled after the step, not the gradients before it.

    Which quantity should be limited, the step or the place where it ends?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    norm = clip_gradient_norm(model.parameters(), float("inf"))
    optimizer.step()
    with torch.no_grad():
        weights = torch.cat([p.flatten() for p in model.parameters()]).norm()
        for parameter in model.parameters():
            parameter.mul_((max_norm / weights).clamp(max=1.0))
    return loss.item(), norm


def uses_the_generator_up(model, inputs, targets, criterion, optimizer, max_norm):
    """The generator of parameters is used up by measuring, and nothing is clipped.

    How often can you loop over model.parameters()?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    parameters = model.parameters()
    norm = clip_gradient_norm(parameters, float("inf"))
    clip_gradient_norm(parameters, max_norm)
    optimizer.step()
    return loss.item(), norm


def always_rescales(model, inputs, targets, criterion, optimizer, max_norm):
    """Gradients are scaled to max_norm even where they are smaller.

    What should happen to a gradient that is small already?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    norm = clip_gradient_norm(model.parameters(), float("inf"))
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter.grad.mul_(max_norm / (norm + 1e-12))
    optimizer.step()
    return loss.item(), norm


def ignores_max_norm(model, inputs, targets, criterion, optimizer, max_norm):
    """The limit is always 1.0, whatever max_norm says.

    Where do you use the argument max_norm?
    """
    return clipped_train_step(model, inputs, targets, criterion, optimizer, 1.0)


def returns_the_norm_after(model, inputs, targets, criterion, optimizer, max_norm):
    """The norm from after the clipping is returned.

    Which number tells you that gradients explode?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    clip_gradient_norm(model.parameters(), max_norm)
    norm = clip_gradient_norm(model.parameters(), max_norm)
    optimizer.step()
    return loss.item(), norm


def returns_the_loss_only(model, inputs, targets, criterion, optimizer, max_norm):
    """Only the loss is returned.

    How does the caller unpack what you return?
    """
    return clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)[0]


def swaps_the_two_numbers(model, inputs, targets, criterion, optimizer, max_norm):
    """The norm is returned first, and then the loss.

    In which order does the caller unpack the two?
    """
    loss, norm = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
    return norm, loss


def returns_the_loss_with_its_graph(model, inputs, targets, criterion, optimizer, max_norm):
    """The loss that is returned is a tensor that still requires grad.

    What do you keep alive if you put a thousand of these into a list?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    norm = clip_gradient_norm(model.parameters(), max_norm)
    optimizer.step()
    return loss, norm


def returns_the_loss_after_the_step(model, inputs, targets, criterion, optimizer, max_norm):
    """The loss is computed again after the step.

    Does your number describe the model before or after this update?
    """
    _, norm = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
    with torch.no_grad():
        return criterion(model(inputs), targets).item(), norm


def never_zeroes_gradients(model, inputs, targets, criterion, optimizer, max_norm):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    loss.backward()
    norm = clip_gradient_norm(model.parameters(), max_norm)
    optimizer.step()
    return loss.item(), norm


def zeroes_gradients_only_after_the_step(model, inputs, targets, criterion, optimizer, max_norm):
    """Gradients are cleared after the step, so those left by earlier code enter it.

    Can you be sure that .grad is empty when your function starts?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    loss.backward()
    norm = clip_gradient_norm(model.parameters(), max_norm)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item(), norm


def zeroes_gradients_before_the_step(model, inputs, targets, criterion, optimizer, max_norm):
    """Gradients are cleared between the clip and the step, so that no weight changes.

    Does the optimizer step at all? And what does it read then, is it still there?
    """
    loss = _backward(model, inputs, targets, criterion, optimizer)
    norm = clip_gradient_norm(model.parameters(), max_norm)
    optimizer.zero_grad()
    optimizer.step()
    return loss.item(), norm


def forgets_train_mode(model, inputs, targets, criterion, optimizer, max_norm):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    norm = clip_gradient_norm(model.parameters(), max_norm)
    optimizer.step()
    return loss.item(), norm


def trains_in_eval_mode(model, inputs, targets, criterion, optimizer, max_norm):
    """The model trains in eval mode.

    What do dropout and batch norm do in this mode?
    """
    model.eval()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    norm = clip_gradient_norm(model.parameters(), max_norm)
    optimizer.step()
    return loss.item(), norm


def forces_single_precision(model, inputs, targets, criterion, optimizer, max_norm):
    """The model and the data are turned into float32.

    In which dtype are the parameters that you were given?
    """
    targets = targets.float() if targets.is_floating_point() else targets
    return clipped_train_step(
        model.float(), inputs.float(), targets, criterion, optimizer, max_norm
    )


def overwrites_the_inputs(model, inputs, targets, criterion, optimizer, max_norm):
    """The inputs are changed in place after the step.

    Whose tensor is it, and who looks at it next?
    """
    result = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
    inputs.clamp_(-max_norm, max_norm)
    return result


def leaves_autograd_off(model, inputs, targets, criterion, optimizer, max_norm):
    """Autograd is switched off for the step and never on again.

    What does the next forward pass record?
    """
    result = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
    torch.set_grad_enabled(False)
    return result


def unfreezes_the_model(model, inputs, targets, criterion, optimizer, max_norm):
    """Every parameter is made to require grad, also those that were frozen.

    Somebody froze a layer. What did they expect?
    """
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    loss = _backward(model, inputs, targets, criterion, optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm).item()
    optimizer.step()
    return loss.item(), norm
