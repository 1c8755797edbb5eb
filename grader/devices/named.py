"""Which devices this machine has, and what torch calls them."""

from __future__ import annotations

import torch

from grader.devices.simulated import COUNT, simulated_device, why_missing

SIMULATED = {"simulated": 0, **{f"simulated:{index}": index for index in range(1, COUNT)}}


def device_named(name: str) -> torch.device:
    """The device of this name; a simulated one is registered when one is first asked for."""
    return simulated_device(SIMULATED[name]) if name in SIMULATED else torch.device(name)


def missing_devices() -> dict[str, str]:
    """Why each device that cannot be used here cannot be, by name."""
    # With PYTORCH_NVML_BASED_CUDA_CHECK set this asks the driver's library, and starts no CUDA.
    cuda = "" if torch.cuda.is_available() else "this machine has no CUDA device"
    why = {"cuda": cuda, **dict.fromkeys(SIMULATED, why_missing())}
    return {name: reason for name, reason in why.items() if reason}
