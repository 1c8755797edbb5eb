"""Ways in which load_checkpoint goes wrong."""

import copy
import os
from pathlib import Path

import torch
from checkpoints import load_checkpoint


def _read(path, device):
    return torch.load(path, map_location=device, weights_only=True)


def _fill(content, model, optimizer, device):
    """Both restored, done right."""
    model.to(device)
    model.load_state_dict(content["model_state_dict"])
    optimizer.load_state_dict(content["optimizer_state_dict"])
    return content["epoch"], content["loss"]


def loads_anything(path, model, optimizer, device):
    """It loads with weights_only=False, and so runs whatever is in the file.

    Who wrote the file? What can a pickle do while it is read?
    """
    return _fill(torch.load(path, device, weights_only=False), model, optimizer, device)


def loads_anything_if_need_be(path, model, optimizer, device):
    """If weights_only refuses the file, it is loaded without.

    Why was the file refused?
    """
    try:
        content = _read(path, device)
    except FileNotFoundError:
        raise
    except Exception:
        content = torch.load(path, map_location=device, weights_only=False)
    return _fill(content, model, optimizer, device)


def starts_anew_without_a_file(path, model, optimizer, device):
    """Without a file it returns as if training had not begun.

    What should happen if the name is misspelt?
    """
    if not os.path.exists(path):
        return 0, float("inf")
    return load_checkpoint(path, model, optimizer, device)


def raises_a_value_error(path, model, optimizer, device):
    """Without a file it raises a ValueError.

    Which error of Python's says that a file is not there?
    """
    if not os.path.exists(path):
        raise ValueError(f"there is no file {path}")
    return load_checkpoint(path, model, optimizer, device)


def names_no_path(path, model, optimizer, device):
    """The error does not say which file is missing.

    Would you find the misspelt name by this message?
    """
    if not os.path.exists(path):
        raise FileNotFoundError("there is no such checkpoint")
    return load_checkpoint(path, model, optimizer, device)


def never_loads_the_model(path, model, optimizer, device):
    """Only the optimizer is restored.

    Print a weight before and after.
    """
    content = _read(path, device)
    model.to(device)
    optimizer.load_state_dict(content["optimizer_state_dict"])
    return content["epoch"], content["loss"]


def never_loads_the_optimizer(path, model, optimizer, device):
    """Only the model is restored.

    Go on for one epoch. Is it the one that would have come without the interruption?
    """
    content = _read(path, device)
    model.to(device).load_state_dict(content["model_state_dict"])
    return content["epoch"], content["loss"]


def loads_the_parameters_only(path, model, optimizer, device):
    """The buffers are not restored.

    What does a model carry beside its parameters?
    """
    content = _read(path, device)
    state = content["model_state_dict"]
    names = {name for name, _ in model.named_parameters()}
    buffers = {name: value for name, value in model.state_dict().items() if name not in names}
    content["model_state_dict"] = {**state, **buffers}
    return _fill(content, model, optimizer, device)


def loads_into_a_copy(path, model, optimizer, device):
    """A copy of the model is restored, not the model.

    Which object does the caller hold?
    """
    content = _read(path, device)
    model.to(device)
    restored = copy.deepcopy(model)
    restored.load_state_dict(content["model_state_dict"])
    optimizer.load_state_dict(content["optimizer_state_dict"])
    return content["epoch"], content["loss"]


def keeps_the_settings(path, model, optimizer, device):
    """Of the optimizer, the settings are not restored.

    A scheduler had lowered the rate. Which one does the next step use?
    """
    rates = [group["lr"] for group in optimizer.param_groups]
    result = _fill(_read(path, device), model, optimizer, device)
    for group, rate in zip(optimizer.param_groups, rates):
        group["lr"] = rate
    return result


def loads_the_settings_only(path, model, optimizer, device):
    """Of the optimizer, only the settings are restored, not what it remembers.

    What did Adam know of the gradients before the interruption?
    """
    content = _read(path, device)
    content["optimizer_state_dict"]["state"] = {}
    return _fill(content, model, optimizer, device)


def replaces_the_parameters(path, model, optimizer, device):
    """The model gets new parameters, and the optimizer goes on steering the old ones.

    Whose parameters does the optimizer hold?
    """
    content = _read(path, device)
    model.to(device).load_state_dict(content["model_state_dict"], assign=True)
    optimizer.load_state_dict(content["optimizer_state_dict"])
    return content["epoch"], content["loss"]


def returns_the_loss_first(path, model, optimizer, device):
    """The loss is returned before the epoch.

    In which order does the caller expect them?
    """
    epoch, loss = load_checkpoint(path, model, optimizer, device)
    return loss, epoch


