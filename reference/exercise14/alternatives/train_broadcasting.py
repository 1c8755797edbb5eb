"""Other right ways to write train_broadcasting."""

import torch
import torch.nn.functional as F
from torch import nn


def gives_the_targets_a_column(model, inputs, targets, optimizer, epochs):
    """Makes the targets (N, 1) instead, once, before the loop."""
    column = targets.unsqueeze(1)
    criterion = nn.MSELoss()
    losses = []
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad()
        loss = criterion(model(inputs), column)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def views_like_the_outputs(model, inputs, targets, optimizer, epochs):
    """Views the targets in the shape of the outputs, and keeps detached losses."""
    model.train()
    history = []
    for epoch in range(epochs):
        outputs = model(inputs)
        loss = F.mse_loss(outputs, targets.view_as(outputs))
        model.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.detach())
        print(f"epoch {epoch}: {history[-1]:.3f}")  # noqa: T201
    return history


def squeezes_the_last_axis(model, inputs, targets, optimizer, epochs):
    """Squeezes the last axis, and writes the mean of squares out."""
    optimizer.zero_grad()
    model.train()
    losses = []
    for _ in range(epochs):
        difference = model(inputs).squeeze(-1) - targets
        loss = difference.pow(2).sum() / difference.numel()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
    return losses


def takes_the_column(model, inputs, targets, optimizer, epochs):
    """Takes column 0 of the outputs, in a closure."""
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = torch.mean(torch.square(model(inputs)[:, 0] - targets))
        loss.backward()
        return loss

    model.train()
    while len(losses) < epochs:
        losses.append(optimizer.step(closure).item())
    return losses


def flattens_both(model, inputs, targets, optimizer, epochs):
    """Flattens both sides, and takes the dot product of the errors with themselves."""
    was_training = model.training
    losses = []
    model.train()
    for _ in range(epochs):
        errors = model(inputs).flatten() - targets.reshape(-1)
        loss = errors @ errors / len(targets)
        for parameter in model.parameters():
            parameter.grad = None
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.train(was_training)
    return losses
