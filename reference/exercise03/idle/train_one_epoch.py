"""What looks like an epoch, and trains nothing."""


def passes_once(model, loader, criterion, optimizer, device):
    """The losses of an epoch, without a backward pass."""
    model.to(device).train()
    losses, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        losses += len(inputs) * criterion(model(inputs), targets).item()
        samples += len(inputs)
    return losses / samples
