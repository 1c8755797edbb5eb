"""Other right ways to write TrainingConfig."""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional, Union

import torch


@dataclass(frozen=True, slots=True)
class FrozenWithOneTable:
    """Cannot be changed, and checks its settings in one loop over a table."""

    epochs: int = 100
    patience: int = 10
    min_delta: float = 0.0
    max_norm: float | None = None
    device: str | torch.device = "cpu"
    best_path: str | Path | None = None

    def __post_init__(self):
        fine = {
            "epochs": self.epochs >= 1,
            "patience": self.patience >= 1,
            "min_delta": self.min_delta >= 0,
            "max_norm": self.max_norm is None or self.max_norm > 0,
        }
        for name, is_fine in fine.items():
            if not is_fine:
                raise ValueError(f"{name}={getattr(self, name)!r} is out of range")


@dataclass
class ConvertsDeviceAndPath:
    """Makes a torch.device and a Path of the texts, and checks one setting a method."""

    epochs: int = field(default=100)
    patience: int = field(default=10)
    min_delta: float = field(default=0.0)
    max_norm: Optional[float] = field(default=None)
    device: Union[str, torch.device] = field(default="cpu")
    best_path: Optional[Union[str, Path]] = field(default=None)

    def __post_init__(self):
        self._check_counts()
        self._check_amounts()
        self.device = torch.device(self.device)
        if self.best_path is not None:
            self.best_path = Path(self.best_path)

    def _check_counts(self):
        for name in ("epochs", "patience"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be positive")

    def _check_amounts(self):
        if self.min_delta < 0:
            raise ValueError("min_delta is negative")
        if self.max_norm is not None and not self.max_norm > 0:
            raise ValueError("max_norm must be greater than zero")


class _OutOfRange(ValueError):  # noqa: N818  only the type of error of the class below
    pass


@dataclass(init=False)
class WithAnInitOfItsOwn:
    """Writes __init__ itself; the dataclass adds the rest."""

    epochs: int = 100
    patience: int = 10
    min_delta: float = 0.0
    max_norm: Any = None
    device: Any = "cpu"
    best_path: Any = None

    def __init__(
        self, epochs=100, patience=10, min_delta=0.0, max_norm=None, device="cpu", best_path=None
    ):
        if epochs <= 0:
            raise _OutOfRange(f"{epochs} epochs are too few")
        if patience <= 0:
            raise _OutOfRange(f"a patience of {patience} is too small")
        if min_delta < 0.0:
            raise _OutOfRange(f"{min_delta} is below zero")
        if max_norm is not None and max_norm <= 0.0:
            raise _OutOfRange(f"the gradients cannot have a norm of {max_norm}")
        self.epochs, self.patience, self.min_delta = epochs, patience, min_delta
        self.max_norm, self.device, self.best_path = max_norm, device, best_path


def _check(self):
    if self.epochs < 1 or self.patience < 1:
        raise ValueError(f"epochs={self.epochs} and patience={self.patience} must be at least 1")
    if self.min_delta < 0:
        raise ValueError("min_delta", self.min_delta)
    if self.max_norm is not None:
        if self.max_norm <= 0:
            raise ValueError("max_norm", self.max_norm)


MadeByAFunction = dataclasses.make_dataclass(
    "MadeByAFunction",
    [
        ("epochs", int, 100),
        ("patience", int, 10),
        ("min_delta", float, 0.0),
        ("max_norm", Any, None),
        ("device", Any, "cpu"),
        ("best_path", Any, None),
    ],
    namespace={"__post_init__": _check},
)
