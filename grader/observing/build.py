"""Build live objects from recipes: the same ones for every implementation and device."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import TensorDataset

from grader.cases import (
    Case,
    ClockRecipe,
    CriterionRecipe,
    DataRecipe,
    DeviceRecipe,
    FolderRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    ParametersRecipe,
    ScriptLoaderRecipe,
    ScriptRecipe,
    SequencesRecipe,
    StopperRecipe,
    TensorRecipe,
)
from grader.devices import device_named
from grader.observing.folders import made
from grader.observing.probes import (
    Clock,
    ProbedModel,
    Recorder,
    SameOrder,
    ScriptedLoss,
    probe_optimizer,
    probed_criterion,
    probed_loader,
)
from grader.observing.rewrites import WithinBatches, step_with
from grader.wire import Rewrite

CRITERIA: dict[str, type[nn.Module]] = {
    "mse": nn.MSELoss,
    "l1": nn.L1Loss,
    "smooth_l1": nn.SmoothL1Loss,
    "cross_entropy": nn.CrossEntropyLoss,
    "bce_with_logits": nn.BCEWithLogitsLoss,
}

OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "sgd": torch.optim.SGD,
    "momentum": lambda params, lr: torch.optim.SGD(params, lr=lr, momentum=0.9),
    "nesterov": lambda params, lr: torch.optim.SGD(params, lr=lr, momentum=0.9, nesterov=True),
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
    "adagrad": torch.optim.Adagrad,
}

STALE = 3.0  # what earlier code left in .grad: large, so that a leak shows


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
    """Build every given of a case, optimizers last; `device` replaces the case's own."""
    given: dict[str, Any] = {}
    recipes = dict(case.given)
    for name, recipe in sorted(recipes.items(), key=lambda item: _is_late(item[1])):
        if isinstance(recipe, DeviceRecipe) and device is not None:
            recipe = replace(recipe, name=device)
        given[name] = _rewritten(rewrite, recipe, _build(name, recipe, given))
    ordered = {name: given[name] for name in recipes}
    parameters = [p for name in ordered for p in _parameters(recipes[name], ordered[name])]
    if device is None or rewrite:  # else results are compared, not events; and looking is slow
        recorder.watch(parameters)
    return Built(ordered, tuple(n for n, r in recipes.items() if _can_change(r)))


def sequences(case: Case) -> Iterator[tuple[str, tuple[float, ...]]] | None:
    """Every sequence of the case's enumeration, shortest first; None if it has none."""
    name = case.first(SequencesRecipe)
    if name is None:
        return None
    recipe = case.given[name]
    assert isinstance(recipe, SequencesRecipe)
    return (
        (name, letters)
        for length in range(1, recipe.length + 1)
        for letters in itertools.product(recipe.alphabet, repeat=length)
    )


def _is_late(recipe: Any) -> bool:
    late = isinstance(recipe, OptimizerRecipe)
    return late or (isinstance(recipe, TensorRecipe) and recipe.fill == "like")


def _can_change(recipe: Any) -> bool:
    trained = ParametersRecipe, ModelRecipe, ClockRecipe, OptimizerRecipe
    return isinstance(recipe, (*trained, TensorRecipe, LoaderRecipe, FolderRecipe))


def _parameters(recipe: Any, live: Any) -> list[Tensor]:
    if isinstance(live, nn.Module) and isinstance(recipe, ModelRecipe | ClockRecipe):
        return list(live.parameters())
    return []


def _build(name: str, recipe: Any, given: Mapping[str, Any]) -> Any:
    match recipe:
        case TensorRecipe():
            return _tensor(recipe, given)
        case ParametersRecipe():
            return _leaves(recipe)
        case LoaderRecipe():
            return _loader(name, recipe)
        case ModelRecipe():
            return _model(recipe)
        case ClockRecipe():
            return Clock(_dtype(recipe.dtype)).train(recipe.mode == "train")
        case ScriptRecipe():
            return ScriptedLoss(recipe.losses, recipe.updates_per_epoch)
        case ScriptLoaderRecipe():
            return _script_loader(name, recipe)
        case CriterionRecipe():
            return probed_criterion(CRITERIA[recipe.kind])
        case OptimizerRecipe():
            optimizer = OPTIMIZERS[recipe.kind](_groups(recipe, given), lr=recipe.lr)
            probe_optimizer(optimizer)
            return optimizer
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
    return live


def _dtype(name: str) -> torch.dtype:
    found: torch.dtype = getattr(torch, name)
    return found


def _groups(recipe: OptimizerRecipe, given: Mapping[str, Any]) -> list[Any]:
    owner = given[recipe.over]
    parameters = list(owner.parameters() if isinstance(owner, nn.Module) else owner)
    half = len(parameters) // 2
    if recipe.groups == 1 or half == 0:
        return parameters
    return [{"params": parameters[:half]}, {"params": parameters[half:], "lr": recipe.lr / 2}]


def _tensor(recipe: TensorRecipe, given: Mapping[str, Any]) -> Tensor:
    tensor = _filled(recipe, given).to(_dtype(recipe.dtype))
    if recipe.requires_grad:
        tensor.requires_grad_()
        if recipe.gradient == "stale":
            tensor.grad = torch.full_like(tensor, STALE)
        elif recipe.gradient == "zero":
            tensor.grad = torch.zeros_like(tensor)
    return tensor


