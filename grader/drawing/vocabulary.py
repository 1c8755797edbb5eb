"""The built-in strategies for plain values: numbers, choices, lists, tensors, parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from grader.cases import (
    Device,
    DeviceRecipe,
    Dtype,
    ParametersRecipe,
    SequencesRecipe,
    StopperRecipe,
    TensorRecipe,
)
from grader.course import (
    Count,
    CountName,
    Floats,
    Integers,
    NotNegative,
    Shape,
    Some,
    Span,
    Use,
    given_from,
)
from grader.course import Literal as Constant
from grader.drawing import training
from grader.drawing.strategy import Choices, Pick, Scope, float_in, just, strategy

MOST_SEQUENCES = 10_000  # of the longest; a case runs them all


@strategy
def integers(scope: Scope, *, between: Integers) -> Choices:
    """Whole numbers, both ends included: `{integers: [1, 5]}`. The ends are edges."""
    low, high = between
    edges = {f"{end}": just(end) for end in dict.fromkeys((low, high))}
    return Choices(lambda pick: pick.integer(low, high), edges)


@strategy
def floats(scope: Scope, *, between: Floats) -> Choices:
    """Floats on a grid of 64 steps: `{floats: [0, 0.5]}`. The ends are edges."""
    low, high = (float(end) for end in between)
    edges = {f"{end:g}": just(end) for end in dict.fromkeys((low, high))}
    return Choices(lambda pick: float_in(pick, (low, high)), edges)


@strategy
def booleans(scope: Scope) -> Choices:
    """True or false, each an edge: `{booleans: {}}`."""
    edges = {"false": just(False), "true": just(True)}
    return Choices(lambda pick: pick.element((False, True)), edges)


@strategy
def one_of(scope: Scope, *, options: Some[Any]) -> Choices:
    """One of these constants or strategies, each an edge: `{one_of: [1, {integers: [5, 9]}]}`."""
    inner = [choices_of(option, scope).general for option in options]
    edges = {f"option {index}": draw for index, draw in enumerate(inner, 1)}
    return Choices(lambda pick: pick.element(inner)(pick), edges)


@strategy
def lists(
    scope: Scope, *, of: Any, min_size: NotNegative = 0, max_size: NotNegative = 10
) -> Choices:
    """Lists of what another strategy gives: `{lists: {of: {floats: [0, 2]}, max_size: 30}}`."""
    if min_size > max_size:
        raise ValueError(f"min_size {min_size} is above max_size {max_size}")
    item = choices_of(of, scope).general

    def drawn(pick: Pick, least: int, most: int) -> tuple[Any, ...]:
        return tuple(item(pick) for _ in range(pick.integer(least, most)))

    return Choices(
        lambda pick: drawn(pick, min_size, max_size),
        {
            "shortest": lambda pick: drawn(pick, min_size, min_size),
            "longest": lambda pick: drawn(pick, max_size, max_size),
        },
    )


@strategy
def sequences(scope: Scope, *, alphabet: Some[float], length: Count) -> Choices:
    """Every sequence of up to `length` letters, one after the other, in one case.

    For small state machines: the run is executed for each, shortest first, and what is observed
    must agree for all. Take an alphabet that is exact in binary: `[0, 0.5, 0.75, 1]`.
    """
    if len(alphabet) ** length > MOST_SEQUENCES:
        raise ValueError(f"{len(alphabet)} letters, up to {length} long, are too many sequences")
    return Choices(just(SequencesRecipe(tuple(map(float, alphabet)), length)))


@strategy
def tensor(
    scope: Scope,
    *,
    shape: Shape = (),
    values: Floats = (-2.0, 2.0),
    choice: tuple[float, ...] = (),
    listed: tuple[Any, ...] = (),
    classes: Count | CountName | None = None,
    log_probs: bool = False,
    like: Annotated[str, given_from("tensor")] = "",
    dtype: Dtype | Literal[""] = "",
    requires_grad: bool | Literal["either"] = False,
    gradient: Literal["none", "stale", "zero"] = "none",
) -> Choices:
    """A tensor. `shape` names sizes or a shape of the task: `{tensor: {shape: [N, C]}}`.

    Uniform in `values`; or of `choice`; or exactly the numbers `listed` (row by row); or class
    indices below `classes` (int64); or rows of log-probabilities; or a copy of the given that
    `like` names. `requires_grad: either` makes both an edge. `gradient: stale` leaves something in
    .grad.
    """
    kind = dtype or scope.dtype
    low, high = float(values[0]), float(values[1])
    fill, numbers, size = "uniform", choice, scope.shape(shape)
    if classes is not None:
        top = scope.sizes[classes] if isinstance(classes, str) else classes
        fill, kind, low, high = "integers", "int64", 0.0, float(top - 1)
    elif listed:
        size, numbers = _flattened(listed)
        fill = "listed"
    elif choice or log_probs or like:
        fill = "choice" if choice else "log_probs" if log_probs else "like"

    def recipe(grad: bool) -> TensorRecipe:
        held = gradient if grad else "none"
        return TensorRecipe(size, kind, fill, low, high, numbers, grad, held, like)

    if requires_grad == "either":
        edges = {"without grad": just(recipe(False)), "requires grad": just(recipe(True))}
        return Choices(lambda pick: recipe(pick.element((False, True))), edges)
    return Choices(just(recipe(requires_grad)))


def _flattened(rows: Any) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The shape and the numbers of nested rows."""
    if not isinstance(rows, tuple | list):
        if not isinstance(rows, int | float):
            raise ValueError("listed: all of it must be numbers")
        return (), (float(rows),)
    parts = [_flattened(row) for row in rows]
    shapes = {shape for shape, _ in parts}
    if len(shapes) != 1:
        raise ValueError("listed: all rows must have the same length")
    return (len(rows), *shapes.pop()), tuple(n for _, numbers in parts for n in numbers)


