"""Worlds in which right code does the same: see `grader.wire.Variation.rewrite`."""

from __future__ import annotations

from collections.abc import Iterable

from torch import Tensor, nn
from torch.nn.functional import batch_norm
from torch.optim import Optimizer

from grader.observing.probes import SameOrder


class WithinBatches(SameOrder):
    """The order of another sampler, with each batch reversed."""

    def __init__(self, order: Iterable[int], batch_size: int) -> None:
        places = list(order)
        batches = (places[i : i + batch_size] for i in range(0, len(places), batch_size))
        self.order = [place for batch in batches for place in reversed(batch)]


def step_with(optimizer: Optimizer, foreach: bool) -> None:
    """Let each step go through the parameters all at once, or one by one.

    Set for the step only: before and after it, the optimizer looks as it was made.
    """

    def begin(optimizer: Optimizer, *_: object) -> None:
        _choose(optimizer, foreach)

    def end(optimizer: Optimizer, *_: object) -> None:
        _choose(optimizer, None)

    optimizer.register_step_pre_hook(begin)
    optimizer.register_step_post_hook(end)


def without_dropout(model: nn.Module) -> None:
    """Let every layer of a model pass all that it would drop: those of recurrent layers too."""
    for module in model.modules():
        if isinstance(module, nn.modules.dropout._DropoutNd):
            module.p = 0.0
        elif isinstance(getattr(module, "dropout", None), float):  # nn.RNN, nn.MultiheadAttention
            module.dropout = 0.0  # type: ignore[assignment]


def without_modes(model: nn.Module) -> None:
    """Let every layer compute in train mode as it does in eval mode."""
    without_dropout(model)
    for module in model.modules():
        if type(module) is nn.BatchNorm1d:
            module.__class__ = EvalNorm


class EvalNorm(nn.BatchNorm1d):
    """Normalises by the statistics that it has, which stay as they are."""

    def forward(self, inputs: Tensor) -> Tensor:
        mean, var = self.running_mean, self.running_var
        return batch_norm(inputs, mean, var, self.weight, self.bias, False, 0.0, self.eps)


def _choose(optimizer: Optimizer, foreach: bool | None) -> None:
    for group in optimizer.param_groups:
        group["foreach"] = foreach
