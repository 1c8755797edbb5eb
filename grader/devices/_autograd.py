"""Let backward run on the thread that asks for it.

torch has a thread for each device that it found when it first went backward, and an error where it
found none. With such threads switched off all happens on the asking one.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.autograd import graph

_run: Any = graph._engine_run_backward


def stay_on_thread() -> None:
    """From now on, on every thread: the switch is one of each thread's own."""
    for module in graph, torch.autograd:
        module._engine_run_backward = _backward  # type: ignore[attr-defined]
    _switch_off()


def _switch_off() -> None:
    torch._C._set_multithreading_enabled(False)


def _backward(*args: Any, **kwargs: Any) -> Any:
    _switch_off()
    return _run(*args, **kwargs)
