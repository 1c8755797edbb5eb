"""The global state of torch: what code can change for everything that runs after it in a process.

Compared before and after each run, told if it is another one, and put back: the next case must not
depend on it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.modules.module as of_modules
import torch.optim.optimizer as of_optimizers
import torch.utils._device
from torch import overrides
from torch.utils._device import DeviceContext


@dataclass(frozen=True, slots=True)
class GlobalState:
    """One part of it. `change` says what code has done that left another value: it ..."""

    change: str
    read: Callable[[], Any]
    put_back: Callable[[Any], object]


def remember() -> tuple[Any, ...]:
    """All of it, as it is now."""
    return tuple(state.read() for state in _STATES)


def put_back(before: tuple[Any, ...]) -> tuple[str, ...]:
    """Make all of it what it was before; what had been changed."""
    now = remember()
    pairs = zip(_STATES, before, now, strict=True)
    changed = [(state, old) for state, old, new in pairs if old != new]
    for state, old in changed:
        state.put_back(old)
    return tuple(state.change for state, _ in changed)


# Which torch does not type.
_function_modes: Callable[[], list[Any]] = overrides._get_current_function_mode_stack
_guards: list[Any] = []  # a guard that is freed undoes what it did


def _leave_inference_mode(_: bool) -> None:
    _guards.append(torch._C._InferenceMode(False))


def _autocast() -> tuple[Any, ...]:
    """On and dtype of every kind of device, the cache, and how many contexts were not left."""
    kinds = ((torch.is_autocast_enabled(p), torch.get_autocast_dtype(p)) for p in _places())
    nesting = torch.autocast_increment_nesting() - 1
    torch.autocast_decrement_nesting()
    return (*kinds, torch.is_autocast_cache_enabled(), nesting)


def _places() -> tuple[str, str, str]:
    """The last one has another name from when the simulated device is first asked for."""
    return "cpu", "cuda", torch._C._get_privateuse1_backend_name()


def _put_back_autocast(before: tuple[Any, ...]) -> None:
    *kinds, is_cached, nesting = before
    for place, (is_on, dtype) in zip(_places(), kinds, strict=True):
        torch.set_autocast_enabled(place, is_on)
        torch.set_autocast_dtype(place, dtype)
    torch.set_autocast_cache_enabled(is_cached)
    for _ in range(_autocast()[-1] - nesting):
        torch.autocast_decrement_nesting()
    torch.clear_autocast_cache()  # weights that were cast for one model are not for the next


def _default_device() -> str:
    """Looked up, not asked for: torch would make a tensor, and so call whatever mode is on."""
    found = (mode.device for mode in _function_modes() if isinstance(mode, DeviceContext))
    return str(next(found, "cpu"))


def _put_back_default_device(before: str) -> None:
    torch._GLOBAL_DEVICE_CONTEXT.device_context = None
    while torch._C._len_torch_function_stack():
        torch._C._pop_torch_function_stack()
    torch.utils._device.CURRENT_DEVICE = None
    if before != "cpu":
        torch.set_default_device(before)


def _modes() -> tuple[int, int]:
    """How many are on that see each of torch's functions, and each operator."""
    functions = [mode for mode in _function_modes() if not isinstance(mode, DeviceContext)]
    return len(functions), torch._C._len_torch_dispatch_stack()


def _put_back_modes(before: tuple[int, int]) -> None:
    functions, operators = before
    while _modes()[0] > functions:
        torch._C._pop_torch_function_stack()
    while torch._C._len_torch_dispatch_stack() > operators:
        torch._C._pop_torch_dispatch_stack(None)


_HOOKS: tuple[dict[Any, Any], ...] = tuple(
    found
    for owner in (of_modules, of_optimizers)
    for name, found in vars(owner).items()
    if name.startswith("_global_") and isinstance(found, dict)
)


def _hooks() -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(hooks) for hooks in _HOOKS)


def _put_back_hooks(before: tuple[tuple[int, ...], ...]) -> None:
    for hooks, known in zip(_HOOKS, before, strict=True):
        for handle in hooks.keys() - set(known):
            del hooks[handle]


def _saves_as_usual() -> bool:
    """Whether no hook sees the tensors that a backward pass will need."""
    return torch._C._autograd._top_saved_tensors_default_hooks(True) is None


def _save_as_usual(_: bool) -> None:
    while not _saves_as_usual():
        torch._C._autograd._pop_saved_tensors_default_hooks()


def _keeps_denormals() -> bool:
    """Torch has no way to ask; the processor, which is told, also divides for Python."""
    return sys.float_info.min / 2 > 0


def _keep_denormals(_: bool) -> None:
    torch.set_flush_denormal(False)


# In the order in which they are put back: modes first, as they see what the others call.
_STATES = (
    GlobalState("left a mode on that sees torch's functions", _modes, _put_back_modes),
    GlobalState("changed the default device", _default_device, _put_back_default_device),
    GlobalState("disabled gradients globally", torch.is_grad_enabled, torch.set_grad_enabled),
    GlobalState("left inference mode on", torch.is_inference_mode_enabled, _leave_inference_mode),
    GlobalState("left autocast on", _autocast, _put_back_autocast),
    GlobalState("changed the default dtype", torch.get_default_dtype, torch.set_default_dtype),
    GlobalState("changed the number of threads", torch.get_num_threads, torch.set_num_threads),
    GlobalState(
        "switched torch's deterministic algorithms on or off",
        torch.are_deterministic_algorithms_enabled,
        torch.use_deterministic_algorithms,
    ),
    GlobalState(
        "left anomaly detection on", torch.is_anomaly_enabled, torch.autograd.set_detect_anomaly
    ),
    GlobalState("had tiny numbers rounded to zero", _keeps_denormals, _keep_denormals),
    GlobalState("left hooks on for all models or all optimizers", _hooks, _put_back_hooks),
    GlobalState("left hooks on for saved tensors", _saves_as_usual, _save_as_usual),
)
