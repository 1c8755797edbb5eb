"""Let modules move to a simulated device as they would to CUDA.

Between CPU and CUDA torch changes a parameter in place: optimizers that hold it go on working, its
hooks and its gradient stay. To other backends it gives a new parameter instead. Here a parameter
moves as it does to CUDA: it stays the same object, and gets the inside of another tensor.
`parameter.data = tensor`, which is how a module moves, does it.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from grader.devices._names import NAME

_data: Any = torch._C.TensorBase.data
_is_compatible = torch._has_compatible_shallow_copy_type


def move_in_place() -> None:
    """From now on, for moves between the CPU and a simulated device."""
    torch.Tensor.data = property(_data.__get__, _assign)  # type: ignore[assignment]
    torch._has_compatible_shallow_copy_type = _can_become


def _crosses(old: Tensor, new: Tensor) -> bool:
    return {old.device.type, new.device.type} == {"cpu", NAME}


def _assign(tensor: Tensor, new: Tensor) -> None:
    if isinstance(new, Tensor) and _crosses(tensor, new):
        _take_inside(tensor, new)
    else:
        _data.__set__(tensor, new)


def _can_become(input: Tensor, from_: Tensor) -> bool:  # noqa: A002  torch's own names
    return bool(_is_compatible(input, from_)) or _crosses(input, from_)


def _take_inside(tensor: Any, new: Tensor) -> None:
    """Swap the inside of a tensor; what autograd knows of it comes along."""
    inside = _data.__get__(new).requires_grad_(tensor.requires_grad)
    gradient = tensor.grad if tensor.is_leaf else None
    hooks, after = tensor._backward_hooks, tensor._post_accumulate_grad_hooks
    if gradient is not None:
        tensor.grad = None
        _take_inside(gradient, gradient.detach().to(new.device))
    torch._C._swap_tensor_impl(tensor, inside)
    tensor._backward_hooks = hooks
    if after is not None:
        tensor._post_accumulate_grad_hooks = after
    if gradient is not None:
        tensor.grad = gradient