@strategy
def parameters(
    scope: Scope,
    *,
    shapes: Some[tuple[NotNegative, ...]] = ((2, 3), (3,), ()),
    without_gradient: bool = True,
    forms: Some[Literal["list", "tuple", "generator"]] = ("list", "generator", "tuple"),
) -> Choices:
    """Leaf tensors with gradients, as a list, tuple or generator; in some cases one has none.

    For functions that update parameters by hand. What is observed is every parameter's value and
    gradient, through the grader's own list.
    """
    every = tuple(range(len(shapes)))
    missing: list[tuple[int, ...]] = [(), *((i,) for i in every)] if without_gradient else [()]

    def recipe(without: tuple[int, ...], form: str) -> ParametersRecipe:
        return ParametersRecipe(shapes, scope.dtype, without, form)

    def as_form(form: str) -> Any:
        return lambda pick: recipe(pick.element(missing), form)

    edges = {f"a {form}": as_form(form) for form in forms}
    if without_gradient:
        edges["first without gradient"] = just(recipe((0,), forms[0]))
        edges["none has a gradient"] = just(recipe(every, forms[0]))
    edges["gradients add up to zero"] = just(replace(recipe((), forms[0]), balanced=True))
    return Choices(lambda pick: recipe(pick.element(missing), pick.element(forms)), edges)


@strategy
def early_stopping(scope: Scope, *, after: Span) -> Choices:
    """An early-stopping object of the grader's own, which says stop at its call number `after`.

    It is called with a loss and has `counter`, `best_loss`, `early_stop`, and `seen`, the losses
    that it was told.
    """
    return Choices(lambda pick: StopperRecipe(scope.size(pick, after)))


@strategy
def device(scope: Scope, *, name: Device = "cpu") -> Choices:
    """A torch.device."""
    return Choices(just(DeviceRecipe(name)))


def choices_of(given: Any, scope: Scope) -> Choices:
    """The choices of a given: a strategy in use, or a constant."""
    if isinstance(given, Use):
        return BUILT_IN[given.strategy](scope, **given.options)
    return Choices(just(given.value if isinstance(given, Constant) else given))


BUILT_IN = {
    function.__name__: function
    for function in (
        integers, floats, booleans, one_of, lists, sequences, tensor, parameters,
        training.loader, training.linear, training.mlp, training.criterion, training.optimizer,
        early_stopping, device, training.clock, training.script, training.script_loader,
    )
}  # fmt: skip
