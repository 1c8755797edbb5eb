"""Ways in which amp_train_step goes wrong."""

import copy

import torch
from torch.amp import GradScaler


def never_scales_the_loss(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The loss goes backward as it is; only the step goes through the scaler.

    Who multiplies the loss, and by what does the scaler divide the gradients?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    loss.backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def steps_by_itself_after_unscaling(
    model, inputs, targets, criterion, optimizer, scaler, device, dtype
):
    """The gradients are unscaled, and then the optimizer steps by itself, whatever is in them.

    Who looks for inf among the gradients before the optimizer reads them?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    optimizer.step()
    scaler.update()
    return loss.item()


def steps_twice(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The scaler steps, and then the optimizer steps once more.

    How many lines of yours change the weights?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    optimizer.step()
    scaler.update()
    return loss.item()


def divides_by_hand_and_again(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The gradients are divided by the scale by hand, and by the scaler once more.

    How often is the scale removed before the optimizer reads the gradients?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter.grad.div_(scaler.get_scale())
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def never_updates_the_scaler(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
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
    scaler.step(optimizer)
    return loss.item()


def updates_only_without_overflow(
    model, inputs, targets, criterion, optimizer, scaler, device, dtype
):
    """The scaler is updated only after steps that went well, so the scale never falls.

    What should become of a scale that was too large?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    if all(p.grad is None or p.grad.isfinite().all() for p in model.parameters()):
        scaler.update()
    return loss.item()


def makes_a_scaler_of_its_own(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """It makes a new scaler for every step, and the given one stays as it was.

    What does a scaler remember from step to step, and which one does the caller hold?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    scaler = GradScaler(device.type, enabled=scaler.is_enabled())
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def returns_the_scaled_loss(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The scaled loss is returned.

    Which of the two losses would you put into a curve?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    loss = scaler.scale(loss)
    loss.backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def divides_by_the_new_scale(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The scaled loss is divided by the scale that holds after the update.

    With which scale was this loss multiplied, that from before the update or from after?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaled = scaler.scale(loss)
    scaled.backward()
    scaler.step(optimizer)
    scaler.update()
    return scaled.item() / scaler.get_scale()


def uses_no_autocast(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Nothing runs under autocast.

    In which dtype do the layers compute, and which line says so?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def computes_the_loss_outside(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The forward pass runs under autocast, the loss does not.

    Where does the indented block end? Who knows which operations need more digits?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        outputs = model(inputs)
    loss = criterion(outputs, targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def goes_backward_under_autocast(
    model, inputs, targets, criterion, optimizer, scaler, device, dtype
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
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def ignores_the_dtype(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """It is bfloat16, whatever dtype was asked for.

    Where do you use the argument dtype?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=torch.bfloat16):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def casts_only_with_a_scaler(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """With a scaler that is not enabled, autocast is off as well.

    What does bfloat16 need: autocast, a scaler, or both?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype, enabled=scaler.is_enabled()):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def casts_the_model(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The whole model is turned into the low precision, and stays so.

    What becomes of a tiny update of a weight with three digits?
    """
    model.to(device, dtype)
    model.train()
    inputs, targets = inputs.to(device, dtype), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def never_zeroes_gradients(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def zeroes_only_after_the_step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Gradients are cleared after the step, so those left by earlier code enter it.

    Can you be sure that .grad is empty when your function starts?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad()
    return loss.item()


def forgets_train_mode(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """
    model.to(device)
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def returns_the_loss_with_its_graph(
    model, inputs, targets, criterion, optimizer, scaler, device, dtype
):
    """The loss that is returned is a tensor that still requires grad.

    What do you keep alive if you put a thousand of these into a list?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss


def raises_on_overflow(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Gradients that overflow raise an error.

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
    if not all(p.grad is None or p.grad.isfinite().all() for p in model.parameters()):
        raise FloatingPointError("gradients overflow")
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def leaves_autocast_on(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
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
    scaler.step(optimizer)
    scaler.update()
    torch.set_autocast_enabled(device.type, True)
    return loss.item()


def leaves_autograd_off(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
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
    scaler.step(optimizer)
    scaler.update()
    torch.set_grad_enabled(False)
    return loss.item()


def overwrites_the_inputs(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
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
    scaler.step(optimizer)
    scaler.update()
    inputs.copy_(inputs.to(torch.bfloat16))
    return loss.item()


def never_moves_the_model(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The batch is moved, the model is not.

    Where do the two operands of the first multiplication live?
    """
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def throws_the_moved_batch_away(
    model, inputs, targets, criterion, optimizer, scaler, device, dtype
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
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def trains_a_copy_elsewhere(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
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
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def casts_for_the_cpu(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
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
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def keeps_only_the_kind_of_device(
    model, inputs, targets, criterion, optimizer, scaler, device, dtype
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
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def stays_where_the_model_is(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The batch follows the model to where it already is; the device argument is not used.

    Who decides where to train: where the model happens to be, or the argument `device`?
    """
    device = next(model.parameters()).device
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def steps_under_autocast(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """The optimizer's step runs under autocast, too.

    Which of the lines gain from low precision, and which add small numbers to large ones?
    """
    model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    scaler.scale(loss).backward()
    with torch.autocast(device.type, dtype=dtype):
        scaler.step(optimizer)
        scaler.update()
    return loss.item()


def gives_up_if_the_loss_is_infinite(
    model, inputs, targets, criterion, optimizer, scaler, device, dtype
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
    if loss.isfinite():
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
    return loss.item()
