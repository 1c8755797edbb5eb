"""Other right ways to write compare_optimizers."""

import copy
import pickle

import torch
from torch.func import functional_call


def epoch_by_epoch(model, inputs, targets, criterion, optimizers, epochs):
    """Makes all copies first, and trains them side by side."""
    copies = {name: copy.deepcopy(model) for name in optimizers}
    made = {name: optimizers[name](list(copies[name].parameters())) for name in optimizers}
    losses = {name: [] for name in optimizers}
    for _ in range(epochs):
        for name, own in copies.items():
            own.train()
            made[name].zero_grad()
            loss = criterion(own(inputs), targets)
            loss.backward()
            made[name].step()
            losses[name].append(loss.detach())
    return losses


def one_copy_put_back(model, inputs, targets, criterion, optimizers, epochs):
    """Has one copy, whose state is put back before each training; clears gradients last."""
    own = copy.deepcopy(model)
    start = copy.deepcopy(model.state_dict())
    result = {}
    for name, make in optimizers.items():
        own.load_state_dict(start)
        own.zero_grad(set_to_none=True)
        own.train(True)
        optimizer = make(p for p in own.parameters() if p.requires_grad)
        losses = []
        while len(losses) < epochs:
            loss = criterion(own(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(float(loss.detach()))
        result[name] = losses
    return result


def through_pickle(model, inputs, targets, criterion, optimizers, epochs):
    """Copies the model by writing it out and reading it again; trains in a helper."""
    frozen = pickle.dumps(model)

    def train(make):
        own = pickle.loads(frozen)  # noqa: S301 (its own bytes)
        own.train()
        own.zero_grad()
        optimizer = make(own.parameters())

        def closure():
            optimizer.zero_grad()
            loss = criterion(own(inputs), targets)
            loss.backward()
            return loss

        return [optimizer.step(closure).item() for _ in range(epochs)]

    return {name: train(make) for name, make in optimizers.items()}


def borrows_the_model(model, inputs, targets, criterion, optimizers, epochs):
    """Trains the model itself, and puts back all that it was: state, gradients and mode."""
    state = {name: value.clone() for name, value in model.state_dict().items()}
    gradients = [p.grad for p in model.parameters()]
    modes = [(module, module.training) for module in model.modules()]
    losses = {}
    for name, make in optimizers.items():
        for p in model.parameters():
            p.grad = None
        model.train()
        optimizer = make(model.parameters())
        losses[name] = []
        for _ in range(epochs):
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            losses[name].append(loss.item())
            loss.backward()
            optimizer.step()
        model.load_state_dict(state)
    for p, gradient in zip(model.parameters(), gradients, strict=True):
        p.grad = gradient
    for module, mode in modes:
        module.training = mode
    return losses


def without_a_second_module(model, inputs, targets, criterion, optimizers, epochs):
    """Copies tensors, not the module, and calls the module with them in place of its own."""
    modes = {module: module.training for module in model.modules()}
    model.train()
    losses = dict.fromkeys(optimizers)
    for name in optimizers:
        own = {
            key: p.detach().clone().requires_grad_(p.requires_grad)
            for key, p in model.named_parameters()
        }
        buffers = {key: buffer.clone() for key, buffer in model.named_buffers()}
        optimizer = optimizers[name](list(own.values()))
        losses[name] = []
        for _ in range(epochs):
            loss = criterion(functional_call(model, {**own, **buffers}, (inputs,)), targets)
            losses[name] += [loss.item()]
            leaves = [p for p in own.values() if p.requires_grad]
            for p, gradient in zip(leaves, torch.autograd.grad(loss, leaves), strict=True):
                p.grad = gradient
            optimizer.step()
    for module, mode in modes.items():
        module.training = mode
    return losses
