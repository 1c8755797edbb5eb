"""Other right ways to write train_with_resume."""

import os
from pathlib import Path

import torch


def counts_the_epochs_done(model, optimizer, inputs, targets, criterion, epochs, path):
    """Saves how many epochs are done, and looks for the file by trying to read it."""
    try:
        saved = torch.load(path, weights_only=True)
    except FileNotFoundError:
        done = 0
    else:
        model.load_state_dict(saved["weights"])
        optimizer.load_state_dict(saved["memory"])
        done = saved["done"]
    losses = []
    while done < epochs:
        model.train()
        optimizer.zero_grad(set_to_none=False)
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        done += 1
        memory = optimizer.state_dict()
        torch.save({"weights": model.state_dict(), "memory": memory, "done": done}, path)
    return losses


def keeps_a_history(model, optimizer, inputs, targets, criterion, epochs, path):
    """Keeps all losses and the random state in the file, and replaces the file at once."""
    path = Path(path)
    history, state = [], None
    if path.is_file():
        model_state, optimizer_state, history, state = torch.load(path)
        model.load_state_dict(model_state)
        optimizer.load_state_dict(optimizer_state)
        torch.set_rng_state(state)
    earlier = len(history)
    for _ in range(epochs - earlier):
        model.train()
        output = model(inputs)
        loss = criterion(output, targets)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.item())
        content = (model.state_dict(), optimizer.state_dict(), history, torch.get_rng_state())
        beside = path.parent / (path.name + ".new")
        torch.save(content, beside)
        beside.replace(path)
    return history[earlier:]


def with_a_closure(model, optimizer, inputs, targets, criterion, epochs, path):
    """Gives the optimizer a closure, and leaves the model in eval mode."""

    def closure():
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        return loss

    start = 0
    if os.path.exists(path):
        with open(path, "rb") as file:
            checkpoint = torch.load(file, map_location=inputs.device)
        start = checkpoint["epoch"]
        model.load_state_dict(checkpoint["model"])
        optimizer.load_state_dict(checkpoint["optimizer"])
    losses = []
    for epoch in range(start + 1, epochs + 1):
        model.train()
        losses.append(float(optimizer.step(closure)))
        with open(path, "wb") as file:
            torch.save(
                {
                    "epoch": epoch,
                    "model": model.state_dict(),
                    "optimizer": optimizer.state_dict(),
                },
                file,
            )
    model.eval()
    return losses


def saves_the_start_too(model, optimizer, inputs, targets, criterion, epochs, path):
    """Saves before the first epoch too, and clears gradients after each step and at first."""

    def save(epoch):
        torch.save([epoch, model.state_dict(), optimizer.state_dict()], str(path))

    if Path(path).exists():
        begin, weights, memory = torch.load(str(path), weights_only=True)
        model.load_state_dict(weights)
        optimizer.load_state_dict(memory)
    else:
        begin = 0
        save(0)
    optimizer.zero_grad()
    losses = [0.0] * max(epochs - begin, 0)
    model = model.train()
    for index in range(len(losses)):
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses[index] = loss.item()
        save(begin + index + 1)
    return losses


def whole_objects(model, optimizer, inputs, targets, criterion, epochs, path):
    """Sorts what it saves by epoch, in a dict with one entry."""
    saved = torch.load(path, weights_only=True) if os.path.isfile(path) else {}
    for epoch in saved:
        weights, memory = saved[epoch]
        with torch.no_grad():
            for tensor, value in zip((*model.parameters(), *model.buffers()), weights):
                tensor.copy_(value)
        optimizer.load_state_dict(memory)
    losses = []
    for epoch in range(max(saved, default=-1) + 1, epochs):
        model.train(True)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        losses += [loss.item()]
        loss.backward()
        optimizer.step()
        tensors = [t.detach() for t in (*model.parameters(), *model.buffers())]
        torch.save({epoch: (tensors, optimizer.state_dict())}, path)
    return losses
