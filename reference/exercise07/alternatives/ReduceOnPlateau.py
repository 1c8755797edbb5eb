"""Other right ways to write ReduceOnPlateau."""

import itertools
import math

import torch


class UsesTorch:
    """Lets torch's own do the work, without its thresholds."""

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        self.inner = torch.optim.lr_scheduler.ReduceLROnPlateau(
            optimizer,
            mode="min",
            factor=factor,
            patience=patience,
            threshold=0.0,
            threshold_mode="abs",
            min_lr=min_lr,
            eps=0.0,
        )

    def step(self, val_loss):
        self.inner.step(val_loss)


class CountsDown:
    """Counts down from patience, and lowers the rates when it would get below zero."""

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        self.groups = optimizer.param_groups
        self.factor, self.patience, self.min_lr = factor, patience, min_lr
        self.best_loss, self.left = float("inf"), patience

    def step(self, val_loss):
        if self.best_loss > val_loss:
            self.best_loss, self.left = val_loss, self.patience
        elif self.left > 0:
            self.left -= 1
        else:
            self.left = self.patience
            for group in self.groups:
                lowered = group["lr"] * self.factor
                group["lr"] = lowered if lowered > self.min_lr else self.min_lr


class KeepsTheHistory:
    """Keeps all losses, and looks back at them in every step."""

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        self.optimizer = optimizer
        self.factor, self.patience, self.min_lr = factor, patience, min_lr
        self.history, self.since = [], 0

    def step(self, val_loss):
        earlier = [loss for loss in self.history if not math.isnan(loss)]
        lowest = min(earlier, default=math.inf)
        self.history.append(float(val_loss))
        if not math.isnan(val_loss) and val_loss < lowest:
            self.since = len(self.history)
        if len(self.history) - self.since == self.patience + 1:
            self.since = len(self.history)
            for index, group in enumerate(self.optimizer.param_groups):
                lr = max(group["lr"] * self.factor, self.min_lr)
                self.optimizer.param_groups[index]["lr"] = lr


class AsksForBadEpochs:
    """Follows torch's own source: asks what is better, counts bad epochs, reduces."""

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        self.optimizer = optimizer
        self.factor = factor
        self.patience = patience
        self.min_lrs = itertools.repeat(min_lr)
        self.num_bad_epochs = 0
        self.best = torch.inf

    def is_better(self, a):
        return a < self.best

    def step(self, val_loss):
        current = float(val_loss)
        if self.is_better(current):
            self.best = current
            self.num_bad_epochs = 0
        else:
            self.num_bad_epochs += 1
        if self.num_bad_epochs > self.patience:
            self._reduce_lr()
            self.num_bad_epochs = 0

    def _reduce_lr(self):
        for param_group, min_lr in zip(self.optimizer.param_groups, self.min_lrs):
            old_lr = float(param_group["lr"])
            param_group["lr"] = max(old_lr * self.factor, min_lr)


class IsAGenerator:
    """Keeps its state in the local variables of a generator."""

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        self._machine = self._run(optimizer, factor, patience, min_lr)
        next(self._machine)

    @staticmethod
    def _run(optimizer, factor, patience, min_lr):
        best, bad = math.inf, 0
        while True:
            loss = yield
            improved = bool(loss < best)
            best = loss if improved else best
            bad = 0 if improved else bad + 1
            if bad == patience + 1:
                bad = 0
                for group in optimizer.param_groups:
                    group.update(lr=max(factor * group["lr"], min_lr))

    def step(self, val_loss):
        self._machine.send(val_loss)
