"""What torch calls the simulated devices."""

from __future__ import annotations

from typing import Any

import torch

NAME = "sim"
COUNT = 2
CURRENT = 0  # what "sim" without an index means: torch's guard for devices in Python knows no other
CPU = torch.device("cpu")


def placed(device: torch.device) -> torch.device:
    """A simulated device with its index; one that there is not is refused as CUDA refuses it."""
    index = CURRENT if device.index is None else device.index
    if not 0 <= index < COUNT:
        error: Any = getattr(torch, "AcceleratorError", RuntimeError)
        raise error(
            f"{NAME} error: invalid device ordinal\n"
            f"There are {COUNT} devices, {NAME}:0 and {NAME}:{COUNT - 1}, and no {NAME}:{index}."
        )
    return torch.device(NAME, index)
