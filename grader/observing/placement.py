"""Where things were on a run on another device, and whether the code chose a device by itself.

Facts for the events of the probes: on which device a pass through the model took place, and where
the criterion's arguments were. And `choosing`: which of torch's functions that choose a device, or
ask what the machine has, the student's own lines called. All of it is testimony: it can explain a
failure or fail a run, it makes none pass.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import weakref
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import FrameType, ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from grader.wire import place_of

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Places:
    """What is looked at on a run on another device: what these files do with the givens.

    What the instructor's own lines do is not looked at: they may use the CPU first.
    """

    given: Mapping[int, str]  # the names of the models that were given, by identity
    files: Collection[str]

    @classmethod
    def of(cls, given: Mapping[str, Any], files: Collection[str]) -> Places:
        """The models among the givens; a copy of one is another."""
        models = {id(live): name for name, live in given.items() if isinstance(live, nn.Module)}
        return cls(models, files)

    def of_pass(self, model: nn.Module, inputs: Tensor) -> Facts:
        """Where a forward pass takes place. `model` is empty for a copy of what was given."""
        if not self._is_theirs():
            return {}
        on = str(inputs.device)
        return {
            "model": self.given.get(id(model), ""),
            "inputs": on,
            "weights": _weights(model, on),
        }

    def of_criterion(self, *args: Any, **kwargs: Any) -> Facts:
        """Where a criterion's arguments are; those of a training step are `differentiated`."""
        given = {**dict(zip(("input", "target"), args, strict=False)), **kwargs}
        outputs, targets = given.get("input"), given.get("target")
        if not isinstance(outputs, Tensor) or not isinstance(targets, Tensor):
            return {}
        if not self._is_theirs():
            return {}
        return {
            "outputs": str(outputs.device),
            "targets": str(targets.device),
            "differentiated": outputs.requires_grad,
        }

    def _is_theirs(self) -> bool:
        """Whether a line of these files is what called, through however many calls."""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename not in self.files:
            frame = frame.f_back
        return frame is not None


def _weights(model: nn.Module, device: str) -> str:
    """The device of a model's parameters and buffers: the first other one, if there is any."""
    live = (*model.parameters(), *model.buffers())
    places = [str(tensor.device) for tensor in live]
    return next((place for place in places if place != device), device)


@dataclass(slots=True)
class _Noting:
    """Whose calls are noted, and those that were: each with where it stands first."""

    files: Collection[str]
    found: dict[str, str]

    def note(self, call: str, caller: FrameType) -> None:
        file = caller.f_code.co_filename
        if file in self.files:
            self.found.setdefault(call, place_of(file, caller.f_lineno))


_noting: _Noting | None = None  # what the wrappers add to, also those that a submission has kept
# Not where a submission finds it; and weak, so that a module that was forgotten is gone.
_loaded: tuple[weakref.ref[ModuleType] | None, dict[str, str]] = None, {}


@contextlib.contextmanager
def choosing(files: Collection[str], loaded: ModuleType | None = None) -> Iterator[dict[str, str]]:
    """Note what these files call to choose a device by themselves, and where they do it first.

    torch's own calls are not noted: its data loader asks about CUDA, too. What is called while a
    module is `loaded` can be asked for later.
    """
    global _noting, _loaded
    before, found = _noting, dict[str, str]()
    _noting = _Noting(files, found)
    if loaded is not None:
        _loaded = weakref.ref(loaded), found
    changed = [_wrap(owner, name, shown) for owner, name, shown in _choices()]
    try:
        yield found
    finally:
        for owner, name, own in changed:
            _put_back(owner, name, own)
        _noting = before


def chosen_by(module: ModuleType) -> dict[str, str]:
    """What the lines at the top of the module that was loaded last called."""
    latest, found = _loaded
    return found if latest is not None and latest() is module else {}


def _choices() -> Iterator[tuple[Any, str, str]]:
    """Every function that is noted: its owner, its name there, and how it is written."""
    for name in ("is_available", "device_count", "current_device"):
        yield torch.cuda, name, f"torch.cuda.{name}()"
    accelerator = getattr(torch, "accelerator", None)  # since torch 2.6
    for name in ("is_available", "current_accelerator"):
        if hasattr(accelerator, name):
            yield accelerator, name, f"torch.accelerator.{name}()"
    yield torch, "get_default_device", "torch.get_default_device()"
    yield nn.Module, "cuda", ".cuda()"
    yield Tensor, "cuda", ".cuda()"
    yield Tensor, "get_device", ".get_device()"


def _wrap(owner: Any, name: str, shown: str) -> tuple[Any, str, Any]:
    own = vars(owner).get(name)  # nothing where it is inherited
    original: Callable[..., Any] = getattr(owner, name)

    @functools.wraps(original)
    def noted(*args: Any, **kwargs: Any) -> Any:
        if _noting is not None:
            _noting.note(shown, sys._getframe(1))
        return original(*args, **kwargs)

    setattr(owner, name, noted)
    return owner, name, own


def _put_back(owner: Any, name: str, own: Any) -> None:
    if own is None:
        delattr(owner, name)
    else:
        setattr(owner, name, own)
