"""How the cases of a task come to another device: pure functions.

A function that is given a `device` moves things itself: it is given another one. Of all others the
tensors, models and data are put there in front of the call, by lines of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

from grader.cases import (
    Case,
    ClockRecipe,
    DeviceRecipe,
    LoaderRecipe,
    ModelRecipe,
    ParametersRecipe,
    Recipe,
    ScriptLoaderRecipe,
    SequencesRecipe,
    TensorRecipe,
)
from grader.course import Check
from grader.drawing import Drawn
from grader.grading import Need, Scenario, TaskPlan, runs_of
from grader.wire import Ask


class Way(Enum):
    """How a case comes to a device."""

    GIVEN = "given"  # the function is given the device
    PLACED = "placed"  # what it is given has been put there


# Moved as modules move: the same objects, whoever holds them, with their gradients.
TOOLS = """
from grader.devices import device_named as _device_named
_there = _device_named({device!r})
def _place(tensor):
    tensor.data = tensor.data.to(_there)
    if tensor.grad is not None:
        tensor.grad.data = tensor.grad.data.to(_there)
"""
MODEL = "{name}.to(_there)\n"
TENSOR = "_place({name})\n"
PARAMETERS = """
{name} = {again}({name})
for _each in {name}:
    _place(_each)
"""
LOADER = """
{name}.dataset.tensors = tuple(_each.to(_there) for _each in {name}.dataset.tensors)
"""
ITERATED = "{name} = iter({name})\n"


def way_of(case: Case) -> Way | None:
    """How a case comes to another device, or None: it holds nothing that could be there."""
    devices = {recipe.name for recipe in case.given.values() if isinstance(recipe, DeviceRecipe)}
    if devices:
        return Way.GIVEN if devices == {"cpu"} else None
    if case.first(SequencesRecipe) is not None:
        return None
    return Way.PLACED if any(_lines(name, given) for name, given in case.given.items()) else None


def portable(plan: TaskPlan, most: int, same_stream: bool) -> TaskPlan:
    """The part of a plan that can be run on another device: `most` cases of a scenario and dtype.

    `same_stream`: whether random numbers on the device are the CPU's. Else there is no dropout.
    """
    scenarios = tuple(_portable(scenario, most, same_stream) for scenario in plan.scenarios)
    return replace(plan, scenarios=tuple(each for each in scenarios if each.cases))


def is_plain(check: Check) -> bool:
    """Whether a check's runs are the case's own: not watched, and on no device that it chose."""
    return not any(variation.watch or variation.device for variation in runs_of(check))


def ask_there(scenario: Scenario, need: Need, device: str) -> Ask:
    """The same run on a device."""
    there = replace(need.variation, rewrite="moved", device=device)
    ask = scenario.ask(replace(need, variation=there), before=True)
    if way_of(ask.case) is Way.GIVEN:
        return ask
    return replace(ask, run=placing(ask.case, device) + (ask.run or _plain_call(ask)))


def placing(case: Case, device: str) -> str:
    """Lines that put what a case gives on a device."""
    lines = (_lines(name, recipe) for name, recipe in case.given.items())
    return TOOLS.format(device=device) + "".join(lines)


def _lines(name: str, recipe: Recipe) -> str:
    match recipe:
        case ModelRecipe() | ClockRecipe():
            return MODEL.format(name=name)
        case TensorRecipe():
            return TENSOR.format(name=name)
        case LoaderRecipe() | ScriptLoaderRecipe():
            return LOADER.format(name=name)
        case ParametersRecipe():
            again = "tuple" if recipe.form == "tuple" else "list"
            iterated = ITERATED if recipe.form == "generator" else ""
            return (PARAMETERS + iterated).format(name=name, again=again)
    return ""


def _plain_call(ask: Ask) -> str:
    return f"result = {ask.task}({', '.join(f'{name}={name}' for name in ask.case.given)})"


def _portable(scenario: Scenario, most: int, same_stream: bool) -> Scenario:
    """Checks that choose their devices keep all of their own cases: they say who is misplaced."""
    own = not any(map(is_plain, scenario.checks))
    cases = scenario.cases if own else tuple(_first_of_each_dtype(scenario, most))
    if not same_stream:
        cases = tuple(replace(drawn, case=_without_dropout(drawn.case)) for drawn in cases)
    return replace(scenario, cases=cases)


def _first_of_each_dtype(scenario: Scenario, most: int) -> Iterator[Drawn]:
    taken: Counter[str] = Counter()
    for drawn in scenario.cases:
        if way_of(drawn.case) is not None and taken[drawn.case.dtype] < most:
            taken[drawn.case.dtype] += 1
            yield drawn


def _without_dropout(case: Case) -> Case:
    given = {
        name: replace(recipe, dropout=0.0) if isinstance(recipe, ModelRecipe) else recipe
        for name, recipe in case.given.items()
    }
    return replace(case, given=given)
