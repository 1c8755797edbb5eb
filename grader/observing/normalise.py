"""Make plain values of whatever a run left behind.

A submission may return anything: subclasses that lie about equality, lazy or aliased tensors,
containers that contain themselves. What leaves the worker is exact built-in types and copied bytes.
What something is, its type alone says, not its `__class__`; what it holds is read where Python or
torch keeps it, not as its own methods tell it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from pathlib import PurePath
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.observing.figures import figure_content, is_figure
from grader.observing.folders import seen_from_here
from grader.observing.names import type_names
from grader.observing.precision import scaler_state
from grader.observing.reading import read
from grader.observing.schedules import schedule_state
from grader.observing.states import module_state, optimizer_state
from grader.wire import TOO_LARGE, Opaque, Tensor, Value, visible

MAX_DEPTH = 24
MAX_LEAVES = 200_000
MAX_BYTES = 32 * 2**20
MAX_TENSORS = 5_000
MAX_TEXT = 100_000
MAX_TEXTS = 2**20  # characters of all texts together, and of long numbers
MAX_KEY = 200
MAX_BITS = 4096  # of a whole number
LOSSES = "torch.nn.modules.loss."

# Bound now, as all that reads is: a submission may replace them later.
_Tensor = torch.Tensor
_Module = nn.Module
_held_by = gc.get_referents
_dtype_of_scalar = vars(np.generic)["dtype"].__get__
# What torch's objects have come to.
_STATES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (_Module, module_state),
    (torch.optim.Optimizer, optimizer_state),
    (torch.optim.lr_scheduler.LRScheduler, schedule_state),
    (torch.amp.GradScaler, scaler_state),
    (torch.utils.data.DataLoader, lambda loader: tuple(getattr(loader.dataset, "tensors", ()))),
)


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
        self._around: set[int] = set()  # by identity: what holds the value that is being read

    def plain(self, live: Any, depth: int = 0) -> Value:
        """The plain value of a live object; one whose own methods fail is known by its type."""
        self.leaves += 1
        if depth > MAX_DEPTH or self.is_full or id(live) in self._around:
            return TOO_LARGE
        self._around.add(id(live))
        try:
            return self._value(live, depth)
        except BaseException:  # a method of the submission's may raise anything
            unreadable = issubclass(type(live), _Tensor)
            return Opaque("a tensor that cannot be read") if unreadable else self._opaque(live)
        finally:
            self._around.discard(id(live))

    @property
    def is_full(self) -> bool:
        many = self.leaves > MAX_LEAVES or self.tensors > MAX_TENSORS
        return many or self.characters > MAX_TEXTS

    def _value(self, live: Any, depth: int) -> Value:
        if live is None or live is True or live is False:
            return live
        kind = type(live)
        if issubclass(kind, _Tensor):
            return self._tensor(live)
        if issubclass(kind, np.generic):
            return self._numpy_scalar(live, depth)
        if issubclass(kind, int | float | str):
            return self._scalar(live, kind)
        if issubclass(kind, PurePath):
            return self._text(PurePath.__str__(live))
        if issubclass(kind, Mapping):
            return self._mapping(
                dict.items(live) if issubclass(kind, dict) else live.items(), depth
            )
        if issubclass(kind, list | tuple):
            each = list.__iter__(live) if issubclass(kind, list) else tuple.__iter__(live)
            return tuple(self.plain(item, depth + 1) for item in self._some(each))
        if is_figure(live):
            return self.plain(figure_content(live), depth + 1)
        return self._state(live, kind, depth)

    def _state(self, live: Any, kind: type, depth: int) -> Value:
        if issubclass(kind, _Module) and type_names(kind)[0].startswith(LOSSES):
            return self._opaque(live)
        for known, state_of in _STATES:
            if issubclass(kind, known):
                return self.plain(state_of(live), depth + 1)
        return self._opaque(live)

    def _opaque(self, live: Any) -> Opaque:
        """An object by its type alone: its own methods are never called."""
        names = type_names(type(live))
        self.characters += sum(map(len, names))
        return Opaque(names[0], names)

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
        number = len(taken) + 1
        free = name
        while free in taken:
            free = f"{name} (key {number})"
            number += 1
        return free

    def _numpy_scalar(self, live: Any, depth: int) -> Value:
        """A number of numpy is as good as Python's; an array is neither a number nor a tensor."""
        item = np.generic.item(live)
        # A long double is its own item, and of a date the item may be a number.
        is_plain = _dtype_of_scalar(live).kind in "?biufU" and not issubclass(
            type(item), np.generic
        )
        return self.plain(item, depth) if is_plain else self._opaque(live)

    def _scalar(self, live: Any, kind: type) -> Value:
        if issubclass(kind, str):
            return self._text(live)
        if issubclass(kind, float):
            return self._opaque(live) if _holds_more(live) else float.__float__(live)
        bits = int.bit_length(live)
        self.characters += bits // 3
        return int.__int__(live) if bits < MAX_BITS else self._opaque(live)

    def _text(self, live: str) -> str:
        text = seen_from_here(str.__str__(live)[:MAX_TEXT])
        self.characters += len(text)
        return text

    def _tensor(self, live: torch.Tensor) -> Value:
        found = read(live, MAX_BYTES - self.bytes)
        if isinstance(found, Tensor):
            self.bytes += len(found.data)
            self.tensors += 1
        return found


def _holds_more(number: float) -> bool:
    """Whether something hangs on a number of the submission's own class, such as a graph."""
    return not issubclass(type(number), Enum) and any(
        held is not type(number) for held in _held_by(number)
    )


def _key(key: Any) -> str:
    kind = type(key)
    if issubclass(kind, str):
        return visible(str.__str__(key)[:MAX_KEY])[:MAX_KEY]
    plain_ones = int, float, bool, type(None)
    return repr(key) if kind in plain_ones else type_names(kind)[0].rpartition(".")[2]
