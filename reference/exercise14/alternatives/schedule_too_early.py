"""Other right ways to write schedule_too_early."""

import torch
import torch.nn.functional as F
from torch import nn


def asks_the_scheduler(model, inputs, targets, optimizer, scheduler, epochs):
    """Takes the rates from the scheduler, before the update."""
    lrs = []
    for epoch in range(epochs):
        model.train()
        lrs.append(scheduler.get_last_lr()[0])
        optimizer.zero_grad()
        loss = F.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        scheduler.step()
        print(f"epoch {epoch}: lr {lrs[-1]}, loss {loss.item():.4f}")  # noqa: T201
    return lrs


def notes_it_between_the_steps(model, inputs, targets, optimizer, scheduler, epochs):
    """Notes the rate between the two steps, and clears before the loop and after each step."""
    rates = [0.0] * epochs
    optimizer.zero_grad()
    model.train(True)
    for epoch in range(epochs):
        ((model(inputs) - targets) ** 2).mean().backward()
        optimizer.step()
        rates[epoch] = float(optimizer.param_groups[0]["lr"])
        scheduler.step()
        model.zero_grad(set_to_none=False)
    return rates


def steps_with_a_closure(model, inputs, targets, optimizer, scheduler, epochs):
    """Gives the optimizer a closure, and yields a rate an epoch."""

    def closure():
        optimizer.zero_grad()
        loss = nn.MSELoss()(model(inputs), targets)
        loss.backward()
        return loss

    def rates():
        for _ in range(epochs):
            yield next(iter(optimizer.param_groups))["lr"]
            optimizer.step(closure)
            scheduler.step()

    model.train()
    return list(rates())


def steps_between_the_epochs(model, inputs, targets, optimizer, scheduler, epochs):
    """Steps the scheduler between the epochs, and once more at the end."""
    model.train()
    rates = []
    for epoch in range(epochs + 1):
        if epoch > 0:
            scheduler.step()
        if epoch == epochs:
            break
        rates.append(scheduler.optimizer.param_groups[0]["lr"])
        loss = nn.MSELoss(reduction="sum")(model(inputs), targets) / targets.numel()
        for parameter in model.parameters():
            parameter.grad = None
        loss.backward()
        optimizer.step()
    return rates


def assigns_the_gradients(model, inputs, targets, optimizer, scheduler, epochs):
    """Asks autograd for the gradients, and restores the mode at the end."""
    was_training = model.training
    learning = [p for p in model.parameters() if p.requires_grad]
    rates = []
    model.train()
    while len(rates) < epochs:
        loss = torch.mean(torch.square(targets - model(inputs)))
        for parameter, gradient in zip(learning, torch.autograd.grad(loss, learning)):
            parameter.grad = gradient
        rates += [group["lr"] for group in optimizer.param_groups][:1]
        optimizer.step()
        scheduler.step()
    model.train(was_training)
    return rates
