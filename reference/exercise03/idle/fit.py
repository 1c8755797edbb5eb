"""What looks like training with validation, and trains nothing."""

import torch


def passes_only(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The losses of each epoch, without a backward pass."""
    model.to(device)
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        model.train()
        history["train_loss"].append(_mean(model, train_loader, criterion, device))
        model.eval()
        with torch.no_grad():
            history["val_loss"].append(_mean(model, val_loader, criterion, device))
    return history


def _mean(model, loader, criterion, device):
    losses, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        losses += len(inputs) * criterion(model(inputs), targets).item()
        samples += len(inputs)
    return losses / samples