def _filled(recipe: TensorRecipe, given: Mapping[str, Any]) -> Tensor:
    generator = torch.Generator().manual_seed(recipe.seed)
    shape = recipe.shape
    match recipe.fill:
        case "like":
            source: Tensor = given[recipe.like]
            return source.detach().clone().reshape(shape)
        case "integers":
            return torch.randint(int(recipe.low), int(recipe.high) + 1, shape, generator=generator)
        case "choice":
            options = torch.tensor(recipe.choices, dtype=torch.float64)
            return options[torch.randint(len(options), shape, generator=generator)]
        case "listed":
            return torch.tensor(recipe.choices, dtype=torch.float64).reshape(shape)
        case "log_probs":
            logits = torch.randn(shape, generator=generator, dtype=torch.float64)
            return logits.log_softmax(-1)
    unit = torch.rand(shape, generator=generator, dtype=torch.float64)
    return recipe.low + (recipe.high - recipe.low) * unit


def _leaves(recipe: ParametersRecipe) -> Any:
    generator = torch.Generator().manual_seed(recipe.seed)
    made = []
    for index, shape in enumerate(recipe.shapes):
        leaf = torch.randn(shape, generator=generator, dtype=torch.float64)
        gradient = torch.randn(shape, generator=generator, dtype=torch.float64)
        leaf = leaf.to(_dtype(recipe.dtype)).requires_grad_()
        if recipe.balanced and gradient.numel() > 2:
            _balance(gradient.view(-1))
        if index not in recipe.without:
            leaf.grad = gradient.to(leaf.dtype)
        made.append(leaf)
    return made


def _balance(gradient: Tensor) -> None:
    """Make the first entry 0, and the sum of all."""
    gradient[0] = 0.0
    gradient[1:] -= gradient[1:].mean()


def as_form(leaves: list[Tensor], form: str) -> Any:
    """The list of parameters in the form in which the function is given it."""
    forms: dict[str, Callable[[list[Tensor]], Any]] = {
        "list": list,
        "tuple": tuple,
        "generator": iter,
    }
    return forms[form](leaves)


def data_set(recipe: DataRecipe, last_rows: int = 0, last_scale: float = 1.0) -> TensorDataset:
    """Inputs (rows, features) and targets, the last rows' inputs scaled."""
    generator = torch.Generator().manual_seed(recipe.seed)
    dtype = _dtype(recipe.dtype)
    inputs = torch.rand(recipe.rows, recipe.features, generator=generator, dtype=torch.float64)
    inputs = recipe.low + (recipe.high - recipe.low) * inputs
    if last_rows:
        inputs[-last_rows:] *= last_scale
    if recipe.nan_row:
        inputs[0, 0] = float("nan")
    noise = torch.randn(recipe.rows, recipe.outputs, generator=generator, dtype=torch.float64)
    if recipe.kind == "classification":
        scores = inputs @ torch.randn(
            recipe.features, recipe.outputs, generator=generator, dtype=torch.float64
        )
        return TensorDataset(inputs.to(dtype), (scores + 0.1 * noise).argmax(1))
    if recipe.kind == "line":
        targets = recipe.slope * inputs.sum(1, keepdim=True) + recipe.intercept
        targets = targets.expand(-1, recipe.outputs) + recipe.noise * noise
    else:
        weights = torch.randn(
            recipe.features, recipe.outputs, generator=generator, dtype=torch.float64
        )
        targets = (2 * inputs).tanh() @ weights + 0.5 + 0.3 * noise
    return TensorDataset(inputs.to(dtype), targets.to(dtype))


def _loader(name: str, recipe: LoaderRecipe) -> Any:
    last_rows = recipe.data.rows % recipe.batch_size or recipe.batch_size
    data = data_set(recipe.data, last_rows, recipe.last_scale)
    order = SameOrder(recipe.data.rows, recipe.data.seed) if recipe.shuffle else None
    return probed_loader(name, data, recipe.batch_size, order, recipe.drop_last)


def _script_loader(name: str, recipe: ScriptLoaderRecipe) -> Any:
    rows = sum(recipe.batches)
    ones = torch.ones(rows, 1, dtype=_dtype(recipe.dtype))
    targets = torch.full_like(ones, float(recipe.validation))
    places = iter(range(rows))
    batches = [[next(places) for _ in range(size)] for size in recipe.batches]
    return probed_loader(name, TensorDataset(ones, targets), 1, batch_sampler=batches)


def _model(recipe: ModelRecipe) -> ProbedModel:
    layers: list[nn.Module]
    if recipe.kind == "linear":
        layers = [nn.Linear(recipe.features, recipe.outputs)]
    else:
        # No bias before a norm: its true gradient is 0, and Adam would blow up its rounding noise.
        layers = [nn.Linear(recipe.features, recipe.hidden, bias=not recipe.batch_norm)]
        if recipe.batch_norm:
            layers.append(nn.BatchNorm1d(recipe.hidden))
        layers.append(nn.Tanh())
        if recipe.dropout:
            layers.append(nn.Dropout(recipe.dropout))
        layers.append(nn.Linear(recipe.hidden, recipe.outputs))
    model = ProbedModel(*layers).to(_dtype(recipe.dtype))
    _fill_model(model, recipe)
    return model.train(recipe.mode == "train")


def _fill_model(model: nn.Module, recipe: ModelRecipe) -> None:
    generator = torch.Generator().manual_seed(recipe.seed)

    def drawn(like: Tensor) -> Tensor:
        return torch.randn(like.shape, generator=generator, dtype=torch.float64).to(like.dtype)

    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(0.6 * drawn(parameter))
        for buffer in model.buffers():  # statistics that are not those of a fresh layer
            if buffer.is_floating_point():
                buffer.copy_(1.0 + 0.5 * drawn(buffer).abs())
    first = next(model.parameters())
    first.requires_grad_(not recipe.frozen)
    if recipe.gradient == "stale":
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.grad = torch.full_like(parameter, STALE)
