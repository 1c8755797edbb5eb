"""Build live objects from recipes: the same ones for every implementation and device."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor, nn

from grader.cases import (
    Case,
    ClockRecipe,
    CriterionRecipe,
    DeviceRecipe,
    DtypeRecipe,
    FolderRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    ParametersRecipe,
    ScalerRecipe,
    SchedulerRecipe,
    ScriptLoaderRecipe,
    ScriptRecipe,
    SequencesRecipe,
    StopperRecipe,
    TensorRecipe,
)
from grader.devices import device_named
from grader.observing.datasets import loader, script_loader
from grader.observing.folders import made
from grader.observing.models import model
from grader.observing.optimizers import optimizer, scaler, scheduler
from grader.observing.probes import (
    Clock,
    Recorder,
    ScriptedLoss,
    probed_criterion,
    probed_loader,
)
from grader.observing.rewrites import WithinBatches, step_with, without_dropout, without_modes
from grader.observing.tensors import dtype_named, leaves, tensor
from grader.wire import Rewrite

CRITERIA: dict[str, type[nn.Module]] = {
    "mse": nn.MSELoss,
    "l1": nn.L1Loss,
    "smooth_l1": nn.SmoothL1Loss,
    "cross_entropy": nn.CrossEntropyLoss,
    "bce_with_logits": nn.BCEWithLogitsLoss,
}


class Stopper:
    """Says stop at a given call, whatever it is told: for runs that are given early stopping.

    It must not know the rule of EarlyStopping: a submission could find it here.
    """

    def __init__(self, after: int) -> None:
        self.after = after
        self.counter, self.early_stop = 0, False
        self.best_loss: float | None = None
        self.seen: list[float] = []

    def __call__(self, val_loss: float) -> bool:
        self.seen.append(val_loss)
        self.best_loss = val_loss
        self.counter = len(self.seen)
        self.early_stop = self.counter >= self.after
        return self.early_stop


@dataclass(frozen=True, slots=True)
class Built:
    """The live objects of a case; `watched` are those that a run can change."""

    given: dict[str, Any]
    watched: tuple[str, ...]


def build(
    case: Case, recorder: Recorder, device: str | None = None, rewrite: Rewrite = ""
) -> Built:
    """Build every given of a case; `device` replaces the case's own."""
    given: dict[str, Any] = {}
    recipes = dict(case.given)
    for name, recipe in sorted(recipes.items(), key=lambda item: _order(item[1])):
        if isinstance(recipe, DeviceRecipe) and device is not None:
            recipe = replace(recipe, name=device)
        if isinstance(recipe, ScalerRecipe) and device is not None:
            recipe = replace(recipe, device=device)
        given[name] = _rewritten(rewrite, recipe, _build(name, recipe, given))
        if device is not None and isinstance(recipe, OptimizerRecipe):
            step_with(given[name], foreach=False)  # as on the CPU: else Nesterov changes .grad
    ordered = {name: given[name] for name in recipes}
    parameters = [p for name in ordered for p in _parameters(recipes[name], ordered[name])]
    if device is None or rewrite == "moved":  # else results are compared; and looking is slow
        recorder.watch(parameters)
    return Built(ordered, tuple(n for n, r in recipes.items() if _can_change(r)))


def sequences(case: Case) -> Iterator[tuple[str, tuple[float, ...]]] | None:
    """Every sequence of the case's enumeration, shortest first; None if it has none."""
    name = case.first(SequencesRecipe)
    if name is None:
        return None
    recipe = case.given[name]
    assert isinstance(recipe, SequencesRecipe)
    return ((name, letters) for letters in recipe.all())


def _order(recipe: Any) -> int:
    """What is built over another given comes after it."""
    if isinstance(recipe, SchedulerRecipe):
        return 2  # over an optimizer
    late = isinstance(recipe, OptimizerRecipe)
    return int(late or (isinstance(recipe, TensorRecipe) and recipe.fill == "like"))


def _can_change(recipe: Any) -> bool:
    trained = ParametersRecipe, ModelRecipe, ClockRecipe
    steers = OptimizerRecipe, SchedulerRecipe, ScalerRecipe
    return isinstance(recipe, (*trained, *steers, TensorRecipe, LoaderRecipe, FolderRecipe))


def _parameters(recipe: Any, live: Any) -> list[Tensor]:
    if isinstance(live, nn.Module) and isinstance(recipe, ModelRecipe | ClockRecipe):
        return list(live.parameters())
    return []


def _build(name: str, recipe: Any, given: Mapping[str, Any]) -> Any:
    match recipe:
        case TensorRecipe():
            return tensor(recipe, given)
        case ParametersRecipe():
            return leaves(recipe)
        case LoaderRecipe():
            return loader(name, recipe)
        case ModelRecipe():
            return model(recipe)
        case ClockRecipe():
            return Clock(dtype_named(recipe.dtype)).train(recipe.mode == "train")
        case ScriptRecipe():
            return ScriptedLoss(recipe.losses, recipe.updates_per_epoch)
        case ScriptLoaderRecipe():
            return script_loader(name, recipe)
        case CriterionRecipe():
            return probed_criterion(CRITERIA[recipe.kind], recipe.overflow_at)
        case OptimizerRecipe():
            return optimizer(recipe, given)
        case SchedulerRecipe():
            return scheduler(recipe, given)
        case ScalerRecipe():
            return scaler(recipe)
        case DtypeRecipe():
            return dtype_named(recipe.name)
        case StopperRecipe():
            return Stopper(recipe.after)
        case DeviceRecipe():
            return device_named(recipe.name)
        case FolderRecipe():
            return made(name)
        case tuple():
            return list(recipe)
    return recipe


def _rewritten(rewrite: Rewrite, recipe: Any, live: Any) -> Any:
    """A live object in a world that comes to the same, up to rounding: see `Variation`."""
    match rewrite, recipe:
        case "permuted", LoaderRecipe():
            order = WithinBatches(live.sampler, recipe.batch_size)
            return probed_loader(
                live.given_name, live.dataset, recipe.batch_size, order, recipe.drop_last
            )
        case "chunked", ModelRecipe():
            live.in_two_parts = True
        case (("foreach" | "plain loop"), OptimizerRecipe()):
            step_with(live, foreach=rewrite == "foreach")
        case "no dropout", _ if isinstance(live, nn.Module):
            without_dropout(live)
        case "no modes", _ if isinstance(live, nn.Module):
            without_modes(live)
    return live
