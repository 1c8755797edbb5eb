"""Cases: concrete inputs as plain data. Imports neither torch nor Hypothesis."""

from grader.cases.recipes import (
    Case,
    ClockRecipe,
    CriterionRecipe,
    DataRecipe,
    DeviceRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    ParametersRecipe,
    Recipe,
    ScriptLoaderRecipe,
    ScriptRecipe,
    SequencesRecipe,
    StopperRecipe,
    TensorRecipe,
    case_from_json,
    case_to_json,
)
from grader.cases.show import show_case

__all__ = [
    "Case",
    "ClockRecipe",
    "CriterionRecipe",
    "DataRecipe",
    "DeviceRecipe",
    "LoaderRecipe",
    "ModelRecipe",
    "OptimizerRecipe",
    "ParametersRecipe",
    "Recipe",
    "ScriptLoaderRecipe",
    "ScriptRecipe",
    "SequencesRecipe",
    "StopperRecipe",
    "TensorRecipe",
    "case_from_json",
    "case_to_json",
    "show_case",
]
