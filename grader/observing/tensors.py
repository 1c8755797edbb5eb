"""Tensors and parameters of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from grader.cases import ParametersRecipe, TensorRecipe
from grader.observing.digits import drawn_digits

STALE = 3.0  # what earlier code left in .grad: large, so that a leak shows


def dtype_named(name: str) -> torch.dtype:
    """A dtype of torch, by its name there."""
    found: torch.dtype = getattr(torch, name)
    return found


def tensor(recipe: TensorRecipe, given: Mapping[str, Any]) -> Tensor:
    """The tensor of a recipe; `given` are the live objects that it may be a copy of."""
    tensor = _filled(recipe, given).to(dtype_named(recipe.dtype))
    if recipe.requires_grad:
        tensor.requires_grad_()
        if recipe.gradient == "stale":
            tensor.grad = torch.full_like(tensor, STALE)
        elif recipe.gradient == "zero":
            tensor.grad = torch.zeros_like(tensor)
    return tensor


def _filled(recipe: TensorRecipe, given: Mapping[str, Any]) -> Tensor:
    generator = torch.Generator().manual_seed(recipe.seed)
    shape = recipe.shape
    match recipe.fill:
        case "like":
            source: Tensor = given[recipe.like]
            return source.detach().clone().reshape(shape)
        case "integers":
            return torch.randint(int(recipe.low), int(recipe.high) + 1, shape, generator=generator)
        case "choice":
            options = torch.tensor(recipe.choices, dtype=torch.float64)
            return options[torch.randint(len(options), shape, generator=generator)]
        case "listed":
            return torch.tensor(recipe.choices, dtype=torch.float64).reshape(shape)
        case "inputs" | "targets":
            assert recipe.data is not None
            return drawn_digits(recipe.data)[recipe.fill == "targets"]
        case "log_probs":
            logits = torch.randn(shape, generator=generator, dtype=torch.float64)
            return logits.log_softmax(-1)
    unit = torch.rand(shape, generator=generator, dtype=torch.float64)
    return recipe.low + (recipe.high - recipe.low) * unit


def leaves(recipe: ParametersRecipe) -> Any:
    """The leaf tensors of a recipe, with their gradients."""
    generator = torch.Generator().manual_seed(recipe.seed)
    made = []
    for index, shape in enumerate(recipe.shapes):
        leaf = torch.randn(shape, generator=generator, dtype=torch.float64)
        gradient = torch.randn(shape, generator=generator, dtype=torch.float64)
        leaf = leaf.to(dtype_named(recipe.dtype)).requires_grad_()
        if recipe.balanced and gradient.numel() > 2:
            _balance(gradient.view(-1))
        if index not in recipe.without:
            leaf.grad = gradient.to(leaf.dtype)
        made.append(leaf)
    return made


def _balance(gradient: Tensor) -> None:
    """Make the first entry 0, and the sum of all."""
    gradient[0] = 0.0
    gradient[1:] -= gradient[1:].mean()


def as_form(leaves: list[Tensor], form: str) -> Any:
    """The list of parameters in the form in which the function is given it."""
    forms: dict[str, Callable[[list[Tensor]], Any]] = {
        "list": list,
        "tuple": tuple,
        "generator": iter,
    }
    return forms[form](leaves)
