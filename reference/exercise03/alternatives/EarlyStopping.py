"""Other right ways to write EarlyStopping."""

import dataclasses
import math

import torch


@dataclasses.dataclass
class Dataclass:
    """Is a dataclass that checks its fields in __post_init__."""

    patience: int = 7
    min_delta: float = 0.0
    counter: int = dataclasses.field(default=0, init=False)
    best_loss: float | None = dataclasses.field(default=None, init=False)
    early_stop: bool = dataclasses.field(default=False, init=False)

    def __post_init__(self):
        if self.patience < 1:
            raise ValueError(f"patience={self.patience} is smaller than 1")
        if self.min_delta < 0:
            raise ValueError(f"min_delta={self.min_delta} is negative")

    def __call__(self, val_loss):
        first = self.best_loss is None and val_loss == val_loss
        if first or (self.best_loss is not None and val_loss < self.best_loss - self.min_delta):
            self.best_loss, self.counter = val_loss, 0
        else:
            self.counter += 1
            self.early_stop = self.early_stop or self.counter >= self.patience


class MaximisesAScore:
    """Works with the negative loss as a score, prints, and returns the flag as well."""

    def __init__(self, patience=7, min_delta=0.0, verbose=False):
        if patience < 1:
            raise ValueError("patience must be a positive number of epochs")
        if min_delta < 0:
            raise ValueError("min_delta must be zero or more")
        self.patience = patience
        self.min_delta = min_delta
        self.verbose = verbose
        self.counter = 0
        self.best_score = None
        self.early_stop = False

    @property
    def best_loss(self):
        return None if self.best_score is None else -self.best_score

    def __call__(self, val_loss):
        score = -val_loss
        if math.isnan(score):
            self._count()
        elif self.best_score is None:
            self.best_score = score
            self.counter = 0
        elif score <= self.best_score + self.min_delta:
            self._count()
        else:
            self.best_score = score
            self.counter = 0
        return self.early_stop

    def _count(self):
        self.counter += 1
        if self.verbose:
            print(f"counter: {self.counter}/{self.patience}")  # noqa: T201 students print
        if self.counter >= self.patience:
            self.early_stop = True


class ReplaysTheHistory:
    """Keeps every loss and works the attributes out from the whole history."""

    def __init__(self, patience=7, min_delta=0.0):
        if not patience >= 1:
            raise ValueError(f"bad patience: {patience}")
        if not min_delta >= 0:
            raise ValueError(f"bad min_delta: {min_delta}")
        self._patience = patience
        self._min_delta = min_delta
        self._losses = []

    def __call__(self, val_loss):
        self._losses.append(float(val_loss))

    def _replay(self):
        best, best_epoch, longest = None, -1, 0
        for epoch, loss in enumerate(self._losses):
            threshold = None if best is None else best - self._min_delta
            if not math.isnan(loss) and (threshold is None or loss < threshold):
                best, best_epoch = loss, epoch
            longest = max(longest, epoch - best_epoch)
        return best, len(self._losses) - 1 - best_epoch, longest

    @property
    def best_loss(self):
        return self._replay()[0]

    @property
    def counter(self):
        return self._replay()[1]

    @property
    def early_stop(self):
        return self._replay()[2] >= self._patience


class CountsDown:
    """Counts the remaining patience down, in slots, and refuses bad arguments with an own error."""

    class BadArgumentError(ValueError):
        """An argument that no stopper can work with."""

    __slots__ = ("patience", "min_delta", "best_loss", "early_stop", "_remaining")

    def __init__(self, patience=7, min_delta=0.0):
        for name, value, smallest in [("patience", patience, 1), ("min_delta", min_delta, 0)]:
            if value < smallest:
                raise self.BadArgumentError(f"{name} is {value}, but the smallest is {smallest}")
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = None
        self.early_stop = False
        self._remaining = patience

    @property
    def counter(self):
        return self.patience - self._remaining

    def __call__(self, val_loss):
        if math.isnan(val_loss):
            improved = False
        elif self.best_loss is None:
            improved = True
        else:
            improved = val_loss < self.best_loss - self.min_delta
        if improved:
            self.best_loss = val_loss
            self._remaining = self.patience
        else:
            self._remaining -= 1
        self.early_stop |= self._remaining <= 0


class StartsAtInfinity:
    """Starts at infinity inside, and shows None as long as nothing has been stored."""

    def __init__(self, patience=7, min_delta=0.0):
        if patience < 1:
            raise ValueError("patience")
        if min_delta < 0.0:
            raise ValueError("min_delta")
        self.patience, self.min_delta = patience, min_delta
        self.lowest = math.inf
        self.stored = False
        self.counter = 0
        self.early_stop = False

    @property
    def best_loss(self):
        return self.lowest if self.stored else None

    def __call__(self, val_loss):
        self.counter += 1
        if val_loss < self.lowest - self.min_delta or (not self.stored and val_loss == math.inf):
            self.lowest, self.stored, self.counter = val_loss, True, 0
        if self.counter >= self.patience:
            self.early_stop = True


class KeepsTheBestInATensor:
    """Keeps the best loss in a tensor and compares tensors."""

    def __init__(self, patience: int = 7, min_delta: float = 0.0) -> None:
        if patience < 1 or min_delta < 0:
            raise ValueError(f"need patience >= 1 and min_delta >= 0: {patience}, {min_delta}")
        self.patience = patience
        self.min_delta = min_delta
        self.counter = 0
        self.early_stop = False
        self._best = torch.tensor(math.nan, dtype=torch.float64)

    @property
    def best_loss(self) -> float | None:
        return None if self._best.isnan() else self._best.item()

    def __call__(self, val_loss: float) -> None:
        loss = torch.as_tensor(val_loss, dtype=torch.float64)
        if not loss.isnan() and not loss >= self._best - self.min_delta:
            self._best = loss.clone()
            self.counter = 0
        else:
            self.counter += 1
        if self.counter == self.patience:
            self.early_stop = True
