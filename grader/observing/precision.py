"""Mixed precision: under which autocast something runs, and gradients that overflow."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def autocast_dtype(*live: Any) -> str:
    """The dtype of the autocast that is on for the device of the first tensor; empty if none is."""
    device = next((item.device.type for item in live if isinstance(item, Tensor)), "cpu")
    if not torch.amp.is_autocast_available(device) or not torch.is_autocast_enabled(device):
        return ""
    return str(torch.get_autocast_dtype(device)).removeprefix("torch.")


def scaler_state(scaler: torch.amp.GradScaler) -> dict[str, bool | int | float]:
    """What a gradient scaler has come to: its scale, and the steps since it last changed."""
    if not scaler.is_enabled():
        return {"enabled": False}
    tracker = scaler.state_dict()["_growth_tracker"]
    return {"enabled": True, "scale": scaler.get_scale(), "growth_tracker": tracker}


def overflowing(loss: Tensor) -> Tensor:
    """The same loss, but all gradients that come out of it are infinite."""
    through: Tensor = _Overflow.apply(loss)  # type: ignore[no-untyped-call]
    return through


class _Overflow(torch.autograd.Function):
    @staticmethod
    def forward(_: Any, loss: Tensor) -> Tensor:
        return loss.clone()

    @staticmethod
    def backward(_: Any, gradient: Tensor) -> Tensor:
        return torch.full_like(gradient, float("inf"))
