"""What looks like training with a scheduler, and trains nothing."""


def steps_the_scheduler(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The rates of all epochs, with steps that find no gradients."""
    model.to(device).train()
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for inputs, _ in loader:
            model(inputs.to(device))
        optimizer.zero_grad()
        optimizer.step()
        scheduler.step()
    return rates
