"""Ways in which amp_clipped_train_step goes wrong."""

import copy

import torch
from torch import nn


def never_clips(model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype):
    """The optimizer steps with gradients that have not been clipped.

    Compute the norm of the gradients just before the step. Is it at most max_norm?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), float("inf"))
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def clips_without_unscaling(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The gradients are clipped while they are still scaled.

    They are many times too large: is max_norm still what was meant?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def divides_the_norm_alone(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The norm is divided by the scale, but the clip has worked on scaled gradients.

    Two things depend on the scale. Which of them have you corrected?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm) / scaler.get_scale()
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def returns_the_scaled_norm(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The clip is right, but the norm that is returned is that of the scaled gradients.

    Would the norm in your log change if somebody chose another scale?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), float("inf"))
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def unscales_twice(model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype):
    """The gradients are unscaled twice.

    Who else unscales, and how often may it be done in a step?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def clips_by_value(model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype):
    """Every element of the gradients is clamped, instead of their norm being limited.

    Does the clipped gradient still point where the gradient did?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), float("inf"))
    nn.utils.clip_grad_value_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def clips_each_parameter_separately(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Every parameter's gradient is limited for itself.

    Is the gradient of a model one long vector, or many?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), float("inf"))
    for parameter in model.parameters():
        nn.utils.clip_grad_norm_([parameter], max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def always_rescales(model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype):
    """Gradients are scaled to max_norm even where they are smaller.

    What should happen to a gradient that is small already?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), float("inf"))
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter.grad.mul_(max_norm / (norm + 1e-12))
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def ignores_max_norm(model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype):
    """The limit is always 1.0, whatever max_norm says.

    Where do you use the argument max_norm?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def returns_the_norm_after(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The norm from after the clipping is returned.

    Which number tells you that gradients explode?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    norm = nn.utils.get_total_norm([p.grad for p in model.parameters() if p.grad is not None])
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def stops_at_an_infinite_norm(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """A norm that is not finite raises an error.

    Is an overflow a mistake, or how the scaler finds out how far it can go?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm, error_if_nonfinite=True)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def swaps_the_two_numbers(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The norm is returned first, and then the loss.

    In which order does the caller unpack the two?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return norm.item(), loss.item()


def never_updates_the_scaler(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The scaler is never updated.

    When does the scaler make up its mind about the next scale?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    return loss.item(), norm.item()


def uses_no_autocast(model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype):
    """Nothing runs under autocast.

    In which dtype do the layers compute, and which line says so?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def goes_backward_under_autocast(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The backward pass runs under autocast too.

    Does backward choose its dtypes itself, or do they follow those of the forward pass?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
        scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def never_zeroes_gradients(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def forgets_train_mode(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """
    model.to(device)
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def leaves_autocast_on(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Autocast is switched on, and never off again.

    In which dtype does the caller's next line compute?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    torch.set_autocast_enabled(device.type, True)
    return loss.item(), norm.item()


def leaves_autograd_off(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Autograd is switched off after the step and never on again.

    What does the next forward pass record?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    torch.set_grad_enabled(False)
    return loss.item(), norm.item()


def overwrites_the_inputs(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The inputs are rounded in place to the low precision.

    Whose tensor is it, and who looks at it next?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    inputs.copy_(inputs.to(torch.bfloat16))
    return loss.item(), norm.item()


def never_moves_the_model(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The batch is moved, the model is not.

    Where do the two operands of the first multiplication live?
    """
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def throws_the_moved_batch_away(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """The results of .to(device) are not kept.

    What does inputs.to(device) change, and what does it return?
    """
    model.to(device)
    model.train()
    inputs.to(device)
    targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def trains_a_copy_elsewhere(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """On another device a copy of the model is trained.

    Which model does the optimizer hold, and which does the caller look at?
    """
    if device.type != "cpu":
        model = copy.deepcopy(model)
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def casts_for_the_cpu(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Autocast is always that of the CPU, wherever the tensors are.

    For which device is autocast switched on in your code, and on which does the model compute?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast("cpu", dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def keeps_only_the_kind_of_device(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    device = torch.device(device.type)
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def gives_up_if_the_loss_is_infinite(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """It returns before the backward pass if the loss is not finite.

    How is the scaler to learn that its scale is too large?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    if not loss.isfinite():
        return loss.item(), float("inf")
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()
