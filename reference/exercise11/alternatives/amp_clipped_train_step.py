"""Other right ways to write amp_clipped_train_step."""

import torch
from torch import nn


def as_in_tutorials(model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype):
    """Zeroes first, unscales and clips with clip_grad_norm_, as torch's own recipe does."""
    model = model.to(device)
    model.train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(device_type=device.type, dtype=dtype):
        output = model(inputs)
        loss = criterion(output, targets)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), float(norm)


def clips_in_scaled_units(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Multiplies max_norm by the scale instead of unscaling, and divides the norm by it."""
    model.to(device).train()
    model.zero_grad(set_to_none=False)
    with torch.autocast(device.type, dtype):
        loss = criterion(model(inputs.to(device)), targets.to(device))
    scale = scaler.get_scale()
    scaler.scale(loss).backward()
    norm = nn.utils.clip_grad_norm_(list(model.parameters()), max_norm * scale, foreach=False)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach(), norm / scale


def clips_by_hand(model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype):
    """Measures and scales the gradients by hand, and returns a list."""
    model.to(device)
    model.train()
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs.to(device)), targets.to(device))
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    norm = torch.cat([g.flatten() for g in gradients]).norm().item()
    if norm > max_norm:
        for gradient in gradients:
            gradient.mul_(max_norm / norm)
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad()
    return [loss.item(), norm]


def measures_and_scales_apart(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Measures with get_total_norm over the optimizer's parameters, and puts the mode back."""
    was_training = model.training
    model.to(device)
    model.train()
    optimizer.zero_grad()
    with torch.enable_grad(), torch.amp.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs.to(device)), targets.to(device))
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    held = [p for group in optimizer.param_groups for p in group["params"]]
    norm = nn.utils.get_total_norm([p.grad for p in held if p.grad is not None])
    nn.utils.clip_grads_with_norm_(held, max_norm, norm)
    scaler.step(optimizer)
    scaler.update()
    model.train(was_training)
    return float(loss.detach()), norm.item()


def clips_only_if_finite(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Clips copies of finite gradients and assigns them; of others it leaves all to the scaler."""
    model.to(device)
    model.train()
    for parameter in model.parameters():
        parameter.grad = None
    with torch.autocast(device.type, dtype=dtype):
        loss = criterion(model(inputs.to(device)), targets.to(device))
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    held = [p for p in model.parameters() if p.grad is not None]
    norm = sum(p.grad.square().sum() for p in held) ** 0.5
    if norm.isfinite() and norm > max_norm:
        for parameter in held:
            parameter.grad = parameter.grad * (max_norm / (norm + 1e-6))
    scaler.step(optimizer)
    scaler.update()
    return loss.item(), norm.item()


def branches_on_the_scaler(
    model, inputs, targets, criterion, optimizer, scaler, max_norm, device, dtype
):
    """Goes through the scaler if it is enabled, and around it if not."""
    model.to(device).train()
    inputs, targets = inputs.to(device), targets.to(device)
    optimizer.zero_grad()
    with torch.autocast(inputs.device.type, dtype=dtype):
        loss = criterion(model(inputs), targets)
    if scaler.is_enabled():
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
    else:
        loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    if scaler.is_enabled():
        scaler.step(optimizer)
        scaler.update()
    else:
        optimizer.step()
    return loss.item(), norm.item()
