"""Other right ways to write train_model."""

import os
from pathlib import Path

import torch
from classification import train_one_epoch, validate


def one_long_function(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Writes both passes out in one function and prints as it goes, as many tutorials do."""
    model.to(device)
    train_losses, train_accs = [], []
    val_losses, val_accs = [], []
    best_acc = -1.0
    for epoch in range(num_epochs):
        model.train()
        train_loss, correct, total = 0.0, 0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            train_loss += loss.item() * inputs.size(0)
            _, predicted = outputs.max(1)
            correct += predicted.eq(targets).sum().item()
            total += targets.size(0)
        train_losses.append(train_loss / total)
        train_accs.append(100.0 * correct / total)

        model.eval()
        val_loss, correct, total = 0.0, 0, 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                outputs = model(inputs)
                val_loss += criterion(outputs, targets).item() * inputs.size(0)
                _, predicted = outputs.max(1)
                correct += predicted.eq(targets).sum().item()
                total += targets.size(0)
        val_losses.append(val_loss / total)
        val_accs.append(100.0 * correct / total)
        print(f"Epoch {epoch + 1}/{num_epochs}: {val_accs[-1]:.2f}%")  # noqa: T201 students print
        if val_accs[-1] > best_acc:
            best_acc = val_accs[-1]
            if best_path:
                torch.save(model.state_dict(), best_path)
                print("saved")  # noqa: T201 students print
    return train_losses, train_accs, val_losses, val_accs


def looks_back_at_the_curve(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Compares the last entry of the curve with the largest of those before it."""
    curves = ([], [], [], [])
    epoch = 0
    while epoch < num_epochs:
        numbers = (
            *train_one_epoch(model, train_loader, criterion, optimizer, device),
            *validate(model, val_loader, criterion, device),
        )
        for curve, number in zip(curves, numbers, strict=True):
            curve.append(number)
        *before, last = curves[3]
        if best_path is not None and last > max(before, default=float("-inf")):
            torch.save(model.state_dict(), best_path)
        epoch += 1
    return curves


def transposes_a_table(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Keeps a row an epoch, turns the table round in the end, and leaves train mode on."""

    def epochs():
        best = -float("inf")
        for _ in range(num_epochs):
            trained = train_one_epoch(model, train_loader, criterion, optimizer, device)
            validated = validate(model, val_loader, criterion, device)
            if validated[1] > best:
                best = validated[1]
                save()
            yield *trained, *validated

    def save():
        if best_path is None:
            return
        with open(best_path, "wb") as file:
            torch.save(model.state_dict(), file)

    table = list(epochs())
    model.train()
    return tuple(list(column) for column in zip(*table, strict=True))


def runs_one_phase_function(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Runs the same code for both phases, records plain tensors, and saves copies on the CPU."""

    def run_phase(loader, training):
        model.train(training)
        total, right, seen = 0, 0, 0
        with torch.set_grad_enabled(training):
            for inputs, targets in loader:
                inputs, targets = inputs.to(device), targets.to(device)
                logits = model(inputs)
                loss = criterion(logits, targets)
                if training:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total = total + loss.detach() * len(inputs)
                right = right + (logits.argmax(1) == targets).sum()
                seen += len(inputs)
        return (total / seen).cpu(), (100 * right / seen).cpu()

    model.to(device)
    history = {"train": [], "val": []}
    best = torch.tensor(-1.0)
    for _ in range(num_epochs):
        history["train"].append(run_phase(train_loader, training=True))
        history["val"].append(run_phase(val_loader, training=False))
        accuracy = history["val"][-1][1]
        if (accuracy > best).item():
            best = accuracy.clone()
            if best_path is not None:
                state = {name: value.cpu().clone() for name, value in model.state_dict().items()}
                torch.save(state, str(best_path))
    pairs = history["train"], history["val"]
    return tuple([pair[i] for pair in each] for each in pairs for i in (0, 1))


def writes_beside_and_renames(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Writes to a file beside the path and renames it, so that the file is always whole."""
    train_losses, train_accs, val_losses, val_accs, records = [], [], [], [], []
    for epoch in range(1, num_epochs + 1):
        loss, accuracy = train_one_epoch(model, train_loader, criterion, optimizer, device)
        train_losses += [loss]
        train_accs += [accuracy]
        loss, accuracy = validate(model, val_loader, criterion, device)
        val_losses += [loss]
        val_accs += [accuracy]
        if not records or accuracy > records[-1][1]:
            records.append((epoch, accuracy))
            if best_path is not None:
                target = Path(best_path)
                beside = target.with_name(target.name + ".part")
                torch.save(model.state_dict(), beside)
                os.replace(beside, target)
    return train_losses, train_accs, val_losses, val_accs
