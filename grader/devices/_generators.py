"""Random streams: `torch.Generator(device)`, for a simulated device too.

Without a generator numbers come from the CPU's stream, so that they are the same on both devices.
torch cannot make a generator for a device written in Python; one for the CPU stands for it.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakValueDictionary

import torch

from grader.devices._names import NAME, placed

_plain: Any = torch._C.Generator
_kind: Any = type(_plain)
_simulated: WeakValueDictionary[int, Generator] = WeakValueDictionary()


class _Kind(_kind):  # type: ignore[misc]  # torch has one of its own for its class
    """Every generator is an instance of the class that stands in for torch's."""

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, _plain)

    def __call__(self, device: torch.device | str | int = "cpu") -> Any:
        wanted = torch.device(device)
        return super().__call__(wanted) if wanted.type == NAME else _plain(wanted)


class Generator(_plain, metaclass=_Kind):  # type: ignore[misc]  # torch hides its attributes
    """A stream of random numbers for a device."""

    place: torch.device

    def __new__(cls, device: torch.device) -> Generator:
        self: Generator = super().__new__(cls, device="cpu")
        self.place = placed(device)
        _simulated[self._cdata] = self
        return self

    @property
    def device(self) -> torch.device:
        """The device that it draws for."""
        return self.place


def drawing_for(generator: Any) -> torch.Generator:
    """The generator as its owner has it: kernels are given another object for the same stream."""
    drawing: torch.Generator = _simulated.get(generator._cdata, generator)
    return drawing


def offer_generators() -> None:
    """From now on `torch.Generator` takes simulated devices."""
    Generator.__module__ = "torch"
    torch.Generator = Generator  # type: ignore[assignment,misc]
