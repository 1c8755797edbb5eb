"""Other right ways to write amp_train_step."""

import contextlib

import torch


def as_in_tutorials(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Zeroes first and names every argument, as torch's own recipe does."""
    model = model.to(device)
    model.train()
    inputs = inputs.to(device)
    targets = targets.to(device)
    optimizer.zero_grad(set_to_none=True)
    with torch.autocast(device_type=device.type, dtype=dtype, enabled=True):
        output = model(inputs)
        loss = criterion(output, targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def returns_a_tensor(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Returns a tensor without a graph, and leaves clean gradients behind."""
    model.train().to(device)
    model.zero_grad(set_to_none=False)
    with torch.amp.autocast(device.type, dtype):
        loss = criterion(model(inputs.to(device)), targets.to(device, non_blocking=True))
    scaled = scaler.scale(loss)
    scaled.backward()
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad()
    return loss.detach()


def unscales_explicitly(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Calls unscale_ before the step, which the scaler then does not do again."""
    was_training = model.training
    model.to(device)
    model.train(True)
    for parameter in model.parameters():
        parameter.grad = None
    with torch.autocast(device.type, dtype=dtype, cache_enabled=False):
        loss = criterion(model(inputs.to(device)), targets.to(device))
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    scaler.step(optimizer)
    scaler.update()
    model.train(was_training)
    return float(loss.detach())


def branches_on_the_scaler(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Goes through the scaler if it is enabled, and around it if not."""
    model.to(device).train()
    inputs, targets = (tensor.to(device) for tensor in (inputs, targets))
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    if scaler.is_enabled():
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
    else:
        loss.backward()
        optimizer.step()
    return loss.item()


def divides_the_scaled_loss(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Keeps the scaled loss alone, and divides it by the scale from before the update."""
    model.to(device)
    model.train()
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=dtype):
        loss = scaler.scale(criterion(model(inputs.to(device)), targets.to(device)))
    scale = scaler.get_scale()
    loss.backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item() / scale


def assigns_the_gradients(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Asks autograd for the gradients of the scaled loss and assigns them."""
    model.to(device).train()
    place = next(model.parameters()).device
    cast = torch.autocast(place.type, dtype)
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    parameters = [p for p in parameters if p.requires_grad]
    model.zero_grad()
    with contextlib.ExitStack() as stack:
        stack.enter_context(torch.enable_grad())
        stack.enter_context(cast)
        loss = criterion(model(inputs.to(place)), targets.to(place))
    for parameter, gradient in zip(
        parameters, torch.autograd.grad(scaler.scale(loss), parameters), strict=True
    ):
        parameter.grad = gradient
    scaler.step(optimizer)
    scaler.update()
    return loss.item()


def decorates_the_forward_pass(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    """Puts autocast over an inner function, with the predictions in full precision for the loss."""
    model.to(device)
    model.train()

    @torch.autocast(device.type, dtype=dtype)
    def forward(x, y):
        predictions = model(x)
        return criterion(predictions.to(inputs.dtype), y)

    optimizer.zero_grad()
    loss = forward(inputs.to(device), targets.to(device))
    (loss * scaler.scale(torch.ones((), device=device))).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.tolist()


def all_under_autocast_but_backward(
    model, inputs, targets, criterion, optimizer, scaler, device, dtype
):
    """Opens one autocast around everything, and one that is off around backward and step."""
    with torch.autocast(device.type, dtype=dtype):
        model.to(device)
        model.train()
        loss = criterion(model(inputs.to(device)), targets.to(device))
        with torch.autocast(device.type, enabled=False):
            optimizer.zero_grad()
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
    return loss.item()
