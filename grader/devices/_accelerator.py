"""Keep what torch says of this machine's accelerator: a simulated device is not found, but given.

torch takes a device that is registered for the accelerator of the machine. Code that looks for one
itself, and not at the device that it was given, would find it, and would find another one in a run
on the CPU that comes later in the same process.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

_pin: Any = Tensor.pin_memory


def keep_accelerator() -> None:
    """Call it before the device is registered: afterwards torch knows the other no more."""
    inside: Any = torch._C
    found, or_cpu = inside._accelerator_getAccelerator(), inside._get_accelerator()
    inside._accelerator_getAccelerator = lambda: found
    inside._get_accelerator = lambda *_: or_cpu
    if found is None:
        tensors: Any = Tensor
        tensors.pin_memory = _pinned


def _pinned(tensor: Tensor, *_: Any) -> Tensor:
    """A copy, as on a machine with CUDA: none is pinned here, and that changes no number."""
    return _pin(tensor) if tensor.device.type != "cpu" else tensor.clone()
