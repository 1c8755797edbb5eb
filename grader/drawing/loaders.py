"""Strategies for what is learnt from: loaders over generated and over real data.

Adversarial by default: what right and wrong training code does differs most on ragged batches of
different scales.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from grader.cases import (
    DataRecipe,
    DigitsRecipe,
    LoaderRecipe,
    ScriptLoaderRecipe,
    SequenceDataRecipe,
    TensorRecipe,
)
from grader.course import Amount, Count, CountName, Finite, Floats, Some, Span
from grader.drawing.strategy import Choices, Draw, Pick, Scope, just, strategy

MOST_DIGITS = 100  # rows; of two classes there are 360: enough for training and for validation

Rows: TypeAlias = Callable[[Pick, int, bool], Any]  # data of so many rows, with a NaN or not


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

    def of(pick: Pick, count: int, nan: bool) -> DataRecipe:
        width, targets = scope.size(pick, features), scope.size(pick, outputs)
        return DataRecipe(
            kind, count, width, targets, scope.dtype, slope, intercept, low, high, noise, nan
        )

    return _batched(scope, of, rows, batch_size, 1.0 if plain else last_scale, plain, nan=True)


@strategy(like="loader")
def sequence_loader(
    scope: Scope,
    *,
    target: Literal["sum", "next"] = "sum",
    rows: Span = (5, 12),
    batch_size: Span = (2, 4),
    steps: Span = (2, 5),
    features: Span = 1,
    outputs: Span = 1,
    scale: Finite = 8.0,
    plain: bool = False,
) -> Choices:
    """A DataLoader over sequences, (rows, steps, features), for a `recurrent` model.

    Every second batch is large, and so are its gradients: some are clipped, others are not. Edges:
    a ragged last batch, a last batch of one row, a single row, a single batch, a shuffled order
    (the same on every pass), rows left over by `drop_last`.

    Options:
        target: what is to be predicted. `sum`: a weighted sum of the whole sequence; `next`: the
            value that comes next, on waves.
        rows: how many, in general cases; edges have their own.
        batch_size: rows of a batch.
        steps: the length of the sequences.
        features: columns of each step.
        outputs: columns of the targets.
        scale: the inputs and targets of every second batch are multiplied by it.
        plain: no edges, one scale, no shuffling, no dropped rows; for checks of convergence.

    Example:
        model: {recurrent: {cells: [rnn, lstm, gru], features: F}}
        loader: {sequence_loader: {features: F}}
    """

    def of(pick: Pick, count: int, _: bool) -> SequenceDataRecipe:
        length, width = scope.size(pick, steps), scope.size(pick, features)
        columns, factor = scope.size(pick, outputs), 1.0 if plain else float(scale)
        return SequenceDataRecipe(count, length, width, columns, scope.dtype, target, factor)

    return _batched(scope, of, rows, batch_size, 1.0, plain)


@strategy(like="loader")
def digits_loader(
    scope: Scope,
    *,
    classes: Count = 10,
    split: Literal["train", "validation"] = "train",
    form: Literal["flat", "image"] = "flat",
    rows: Span = (12, 24),
    batch_size: Span = (4, 8),
    plain: bool = False,
) -> Choices:
    """A DataLoader over real data: images of hand-written digits, 8 x 8 pixels in [0, 1].

    The 1797 test images of the UCI data set "Optical Recognition of Handwritten Digits" (Alpaydin
    and Kaynak, CC BY 4.0). Each case takes other rows of it. Edges: a ragged last batch, a last
    batch of one row, a single row, a single batch, a shuffled order (the same on every pass), rows
    left over by `drop_last`.

    Options:
        classes: only digits below this.
        split: two loaders of a case, one for training and one for validation, have no row in
            common.
        form: of the inputs. `flat`: (rows, 64); `image`: (rows, 1, 8, 8).
        rows: how many, up to 100, in general cases; edges have their own.
        batch_size: rows of a batch.
        plain: no edges, no shuffling, no dropped rows; for checks of convergence.

    Example:
        train_loader: {digits_loader: {form: image}}
        val_loader: {digits_loader: {form: image, split: validation}}
    """
    _check_digits(classes, rows)

    def of(_: Pick, count: int, __: bool) -> DigitsRecipe:
        return DigitsRecipe(count, scope.dtype, classes, form, split)

    return _batched(scope, of, rows, batch_size, 1.0, plain)


@strategy(like="tensor")
def digits(
    scope: Scope,
    *,
    what: Literal["images", "labels"],
    rows: Count | CountName = 24,
    classes: Count = 10,
    split: Literal["train", "validation"] = "train",
    form: Literal["flat", "image"] = "flat",
) -> Choices:
    """A tensor of real data: images of hand-written digits, or which digit each of them is.

    The data are those of `digits_loader`. In one case, `images` and `labels` with the same `rows`,
    `classes` and `split` belong together.

    Options:
        what: `images`: pixels in [0, 1], in the dtype of the case; `labels`: int64.
        rows: how many, up to 100.
        classes: only digits below this.
        split: `train` and `validation` have no row in common.
        form: of the images. `flat`: (rows, 64); `image`: (rows, 1, 8, 8).

    Example:
        inputs: {digits: {what: images, rows: N}}
        targets: {digits: {what: labels, rows: N}}
    """
    count = scope.sizes[rows] if isinstance(rows, str) else rows
    _check_digits(classes, count)
    data = DigitsRecipe(count, scope.dtype, classes, form, split)
    if what == "labels":
        return Choices(just(TensorRecipe((count,), "int64", "targets", data=data)))
    shape = (count, 64) if form == "flat" else (count, 1, 8, 8)
    return Choices(just(TensorRecipe(shape, scope.dtype, "inputs", data=data)))


def _check_digits(classes: int, rows: Span) -> None:
    if not 2 <= classes <= 10:
        raise ValueError(f"classes must be from 2 to 10, not {classes}")
    most = rows[1] if isinstance(rows, tuple) else rows
    if isinstance(most, int) and most > MOST_DIGITS:
        raise ValueError(f"rows must be at most {MOST_DIGITS}, not {most}")


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


def _batched(
    scope: Scope,
    of: Rows,
    rows: Span,
    batch_size: Span,
    last_scale: float,
    plain: bool,
    nan: bool = False,
) -> Choices:
    """Loaders over a kind of data, with the edges that batches have; without, if `plain`."""

    def drawn(
        pick: Pick,
        rows: Span,
        batch: Span,
        shuffle: Any = None,
        drop: Any = False,
        nan: bool = False,
    ) -> LoaderRecipe:
        count, size = scope.size(pick, rows), scope.size(pick, batch)
        data = of(pick, count, nan)
        mixed = pick.element((False, True)) if shuffle is None else shuffle
        left = pick.element((False, True)) if drop is None else drop
        return LoaderRecipe(data, size, mixed, left and count >= size, last_scale)

    if plain:
        return Choices(lambda pick: drawn(pick, rows, batch_size, shuffle=False))
    wide = max(3, batch_size[1]) if isinstance(batch_size, tuple) else 3
    ragged = 2 * wide + 2
    edges: dict[str, Draw] = {
        "ragged last batch": lambda pick: drawn(pick, ragged, wide, shuffle=False),
        "last batch of one row": lambda pick: drawn(pick, 2 * wide + 1, wide, shuffle=False),
        "a single row": lambda pick: drawn(pick, 1, batch_size),
        "a single batch": lambda pick: drawn(pick, wide, wide),
        "shuffled": lambda pick: drawn(pick, ragged, wide, shuffle=True),
        "rows left over by drop_last": lambda pick: drawn(
            pick, ragged, wide, shuffle=False, drop=True
        ),
    }
    if nan:
        edges["a NaN in the first row"] = lambda pick: drawn(
            pick, ragged, wide, shuffle=False, nan=True
        )
    return Choices(lambda pick: drawn(pick, rows, batch_size, drop=None), edges)
