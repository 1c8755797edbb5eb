"""The same memory as a CPU tensor and as a tensor of a simulated device."""

from __future__ import annotations

import ctypes
from typing import Any

import torch
from torch import Tensor

from grader.devices._names import CPU

SIMULATED = 12  # kDLExtDev in DLPack, which torch takes for PrivateUse1
DEVICE_AT = ctypes.sizeof(ctypes.c_void_p)  # where a DLTensor names its device: behind its pointer

_memory_of = ctypes.pythonapi.PyCapsule_GetPointer
_memory_of.restype = ctypes.c_void_p
_memory_of.argtypes = [ctypes.py_object, ctypes.c_char_p]
_to_capsule = torch._C._to_dlpack
_from_capsule = torch._C._from_dlpack
_storage_at = torch._C._construct_storage_from_data_pointer
_alias = torch.ops.aten.alias.default
_as_strided = torch.ops.aten.as_strided_.default
_view_dtype = torch.ops.aten.view.dtype


class _Device(ctypes.Structure):
    """How DLPack names a device."""

    _fields_ = [("type", ctypes.c_int32), ("index", ctypes.c_int32)]


def as_cpu(tensor: Tensor) -> Tensor:
    """The memory of a simulated tensor as a CPU tensor. It does not keep the memory alive."""
    storage = tensor.untyped_storage()
    place = _storage_at(storage.data_ptr(), CPU, storage.nbytes())
    twin = torch.empty(0, dtype=tensor.dtype, device=CPU)
    twin.set_(place, tensor.storage_offset(), tensor.shape, tensor.stride())
    if tensor.is_conj():  # the memory of some views holds the conjugates of their numbers
        twin = twin.conj()
    return torch._neg_view(twin) if tensor.is_neg() else twin


def as_sim(tensor: Tensor, index: int) -> Tensor:
    """The memory of a CPU tensor as a tensor of a simulated device, which keeps it alive."""
    if tensor.layout != torch.strided or tensor.is_quantized:
        kind = "quantized" if tensor.is_quantized else str(tensor.layout).removeprefix("torch.")
        raise NotImplementedError(
            f"the simulated device has dense tensors only, and this would be a {kind} one"
        )
    capsule = _to_capsule(tensor)
    device = _Device.from_address(_memory_of(capsule, b"dltensor") + DEVICE_AT)
    device.type, device.index = SIMULATED, index
    simulated: Tensor = _from_capsule(capsule)
    return simulated


def view_like(tensor: Tensor, twin: Tensor) -> Tensor:
    """A view of a simulated tensor that looks at its storage as this CPU tensor does."""
    view: Tensor = _alias(tensor)
    if twin.dtype != tensor.dtype:  # all of the storage, in other units
        count = tensor.untyped_storage().nbytes() // tensor.element_size()
        view = _view_dtype(_as_strided(view, (count,), (1,), 0), twin.dtype)
    _as_strided(view, twin.shape, twin.stride(), twin.storage_offset())
    return view


def follow(tensor: Tensor, twin: Tensor) -> None:
    """Take over what an operator has made of a tensor's twin: numbers, shape, memory."""
    if twin.untyped_storage().data_ptr() == tensor.untyped_storage().data_ptr():
        if twin.shape != tensor.shape or twin.stride() != tensor.stride():
            _as_strided(tensor, twin.shape, twin.stride(), twin.storage_offset())
    elif twin.shape == tensor.shape:
        as_cpu(tensor).copy_(twin)
    else:
        moved: Any = tensor
        moved.data = as_sim(twin, tensor.device.index)
