"""Other right ways to write keep_best_weights."""

import copy
import io
import math

import torch
import torch.nn.functional as F
from torch import nn


def clones_the_tensors(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Clones every tensor of the state_dict; the first epoch wins whatever its loss is."""
    best_loss, best_state = math.inf, None
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad()
        F.mse_loss(model(inputs), targets).backward()
        optimizer.step()
        model.eval()
        with torch.no_grad():
            val_loss = F.mse_loss(model(val_inputs), val_targets).item()
        if (
            best_state is None
            or val_loss < best_loss
            or math.isnan(best_loss) > math.isnan(val_loss)
        ):
            best_loss = val_loss
            best_state = {k: v.detach().clone() for k, v in model.state_dict().items()}
    return best_state


def keeps_every_epoch(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Keeps a copy of every epoch, and chooses at the end."""
    criterion = nn.MSELoss()
    history = []
    for epoch in range(epochs):
        model.train(True)
        loss = criterion(model(inputs), targets)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.inference_mode():
            val_loss = float(criterion(model.eval()(val_inputs), val_targets))
        val_loss = math.inf if val_loss != val_loss else val_loss
        history.append((val_loss, epoch, copy.deepcopy(model.state_dict())))
    return min(history, key=lambda entry: entry[:2])[2]


def writes_it_to_a_buffer(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Saves the best weights as bytes, and loads them at the end; if all are NaN, the last."""
    saved, lowest = io.BytesIO(), float("inf")

    @torch.no_grad()
    def validate():
        model.eval()
        return ((model(val_inputs) - val_targets) ** 2).mean()

    for _ in range(epochs):
        model.train()
        loss = ((model(inputs) - targets) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        val_loss = validate()
        print(f"loss {loss.item():.4f}, val_loss {val_loss.item():.4f}")  # noqa: T201
        if val_loss < lowest or not saved.tell() and val_loss.isinf():
            lowest = val_loss
            saved = io.BytesIO()
            torch.save(model.state_dict(), saved)
    if not saved.tell():
        return copy.deepcopy(model.state_dict())
    saved.seek(0)
    return torch.load(saved, weights_only=True)


def copies_the_model(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Copies the whole model, and returns the copy's state_dict, which nobody else holds."""
    best, lowest = None, float("nan")
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad(set_to_none=False)
        nn.MSELoss()(model(inputs), targets).backward()
        optimizer.step()
        model.eval()
        with torch.no_grad():
            val_loss = nn.MSELoss()(model(val_inputs), val_targets).item()
        if best is None or val_loss < lowest or math.isnan(lowest):
            best, lowest = copy.deepcopy(model), val_loss
    return best.state_dict()


def copies_into_one_dict(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Copies into tensors that are made once; a closure steps, and the mode is restored."""
    was_training = model.training
    mse = nn.MSELoss()
    kept = {name: torch.empty_like(each) for name, each in model.state_dict().items()}
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = mse(model(inputs), targets)
        loss.backward()
        return loss

    for _ in range(epochs):
        model.train()
        optimizer.step(closure)
        model.train(False)
        with torch.set_grad_enabled(False):
            loss = mse(model(val_inputs), val_targets).item()
        if not losses or all(loss < other or other != other for other in losses):
            for name, each in model.state_dict().items():
                kept[name].copy_(each)
        losses.append(loss)
    model.train(was_training)
    return kept
