"""What looks like training on a device, and trains nothing."""


def steps_without_gradients(model, loader, criterion, make_optimizer, epochs, device):
    """The model is moved, an optimizer made, and no backward pass."""
    model.to(device).train()
    optimizer = make_optimizer(model.parameters())
    history = []
    for _ in range(epochs):
        losses, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            losses += len(inputs) * criterion(model(inputs), targets).item()
            samples += len(inputs)
            optimizer.zero_grad()
            optimizer.step()
        history.append(losses / samples)
    return history
