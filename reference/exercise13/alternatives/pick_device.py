"""Other right ways to write pick_device."""

import torch


def counts_the_gpus(preferred=None):
    """Asks torch.cuda for CUDA, and a small tensor for everything else."""
    if preferred is None:
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("cpu")
    device = preferred if isinstance(preferred, torch.device) else torch.device(preferred)
    if device.type == "cuda":
        if not torch.cuda.is_available():
            raise RuntimeError(f"CUDA is not available: {device}")
        if device.index is not None and device.index >= torch.cuda.device_count():
            raise RuntimeError(f"there are {torch.cuda.device_count()} GPUs, and no {device}")
    elif device.type != "cpu":
        try:
            torch.empty(0, device=device)
        except Exception as error:
            raise RuntimeError(f"{device} cannot be used") from error
    return device


def returns_the_device_of_a_tensor(preferred=None):
    """Puts a tensor there and asks it where it is."""
    if preferred is None:
        preferred = "cuda:0" if torch.cuda.device_count() > 0 else "cpu"
    try:
        return torch.ones(1).to(preferred).device
    except Exception as error:
        raise RuntimeError(f"no device {preferred!r} here") from error


class _Unusable(RuntimeError):
    pass


def knows_a_list_of_kinds(preferred=None):
    """Goes through the kinds that it knows, and raises an error of its own for all others."""
    if preferred is None:
        return torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")
    counts = {
        "cpu": 1,
        "cuda": torch.cuda.device_count() if torch.cuda.is_available() else 0,
        "mps": int(torch.backends.mps.is_available()),
    }
    kind, _, index = str(preferred).partition(":")
    if kind not in counts or int(index or 0) >= counts[kind]:
        known = ", ".join(name for name, count in counts.items() if count)
        raise _Unusable(f"{preferred} is not among {known}")
    return torch.device(preferred)


def asks_the_accelerator(preferred=None):
    """Asks torch.accelerator, which knows one kind beside the CPU."""
    found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    if preferred is None:
        return found if found is not None and found.type == "cuda" else torch.device("cpu")
    wanted = torch.device(preferred)
    if wanted.type == "cpu":
        return wanted
    if found is None or found.type != wanted.type:
        raise RuntimeError(f"preferred={preferred} is not on this machine")
    if (wanted.index or 0) not in range(torch.accelerator.device_count()):
        raise RuntimeError(f"preferred={preferred}: there is no such index")
    return wanted


def moves_a_layer(preferred=None):
    """Tries a layer there, and the properties of a GPU."""
    if preferred is not None:
        problem = None
        try:
            device = torch.device(preferred)
            torch.nn.Linear(1, 1).to(device)
            if device.type == "cuda":
                torch.cuda.get_device_properties(device)
            return device
        except (RuntimeError, AssertionError, NotImplementedError) as error:
            problem = error
        raise RuntimeError("cannot use {}: {}".format(preferred, problem))  # noqa: UP032
    return torch.device("cuda") if torch.cuda.is_available() else torch.device("cpu")


def computes_there(preferred=None):
    """Computes a little there, and asks the sum where it is."""
    if preferred is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        two = torch.ones(1, device=preferred) + 1
    except Exception as error:
        raise RuntimeError(f"nothing can be computed on {preferred}") from error
    return two.device
