"""The same memory as a CPU tensor and as a tensor of the simulated device."""

from __future__ import annotations

import ctypes

import torch
from torch import Tensor

CPU = torch.device("cpu")
SIMULATED = 12  # kDLExtDev in DLPack, which torch takes for PrivateUse1
DEVICE_AT = ctypes.sizeof(ctypes.c_void_p)  # where a DLTensor names its device: behind its pointer

_memory_of = ctypes.pythonapi.PyCapsule_GetPointer
_memory_of.restype = ctypes.c_void_p
_memory_of.argtypes = [ctypes.py_object, ctypes.c_char_p]
_to_capsule = torch._C._to_dlpack
_from_capsule = torch._C._from_dlpack
_storage_at = torch._C._construct_storage_from_data_pointer
_set = torch.ops.aten.set_.source_Storage_storage_offset
_alias = torch.ops.aten.alias.default
_as_strided = torch.ops.aten.as_strided_.default


def as_cpu(tensor: Tensor) -> Tensor:
    """The memory of a simulated tensor as a CPU tensor. It does not keep the memory alive."""
    storage = tensor.untyped_storage()
    place = _storage_at(storage.data_ptr(), CPU, storage.nbytes())
    twin = torch.empty(0, dtype=tensor.dtype, device=CPU)
    _set(twin, place, tensor.storage_offset(), tensor.shape, tensor.stride())
    return twin


def as_sim(tensor: Tensor) -> Tensor:
    """The memory of a CPU tensor as a simulated tensor, which keeps it alive."""
    capsule = _to_capsule(tensor)
    device = ctypes.c_int32.from_address(_memory_of(capsule, b"dltensor") + DEVICE_AT)
    device.value = SIMULATED
    simulated: Tensor = _from_capsule(capsule)
    return simulated


def view_like(tensor: Tensor, twin: Tensor) -> Tensor:
    """A view of a simulated tensor that looks at its storage as this CPU tensor does."""
    view: Tensor = _alias(tensor)
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
        tensor.data = as_sim(twin)
