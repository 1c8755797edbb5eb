"""Recipes: what a case is made of, as plain data.

A recipe says how to build one live object (a tensor, a model, a loader) so that every
implementation gets the same one. It holds names, sizes and seeds, never values of torch: the judge
draws and stores recipes, only a worker builds from them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

CriterionKind = Literal["mse", "l1", "smooth_l1", "cross_entropy", "bce_with_logits"]
OptimizerKind = Literal["sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad"]
SchedulerKind = Literal[
    "step", "multi_step", "exponential", "cosine", "lambda", "constant", "linear", "plateau"
]
Device = Literal["cpu", "cuda"]
Dtype = Literal[
    "float64", "float32", "bfloat16", "float16", "int64", "int32", "int16", "int8", "uint8", "bool"
]


@dataclass(frozen=True, slots=True)
class TensorRecipe:
    """A tensor of random values.

    `fill` is uniform (in [low, high]), integers (low to high, both included), choice (of
    `choices`), listed (exactly `choices`), log_probs (rows of log-probabilities), like (the
    tensor named by `like`, copied), or inputs or targets (of the real data set `data`).
    `gradient` is none, stale (left over from earlier) or zero.
    """

    shape: tuple[int, ...]
    dtype: str
    fill: str = "uniform"
    low: float = -2.0
    high: float = 2.0
    choices: tuple[float, ...] = ()
    requires_grad: bool = False
    gradient: str = "none"
    like: str = ""
    data: DigitsRecipe | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ParametersRecipe:
    """Leaf tensors that require grad, with gradients; those at `without` have none.

    `form` is list, tuple or generator: what the function is given. The entries of `balanced`
    gradients add up to zero, and one of them is zero.
    """

    shapes: tuple[tuple[int, ...], ...]
    dtype: str
    without: tuple[int, ...] = ()
    form: str = "list"
    balanced: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class DataRecipe:
    """A data set: `kind` is regression, line (targets = slope·x + intercept) or classification.

    With `nan_row`, one input of the first row is NaN.
    """

    kind: str
    rows: int
    features: int
    outputs: int
    dtype: str
    slope: float = 0.7
    intercept: float = 0.3
    low: float = -1.0
    high: float = 1.0
    noise: float = 0.0
    nan_row: bool = False
    seed: int = 0

    @property
    def width(self) -> int:
        """The most numbers that a sum over one row runs over."""
        return max(self.features, self.outputs)


@dataclass(frozen=True, slots=True)
class SequenceDataRecipe:
    """Sequences (rows, steps, features), and what is to be predicted from each.

    `target` is sum (a weighted sum over the steps) or next (the value after the last step). The
    inputs and targets of every second batch are multiplied by `scale`: the gradients of some are
    large, of others not.
    """

    rows: int
    steps: int
    features: int
    outputs: int
    dtype: str
    target: str = "sum"
    scale: float = 1.0
    seed: int = 0

    @property
    def width(self) -> int:
        """The most numbers that a sum over one row runs over."""
        return self.steps * max(self.features, self.outputs)


@dataclass(frozen=True, slots=True)
class DigitsRecipe:
    """Rows of the hand-written digits: images of 8 x 8 pixels in [0, 1], and which digit each is.

    Of the digits below `classes`. `form` is flat (rows, 64) or image (rows, 1, 8, 8). The seed is
    the same for all of a case, and puts the digits into an order: `split` is train (the first rows
    of it) or validation (the last), so that the two have no row in common.
    """

    rows: int
    dtype: str
    classes: int = 10
    form: str = "flat"
    split: str = "train"
    seed: int = 0

    @property
    def width(self) -> int:
        """The most numbers that a sum over one row runs over."""
        return 64


@dataclass(frozen=True, slots=True)
class LoaderRecipe:
    """A DataLoader over a data set; shuffled or not, in the same order on every pass.

    The rows of the last batch of a `DataRecipe` are multiplied by `last_scale`: a mean that weights
    batches wrongly comes out visibly different.
    """

    data: DataRecipe | SequenceDataRecipe | DigitsRecipe
    batch_size: int
    shuffle: bool = False
    drop_last: bool = False
    last_scale: float = 1.0

    @property
    def batch_sizes(self) -> tuple[int, ...]:
        """The rows of each batch that the loader yields."""
        whole, rest = divmod(self.data.rows, self.batch_size)
        ragged = (rest,) if rest and not self.drop_last else ()
        return (self.batch_size,) * whole + ragged


@dataclass(frozen=True, slots=True)
class ModelRecipe:
    """A small model; handed over in `mode`, with `gradient` in .grad.

    `kind` is linear, mlp, or one of rnn, lstm and gru: these take sequences (rows, steps, features)
    and predict (rows, outputs) from the last step. If it is `frozen`, its first parameter does not
    require grad.
    """

    kind: str
    features: int
    outputs: int
    dtype: str
    hidden: int = 4
    dropout: float = 0.0
    batch_norm: bool = False
    mode: str = "train"
    gradient: str = "stale"
    frozen: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ClockRecipe:
    """A model whose one weight counts its updates (with SGD at lr 1 and `ScriptRecipe`)."""

    dtype: str
    mode: str = "train"


@dataclass(frozen=True, slots=True)
class ScriptRecipe:
    """The criterion of a `ClockRecipe`: validation losses follow a script, epoch by epoch.

    On training batches (targets 0) the loss falls by 1 an update; on validation batches (targets
    1) it is `losses[epoch]`, where the epoch is read off the weight.
    """

    losses: tuple[float, ...]
    updates_per_epoch: int


@dataclass(frozen=True, slots=True)
class ScriptLoaderRecipe:
    """The loader of a `ClockRecipe`: batches of ones, targets 0 (training) or 1 (validation)."""

    batches: tuple[int, ...]
    validation: bool
    dtype: str


@dataclass(frozen=True, slots=True)
class CriterionRecipe:
    """A loss of torch.nn, by its short name: mse, l1, smooth_l1, cross_entropy, ...

    The gradients of its `overflow_at`-th loss that requires grad are infinite; of none if it is 0.
    """

    kind: str
    overflow_at: int = 0


@dataclass(frozen=True, slots=True)
class OptimizerRecipe:
    """An optimizer of torch.optim over the parameters of the given named `over`.

    With two `groups`, the second half of them has half the learning rate.
    """

    kind: str
    lr: float
    over: str = "model"
    groups: int = 1


@dataclass(frozen=True, slots=True)
class SchedulerRecipe:
    """A learning-rate schedule of torch.optim.lr_scheduler over the optimizer named by `over`.

    `period` is in its steps: until the next drop, until the end, or of patience. What the rate is
    multiplied by is `factor`.
    """

    kind: str
    over: str = "optimizer"
    period: int = 1
    factor: float = 0.5


@dataclass(frozen=True, slots=True)
class ScalerRecipe:
    """A torch.amp.GradScaler for the device of the case; its scale doubles after `interval` steps.

    `scale` is the first scale.
    """

    enabled: bool
    scale: float = 65536.0
    interval: int = 2000
    device: str = "cpu"


@dataclass(frozen=True, slots=True)
class DtypeRecipe:
    """A torch.dtype."""

    name: str


@dataclass(frozen=True, slots=True)
class StopperRecipe:
    """An object with the interface of EarlyStopping that says stop at the call number `after`."""

    after: int


@dataclass(frozen=True, slots=True)
class DeviceRecipe:
    """A torch.device."""

    name: str


@dataclass(frozen=True, slots=True)
class FolderRecipe:
    """An empty folder of the run's own, as a relative path: the same for every implementation.

    What is observed of it are the names of its files, or their `content`.
    """

    content: bool = False


@dataclass(frozen=True, slots=True)
class SequencesRecipe:
    """Every sequence over an alphabet, shortest first: a state machine, enumerated.

    The run is executed once for each; `length` is the longest.
    """

    alphabet: tuple[float, ...]
    length: int

    def all(self) -> Iterator[tuple[float, ...]]:
        """Every sequence, in the one order."""
        for length in range(1, self.length + 1):
            yield from itertools.product(self.alphabet, repeat=length)


Recipe: TypeAlias = (
    "bool | int | float | str | tuple[Recipe, ...] | TensorRecipe | ParametersRecipe"
    " | DataRecipe | SequenceDataRecipe | DigitsRecipe | LoaderRecipe | ModelRecipe | ClockRecipe"
    " | ScriptRecipe | ScriptLoaderRecipe | CriterionRecipe | OptimizerRecipe | SchedulerRecipe"
    " | ScalerRecipe | DtypeRecipe | StopperRecipe | DeviceRecipe | FolderRecipe"
    " | SequencesRecipe | None"
)

RECIPES = {
    kind.__name__: kind
    for kind in (
        TensorRecipe,
        ParametersRecipe,
        DataRecipe,
        SequenceDataRecipe,
        DigitsRecipe,
        LoaderRecipe,
        ModelRecipe,
        ClockRecipe,
        ScriptRecipe,
        ScriptLoaderRecipe,
        CriterionRecipe,
        OptimizerRecipe,
        SchedulerRecipe,
        ScalerRecipe,
        DtypeRecipe,
        StopperRecipe,
        DeviceRecipe,
        FolderRecipe,
        SequencesRecipe,
    )
}


@dataclass(frozen=True, slots=True)
class Case:
    """Concrete inputs for one run: recipes by name, a seed for the global RNG, what is special."""

    given: Mapping[str, Recipe]
    dtype: str
    seed: int
    label: str = ""

    def first(self, *kinds: type) -> str | None:
        """The name of the first given of one of these kinds."""
        return next((name for name, given in self.given.items() if isinstance(given, kinds)), None)

    @property
    def folders_to_read(self) -> tuple[str, ...]:
        """The names of the folders whose content is observed."""
        folders = ((n, r) for n, r in self.given.items() if isinstance(r, FolderRecipe))
        return tuple(name for name, recipe in folders if recipe.content)
