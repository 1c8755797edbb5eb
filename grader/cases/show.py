"""A case in words, a line a given, for the student."""

from __future__ import annotations

from collections.abc import Mapping

from grader.cases.recipes import (
    Case,
    ClockRecipe,
    CriterionRecipe,
    DataRecipe,
    DeviceRecipe,
    DigitsRecipe,
    DtypeRecipe,
    FolderRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    ParametersRecipe,
    Recipe,
    ScalerRecipe,
    SchedulerRecipe,
    ScriptLoaderRecipe,
    ScriptRecipe,
    SequenceDataRecipe,
    SequencesRecipe,
    StopperRecipe,
    TensorRecipe,
)


def show_case(case: Case, values: Mapping[str, str]) -> dict[str, str]:
    """Each given in words; `values` are texts to show in place of a recipe's description."""
    return {name: values.get(name) or _words(recipe) for name, recipe in case.given.items()}


def _words(recipe: Recipe) -> str:
    match recipe:
        case TensorRecipe():
            if recipe.data is not None:
                what = "images" if recipe.fill == "inputs" else "labels"
                return f"{what} of {_data(recipe.data)}, {recipe.dtype}"
            return f"tensor {recipe.shape}, {recipe.dtype}"
        case ParametersRecipe():
            missing = f", no gradient at {list(recipe.without)}" if recipe.without else ""
            sums = ", gradients that add up to zero" if recipe.balanced else ""
            count = len(recipe.shapes)
            return f"{recipe.form} of {count} parameters, {recipe.dtype}{missing}{sums}"
        case LoaderRecipe():
            extra = ", shuffled" * recipe.shuffle + ", drop_last" * recipe.drop_last
            if recipe.last_scale != 1:
                extra += f", the last rows times {recipe.last_scale:g}"
            return f"batches of {_joined(recipe.batch_sizes)} rows ({_data(recipe.data)}){extra}"
        case DataRecipe() | SequenceDataRecipe() | DigitsRecipe():
            return _data(recipe)
        case ModelRecipe():
            return _model(recipe)
        case ClockRecipe():
            return "a model whose one weight counts its updates"
        case ScriptRecipe():
            return f"a loss whose validation values are {_joined(recipe.losses)}"
        case ScriptLoaderRecipe():
            kind = "validation" if recipe.validation else "training"
            return f"{kind} batches of {_joined(recipe.batches)} rows"
        case CriterionRecipe():
            at = recipe.overflow_at
            return recipe.kind + (f", the gradients of loss {at} are infinite" if at else "")
        case OptimizerRecipe():
            groups = ", two groups, the second at half that rate" if recipe.groups == 2 else ""
            return f"{recipe.kind}, lr={recipe.lr:g}{groups}"
        case SchedulerRecipe():
            return f"{recipe.kind}, period {recipe.period}, factor {recipe.factor:g}"
        case ScalerRecipe():
            grows = f"scale {recipe.scale:g}, doubled after {recipe.interval} steps"
            return f"a gradient scaler, {grows}" if recipe.enabled else "a disabled gradient scaler"
        case DtypeRecipe():
            return f"torch.{recipe.name}"
        case StopperRecipe():
            return f"early stopping that says stop after {recipe.after} epochs"
        case DeviceRecipe():
            return recipe.name
        case FolderRecipe():
            return "an empty folder"
        case SequencesRecipe():
            return f"every sequence of up to {recipe.length} of {_joined(recipe.alphabet)}"
    return repr(list(recipe) if isinstance(recipe, tuple) else recipe)


def _joined(items: tuple[float, ...]) -> str:
    return ", ".join(f"{item:g}" for item in items)


def _data(recipe: DataRecipe | SequenceDataRecipe | DigitsRecipe) -> str:
    if isinstance(recipe, SequenceDataRecipe):
        large = f", every second batch times {recipe.scale:g}" if recipe.scale != 1 else ""
        size = f"{recipe.steps} steps of {recipe.features} features"
        return f"sequences of {size}, {recipe.target}, {recipe.dtype}{large}"
    if isinstance(recipe, DigitsRecipe):
        return f"{recipe.rows} hand-written digits below {recipe.classes}, {recipe.split}"
    if recipe.kind == "line":
        return f"y = {recipe.slope:g}x + {recipe.intercept:g}"
    nan = ", a NaN in the first row" if recipe.nan_row else ""
    return f"{recipe.kind}, {recipe.features} features, {recipe.dtype}{nan}"


def _model(recipe: ModelRecipe) -> str:
    layers = "batch norm, " * recipe.batch_norm + f"dropout {recipe.dropout:g}, " * bool(
        recipe.dropout
    )
    shape = f"{recipe.features} to {recipe.outputs}"
    stale = ", old gradients in .grad" if recipe.gradient == "stale" else ""
    frozen = ", its first parameter frozen" if recipe.frozen else ""
    made = f"{recipe.kind} {shape}, {layers}{recipe.dtype}"
    return f"{made}, given in {recipe.mode} mode{stale}{frozen}"
