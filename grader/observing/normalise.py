"""Make plain values of whatever a run left behind.

A submission may return anything: subclasses that lie about equality, lazy or aliased tensors,
containers that contain themselves. What leaves the worker is exact built-in types and copied bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.observing.figures import figure_content, is_figure
from grader.observing.folders import seen_from_here
from grader.observing.precision import scaler_state
from grader.observing.schedules import schedule_state
from grader.wire import DTYPES, Opaque, Tensor, Value

MAX_DEPTH = 24
MAX_LEAVES = 200_000
MAX_BYTES = 16 * 2**20
MAX_TENSORS = 5_000
MAX_TEXT = 100_000
MAX_TEXTS = 2**20  # characters of all texts together
MAX_KEY = 200
TOO_LARGE = Opaque("too large", text="nested too deeply, or too many values")

# Bound now: a submission may replace them later.
_as_subclass = torch.Tensor.as_subclass
_detach = torch.Tensor.detach
_layout = torch.Tensor.layout.__get__  # type: ignore[attr-defined]
_to_numpy = torch.Tensor.numpy
_no_overrides = torch._C.DisableTorchFunctionSubclass


def plain(live: Any) -> Value:
    """The plain value of a live object."""
    return Normaliser().plain(live)


class Normaliser:
    """Makes plain values, all together within one limit of values and bytes."""

    def __init__(self) -> None:
        self.leaves = 0
        self.bytes = 0
        self.tensors = 0
        self.characters = 0

    def plain(self, live: Any, depth: int = 0) -> Value:
        """The plain value of a live object; one whose own methods fail is known by its type."""
        self.leaves += 1
        if depth > MAX_DEPTH or self.is_full:
            return TOO_LARGE
        try:
            return self._value(live, depth)
        except BaseException:  # a method of the submission's may raise anything
            return self._opaque(live)

    @property
    def is_full(self) -> bool:
        many = self.leaves > MAX_LEAVES or self.tensors > MAX_TENSORS
        return many or self.characters > MAX_TEXTS

    def _value(self, live: Any, depth: int) -> Value:
        if live is None or live is True or live is False:
            return live
        if isinstance(live, torch.Tensor):
            return self._tensor(live)
        if isinstance(live, np.generic):
            return self._numpy_scalar(live, depth)
        if isinstance(live, int | float | str):
            return self._scalar(live)
        if isinstance(live, PurePath):
            return self._scalar(PurePath.__str__(live))
        if isinstance(live, nn.Module):
            return self._module(live, depth)
        if isinstance(live, torch.optim.Optimizer):
            return self.plain(live.state_dict(), depth + 1)
        if isinstance(live, torch.optim.lr_scheduler.LRScheduler):
            return self.plain(schedule_state(live), depth + 1)
        if isinstance(live, torch.amp.GradScaler):
            return self.plain(scaler_state(live), depth + 1)
        if isinstance(live, torch.utils.data.DataLoader):
            return self.plain(tuple(getattr(live.dataset, "tensors", ())), depth + 1)
        if is_figure(live):
            return self.plain(figure_content(live), depth + 1)
        if isinstance(live, Mapping):
            items = dict.items(live) if isinstance(live, dict) else live.items()
            return self._mapping(items, depth)
        if isinstance(live, list | tuple):
            each = list.__iter__(live) if isinstance(live, list) else tuple.__iter__(live)
            return tuple(self.plain(item, depth + 1) for item in self._some(each))
        return self._opaque(live)

    def _opaque(self, live: Any) -> Opaque:
        found = opaque(live)
        self.characters += sum(map(len, found.bases))
        return found

    def _some(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, up to the first that does not fit in any more."""
        for item in items:
            yield item
            if self.is_full:
                return

    def _mapping(self, items: Iterable[tuple[Any, Any]], depth: int) -> Value:
        found: dict[str, Value] = {}
        for key, item in self._some(items):
            name = self._free(_key(key), found)
            found[name] = self.plain(item, depth + 1)
        return found

    def _free(self, name: str, taken: Mapping[str, Value]) -> str:
        """1 and "1" are two keys, and so are any two tuples."""
        self.characters += len(name)
        return name if name not in taken else f"{name} (key {len(taken) + 1})"

    def _numpy_scalar(self, live: Any, depth: int) -> Value:
        """A number of numpy is as good as Python's; an array is neither a number nor a tensor."""
        item = np.generic.item(live)
        # A long double has no Python equivalent, and is its own item.
        return self._opaque(live) if isinstance(item, np.generic) else self.plain(item, depth)

    def _scalar(self, live: Any) -> Value:
        if isinstance(live, int):
            return int.__int__(live) if int.bit_length(live) < 4096 else self._opaque(live)
        if isinstance(live, float):
            return float.__float__(live)
        text = seen_from_here(str.__str__(live)[:MAX_TEXT])
        self.characters += len(text)
        return text

    def _tensor(self, live: torch.Tensor) -> Value:
        with _no_overrides():
            if _layout(live) != torch.strided:
                return Opaque(f"{_layout(live)} tensor")
            base = _as_subclass(live, torch.Tensor)
            exact = _detach(base)
        if exact.is_quantized or exact.device.type == "meta":
            return Opaque(f"{exact.dtype} tensor on {exact.device}")
        dtype = str(exact.dtype).removeprefix("torch.")
        size = exact.numel() * exact.element_size()
        if dtype not in DTYPES or self.bytes + size > MAX_BYTES:
            return Opaque(f"tensor of {dtype}, shape {tuple(exact.shape)}")
        self.bytes += size
        self.tensors += 1
        flat = exact.cpu().resolve_conj().resolve_neg().contiguous()
        if dtype == "bfloat16":
            flat = flat.view(torch.int16)
        data = _to_numpy(flat).tobytes()
        return Tensor(dtype, tuple(exact.shape), data, base.requires_grad, str(exact.device))

    def _module(self, live: nn.Module, depth: int) -> Value:
        if type(live).__module__.startswith("torch.nn.modules.loss"):
            return self._opaque(live)
        named = dict(live.named_parameters())
        modules = live.named_modules()
        groups = {
            "parameters": named,
            "gradients": {name: p.grad for name, p in named.items()},
            "buffers": dict(live.named_buffers()),
            "training": {name or ".": module.training for name, module in modules},
            "requires_grad": {name: p.requires_grad for name, p in named.items()},
        }
        return {group: self.plain(content, depth + 1) for group, content in groups.items()}


def opaque(live: Any) -> Opaque:
    """An object by its type alone: its own methods are never called."""
    try:
        bases = tuple(f"{kind.__module__}.{kind.__qualname__}" for kind in type(live).__mro__)
        return Opaque(bases[0], bases)
    except BaseException:  # its metaclass fails
        return Opaque("builtins.object")


def _key(key: Any) -> str:
    if isinstance(key, str):
        return str.__str__(key)[:MAX_KEY]
    return repr(key) if type(key) in (int, float, bool, type(None)) else type(key).__qualname__
