"""The built-in strategies: what `given` may name."""

from __future__ import annotations

from typing import Any, Literal

from hypothesis import strategies as st

from grader.cases import (
    ClockRecipe,
    CriterionRecipe,
    DataRecipe,
    DeviceRecipe,
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
from grader.course import Literal as Constant
from grader.course import Use
from grader.drawing.strategy import Choices, Range, Scope, Span, floats_in, strategy

Gradient = Literal["none", "stale", "zero"]


@strategy
def integers(scope: Scope, *, between: tuple[int, int]) -> Choices:
    """Whole numbers, both ends included: `{integers: [1, 5]}`. The ends are edges."""
    low, high = between
    return Choices(
        st.integers(low, high),
        {f"{n}": st.just(n) for n in dict.fromkeys((low, high))},
    )


@strategy
def floats(scope: Scope, *, between: tuple[float, float]) -> Choices:
    """Floats on a grid of 64 steps: `{floats: [0, 0.5]}`. The ends are edges."""
    low, high = (float(end) for end in between)
    edges = {f"{x:g}": st.just(x) for x in dict.fromkeys((low, high))}
    return Choices(floats_in((low, high)), edges)


@strategy
def booleans(scope: Scope) -> Choices:
    """True or false, each an edge: `{booleans: {}}`."""
    return Choices(st.booleans(), {"false": st.just(False), "true": st.just(True)})


@strategy
def one_of(scope: Scope, *, options: tuple[Any, ...]) -> Choices:
    """One of these constants or strategies, each an edge: `{one_of: [1, {integers: [5, 9]}]}`."""
    inner = [choices_of(option, scope).general for option in options]
    edges = {f"option {index + 1}": choice for index, choice in enumerate(inner)}
    return Choices(st.one_of(inner), edges)


@strategy
def lists(scope: Scope, *, of: Any, min_size: int = 0, max_size: int = 10) -> Choices:
    """Lists of what another strategy gives: `{lists: {of: {floats: [0, 2]}, max_size: 30}}`."""
    items = choices_of(of, scope).general
    general = st.lists(items, min_size=min_size, max_size=max_size).map(tuple)
    shortest = st.lists(items, min_size=min_size, max_size=min_size).map(tuple)
    longest = st.lists(items, min_size=max_size, max_size=max_size).map(tuple)
    return Choices(general, {"shortest": shortest, "longest": longest})


@strategy
def sequences(scope: Scope, *, alphabet: tuple[float, ...], length: int) -> Choices:
    """Every sequence of up to `length` letters, one after the other, in one case.

    For small state machines: the run is executed for each, shortest first, and what is observed
    must agree for all. Take an alphabet that is exact in binary: `[0, 0.5, 0.75, 1]`.
    """
    return Choices(st.just(SequencesRecipe(tuple(map(float, alphabet)), length)))


@strategy
def tensor(
    scope: Scope,
    *,
    shape: str | tuple[int | str, ...] = (),
    values: tuple[float, float] = (-2.0, 2.0),
    choice: tuple[float, ...] = (),
    classes: Span | None = None,
    log_probs: bool = False,
    like: str = "",
    dtype: str = "",
    requires_grad: bool | Literal["either"] = False,
    gradient: Gradient = "none",
) -> Choices:
    """A tensor. `shape` names sizes or a shape of the task: `{tensor: {shape: [N, C]}}`.

    Uniform in `values`; or of `choice`; or class indices below `classes` (int64); or rows of
    log-probabilities; or a copy of the given that `like` names. `requires_grad: either` makes both
    an edge. `gradient: stale` leaves something in .grad.
    """
    if classes is not None:
        number = scope.sizes[classes] if isinstance(classes, str) else classes
        top = number if isinstance(number, int) else number[1]
        recipe = TensorRecipe(scope.shape(shape), "int64", "integers", 0, top - 1)
        return Choices(st.just(recipe))
    fill = "choice" if choice else "log_probs" if log_probs else "like" if like else "uniform"

    def recipe_with(grad: bool) -> TensorRecipe:
        return TensorRecipe(
            scope.shape(shape), dtype or scope.dtype, fill, float(values[0]), float(values[1]),
            choice, grad, gradient if grad else "none", like,
        )  # fmt: skip

    if requires_grad == "either":
        edges = {
            "without grad": st.just(recipe_with(False)),
            "requires grad": st.just(recipe_with(True)),
        }
        return Choices(st.booleans().map(recipe_with), edges)
    return Choices(st.just(recipe_with(requires_grad)))


@strategy
def parameters(
    scope: Scope,
    *,
    shapes: tuple[tuple[int, ...], ...] = ((2, 3), (3,)),
    without_gradient: bool = True,
    forms: tuple[Literal["list", "tuple", "generator"], ...] = ("list", "generator", "tuple"),
) -> Choices:
    """Leaf tensors with gradients, as a list, tuple or generator; in some cases one has none.

    For functions that update parameters by hand. What is observed is every parameter's value and
    gradient, through the grader's own list.
    """
    some = tuple(range(len(shapes))) if without_gradient else ()

    def recipe(missing: tuple[int, ...], form: str) -> ParametersRecipe:
        return ParametersRecipe(shapes, scope.dtype, missing, form)

    missing = st.sampled_from([(), *((index,) for index in some)])
    edges = {f"a {form}": st.builds(recipe, missing, st.just(form)) for form in forms}
    if some:
        edges["first without gradient"] = st.just(recipe((0,), forms[0]))
        edges["none has a gradient"] = st.just(recipe(some, forms[0]))
    return Choices(st.builds(recipe, missing, st.sampled_from(forms)), edges)


@strategy
def loader(
    scope: Scope,
    *,
    kind: Literal["regression", "line", "classification"] = "regression",
    rows: Span = (5, 12),
    batch_size: Span = (2, 4),
    features: Span = 1,
    outputs: Span = 1,
    drop_last: bool | Literal["either"] = "either",
    last_scale: float = 4.0,
    slope: float = 0.7,
    intercept: float = 0.3,
    values: tuple[float, float] = (-1.0, 1.0),
    noise: float = 0.0,
    plain: bool = False,
) -> Choices:
    """A DataLoader over generated data, adversarial by default.

    Edges: a ragged last batch on another scale, a single row, a single batch, a shuffled order,
    and `drop_last` (rows of the data set that are never yielded). `kind: line` has targets
    slope·x + intercept. `plain: true` draws none of the edges, one scale, no dropped rows.
    """
    scale = 1.0 if plain else last_scale
    ends = float(values[0]), float(values[1])
    width, targets = scope.size(features), scope.size(outputs)

    def recipe(
        rows: int, batch: int, width: int, out: int, shuffle: bool, drop: bool
    ) -> LoaderRecipe:
        drop = drop and rows >= batch
        data = DataRecipe(kind, rows, width, out, scope.dtype, slope, intercept, *ends, noise)
        return LoaderRecipe(data, batch, shuffle, drop, scale)

    def drawn(rows: Any, batch: Any, shuffle: bool = False, drop: bool = False) -> Any:
        flags = st.just(shuffle), st.just(drop)
        return st.builds(recipe, rows, batch, width, targets, *flags)

    some_rows, batch = scope.size(rows), scope.size(batch_size)
    if plain:
        return Choices(drawn(some_rows, batch))
    low, high = (batch_size, batch_size) if isinstance(batch_size, int) else (2, 4)
    if isinstance(batch_size, tuple):
        low, high = batch_size
    wide = max(high, 2)
    edges = {
        "ragged last batch": drawn(st.just(2 * wide + max(1, wide // 2)), st.just(wide)),
        "last batch of one row": drawn(st.just(2 * wide + 1), st.just(wide)),
        "a single row": drawn(st.just(1), batch),
        "a single batch": drawn(st.just(wide), st.just(wide)),
        "shuffled": drawn(st.just(2 * wide + max(1, wide // 2)), st.just(wide), shuffle=True),
    }
    if drop_last:
        edges["rows left over by drop_last"] = drawn(
            st.just(2 * wide + max(1, wide // 2)), st.just(wide), drop=True
        )
    flags = st.booleans() if drop_last == "either" else st.just(bool(drop_last))
    general = st.builds(recipe, some_rows, batch, width, targets, st.booleans(), flags)
    return Choices(general, edges)


@strategy
def linear(
    scope: Scope,
    *,
    features: Span = 1,
    outputs: Span = 1,
    mode: Literal["either", "train", "eval"] = "either",
    gradient: Gradient = "stale",
) -> Choices:
    """A linear model, handed over in either mode, with old gradients in .grad."""
    return _model(scope, "linear", features, outputs, mode, gradient, 0.0, False)


@strategy
def mlp(
    scope: Scope,
    *,
    features: Span = 1,
    outputs: Span = 1,
    dropout: float = 0.3,
    batch_norm: bool = True,
    mode: Literal["either", "train", "eval"] = "either",
    gradient: Gradient = "stale",
) -> Choices:
    """Linear, batch norm, tanh, dropout, linear: handed over in either mode, with old gradients.

    Batch norm is left out of a case whose batches are too small for it.
    """
    return _model(scope, "mlp", features, outputs, mode, gradient, dropout, batch_norm)


def _model(
    scope: Scope, kind: str, features: Span, outputs: Span, mode: str, gradient: str,
    dropout: float, batch_norm: bool,
) -> Choices:  # fmt: skip
    def recipe(width: int, out: int, mode: str, gradient: str) -> ModelRecipe:
        return ModelRecipe(
            kind, width, out, scope.dtype, 4, dropout, batch_norm, mode, gradient
        )  # fmt: skip

    modes = ("train", "eval") if mode == "either" else (mode,)
    sizes = scope.size(features), scope.size(outputs)
    edges = {f"{m} mode": st.builds(recipe, *sizes, st.just(m), st.just(gradient)) for m in modes}
    if gradient == "stale":
        edges["no old gradients"] = st.builds(
            recipe, *sizes, st.sampled_from(modes), st.just("none")
        )
    general = st.builds(recipe, *sizes, st.sampled_from(modes), st.just(gradient))
    return Choices(general, edges)


@strategy
def criterion(scope: Scope, *, kinds: tuple[str, ...]) -> Choices:
    """A loss of torch.nn, each kind an edge: mse, l1, smooth_l1, cross_entropy, bce_with_logits."""
    recipes = [CriterionRecipe(kind) for kind in kinds]
    return Choices(st.sampled_from(recipes), {r.kind: st.just(r) for r in recipes})


@strategy
def optimizer(
    scope: Scope,
    *,
    kinds: tuple[str, ...],
    lr: Range = (0.01, 0.1),
    over: str = "model",
) -> Choices:
    """An optimizer of torch.optim over the parameters of a given, each kind an edge.

    Kinds: sgd, momentum (0.9), nesterov, adam, adamw, rmsprop, adagrad.
    """
    rates = floats_in(lr, logarithmic=True)

    def of(kind: str) -> Any:
        return st.builds(OptimizerRecipe, st.just(kind), rates, st.just(over))

    return Choices(st.one_of([of(kind) for kind in kinds]), {kind: of(kind) for kind in kinds})


@strategy
def early_stopping(scope: Scope, *, patience: Span, min_delta: Range = 0.0) -> Choices:
    """An early-stopping object of the grader's own, as the course defines it."""
    deltas = floats_in(min_delta)
    return Choices(st.builds(StopperRecipe, scope.size(patience), deltas))


@strategy
def device(scope: Scope, *, name: str = "cpu") -> Choices:
    """A torch.device."""
    return Choices(st.just(DeviceRecipe(name)))


@strategy
def clock(scope: Scope, *, mode: Literal["train", "eval"] = "train") -> Choices:
    """A model whose one weight counts its updates, with SGD at lr 1 and a `script`.

    After any training run the weight says how many updates were made, and from which epoch the
    weights are: `fit` and everything that tracks or restores is tested exactly.
    """
    return Choices(st.just(ClockRecipe(scope.dtype, mode)))


@strategy
def script(scope: Scope, *, losses: tuple[float, ...], updates_per_epoch: int = 1) -> Choices:
    """The criterion of a `clock`: validation losses follow this script, epoch by epoch."""
    return Choices(st.just(ScriptRecipe(tuple(map(float, losses)), updates_per_epoch)))


@strategy
def script_loader(scope: Scope, *, batches: tuple[int, ...], validation: bool = False) -> Choices:
    """The loader of a `clock`: batches of these sizes, for training or for validation."""
    return Choices(st.just(ScriptLoaderRecipe(batches, validation, scope.dtype)))


def choices_of(given: Any, scope: Scope) -> Choices:
    """The choices of a given: a strategy in use, or a constant."""
    if isinstance(given, Use):
        return BUILT_IN[given.strategy](scope, **given.options)
    value = given.value if isinstance(given, Constant) else given
    return Choices(st.just(value))


BUILT_IN = {
    function.__name__: function
    for function in (
        integers, floats, booleans, one_of, lists, sequences, tensor, parameters, loader, linear,
        mlp, criterion, optimizer, early_stopping, device, clock, script, script_loader,
    )
}  # fmt: skip
