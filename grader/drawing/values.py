"""Strategies for plain values: numbers, choices, lists, tensors, parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from grader.cases import (
    Device,
    DeviceRecipe,
    Dtype,
    FolderRecipe,
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
    Rows,
    Shape,
    Some,
    Span,
    Use,
    given_from,
)
from grader.course import Literal as Constant
from grader.drawing.strategy import Choices, Pick, Scope, float_in, just, strategy

MOST_SEQUENCES = 10_000  # of the longest; a case runs them all


@strategy
def integers(scope: Scope, *, between: Integers) -> Choices:
    """Whole numbers, both ends included.

    Edges: both ends.

    Options:
        between: the lowest and the highest.

    Example:
        epochs: {integers: [1, 3]}
    """
    low, high = between
    edges = {f"{end}": just(end) for end in dict.fromkeys((low, high))}
    return Choices(lambda pick: pick.integer(low, high), edges)


@strategy
def floats(scope: Scope, *, between: Floats) -> Choices:
    """Floats on a grid of 64 steps, so that they read well.

    Edges: both ends.

    Options:
        between: the lowest and the highest.

    Example:
        min_delta: {floats: [0, 0.5]}
    """
    low, high = (float(end) for end in between)
    edges = {f"{end:g}": just(end) for end in dict.fromkeys((low, high))}
    return Choices(lambda pick: float_in(pick, (low, high)), edges)


@strategy
def booleans(scope: Scope) -> Choices:
    """True or false, each an edge.

    Example:
        shuffle: {booleans: {}}
    """
    edges = {"false": just(False), "true": just(True)}
    return Choices(lambda pick: pick.element((False, True)), edges)


@strategy
def one_of(scope: Scope, *, options: Some[Any]) -> Choices:
    """One of several constants or strategies, each an edge.

    Options:
        options: the constants and strategies; put the simplest first.

    Example:
        lr: {one_of: [0.1, 0.03, {floats: [1, 2]}]}
    """
    inner = [choices_of(option, scope).general for option in options]
    edges = {f"option {index}": draw for index, draw in enumerate(inner, 1)}
    return Choices(lambda pick: pick.element(inner)(pick), edges)


@strategy
def lists(
    scope: Scope, *, of: Any, min_size: NotNegative = 0, max_size: NotNegative = 10
) -> Choices:
    """Lists of what another strategy gives.

    Edges: the shortest, the longest.

    Options:
        of: a strategy or a constant: one item.
        min_size: items of the shortest.
        max_size: items of the longest.

    Example:
        losses: {lists: {of: {floats: [0, 2]}, max_size: 30}}
    """
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
    """Every sequence of 1 to `length` letters, one after the other, in one case.

    For small state machines, which are enumerated instead of sampled: the run is executed for each
    sequence, shortest first, and what is observed must agree for all of them. `cases: 1` is enough.

    Options:
        alphabet: the letters, numbers. Take such as are exact in binary, so that `<` and `<=` can
            be told apart.
        length: letters of the longest sequence; there may be 10 000 sequences of that length.

    Example:
        losses: {sequences: {alphabet: [0, 0.5, 0.75, 1], length: 4}}
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
    listed: Rows = (),
    classes: Count | CountName | None = None,
    log_probs: bool = False,
    like: Annotated[str, given_from("tensor")] = "",
    dtype: Dtype | Literal[""] = "",
    requires_grad: bool | Literal["either"] = False,
    gradient: Literal["none", "stale", "zero"] = "none",
) -> Choices:
    """A tensor in the dtype of the case.

    What is in it: `values`, or one of `choice`, `listed`, `classes`, `log_probs` and `like`, if
    that is given. Edges only with `requires_grad: either`; give sizes a wide range and several
    `shapes` instead.

    Options:
        shape: a list of sizes, or the name of one of the task's `shapes`: `[N, C]`, `S`, `[2, 3]`;
            `[]` is 0-dim.
        values: the lowest and the highest; uniform between them.
        choice: each element is one of these.
        listed: exactly these numbers, in nested lists, row by row; needs no shape.
        classes: class indices from 0, below this number or size; int64.
        log_probs: rows of log-probabilities, over the last axis.
        like: another given tensor, of the same shape: a copy of it.
        dtype: another dtype than the case's.
        requires_grad: whether it does; `either` makes both an edge.
        gradient: what lies in `.grad`, if it requires grad.

    Example:
        predictions: {tensor: {shape: [N, C], requires_grad: true}}
        targets: {tensor: {shape: [N], classes: C}}
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
    """Leaf tensors with gradients, for functions that update by hand.

    Edges: each form, the first without a gradient, none with one, gradients that add up to zero.
    What is observed is every parameter's value and gradient, through the grader's own list.

    Options:
        shapes: one tensor each.
        without_gradient: in some cases `.grad` is None in one or all of them.
        forms: what the function is handed.

    Example:
        params: {parameters: {shapes: [[2, 3], [3]]}}
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
    """An early-stopping object of the grader's own, for functions that are given one.

    It is called with a loss, and says stop at its call number `after`, whatever it is told. It has
    `counter`, `best_loss`, `early_stop`, and `seen`, the losses that it was told.

    Options:
        after: the call at which it says stop.

    Example:
        early_stopping: {early_stopping: {after: 2}}
    """
    return Choices(lambda pick: StopperRecipe(scope.size(pick, after)))


@strategy
def device(scope: Scope, *, name: Device = "cpu") -> Choices:
    """A torch.device.

    The property `agrees_across_devices` puts other devices in its place.

    Options:
        name: which device.

    Example:
        device: {device: cpu}
    """
    return Choices(just(DeviceRecipe(name)))


@strategy
def folder(scope: Scope, *, content: bool = False) -> Choices:
    """An empty folder of the run's own, as a pathlib.Path.

    The run may write files there and read them again; they are gone before the next run. The path
    is relative, the same for every implementation. What is observed of it are the names of the
    files in it, or with `content` what is in each.

    With `content`, a checkpoint is what `torch.load` with `weights_only` makes of it: of a dict
    saved to `folder / "best.pt"`, `folder.best.pt.epoch` is a part. TensorBoard's event files count
    as one, `events`: `folder.events.scalars.Loss/train.steps` and `.values`, and the same of
    `histograms`, whose values are count, least, greatest and sum. Of a folder in it: `logs/events`.
    Anything else is its text, or its size.

    Options:
        content: whether the content of files is observed. Event files need the package
            tensorboard.

    Example:
        folder: {folder: {content: true}}
    """
    return Choices(just(FolderRecipe(content)))


def choices_of(given: Any, scope: Scope) -> Choices:
    """The choices of a given: a strategy in use, or a constant."""
    if isinstance(given, Use):
        choices: Choices = given.word.meaning(scope, **given.options)
        return choices
    return Choices(just(given.value if isinstance(given, Constant) else given))