def returns_the_next_epoch(path, model, optimizer, device):
    """The epoch after the saved one is returned.

    Is the number that you return the one in the file?
    """
    epoch, loss = load_checkpoint(path, model, optimizer, device)
    return epoch + 1, loss


def reads_by_position(path, model, optimizer, device):
    """It relies on the order of the keys in the file.

    Is the order of the keys part of the contract?
    """
    epoch, state, remembered, loss = _read(path, device).values()
    model.to(device).load_state_dict(state)
    optimizer.load_state_dict(remembered)
    return epoch, loss


def reads_the_newest_file(path, model, optimizer, device):
    """It reads the file that was written last, not the one that is named.

    Save under two names, and load the first. What do you get?
    """
    if not os.path.exists(path):
        raise FileNotFoundError(path)
    files = sorted(Path(path).parent.iterdir(), key=lambda file: file.stat().st_mtime_ns)
    return load_checkpoint(files[-1], model, optimizer, device)


def deletes_the_file(path, model, optimizer, device):
    """The file is deleted after it was read.

    What if the run is interrupted again before the next save?
    """
    result = load_checkpoint(path, model, optimizer, device)
    os.remove(path)
    return result


def needs_a_path_object(path, model, optimizer, device):
    """It calls methods of a Path, which a text does not have.

    Which types may path have?
    """
    if not path.exists():
        raise FileNotFoundError(path)
    return load_checkpoint(path, model, optimizer, device)


def unfreezes_the_model(path, model, optimizer, device):
    """All parameters require grad afterwards.

    Who froze the first layer, and why?
    """
    result = load_checkpoint(path, model, optimizer, device)
    model.requires_grad_(True)
    return result


def leaves_gradients_off(path, model, optimizer, device):
    """Gradients are switched off for everybody, and stay off.

    What does the next training step need?
    """
    result = load_checkpoint(path, model, optimizer, device)
    torch.set_grad_enabled(False)
    return result


def maps_nothing(path, model, optimizer, device):
    """The tensors of the file are loaded to where they were written.

    Does the machine that loads the file have that device?
    """
    content = torch.load(path, weights_only=True)
    return _fill(content, model, optimizer, device)


def never_moves_the_model(path, model, optimizer, device):
    """The file is mapped to the device, but the model stays where it was.

    Where does load_state_dict put the numbers: where they come from, or where the parameters are?
    """
    content = _read(path, device)
    model.load_state_dict(content["model_state_dict"])
    optimizer.load_state_dict(content["optimizer_state_dict"])
    return content["epoch"], content["loss"]


def moves_the_model_last(path, model, optimizer, device):
    """The model is moved after the optimizer was restored, whose state stays behind.

    Where does an optimizer put what it loads? Does it follow when the model is moved?
    """
    content = _read(path, device)
    model.load_state_dict(content["model_state_dict"])
    optimizer.load_state_dict(content["optimizer_state_dict"])
    model.to(device)
    return content["epoch"], content["loss"]


def ignores_the_index(path, model, optimizer, device):
    """Only the kind of device is looked at, not which one of them.

    Which GPU does torch.device("cuda:1").type name?
    """
    return load_checkpoint(path, model, optimizer, torch.device(device.type))


def stays_on_the_cpu(path, model, optimizer, device):
    """Everything is loaded to the CPU.

    Which device was given?
    """
    return load_checkpoint(path, model, optimizer, torch.device("cpu"))


def chooses_a_device_itself(path, model, optimizer, device):
    """It takes CUDA if there is any, whatever device was given.

    Which device was given?
    """
    own = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return load_checkpoint(path, model, optimizer, own)


def moves_the_parameters_only(path, model, optimizer, device):
    """The buffers stay where they were.

    Where is running_mean after the call?
    """
    content = _read(path, device)
    for parameter in model.parameters():
        parameter.data = parameter.data.to(device)
    model.load_state_dict(content["model_state_dict"])
    optimizer.load_state_dict(content["optimizer_state_dict"])
    return content["epoch"], content["loss"]


def leaves_the_memory_on_the_cpu(path, model, optimizer, device):
    """What the optimizer remembers is put on the CPU.

    Where does the next step need it?
    """
    result = load_checkpoint(path, model, optimizer, device)
    for state in optimizer.state.values():
        for key, value in state.items():
            if torch.is_tensor(value):
                state[key] = value.cpu()
    return result


def rounds_the_loss(path, model, optimizer, device):
    """The loss comes back with four decimals only.

    Is it for you to decide how exactly somebody else wants to know it?
    """
    epoch, loss = load_checkpoint(path, model, optimizer, device)
    return epoch, round(loss, 4)
