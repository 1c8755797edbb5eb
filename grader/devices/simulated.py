"""A second torch device, `sim`, over CPU memory: wrong placement shows on a machine without a GPU.

Its tensors are plain torch tensors of the backend that torch keeps free for others (PrivateUse1).
Whatever that backend is asked to compute ends in one function here, which looks at the same memory
as CPU tensors, computes there, and says of what comes out that it is on `sim:0`. A CPU tensor among
the arguments is refused with the error that CUDA would raise. Everything above the kernels (views,
autograd, optimizers, modules) is torch's own. Random numbers come from the CPU's stream.

Registering changes the process for good: it happens in a worker, for a run that asks for it.
"""

from __future__ import annotations

import ctypes
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from grader.devices._moving import move_in_place

NAME = "sim"
CPU = torch.device("cpu")
SIM_TYPE = 12  # kDLExtDev of DLPack, which torch reads as PrivateUse1
DEVICE_TYPE_AT = 8  # bytes into a DLTensor, behind the pointer to its data

# torch would compute these on a foreign backend by formulas of its own, or not at all; the CPU's
# kernels give the CPU's last bit.
AS_ON_THE_CPU = (
    "convolution",
    "convolution_backward",
    "copy_",
    "native_layer_norm",
    "resize_",
)
NO_SCALARS = ("aten::cat", "aten::stack")  # where CUDA takes no 0-dim CPU tensor either

aten = torch.ops.aten

_libraries: list[torch.library.Library] = []  # what they register goes when they are freed


def why_missing() -> str:
    """Why this torch cannot be given a device written in Python, or nothing."""
    accelerator = getattr(torch._C, "_acc", None)
    needed = {
        "torch._C._acc.PrivateUse1Hooks": hasattr(accelerator, "PrivateUse1Hooks"),
        "torch._C._acc.DeviceGuard": hasattr(accelerator, "DeviceGuard"),
        "torch._C._swap_tensor_impl": hasattr(torch._C, "_swap_tensor_impl"),
        "torch.library.Library.fallback": hasattr(torch.library.Library, "fallback"),
        "_setup_privateuseone_for_python_backend": _setup() is not None,
    }
    absent = [name for name, is_there in needed.items() if not is_there]
    return f"torch {torch.__version__} has no {absent[0]}" if absent else ""


def simulated_device() -> torch.device:
    """The simulated device, registered by the first call."""
    if not _libraries:
        _register()
    return torch.device(NAME, 0)


def _setup() -> Callable[..., None] | None:
    from torch.utils import backend_registration

    return getattr(backend_registration, "_setup_privateuseone_for_python_backend", None)


def _register() -> None:
    setup = _setup()
    assert setup is not None
    setup(NAME)
    # Else backward would run in threads of the device, which torch counted before it existed.
    torch._C._set_multithreading_enabled(False)
    everything = torch.library.Library("_", "IMPL", "PrivateUse1")
    everything.fallback(_compute)  # type: ignore[no-untyped-call]
    _libraries.append(everything)
    kernels = torch.library.Library("aten", "IMPL", "PrivateUse1")
    for name in AS_ON_THE_CPU:
        kernels.impl(name, _SPECIAL.get(name) or _kernel(getattr(aten, name).default))
    _libraries.append(kernels)
    move_in_place()


def _kernel(operator: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: _compute(operator, *args, **kwargs)


def _compute(operator: Any, *args: Any, **kwargs: Any) -> Any:
    """Any operator, on CPU memory."""
    call = _Call(operator)
    given = [call.on_cpu(value) for value in args]
    named = {name: call.on_cpu(value) for name, value in kwargs.items()}
    return call.on_sim(operator(*given, **named))


class _Call:
    """One call of an operator: which CPU tensor stands for which simulated one."""

    def __init__(self, operator: Any) -> None:
        self.name = operator._schema.name
        self.is_out = "out" in operator._overloadname
        self.pairs: list[tuple[Tensor, Tensor]] = []
        self.scalars_may_mix = self.name not in NO_SCALARS

    def on_cpu(self, value: Any) -> Any:
        if isinstance(value, Tensor):
            return self._tensor_on_cpu(value)
        if isinstance(value, list | tuple):
            return [self.on_cpu(item) for item in value]
        if isinstance(value, torch.device) and value.type == NAME:
            return CPU
        return value

    def _tensor_on_cpu(self, tensor: Tensor) -> Tensor:
        if tensor.device.type == NAME:
            fresh = self.is_out and tensor.numel() == 0  # will be resized, and owns no memory
            twin = torch.empty(tensor.shape, dtype=tensor.dtype, device=CPU) if fresh else on_cpu(tensor)
            self.pairs.append((tensor, twin))
            return twin
        if tensor.dim() > 0 and not self.name.startswith("aten::index") or not self.scalars_may_mix:
            raise RuntimeError(
                "Expected all tensors to be on the same device, but found at least two devices, "
                f"{NAME}:0 and {tensor.device}!"
            )
        return tensor
