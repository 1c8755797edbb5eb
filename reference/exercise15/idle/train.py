"""What looks like a trainer, and trains nothing."""

import torch


def gives_zeros(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """A zero for each epoch."""
    rate = optimizer.param_groups[0]["lr"]
    return {
        "train_loss": [0.0] * config.epochs,
        "val_loss": [0.0] * config.epochs,
        "learning_rate": [rate] * config.epochs,
        "best_epoch": 0,
        "stopped_early": False,
    }


def gives_one_epoch(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """A zero for one epoch, whatever is asked for."""
    rate = optimizer.param_groups[0]["lr"]
    return {
        "train_loss": [0.0],
        "val_loss": [0.0],
        "learning_rate": [rate],
        "best_epoch": 0,
        "stopped_early": False,
    }


def passes_only(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """All but a backward pass: the steps find no gradients."""
    model.to(config.device)
    history = {"train_loss": [], "val_loss": [], "learning_rate": []}
    for _ in range(config.epochs):
        history["learning_rate"].append(optimizer.param_groups[0]["lr"])
        model.train()
        history["train_loss"].append(_mean(model, train_loader, criterion, config.device))
        optimizer.zero_grad()
        optimizer.step()
        model.eval()
        with torch.no_grad():
            history["val_loss"].append(_mean(model, val_loader, criterion, config.device))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(history["val_loss"][-1])
        elif scheduler is not None:
            scheduler.step()
    if config.best_path is not None:
        torch.save(model.state_dict(), config.best_path)
    return history | {"best_epoch": 0, "stopped_early": False}


def _mean(model, loader, criterion, device):
    losses, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        losses += len(inputs) * criterion(model(inputs), targets).item()
        samples += len(inputs)
    return losses / samples
