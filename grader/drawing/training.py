"""Strategies for what is trained: loaders, models, criteria, optimizers.

Adversarial by default: what right and wrong training code does differs most on ragged batches of
different scales, with momentum, dropout and batch norm, on a model that arrives in the wrong mode
with old gradients, in float64.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from grader.cases import (
    ClockRecipe,
    CriterionKind,
    CriterionRecipe,
    DataRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerKind,
    OptimizerRecipe,
    ScriptLoaderRecipe,
    ScriptRecipe,
)
from grader.course import (
    Amount,
    Count,
    Finite,
    Floats,
    Probability,
    Range,
    Some,
    Span,
    given_from,
)
from grader.drawing.strategy import Choices, Draw, Pick, Scope, float_in, just, strategy

Gradient = Literal["none", "stale"]
Mode = Literal["either", "train", "eval"]


@strategy
def loader(
    scope: Scope,
    *,
    kind: Literal["regression", "line", "classification"] = "regression",
    rows: Span = (5, 12),
    batch_size: Span = (2, 4),
    features: Span = 1,
    outputs: Span = 1,
    last_scale: Finite = 4.0,
    slope: Finite = 0.7,
    intercept: Finite = 0.3,
    values: Floats = (-1.0, 1.0),
    noise: Amount = 0.0,
    plain: bool = False,
) -> Choices:
    """A DataLoader over generated data, adversarial by default.

    Edges: a ragged last batch, a last batch of one row, a single row, a single batch, a shuffled
    order (the same on every pass), rows left over by `drop_last`, a NaN among the inputs.

    Options:
        kind: what the targets are. `regression`: random numbers; `line`: slope·x + intercept, x
            summed over the features; `classification`: class indices.
        rows: how many, in general cases; edges have their own.
        batch_size: rows of a batch.
        features: columns of the inputs.
        outputs: columns of the targets; of `classification`, the number of classes.
        last_scale: the inputs of the last batch are multiplied by it: a mean that weights batches
            wrongly shows.
        slope: of `line`.
        intercept: of `line`.
        values: the lowest and the highest of the inputs.
        noise: of `line`: random numbers up to this are added to the targets.
        plain: no edges, one scale, no shuffling, no dropped rows; for checks of convergence.

    Example:
        loader: {loader: {kind: line, plain: true, rows: [20, 24], batch_size: 5}}
    """
    low, high = float(values[0]), float(values[1])

    def drawn(
        pick: Pick,
        rows: Span,
        batch: Span,
        shuffle: Any = None,
        drop: Any = False,
        nan: bool = False,
    ) -> LoaderRecipe:
        count, size = scope.size(pick, rows), scope.size(pick, batch)
        width, targets = scope.size(pick, features), scope.size(pick, outputs)
        data = DataRecipe(
            kind, count, width, targets, scope.dtype, slope, intercept, low, high, noise, nan
        )
        mixed = pick.element((False, True)) if shuffle is None else shuffle
        left = pick.element((False, True)) if drop is None else drop
        return LoaderRecipe(data, size, mixed, left and count >= size, 1.0 if plain else last_scale)

    if plain:
        return Choices(lambda pick: drawn(pick, rows, batch_size, shuffle=False))
    wide = max(3, batch_size[1]) if isinstance(batch_size, tuple) else 3
    ragged = 2 * wide + 2
    return Choices(
        lambda pick: drawn(pick, rows, batch_size, drop=None),
        {
            "ragged last batch": lambda pick: drawn(pick, ragged, wide, shuffle=False),
            "last batch of one row": lambda pick: drawn(pick, 2 * wide + 1, wide, shuffle=False),
            "a single row": lambda pick: drawn(pick, 1, batch_size),
            "a single batch": lambda pick: drawn(pick, wide, wide),
            "shuffled": lambda pick: drawn(pick, ragged, wide, shuffle=True),
            "rows left over by drop_last": lambda pick: drawn(
                pick, ragged, wide, shuffle=False, drop=True
            ),
            "a NaN in the first row": lambda pick: drawn(
                pick, ragged, wide, shuffle=False, nan=True
            ),
        },
    )


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
def criterion(scope: Scope, *, kinds: Some[CriterionKind]) -> Choices:
    """A loss of torch.nn, each kind an edge.

    Options:
        kinds: which losses.

    Example:
        criterion: {criterion: [mse, l1]}
    """
    edges: dict[str, Draw] = {kind: just(CriterionRecipe(kind)) for kind in kinds}
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


@strategy
def script_loader(scope: Scope, *, batches: Some[Count], validation: bool = False) -> Choices:
    """The loader of a `clock`: batches of these sizes.

    Options:
        batches: the rows of each batch.
        validation: whether it is for validation, not for training.

    Example:
        val_loader: {script_loader: {batches: [2, 3], validation: true}}
    """
    return Choices(just(ScriptLoaderRecipe(batches, validation, scope.dtype)))
