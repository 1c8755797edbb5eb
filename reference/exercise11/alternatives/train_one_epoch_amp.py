"""Other right ways to write train_one_epoch_amp."""

import statistics

import torch
from mixed_precision import amp_clipped_train_step, amp_train_step


def as_in_tutorials(model, loader, criterion, optimizer, scaler, device, dtype):
    """Enumerates the batches, and adds the losses up as floats."""
    model.to(device)
    model.train()
    running_loss, seen = 0.0, 0
    for _, (x, y) in enumerate(loader):
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        with torch.autocast(device_type=device.type, dtype=dtype):
            output = model(x)
            loss = criterion(output, y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        running_loss += loss.item() * x.size(0)
        seen += x.size(0)
    return running_loss / seen


def sums_on_the_device(model, loader, criterion, optimizer, scaler, device, dtype):
    """Adds detached losses up on the device in float32, and returns a tensor without a graph."""
    model = model.to(device).train()
    total, count = torch.zeros((), device=device), 0
    for inputs, targets in loader:
        inputs = inputs.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        with torch.amp.autocast(device.type, dtype):
            loss = criterion(model(inputs), targets)
        model.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        total += loss.detach().float() * inputs.shape[0]
        count += inputs.shape[0]
    return total / count


def weighs_afterwards(model, loader, criterion, optimizer, scaler, device, dtype):
    """Collects losses and sizes, and takes the weighted mean at the end."""
    losses, sizes = [], []
    for batch in loader:
        inputs, targets = (tensor.to(device) for tensor in batch)
        losses.append(
            amp_train_step(model, inputs, targets, criterion, optimizer, scaler, device, dtype)
        )
        sizes.append(len(targets))
    return statistics.fmean(losses, weights=sizes)


def zeroes_before_and_after(model, loader, criterion, optimizer, scaler, device, dtype):
    """Starts with clean gradients, leaves them clean, and keeps a running mean."""
    model.to(device)
    optimizer.zero_grad(set_to_none=False)
    cast = torch.autocast(device.type, dtype=dtype)
    mean, seen = 0.0, 0
    for inputs, targets in loader:
        model.train()
        with cast:
            loss = criterion(model(inputs.to(device)), targets.to(device))
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad(set_to_none=False)
        seen += len(inputs)
        mean += (loss.item() - mean) * len(inputs) / seen
    return mean


def moves_all_batches_beforehand(model, loader, criterion, optimizer, scaler, device, dtype):
    """Moves every batch before the first step, and stacks the losses."""
    model.train()
    model.to(device)
    moved = [(x.to(device), y.to(device)) for x, y in loader]
    losses = []
    for inputs, targets in moved:
        for group in optimizer.param_groups:
            for parameter in group["params"]:
                parameter.grad = None
        with torch.autocast(device.type, dtype=dtype):
            loss = criterion(model(inputs), targets)
        losses.append(loss.detach())
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
    sizes = torch.tensor([len(x) for x, _ in moved], device=device, dtype=losses[0].dtype)
    return ((torch.stack(losses) * sizes).sum() / sizes.sum()).item()


def uses_the_clipped_step(model, loader, criterion, optimizer, scaler, device, dtype):
    """Uses the clipped step, without a limit."""
    total, samples, none = 0.0, 0, float("inf")
    for inputs, targets in loader:
        loss, _ = amp_clipped_train_step(
            model, inputs, targets, criterion, optimizer, scaler, none, device, dtype
        )
        total += loss * targets.size(0)
        samples += targets.size(0)
    return total / samples


def branches_on_the_scaler(model, loader, criterion, optimizer, scaler, device, dtype):
    """Goes through the scaler if it is enabled, around it if not, and puts the mode back."""
    was_training = model.training
    model.to(device)
    model.train()
    place = next(model.parameters()).device
    pairs = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        with torch.autocast(place.type, dtype=dtype):
            loss = criterion(model(inputs.to(place)), targets.to(place))
        if scaler.is_enabled():
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
        else:
            loss.backward()
            optimizer.step()
        pairs.append((float(loss.detach()), len(inputs)))
    model.train(was_training)
    return sum(loss * size for loss, size in pairs) / sum(size for _, size in pairs)
