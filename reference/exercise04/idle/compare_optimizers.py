"""What looks like a comparison, and trains nothing."""

import copy


def gives_zeros(model, inputs, targets, criterion, optimizers, epochs):
    """A zero for each epoch of each optimizer."""
    return {name: [0.0] * epochs for name in optimizers}


def repeats_the_first_loss(model, inputs, targets, criterion, optimizers, epochs):
    """The loss of the start, for each epoch of each optimizer."""
    loss = criterion(copy.deepcopy(model).train()(inputs), targets).item()
    return {name: [loss] * epochs for name in optimizers}


def repeats_the_first_step(model, inputs, targets, criterion, optimizers, epochs):
    """One step of each optimizer, and its loss for all epochs."""
    history = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model).train()
        optimizer = make(own.parameters())
        optimizer.zero_grad()
        loss = criterion(own(inputs), targets)
        loss.backward()
        optimizer.step()
        history[name] = [loss.item()] * epochs
    return history
