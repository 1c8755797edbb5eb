"""Storages of a simulated device: what `deepcopy`, `torch.save` and `torch.load` are made of.

torch crashes where it is to make a storage for a device without an allocator, and a device written
in Python has none. So they are made here, by way of tensors.
"""

from __future__ import annotations

from typing import Any

import torch

from grader.devices._memory import as_sim
from grader.devices._names import NAME, placed

_new = torch.UntypedStorage.__new__


def make_storages() -> None:
    """From now on `torch.UntypedStorage(size, device=...)` takes a simulated device."""
    torch.UntypedStorage.__new__ = _made  # type: ignore[assignment,method-assign]


def _made(kind: type[torch.UntypedStorage], *args: Any, **kwargs: Any) -> torch.UntypedStorage:
    device = kwargs.get("device")
    if device is None or torch.device(device).type != NAME:
        return _new(kind, *args, **kwargs)
    values = torch.as_tensor(args[0], dtype=torch.uint8) if _is_sequence(args) else None
    memory = torch.empty(args[0] if args else 0, dtype=torch.uint8) if values is None else values
    return as_sim(memory, placed(torch.device(device)).index).untyped_storage()


def _is_sequence(args: tuple[Any, ...]) -> bool:
    return bool(args) and not isinstance(args[0], int)
