"""Two torch devices, `sim:0` and `sim:1`, over CPU memory: they show wrong placement anywhere.

Their tensors are plain torch tensors of the backend that torch keeps free for others (PrivateUse1).
Whatever that backend is asked to compute ends in `compute`, which looks at the same memory as CPU
tensors, computes there, and says of what comes out that it is on `sim:0` or `sim:1`. Tensors that
CUDA would not let meet are refused in its words. Everything above the kernels (autograd,
optimizers, modules) is torch's own. Random numbers come from the CPU's stream.

Registering changes the process for good: it happens in a worker, for a run that asks for it.
"""

from __future__ import annotations

from functools import cache

import torch
from torch.utils import backend_registration

from grader.devices._names import COUNT, NAME

__all__ = ["COUNT", "simulated_device", "why_missing"]

NEEDED = {
    "torch.utils.backend_registration": (
        backend_registration,
        ["_DummyDeviceGuard", "_DummyPrivateUse1Hook", "_setup_privateuseone_for_python_backend"],
    ),
    "torch._C": (
        torch._C,
        [
            "_accelerator_getAccelerator",
            "_construct_storage_from_data_pointer",
            "_dispatch_get_registrations_for_dispatch_key",
            "_dispatch_has_kernel_for_dispatch_key",
            "_dispatch_library",
            "_from_dlpack",
            "_get_accelerator",
            "_set_multithreading_enabled",
            "_swap_tensor_impl",
            "_to_dlpack",
        ],
    ),
    "torch._C.DispatchKey": (torch._C.DispatchKey, ["AutocastPrivateUse1"]),
    "torch": (torch, ["_has_compatible_shallow_copy_type", "_register_device_module"]),
    "torch.library.Library": (torch.library.Library, ["fallback", "impl"]),
}


def why_missing() -> str:
    """Why this torch cannot be given a device written in Python, or nothing."""
    for place, (owner, names) in NEEDED.items():
        for name in names:
            if not hasattr(owner, name):
                return f"torch {torch.__version__} has no {place}.{name}"
    return ""


def simulated_device(index: int = 0) -> torch.device:
    """One of the simulated devices; the first call registers all of them."""
    _register()
    return torch.device(NAME, index)


@cache
def _register() -> object:
    """Give torch the devices. What is returned holds them there."""
    return register()


if not why_missing():  # and now, not when it is called: a sandboxed worker can read no module
    from grader.devices._registering import register
