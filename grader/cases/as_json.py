"""Cases as JSON: how they travel to a worker."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from grader.cases.recipes import RECIPES, Case, Recipe


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
