"""Recipes: what a case is made of, as plain data.

A recipe says how to build one live object (a tensor, a model, a loader) so that every
implementation gets the same one. It holds names, sizes and seeds, never values of torch: the judge
draws and stores recipes, only a worker builds from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, TypeAlias

CriterionKind = Literal["mse", "l1", "smooth_l1", "cross_entropy", "bce_with_logits"]
OptimizerKind = Literal["sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad"]
Device = Literal["cpu", "cuda"]
Dtype = Literal[
    "float64", "float32", "bfloat16", "float16", "int64", "int32", "int16", "int8", "uint8", "bool"
]


@dataclass(frozen=True, slots=True)
class TensorRecipe:
    """A tensor of random values.

    `fill` is uniform (in [low, high]), integers (low to high, both included), choice (of
    `choices`), listed (exactly `choices`), log_probs (rows of log-probabilities) or like (the
    tensor named by `like`, copied).
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

    The rows of the last batch are multiplied by `last_scale`: a mean that weights batches wrongly
    comes out visibly different.
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


@dataclass(frozen=True, slots=True)
class LoaderRecipe:
    """A DataLoader over a data set; shuffled or not, in the same order on every pass."""

    data: DataRecipe
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
    """A small model: `kind` is linear or mlp; handed over in `mode`, with `gradient` in .grad.

    If it is `frozen`, its first parameter does not require grad.
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
    """A loss of torch.nn, by its short name: mse, l1, smooth_l1, cross_entropy, ..."""

    kind: str


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
class StopperRecipe:
    """An object with the interface of EarlyStopping that says stop at the call number `after`."""

    after: int


@dataclass(frozen=True, slots=True)
class DeviceRecipe:
    """A torch.device."""

    name: str


@dataclass(frozen=True, slots=True)
class FolderRecipe:
    """An empty folder of the run's own, as a relative path: the same for every implementation."""


@dataclass(frozen=True, slots=True)
class SequencesRecipe:
    """Every sequence over an alphabet, shortest first: a state machine, enumerated.

    The run is executed once for each; `length` is the longest.
    """

    alphabet: tuple[float, ...]
    length: int


Scalar: TypeAlias = "bool | int | float | str | tuple[Scalar, ...] | None"
Recipe: TypeAlias = (
    "bool | int | float | str | tuple[Recipe, ...] | TensorRecipe | ParametersRecipe"
    " | DataRecipe | LoaderRecipe | ModelRecipe | ClockRecipe | ScriptRecipe | ScriptLoaderRecipe"
    " | CriterionRecipe | OptimizerRecipe | StopperRecipe | DeviceRecipe | FolderRecipe"
    " | SequencesRecipe | None"
)

RECIPES = {
    kind.__name__: kind
    for kind in (
        TensorRecipe,
        ParametersRecipe,
        DataRecipe,
        LoaderRecipe,
        ModelRecipe,
        ClockRecipe,
        ScriptRecipe,
        ScriptLoaderRecipe,
        CriterionRecipe,
        OptimizerRecipe,
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


def recipe_to_json(recipe: Recipe) -> Any:
    """A recipe as JSON: {"$recipe": its class, field: value, ...}; non-finite floats as text."""
    if is_dataclass(recipe):
        named = {f.name: recipe_to_json(getattr(recipe, f.name)) for f in fields(recipe)}
        return {"$recipe": type(recipe).__name__, **named}
    if isinstance(recipe, tuple):
        return [recipe_to_json(item) for item in recipe]
    if isinstance(recipe, float) and (recipe != recipe or recipe in (float("inf"), -float("inf"))):
        return {"$float": repr(recipe)}
    return recipe


def recipe_from_json(data: Any) -> Recipe:
    """The recipe that `recipe_to_json` wrote (the judge wrote it: it is trusted)."""
    if isinstance(data, list):
        return tuple(recipe_from_json(item) for item in data)
    if not isinstance(data, dict):
        return data  # type: ignore[no-any-return]
    if "$float" in data:
        return float(data["$float"])
    named = {name: recipe_from_json(item) for name, item in data.items() if name != "$recipe"}
    return RECIPES[data["$recipe"]](**named)  # type: ignore[arg-type]


def case_to_json(case: Case) -> dict[str, Any]:
    return {
        "given": {name: recipe_to_json(recipe) for name, recipe in case.given.items()},
        "dtype": case.dtype,
        "seed": case.seed,
        "label": case.label,
    }


def case_from_json(data: dict[str, Any]) -> Case:
    given = {name: recipe_from_json(recipe) for name, recipe in data["given"].items()}
    return Case(given, data["dtype"], data["seed"], data["label"])
