"""Other right ways to write train_rnn_epoch."""

import statistics

import torch
from clipping import clip_gradient_norm, clipped_train_step
from torch import nn


def as_in_tutorials(model, loader, criterion, optimizer, max_norm, device):
    """Enumerates the batches, clips with torch and adds the losses up."""
    model.to(device)
    model.train()
    running_loss, seen = 0.0, 0
    for _, (x, y) in enumerate(loader):
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
        running_loss += loss.item() * x.size(0)
        seen += x.size(0)
    return running_loss / seen


def sums_on_the_device(model, loader, criterion, optimizer, max_norm, device):
    """Adds detached losses up on the device and returns a tensor without a graph."""
    model = model.to(device).train()
    total, count = 0, 0
    for inputs, targets in loader:
        inputs = inputs.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        loss = criterion(model(inputs), targets)
        model.zero_grad()
        loss.backward()
        clip_gradient_norm(model.parameters(), max_norm)
        optimizer.step()
        total = total + loss.detach() * inputs.shape[0]
        count += inputs.shape[0]
    return total / count


def weighs_afterwards(model, loader, criterion, optimizer, max_norm, device):
    """Collects losses and sizes, and takes the weighted mean at the end."""
    model.to(device)
    losses, sizes = [], []
    for batch in loader:
        inputs, targets = (tensor.to(device) for tensor in batch)
        loss, _ = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
        losses.append(loss)
        sizes.append(len(targets))
    return statistics.fmean(losses, weights=sizes)


def zeroes_before_and_after(model, loader, criterion, optimizer, max_norm, device):
    """Starts with clean gradients, leaves them clean, and scales them by hand in every step."""
    model.to(device)
    optimizer.zero_grad()
    mean, seen = 0.0, 0
    for inputs, targets in loader:
        model.train()
        loss = criterion(model(inputs.to(device)), targets.to(device))
        loss.backward()
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        norm = torch.stack([g.norm() for g in gradients]).norm()
        for gradient in gradients:
            gradient *= (max_norm / (norm + 1e-6)).clamp(max=1.0)
        optimizer.step()
        optimizer.zero_grad()
        seen += len(inputs)
        mean += (loss.item() - mean) * len(inputs) / seen
    return mean


def moves_all_batches_beforehand(model, loader, criterion, optimizer, max_norm, device):
    """Moves every batch before the first step, and steps with a closure."""
    model.to(device).train()
    moved = [(x.to(device), y.to(device)) for x, y in loader]
    total = torch.zeros((), dtype=torch.float64, device=device)
    for inputs, targets in moved:

        def closure(inputs=inputs, targets=targets):
            optimizer.zero_grad(set_to_none=False)
            loss = criterion(model(inputs), targets)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), max_norm, foreach=False)
            return loss

        total += optimizer.step(closure).detach() * len(inputs)
    return (total / sum(len(x) for x, _ in moved)).item()


def follows_the_first_parameter(model, loader, criterion, optimizer, max_norm, device):
    """Asks the model where it has gone, and clips with hooks on the optimizer's step."""
    model.to(device)
    model.train()
    place = next(model.parameters()).device
    held = [p for group in optimizer.param_groups for p in group["params"]]

    def clip(*_):
        nn.utils.clip_grad_norm_(held, max_norm)

    hook = optimizer.register_step_pre_hook(clip)
    pairs = []
    for inputs, targets in loader:
        for p in held:
            p.grad = None
        loss = criterion(model(inputs.to(place)), targets.to(place))
        loss.backward()
        optimizer.step()
        pairs.append((float(loss.detach()), len(inputs)))
    hook.remove()
    return sum(loss * size for loss, size in pairs) / sum(size for _, size in pairs)
