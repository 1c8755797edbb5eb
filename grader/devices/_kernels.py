"""The operators for which the general way is not the right one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from grader.devices._computing import compute
from grader.devices._forms import operator_named
from grader.devices._memory import as_cpu, follow
from grader.devices._mixing import refuse_layers
from grader.devices._names import CPU, NAME

# torch would compute these on a foreign backend by formulas of its own, or not at all; with the
# CPU's kernels they have the CPU's last bit.
AS_ON_THE_CPU = (
    "convolution",
    "convolution_backward",
    "mish_backward",
    "native_channel_shuffle",
    "native_group_norm",
    "native_layer_norm",
    "silu_backward",
)
# torch would do these in two steps, make the result and then fill it. One is half the time.
OFTEN = (
    "add.Tensor",
    "addmm",
    "div.Tensor",
    "mean.dim",
    "mm",
    "mul.Tensor",
    "sub.Tensor",
    "sum.dim_IntList",
    "tanh",
    "threshold_backward",
)
# Made of other operators, and of other ones on each kind of device.
AS_A_WHOLE = (
    "gru.data",
    "gru.input",
    "gru_cell",
    "lstm.data",
    "lstm.input",
    "lstm_cell",
    "rnn_relu.data",
    "rnn_relu.input",
    "rnn_relu_cell",
    "rnn_tanh.data",
    "rnn_tanh.input",
    "rnn_tanh_cell",
    "scaled_dot_product_attention",
)
SETTING = (
    "set_.source_Storage",
    "set_.source_Storage_storage_offset",
    "set_.source_Tensor",
)
PACKED = (1,)  # which argument of `rnn.data` is on the CPU: the batch sizes of a packed sequence
AUTOCAST = "AutocastPrivateUse1"

Kernel = Callable[..., Any]
_keys: Any = torch._C.DispatchKey
_cpu_keys = torch._C.DispatchKeySet(_keys.CPU)
_autocast_keys = torch._C.DispatchKeySet(_keys.AutocastPrivateUse1)


def kernels() -> dict[tuple[str, str], Kernel]:
    """By operator and dispatch key."""
    backend: dict[str, Kernel] = {
        "_copy_from": _copy_from,
        "_to_copy": _to_copy,
        "resize_": _resize,
        **{name: _by_the_cpu(name) for name in (*AS_ON_THE_CPU, *OFTEN)},
        **{name: _as_a_whole(name) for name in AS_A_WHOLE},
        **{name: _in_place(name) for name in SETTING},
    }
    autocast = torch._C._dispatch_get_registrations_for_dispatch_key("AutocastCPU")
    lazy = [("_copy_from", key) for key in ("Conjugate", "Negative")]  # it is how they are resolved
    return {
        **dict.fromkeys(lazy, torch.library.fallthrough_kernel),
        **{(name, "PrivateUse1"): kernel for name, kernel in backend.items()},
        **{(name, "AutogradPrivateUse1"): backend[name] for name in AS_A_WHOLE},
        **{(name.removeprefix("aten::"), AUTOCAST): _cast(name) for name in autocast},
    }


def _copy_from(source: Tensor, target: Tensor, *_: Any) -> Tensor:
    """The one operator that takes tensors of two devices."""
    twins = [as_cpu(t) if t.device.type == NAME else t for t in (source, target)]
    twins[1].copy_(twins[0])
    return target


def _to_copy(tensor: Tensor, **how: Any) -> Tensor:
    """As torch does it, but at once: a copy that nobody waits for would go to pinned memory."""
    operator: Any = operator_named("_to_copy")
    waiting = {**how, "non_blocking": False}
    copied: Tensor = operator._op_dk(_keys.CompositeExplicitAutograd, tensor, **waiting)
    return copied


def _resize(tensor: Tensor, size: list[int], *, memory_format: Any = None) -> Tensor:
    twin = as_cpu(tensor).clone().resize_(size, memory_format=memory_format)
    follow(tensor, twin)
    return tensor


def _by_the_cpu(name: str) -> Kernel:
    def kernel(*args: Any, **kwargs: Any) -> Any:
        return compute(operator_named(name), *args, **kwargs)

    return kernel


def _in_place(name: str) -> Kernel:
    """The CPU's kernel on the very tensors: it looks at no memory."""

    def kernel(*args: Any, **kwargs: Any) -> Any:
        return operator_named(name).redispatch(_cpu_keys, *args, **kwargs)

    return kernel


def _as_a_whole(name: str) -> Kernel:
    """Copy the arguments to the CPU and the results back, autograd along."""

    on_cpu = PACKED if name.endswith(".data") else ()

    def kernel(*args: Any, **kwargs: Any) -> Any:
        placed = [value for at, value in enumerate(args) if at not in on_cpu]
        devices = _devices((placed, kwargs))
        if len(devices) > 1:  # among the parts is the one that refuses them, with CUDA's words
            if "cell" not in name and "attention" not in name:
                refuse_layers(*placed[:3])
            return operator_named(name).decompose(*args, **kwargs)
        return _computed_there(operator_named(name), args, kwargs, devices.pop())

    return kernel


def _cast(name: str) -> Kernel:
    """What autocast does on the CPU: the same operators in the same dtypes."""

    def kernel(*args: Any, **kwargs: Any) -> Any:
        devices = _devices((args, kwargs))
        if len(devices) == 1:
            return _computed_there(operator_named(name), args, kwargs, devices.pop())
        with torch._C._ExcludeDispatchKeyGuard(_autocast_keys):
            return operator_named(name)(*args, **kwargs)

    return kernel


def _computed_there(operator: Any, args: Any, kwargs: Any, device: torch.device) -> Any:
    args, kwargs = _Moving(CPU).moved((args, kwargs))
    if not torch.is_autocast_enabled(NAME):
        return _Moving(device).moved(operator(*args, **kwargs))
    with torch.autocast("cpu", torch.get_autocast_dtype(NAME)):
        result = operator(*args, **kwargs)
    return _Moving(device).moved(result)


def _devices(value: Any) -> set[torch.device]:
    """Those of all tensors in it."""
    if isinstance(value, Tensor):
        return {value.device}
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return set()
    return {device for item in value for device in _devices(item)}


class _Moving:
    """Copies on a device, one of each tensor: one that is given twice gets its gradient once."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.copies: dict[int, Tensor] = {}

    def moved(self, value: Any) -> Any:
        if isinstance(value, Tensor):
            if id(value) not in self.copies:
                self.copies[id(value)] = self._copy(value)
            return self.copies[id(value)]
        if isinstance(value, dict):
            return {key: self.moved(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.moved(item) for item in value)
        return value

    def _copy(self, tensor: Tensor) -> Tensor:
        copy = tensor.to(self.device)
        if copy.requires_grad == tensor.requires_grad:
            return copy
        # Which way torch multiplies matrices depends on it, with gradients disabled, too.
        with torch.inference_mode(False), torch.no_grad():
            return tensor.to(self.device).requires_grad_()
