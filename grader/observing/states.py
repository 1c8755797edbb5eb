"""What modules and optimizers have come to, read where torch keeps it.

Their methods are not asked: a submission may have put others in their place, on the class or on the
object, and a hook may change what they return.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import nn

from grader.observing.reading import gradient, requires_grad

_Tensor = torch.Tensor
_of_module: Callable[[Any], dict[str, Any]] = vars(nn.Module)["__dict__"].__get__
_of_optimizer: Callable[[Any], dict[str, Any]] = vars(torch.optim.Optimizer)["__dict__"].__get__


def module_state(module: nn.Module) -> dict[str, dict[str, Any]]:
    """Parameters, gradients, buffers, and the mode of every layer."""
    layers = dict(_layers(module, "", set()))
    parameters = dict(_kept(layers, "_parameters"))
    tensors = {n: p for n, p in parameters.items() if issubclass(type(p), _Tensor)}
    return {
        "parameters": parameters,
        "gradients": {name: gradient(p) for name, p in tensors.items()},
        "buffers": dict(_kept(layers, "_buffers")),
        "training": {name or ".": of["training"] for name, of in layers.items()},
        "requires_grad": {name: requires_grad(p) for name, p in tensors.items()},
    }


def optimizer_state(optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """What it remembers of each parameter, and its options; parameters by their number."""
    own = _of_optimizer(optimizer)
    numbers: dict[int, int] = {}
    groups = []
    for group in own["param_groups"]:
        for parameter in group["params"]:
            numbers.setdefault(id(parameter), len(numbers))
        options = {key: option for key, option in dict.items(group) if key != "params"}
        groups.append({**options, "params": [numbers[id(p)] for p in group["params"]]})
    state = {numbers.get(id(key), key): kept for key, kept in dict.items(own["state"])}
    return {"state": state, "param_groups": groups}


def _layers(module: Any, name: str, seen: set[int]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The attributes of a module and of all inside, by their dotted names, each module once."""
    if id(module) in seen:
        return
    seen.add(id(module))
    own = _of_module(module)
    yield name, own
    for key, inside in dict.items(own["_modules"]):
        if inside is not None:
            yield from _layers(inside, _inside(name, key), seen)


def _kept(layers: dict[str, dict[str, Any]], kind: str) -> Iterator[tuple[str, Any]]:
    """Parameters or buffers, by their dotted names, each once."""
    seen: set[int] = set()
    for name, own in layers.items():
        for key, kept in dict.items(own[kind]):
            if kept is not None and id(kept) not in seen:
                seen.add(id(kept))
                yield _inside(name, key), kept


def _inside(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key
