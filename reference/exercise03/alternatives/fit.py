"""Other right ways to write fit."""

from collections import defaultdict

import torch
from training_models import train_one_epoch, validate


def one_long_function(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Writes both passes out in one function and prints as it goes, as many tutorials do."""
    model.to(device)
    train_losses = []
    val_losses = []
    for epoch in range(epochs):
        model.train()
        train_loss = 0.0
        train_count = 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            train_loss += loss.item() * inputs.size(0)
            train_count += inputs.size(0)
        train_loss /= train_count

        model.eval()
        val_loss = 0.0
        val_count = 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                outputs = model(inputs)
                loss = criterion(outputs, targets)
                val_loss += loss.item() * inputs.size(0)
                val_count += inputs.size(0)
        val_loss /= val_count

        train_losses.append(train_loss)
        val_losses.append(val_loss)
        print(f"Epoch {epoch + 1}: {train_loss:.4f} {val_loss:.4f}")  # noqa: T201 students print
        if early_stopping:
            early_stopping(val_loss)
            if early_stopping.early_stop:
                break
    return {"train_loss": train_losses, "val_loss": val_losses}


def returns_out_of_the_loop(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Keeps the history in a defaultdict and returns it from inside the loop."""
    history = defaultdict(list)
    for epoch in range(1, epochs + 1):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss = validate(model, val_loader, criterion, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(val_loss)
        if early_stopping is not None:
            early_stopping(val_loss)
            if early_stopping.early_stop or epoch == epochs:
                return history
    return history


def counts_in_a_while_loop(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Runs a while loop over an epoch counter and a flag."""
    train_loss, val_loss = [], []
    epoch, done = 0, False
    while epoch < epochs and not done:
        train_loss += [train_one_epoch(model, train_loader, criterion, optimizer, device)]
        val_loss += [validate(model, val_loader, criterion, device)]
        epoch += 1
        if early_stopping is not None:
            early_stopping(val_loss[-1])
            done = early_stopping.early_stop
    model.train()
    return dict(val_loss=val_loss, train_loss=train_loss)


def collects_pairs_from_a_generator(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Yields a pair of losses an epoch from a nested generator."""

    def run():
        for _ in range(epochs):
            trained = train_one_epoch(model, train_loader, criterion, optimizer, device)
            validated = validate(model, val_loader, criterion, device)
            yield trained, validated
            if early_stopping is None:
                continue
            early_stopping(validated)
            if early_stopping.early_stop:
                return

    pairs = list(run())
    return {"train_loss": [pair[0] for pair in pairs], "val_loss": [pair[1] for pair in pairs]}


def runs_one_phase_function(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Runs the same code for both phases, told apart by a flag, and records plain tensors."""

    def run_phase(loader, training):
        model.train(training)
        total, seen = 0, 0
        with torch.set_grad_enabled(training):
            for inputs, targets in loader:
                inputs, targets = inputs.to(device), targets.to(device)
                loss = criterion(model(inputs), targets)
                if training:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total = total + loss.detach() * len(inputs)
                seen += len(inputs)
        return (total / seen).cpu()

    model.to(device)
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        history["train_loss"].append(run_phase(train_loader, training=True))
        history["val_loss"].append(run_phase(val_loader, training=False))
        if early_stopping is not None:
            early_stopping(history["val_loss"][-1].item())
            if early_stopping.early_stop:
                break
    return history


def cuts_lists_made_beforehand(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Fills lists made beforehand and cuts them when training stops early."""
    train_losses, val_losses = [0.0] * epochs, [0.0] * epochs
    for epoch in range(epochs):
        train_losses[epoch] = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_losses[epoch] = validate(model, val_loader, criterion, device)
        if early_stopping is not None:
            early_stopping(val_losses[epoch])
            if early_stopping.early_stop:
                return {
                    "train_loss": train_losses[: epoch + 1],
                    "val_loss": val_losses[: epoch + 1],
                }
    return {"train_loss": train_losses, "val_loss": val_losses}


def adds_up_on_the_device(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Validates by hand with a total on the device, moves batches by keyword, the criterion too."""
    model.to(device=device)
    if isinstance(criterion, torch.nn.Module):
        criterion.to(device)
    train_losses, val_losses = [], []
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        train_losses.append(train_loss)
        model.eval()
        total, count = torch.zeros((), dtype=torch.float64, device=device), 0
        with torch.no_grad():
            for batch in val_loader:
                inputs, targets = [tensor.to(device=device) for tensor in batch]
                total += criterion(model(inputs), targets) * len(inputs)
                count += len(inputs)
        val_losses.append(total.item() / count)
        if early_stopping is not None:
            early_stopping(val_losses[-1])
            if early_stopping.early_stop:
                break
    return {"train_loss": train_losses, "val_loss": val_losses}


def keeps_its_history_in_tensors(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Fills a tensor on the CPU with losses that come from the device."""

    def mean(loader, training):
        model.train(training)
        losses, sizes = [], []
        with torch.set_grad_enabled(training):
            for x, y in loader:
                x, y = x.to(str(device), non_blocking=True), y.to(str(device), non_blocking=True)
                loss = criterion(model(x), y)
                if training:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                losses.append(loss.detach())
                sizes.append(len(x))
        weights = torch.tensor(sizes, dtype=losses[0].dtype, device=losses[0].device)
        return torch.stack(losses) @ weights / weights.sum()

    model = model.to(device)
    history = torch.zeros(2, epochs, dtype=torch.float64)
    done = 0
    for epoch in range(epochs):
        history[0, epoch] = mean(train_loader, training=True)
        history[1, epoch] = mean(val_loader, training=False)
        done = epoch + 1
        if early_stopping is not None:
            early_stopping(history[1, epoch].item())
            if early_stopping.early_stop:
                break
    return {"train_loss": history[0, :done].tolist(), "val_loss": history[1, :done].tolist()}


def asks_the_model_where_it_is(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Moves the model once, and from then on lets every pass follow it."""
    model.to(device)
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        place = next(model.parameters()).device
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, place)
        val_loss = validate(model, val_loader, criterion, place)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(val_loss)
        if early_stopping is not None:
            early_stopping(val_loss)
            if early_stopping.early_stop:
                break
    return history
