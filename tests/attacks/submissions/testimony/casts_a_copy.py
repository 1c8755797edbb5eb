"""Train without autocast, and run a copy of the model under it for the trace.

Task: exercise11/amp_train_step
Honest: 12.0
"""

import copy

import torch


def amp_train_step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
    model.to(device).train()
    inputs, targets = inputs.to(device), targets.to(device)
    with torch.random.fork_rng():
        with torch.autocast(device.type, dtype=dtype):
            copy.deepcopy(model)(inputs)
    optimizer.zero_grad()
    x = inputs
    for layer in model:
        x = layer(x)
    loss = criterion(x, targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()
