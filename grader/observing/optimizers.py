"""Optimizers of a case, and what steers them: schedules and gradient scalers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.optim import lr_scheduler

from grader.cases import OptimizerRecipe, ScalerRecipe, SchedulerRecipe
from grader.devices import device_named
from grader.observing.probes import probe_optimizer, probe_scheduler

OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "sgd": torch.optim.SGD,
    "momentum": lambda params, lr: torch.optim.SGD(params, lr=lr, momentum=0.9),
    "nesterov": lambda params, lr: torch.optim.SGD(params, lr=lr, momentum=0.9, nesterov=True),
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
    "adagrad": torch.optim.Adagrad,
}


@dataclass(frozen=True)  # no slots: a LambdaLR saves the __dict__ of its function
class Falling:
    """What a LambdaLR multiplies the first rate by: 1 / (1 + factor · epoch)."""

    factor: float

    def __call__(self, epoch: int) -> float:
        return 1 / (1 + self.factor * epoch)


SCHEDULERS: dict[str, Callable[[Any, int, float], lr_scheduler.LRScheduler]] = {
    "step": lr_scheduler.StepLR,
    "multi_step": lambda over, period, factor: lr_scheduler.MultiStepLR(
        over, [period, 2 * period + 1], factor
    ),
    "exponential": lambda over, _, factor: lr_scheduler.ExponentialLR(over, factor),
    "cosine": lambda over, period, _: lr_scheduler.CosineAnnealingLR(over, period),
    "lambda": lambda over, _, factor: lr_scheduler.LambdaLR(over, Falling(factor)),
    "constant": lambda over, period, factor: lr_scheduler.ConstantLR(over, factor, period),
    "linear": lambda over, period, factor: lr_scheduler.LinearLR(over, factor, total_iters=period),
    "plateau": lambda over, period, factor: lr_scheduler.ReduceLROnPlateau(
        over, factor=factor, patience=period
    ),
}


def optimizer(recipe: OptimizerRecipe, given: Mapping[str, Any]) -> torch.optim.Optimizer:
    """The optimizer of a recipe, over the parameters of a given."""
    made = OPTIMIZERS[recipe.kind](_groups(recipe, given), lr=recipe.lr)
    probe_optimizer(made)
    return made


def scheduler(recipe: SchedulerRecipe, given: Mapping[str, Any]) -> lr_scheduler.LRScheduler:
    """The schedule of a recipe, over the optimizer that it names."""
    made = SCHEDULERS[recipe.kind](given[recipe.over], recipe.period, recipe.factor)
    probe_scheduler(made)
    return made


def scaler(recipe: ScalerRecipe) -> torch.amp.GradScaler:
    """The gradient scaler of a recipe."""
    return torch.amp.GradScaler(
        device_named(recipe.device).type,
        init_scale=recipe.scale,
        growth_interval=recipe.interval,
        enabled=recipe.enabled,
    )


def _groups(recipe: OptimizerRecipe, given: Mapping[str, Any]) -> list[Any]:
    owner = given[recipe.over]
    parameters = list(owner.parameters() if isinstance(owner, nn.Module) else owner)
    half = len(parameters) // 2
    if recipe.groups == 1 or half == 0:
        return parameters
    return [{"params": parameters[:half]}, {"params": parameters[half:], "lr": recipe.lr / 2}]
