"""Make plain values of whatever a run left behind.

A submission may return anything: subclasses that lie about equality, lazy or aliased tensors,
containers that contain themselves. What leaves the worker is exact built-in types and copied bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.wire import DTYPES, Opaque, Tensor, Value

MAX_DEPTH = 24
MAX_LEAVES = 50_000
MAX_BYTES = 16 * 2**20

# Bound now: a submission may replace them later.
_as_subclass = torch.Tensor.as_subclass
_detach = torch.Tensor.detach
_to_numpy = torch.Tensor.numpy


def plain(live: Any) -> Value:
    """The plain value of a live object."""
    return _Normaliser().value(live, 0)


class _Normaliser:
    def __init__(self) -> None:
        self.leaves = 0
        self.bytes = 0

    def value(self, live: Any, depth: int) -> Value:
        self.leaves += 1
        if depth > MAX_DEPTH or self.leaves > MAX_LEAVES:
            return Opaque("too large", text="nested too deeply, or too many values")
        if live is None or live is True or live is False:
            return live
        if isinstance(live, torch.Tensor):
            return self._tensor(live)
        if isinstance(live, int | float | str | np.generic | np.ndarray):
            return self._scalar(live)
        if isinstance(live, nn.Module):
            return self._module(live, depth)
        if isinstance(live, torch.optim.Optimizer):
            return self._optimizer(live, depth)
        if isinstance(live, torch.utils.data.DataLoader):
            return self._loader(live, depth)
        if isinstance(live, Mapping):
            return {_key(key): self.value(item, depth + 1) for key, item in live.items()}
        if isinstance(live, list | tuple):
            return tuple(self.value(item, depth + 1) for item in live)
        return opaque(live)

    def _scalar(self, live: Any) -> Value:
        if isinstance(live, np.ndarray):
            return self._tensor(torch.from_numpy(np.array(live)))
        if isinstance(live, np.generic):
            return self.value(live.item(), MAX_DEPTH)
        if isinstance(live, int):
            return int.__int__(live) if int.bit_length(live) < 4096 else opaque(live)
        return float.__float__(live) if isinstance(live, float) else str.__str__(live)[:100_000]

    def _tensor(self, live: torch.Tensor) -> Value:
        exact = _detach(_as_subclass(live, torch.Tensor))
        if exact.layout != torch.strided or exact.is_quantized or exact.device.type == "meta":
            return Opaque(f"{exact.layout} tensor on {exact.device}")
        dtype = str(exact.dtype).removeprefix("torch.")
        self.bytes += exact.numel() * exact.element_size()
        if dtype not in DTYPES or self.bytes > MAX_BYTES:
            return Opaque(f"tensor of {dtype}, shape {tuple(exact.shape)}")
        flat = exact.cpu().resolve_conj().resolve_neg().contiguous()
        if dtype == "bfloat16":
            flat = flat.view(torch.int16)
        data = _to_numpy(flat).tobytes()
        return Tensor(dtype, tuple(exact.shape), data, live.requires_grad, str(exact.device))

    def _module(self, live: nn.Module, depth: int) -> Value:
        if type(live).__module__.startswith("torch.nn.modules.loss"):
            return opaque(live)
        named = dict(live.named_parameters())
        return {
            "parameters": {name: self._tensor(p) for name, p in named.items()},
            "gradients": {name: self.value(p.grad, depth + 1) for name, p in named.items()},
            "buffers": {name: self._tensor(b) for name, b in live.named_buffers()},
            "training": {name or ".": m.training for name, m in live.named_modules()},
            "requires_grad": {name: p.requires_grad for name, p in named.items()},
        }

    def _optimizer(self, live: torch.optim.Optimizer, depth: int) -> Value:
        return self.value(live.state_dict(), depth + 1)

    def _loader(self, live: Any, depth: int) -> Value:
        return self.value(tuple(getattr(live.dataset, "tensors", ())), depth + 1)


def opaque(live: Any) -> Opaque:
    """An object by its type alone: its own methods are never called."""
    bases = tuple(f"{kind.__module__}.{kind.__qualname__}" for kind in type(live).__mro__)
    return Opaque(bases[0], bases)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    return repr(key) if type(key) in (int, float, bool, type(None)) else type(key).__qualname__
