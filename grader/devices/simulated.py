"""A second torch device, `sim`, over CPU memory: wrong placement shows on a machine without a GPU.

Its tensors are plain torch tensors of the backend that torch keeps free for others (PrivateUse1).
Whatever that backend is asked to compute ends in `_compute`, which looks at the same memory as CPU
tensors, computes there, and says of what comes out that it is on `sim:0`. A CPU tensor among the
arguments is refused with the error that CUDA would raise. Everything above the kernels (autograd,
optimizers, modules) is torch's own. Random numbers come from the CPU's stream.

Registering changes the process for good: it happens in a worker, for a run that asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from torch import Tensor
from torch.utils import backend_registration

from grader.devices._memory import as_cpu, as_sim, follow, view_like
from grader.devices._moving import copy_as_tensors, move_in_place

NAME = "sim"
CPU = torch.device("cpu")

# torch would compute these on a foreign backend by formulas of its own, or not at all; with the
# CPU's kernels they have the CPU's last bit.
AS_ON_THE_CPU = "convolution", "convolution_backward", "native_layer_norm"
INDEXING = "aten::index", "aten::index_put", "aten::_index_put_impl_"  # by indices on the CPU, too
NO_SCALARS = ("aten::cat",)  # elsewhere a 0-dim CPU tensor counts as a number, as on CUDA

_SETUP = "_setup_privateuseone_for_python_backend"

_libraries: list[Any] = []  # what they register goes when they are freed


def why_missing() -> str:
    """Why this torch cannot be given a device written in Python, or nothing."""
    needed = {
        f"torch.utils.backend_registration.{_SETUP}": hasattr(backend_registration, _SETUP),
        "torch._C._swap_tensor_impl": hasattr(torch._C, "_swap_tensor_impl"),
        "torch._C._set_multithreading_enabled": hasattr(torch._C, "_set_multithreading_enabled"),
        "torch.library.Library.fallback": hasattr(torch.library.Library, "fallback"),
    }
    absent = [name for name, is_there in needed.items() if not is_there]
    return f"torch {torch.__version__} has no {absent[0]}" if absent else ""


def simulated_device() -> torch.device:
    """The simulated device; the first call registers it."""
    if not _libraries:
        _register()
    return torch.device(NAME, 0)


def _register() -> None:
    getattr(backend_registration, _SETUP)(NAME)
    # Else backward runs in threads that torch has for each device that it found when it started.
    torch._C._set_multithreading_enabled(False)
    library: Callable[..., Any] = torch.library.Library  # which is not typed
    everything = library("_", "IMPL", "PrivateUse1")
    everything.fallback(_compute)
    kernels = library("aten", "IMPL", "PrivateUse1")
    for name in AS_ON_THE_CPU:
        kernels.impl(name, _kernel(getattr(torch.ops.aten, name).default))
    kernels.impl("_copy_from", _copy_from)
    kernels.impl("resize_", _resize)
    _libraries.extend((everything, kernels))
    move_in_place(NAME)
    copy_as_tensors(NAME)


def _kernel(operator: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: _compute(operator, *args, **kwargs)


def _copy_from(source: Tensor, target: Tensor, non_blocking: bool = False) -> Tensor:
    """The one operator that takes tensors of two devices."""
    source, place = (as_cpu(t) if t.device.type == NAME else t for t in (source, target))
    place.copy_(source, non_blocking)
    return target


def _resize(tensor: Tensor, size: list[int], *, memory_format: Any = None) -> Tensor:
    twin = as_cpu(tensor).clone().resize_(size, memory_format=memory_format)
    follow(tensor, twin)
    return tensor


def _compute(operator: Any, *args: Any, **kwargs: Any) -> Any:
    """Any operator, on CPU memory."""
    call = _Call(_form_of(operator))
    given = [call.lower(value, name) for value, name in zip(args, call.form.names, strict=False)]
    named = {name: call.lower(value, name) for name, value in kwargs.items()}
    result = operator(*given, **named)
    for tensor, twin in call.written:
        follow(tensor, twin)
    return call.lift(result)


@dataclass(frozen=True, slots=True)
class _Form:
    """What an operator's schema says of its arguments, by their names."""

    operator: str
    names: tuple[str, ...]
    written: frozenset[str]
    outs: frozenset[str]


@cache
def _form_of(operator: Any) -> _Form:
    schema = operator._schema
    return _Form(
        schema.name,
        tuple(a.name for a in schema.arguments),
        frozenset(a.name for a in schema.arguments if a.is_write),
        frozenset(a.name for a in schema.arguments if a.is_out),
    )


class _Call:
    """One call of an operator: which CPU tensor stands for which simulated one."""

    def __init__(self, form: _Form) -> None:
        self.form = form
        self.twins: list[tuple[Tensor, Tensor]] = []
        self.written: list[tuple[Tensor, Tensor]] = []

    def lower(self, value: Any, name: str, in_list: bool = False) -> Any:
        """An argument, by its name, as the CPU's kernel takes it."""
        if isinstance(value, Tensor):
            if value.device.type == NAME:
                return self._twin(value, name)
            if not self._may_mix(value, in_list):
                raise RuntimeError(
                    "Expected all tensors to be on the same device, but found at least two "
                    f"devices, {NAME}:0 and {value.device}!"
                )
        elif isinstance(value, list | tuple):
            return [self.lower(item, name, in_list=True) for item in value]
        elif isinstance(value, torch.device) and value.type == NAME:
            return CPU
        return value

    def _may_mix(self, tensor: Tensor, in_list: bool) -> bool:
        if in_list and self.form.operator in INDEXING:
            return True
        return tensor.dim() == 0 and self.form.operator not in NO_SCALARS

    def _twin(self, tensor: Tensor, name: str) -> Tensor:
        # Kernels may grow what they fill, and borrowed memory cannot grow.
        is_out = name in self.form.outs
        twin = torch.empty(0, dtype=tensor.dtype, device=CPU) if is_out else as_cpu(tensor)
        self.twins.append((tensor, twin))
        if name in self.form.written:
            self.written.append((tensor, twin))
        return twin

    def lift(self, result: Any) -> Any:
        """What came out, on the simulated device: an argument, a view of one, or something new."""
        if isinstance(result, list | tuple):
            return type(result)(self.lift(item) for item in result)
        if not isinstance(result, Tensor):
            return result
        for tensor, twin in self.twins:
            if result is twin:
                return tensor
        place = result.untyped_storage().data_ptr()
        for tensor, twin in self.twins:
            if place and place == twin.untyped_storage().data_ptr():
                return view_like(tensor, result)
        return as_sim(result)
