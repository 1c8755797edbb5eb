"""Other right ways to write train_double_softmax."""

import torch
import torch.nn.functional as F
from torch import nn


def functional(model, inputs, targets, optimizer, epochs):
    """The function instead of the module, in the order of most tutorials."""
    losses = []
    model.train()
    for _ in range(epochs):
        optimizer.zero_grad()
        logits = model(inputs)
        loss = F.cross_entropy(logits, targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def log_softmax_and_nll(model, inputs, targets, optimizer, epochs):
    """Takes the log-softmax, and then NLLLoss, which expects it."""
    criterion = nn.NLLLoss()
    model.train()
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        loss = criterion(torch.log_softmax(model(inputs), dim=-1), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return losses


def log_softmax_before_it(model, inputs, targets, optimizer, epochs):
    """A log-softmax before CrossEntropyLoss changes nothing: its own finds nothing left to do."""
    optimizer.zero_grad()
    losses = []
    for _ in range(epochs):
        model.train()
        loss = nn.CrossEntropyLoss()(model(inputs).log_softmax(1), targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
    return losses


def written_out(model, inputs, targets, optimizer, epochs):
    """Writes the cross entropy out: logsumexp minus the logit of the target class."""
    rows = torch.arange(len(targets))

    def closure():
        optimizer.zero_grad()
        logits = model(inputs)
        loss = (logits.logsumexp(dim=1) - logits[rows, targets]).mean()
        loss.backward()
        return loss

    model.train()
    return [optimizer.step(closure).item() for _ in range(epochs)]


def one_hot_targets(model, inputs, targets, optimizer, epochs):
    """Gives CrossEntropyLoss the targets as probabilities, and looks at the accuracy as well."""
    model.train()
    losses = []
    for _ in range(epochs):
        logits = model(inputs)
        one_hot = F.one_hot(targets, logits.shape[1]).to(logits.dtype)
        loss = nn.CrossEntropyLoss()(logits, one_hot)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        accuracy = (logits.softmax(dim=1).argmax(dim=1) == targets).double().mean().item()
        print(f"accuracy {100 * accuracy:.1f}")  # noqa: T201
        losses.append(loss.item())
    return losses
