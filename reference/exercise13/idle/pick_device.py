"""What looks like a choice, and makes none."""

import torch


def refuses_every_wish(preferred=None):
    """The CPU, if nothing is asked for."""
    if preferred is not None:
        raise RuntimeError(f"{preferred} cannot be used")
    return torch.device("cpu")
