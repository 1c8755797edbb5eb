"""Strategies for what is trained: models, criteria, optimizers.

Adversarial by default: what right and wrong training code does differs most with momentum, dropout
and batch norm, on a model that arrives in the wrong mode with old gradients, in float64.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from grader.cases import (
    ClockRecipe,
    CriterionKind,
    CriterionRecipe,
    ModelRecipe,
    OptimizerKind,
    OptimizerRecipe,
    SchedulerKind,
    SchedulerRecipe,
    ScriptRecipe,
)
from grader.course import (
    Count,
    Probability,
    Range,
    Some,
    Span,
    given_from,
)
from grader.drawing.strategy import Choices, Draw, Pick, Scope, float_in, just, strategy

Gradient = Literal["none", "stale"]
Mode = Literal["either", "train", "eval"]
CellKind = Literal["rnn", "lstm", "gru"]


@strategy
def linear(
    scope: Scope,
    *,
    features: Span = 1,
    outputs: Span = 1,
    mode: Mode = "either",
    gradient: Gradient = "stale",
) -> Choices:
    """A linear layer, handed over in either mode, with old gradients in `.grad`.

    It stands in an `nn.Sequential`, so its parts are `model[0].weight` and `model[0].bias`. Edges:
    each mode, no old gradients.

    Options:
        features: columns of its inputs.
        outputs: columns of its outputs.
        mode: in which it is handed over.
        gradient: what lies in `.grad` already.

    Example:
        model: {linear: {features: F, mode: train, gradient: none}}
    """

    def drawn(pick: Pick, mode: str, gradient: str, frozen: bool) -> ModelRecipe:
        width, out = scope.size(pick, features), scope.size(pick, outputs)
        return ModelRecipe(
            "linear", width, out, scope.dtype, mode=mode, gradient=gradient, frozen=frozen
        )

    return _in_modes(drawn, mode, gradient)


@strategy
def mlp(
    scope: Scope,
    *,
    features: Span = 1,
    outputs: Span = 1,
    dropout: Probability = 0.3,
    batch_norm: bool = True,
    mode: Mode = "either",
    gradient: Gradient = "stale",
) -> Choices:
    """Linear, batch norm, tanh, dropout, linear: in either mode, with old gradients in `.grad`.

    Batch norm is left out of a case whose batches are too small for it. Edges: each mode, no old
    gradients, a frozen first layer.

    Options:
        features: columns of its inputs.
        outputs: columns of its outputs.
        dropout: how likely a number is dropped; 0 leaves the layer out.
        batch_norm: whether there is such a layer.
        mode: in which it is handed over.
        gradient: what lies in `.grad` already.

    Example:
        model: {mlp: {features: F, outputs: 3}}
    """

    def drawn(pick: Pick, mode: str, gradient: str, frozen: bool) -> ModelRecipe:
        width, out = scope.size(pick, features), scope.size(pick, outputs)
        return ModelRecipe(
            "mlp", width, out, scope.dtype, 4, dropout, batch_norm, mode, gradient, frozen
        )

    choices = _in_modes(drawn, mode, gradient)
    modes = _modes(mode)
    frozen = {"a frozen layer": lambda pick: drawn(pick, pick.element(modes), gradient, True)}
    return Choices(choices.general, {**choices.edges, **frozen})


@strategy(like="mlp")
def recurrent(
    scope: Scope,
    *,
    cells: Some[CellKind] = ("rnn", "lstm", "gru"),
    features: Span = 1,
    outputs: Span = 1,
    dropout: Probability = 0.3,
    mode: Mode = "either",
    gradient: Gradient = "stale",
) -> Choices:
    """A recurrent layer with a linear head: (rows, steps, features) to (rows, outputs).

    It is called with the inputs alone, and predicts from the output of the last step, through
    dropout. It stands in an `nn.Sequential`, so the recurrent layer is `model[0]`. Edges: each
    cell, each mode, no old gradients, a frozen first parameter.

    Options:
        cells: which layers of torch.nn.
        features: columns of each step.
        outputs: columns of its outputs.
        dropout: how likely a number is dropped; 0 leaves the layer out.
        mode: in which it is handed over.
        gradient: what lies in `.grad` already.

    Example:
        model: {recurrent: {cells: [rnn, gru], features: F}}
    """

    def of(cell: str | None) -> Any:
        def drawn(pick: Pick, mode: str, gradient: str, frozen: bool) -> ModelRecipe:
            width, out = scope.size(pick, features), scope.size(pick, outputs)
            kind = cell or pick.element(cells)
            return ModelRecipe(
                kind, width, out, scope.dtype, 4, dropout, False, mode, gradient, frozen
            )

        return drawn

    choices, modes = _in_modes(of(None), mode, gradient), _modes(mode)

    def as_cell(cell: str) -> Draw:
        return lambda pick: of(cell)(pick, pick.element(modes), gradient, False)

    each: dict[str, Draw] = {cell: as_cell(cell) for cell in cells}
    frozen = {
        "a frozen parameter": lambda pick: of(None)(pick, pick.element(modes), gradient, True)
    }
    return Choices(choices.general, {**each, **choices.edges, **frozen})


def _modes(mode: str) -> tuple[str, ...]:
    return ("train", "eval") if mode == "either" else (mode,)


def _in_modes(drawn: Any, mode: str, gradient: str) -> Choices:
    modes = _modes(mode)

    def of(mode: str) -> Any:
        return lambda pick: drawn(pick, mode, gradient, False)

    edges = {f"{mode} mode": of(mode) for mode in modes}
    if gradient == "stale":
        edges["no old gradients"] = lambda pick: drawn(pick, pick.element(modes), "none", False)
    return Choices(lambda pick: drawn(pick, pick.element(modes), gradient, False), edges)


@strategy
def criterion(
    scope: Scope, *, kinds: Some[CriterionKind], overflows: tuple[Count, ...] = ()
) -> Choices:
    """A loss of torch.nn, each kind an edge.

    Options:
        kinds: which losses.
        overflows: for mixed precision. Of each number, an edge in which the gradients of that
            training loss are infinite, the first counting 1. A gradient scaler that is enabled
            skips the step; without one the weights become NaN.

    Example:
        criterion: {criterion: [mse, l1]}
    """
    edges: dict[str, Draw] = {kind: just(CriterionRecipe(kind)) for kind in kinds}

    def overflowing(at: int) -> Draw:
        return lambda pick: CriterionRecipe(pick.element(kinds), at)

    for at in overflows:
        edges[f"the gradients of loss {at} overflow"] = overflowing(at)
    return Choices(lambda pick: CriterionRecipe(pick.element(kinds)), edges)


@strategy
def optimizer(
    scope: Scope,
    *,
    kinds: Some[OptimizerKind],
    lr: Range = (0.01, 0.1),
    over: Annotated[str, given_from("linear", "mlp", "clock", "parameters")] = "model",
) -> Choices:
    """An optimizer of torch.optim over the parameters of another given.

    Edges: each kind, two parameter groups.

    Options:
        kinds: which optimizers; `momentum` is SGD with momentum 0.9.
        lr: the learning rate, drawn logarithmically.
        over: whose parameters.

    Example:
        model: {mlp: {}}
        optimizer: {optimizer: {kinds: [momentum, adam], lr: 0.05}}
    """

    def of(kind: str) -> Any:
        return lambda pick: OptimizerRecipe(kind, float_in(pick, lr, logarithmic=True), over)

    edges: dict[str, Draw] = {kind: of(kind) for kind in kinds}
    edges["two groups"] = lambda pick: replace(of(pick.element(kinds))(pick), groups=2)
    return Choices(lambda pick: of(pick.element(kinds))(pick), edges)


@strategy
def scheduler(
    scope: Scope,
    *,
    kinds: Some[SchedulerKind],
    period: Span = (1, 3),
    factor: Range = (0.25, 0.75),
    over: Annotated[str, given_from("optimizer")] = "optimizer",
) -> Choices:
    """A learning-rate schedule of torch.optim.lr_scheduler over a given optimizer.

    What is observed of it: `last_epoch` (how many steps it has taken), `last_lr` (the rate of each
    parameter group), of `plateau` also `best` and `num_bad_epochs`. Each step that it takes is a
    `scheduler_step` for `call_counts` and `call_order`. Edges: each kind.

    Options:
        kinds: which schedules. All but `plateau` (ReduceLROnPlateau) step without a metric.
            `lambda` is a LambdaLR: rate / (1 + factor·epoch). `constant` and `linear` begin below
            the optimizer's own rate.
        period: steps of the schedule. Until the next drop (`step`, `multi_step`), until the lowest
            rate (`cosine`), until the optimizer's own rate (`constant`, `linear`), or without
            improvement (`plateau`).
        factor: what the rate is multiplied by, above 0 and below 1.
        over: the optimizer.

    Example:
        model: {mlp: {}}
        optimizer: {optimizer: sgd}
        scheduler: {scheduler: [step, cosine, linear]}
    """
    lowest, highest = factor if isinstance(factor, tuple) else (factor, factor)
    if not 0 < lowest <= highest < 1:
        raise ValueError("factor must be above 0 and below 1")

    def of(kind: str) -> Draw:
        return lambda pick: SchedulerRecipe(
            kind, over, scope.size(pick, period), float_in(pick, factor)
        )

    edges: dict[str, Draw] = {kind: of(kind) for kind in kinds}
    return Choices(lambda pick: of(pick.element(kinds))(pick), edges)


@strategy
def clock(scope: Scope, *, mode: Literal["train", "eval"] = "train") -> Choices:
    """A model whose one weight counts its updates; for `script`, `script_loader` and SGD at `lr:
    1.0`.

    After any training run the weight says how many updates were made, and from which epoch the
    weights are: `fit`, and everything that tracks or restores, is tested exactly.

    Options:
        mode: in which it is handed over.

    Example:
        model: {clock: {mode: eval}}
    """
    return Choices(just(ClockRecipe(scope.dtype, mode)))


@strategy
def script(scope: Scope, *, losses: Some[float], updates_per_epoch: Count = 1) -> Choices:
    """The criterion of a `clock`: the validation losses follow a script, epoch by epoch.

    Options:
        losses: one an epoch; the last is repeated after the end. `.nan` and `.inf` may be among
            them.
        updates_per_epoch: how many training batches an epoch has.

    Example:
        criterion: {script: {losses: [3, 1, 2, .nan], updates_per_epoch: 2}}
    """
    return Choices(just(ScriptRecipe(tuple(map(float, losses)), updates_per_epoch)))
