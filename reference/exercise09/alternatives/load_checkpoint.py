"""Other right ways to write load_checkpoint."""

import os

import torch


def to_the_cpu_first(path, model, optimizer, device):
    """Loads to the CPU, as the tutorials do, and lets load_state_dict bring it to the device."""
    model = model.to(device)
    with open(path, "rb") as file:
        saved = torch.load(file, map_location="cpu", weights_only=True)
    model.load_state_dict(saved["model_state_dict"])
    optimizer.load_state_dict(saved["optimizer_state_dict"])
    return saved["epoch"], saved["loss"]


def asks_for_the_file(path, model, optimizer, device):
    """Looks for the file first, and copies the weights one by one."""
    if not os.path.isfile(path):
        raise FileNotFoundError(f"no checkpoint at {path}")
    checkpoint = torch.load(path, map_location=device)  # weights_only is the default
    model.to(device)
    tensors = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    with torch.no_grad():
        for name, value in checkpoint["model_state_dict"].items():
            tensors[name].copy_(value)
    optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    model.train()
    return checkpoint["epoch"], float(checkpoint["loss"])


def moves_the_state_by_hand(path, model, optimizer, device):
    """Moves the model at the end, and what the optimizer keeps after it."""
    path = str(path)
    try:
        checkpoint = torch.load(path, map_location=lambda storage, place: storage)
    except FileNotFoundError as error:
        raise FileNotFoundError(f"{path} is missing") from error
    model.load_state_dict(checkpoint.pop("model_state_dict"), strict=True)
    optimizer.load_state_dict(checkpoint.pop("optimizer_state_dict"))
    model.to(device)
    for state in optimizer.state.values():
        for key, value in state.items():
            if torch.is_tensor(value):
                state[key] = value.to(device)
    model.eval()
    return [checkpoint["epoch"], checkpoint["loss"]]


def reads_the_optimizer_last(path, model, optimizer, device):
    """Maps by the device's name, and unpacks the keys it knows."""
    content = torch.load(path, map_location=str(device), weights_only=True)
    keys = "epoch", "loss", "model_state_dict", "optimizer_state_dict"
    epoch, loss, weights, memory = (content[key] for key in keys)
    report = model.to(device=device).load_state_dict(weights)
    print(epoch, loss, report)  # noqa: T201
    optimizer.load_state_dict(memory)
    return (epoch, loss)
