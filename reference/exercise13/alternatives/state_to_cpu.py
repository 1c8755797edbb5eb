"""Other right ways to write state_to_cpu."""

import copy
import io
from collections import OrderedDict

import torch


def copies_the_whole_model(model):
    """Copies the model deeply, and moves the copy."""
    return copy.deepcopy(model).cpu().state_dict()


def copies_deeply_then_moves(model):
    """Copies the state_dict deeply, then moves each tensor of the copy."""
    state = copy.deepcopy(model.state_dict())
    for key in state:
        state[key] = state[key].to("cpu")
    return state


def asks_to_for_a_copy(model):
    """Lets .to copy, wherever the tensor is, into an OrderedDict."""
    cpu = torch.device("cpu")
    moved = ((k, v.detach().to(cpu, copy=True)) for k, v in model.state_dict().items())
    return OrderedDict(moved)


def fills_new_tensors(model):
    """Makes tensors on the CPU, and copies into them."""
    result = {}
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            new = torch.empty_like(tensor, device="cpu")
            new.copy_(tensor)
            result[name] = new
    return result


def saves_and_loads(model):
    """Writes the state to a buffer, and reads it back onto the CPU."""
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    buffer.seek(0)
    return torch.load(buffer, map_location="cpu", weights_only=True)


def moves_it_there_and_back(model):
    """Moves the model to the CPU, copies, and moves it back to where it was."""
    device = next(model.parameters()).device
    model.cpu()
    state = {k: v.clone() for k, v in model.state_dict().items()}
    model.to(device)
    return state
