"""Data sets and loaders of a case."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.utils.data import TensorDataset

from grader.cases import (
    DataRecipe,
    DigitsRecipe,
    LoaderRecipe,
    ScriptLoaderRecipe,
    SequenceDataRecipe,
)
from grader.observing.digits import drawn_digits
from grader.observing.probes import SameOrder, probed_loader
from grader.observing.tensors import dtype_named


def loader(name: str, recipe: LoaderRecipe) -> Any:
    """The loader of a recipe, which records its batches under this name."""
    order = SameOrder(recipe.data.rows, recipe.data.seed) if recipe.shuffle else None
    return probed_loader(name, _rows(recipe), recipe.batch_size, order, recipe.drop_last)


def _rows(recipe: LoaderRecipe) -> TensorDataset:
    if isinstance(recipe.data, SequenceDataRecipe):
        return sequence_set(recipe.data, recipe.batch_size)
    if isinstance(recipe.data, DigitsRecipe):
        return TensorDataset(*drawn_digits(recipe.data))
    last_rows = recipe.data.rows % recipe.batch_size or recipe.batch_size
    return data_set(recipe.data, last_rows, recipe.last_scale)


def script_loader(name: str, recipe: ScriptLoaderRecipe) -> Any:
    """The loader of a recipe for a `Clock`."""
    rows = sum(recipe.batches)
    ones = torch.ones(rows, 1, dtype=dtype_named(recipe.dtype))
    targets = torch.full_like(ones, float(recipe.validation))
    places = iter(range(rows))
    batches = [[next(places) for _ in range(size)] for size in recipe.batches]
    return probed_loader(name, TensorDataset(ones, targets), 1, batch_sampler=batches)


def data_set(recipe: DataRecipe, last_rows: int = 0, last_scale: float = 1.0) -> TensorDataset:
    """Inputs (rows, features) and targets, the last rows' inputs scaled."""
    generator = torch.Generator().manual_seed(recipe.seed)
    dtype = dtype_named(recipe.dtype)
    inputs = torch.rand(recipe.rows, recipe.features, generator=generator, dtype=torch.float64)
    inputs = recipe.low + (recipe.high - recipe.low) * inputs
    if last_rows:
        inputs[-last_rows:] *= last_scale
    if recipe.nan_row:
        inputs[0, 0] = float("nan")
    noise = torch.randn(recipe.rows, recipe.outputs, generator=generator, dtype=torch.float64)
    if recipe.kind == "classification":
        scores = inputs @ torch.randn(
            recipe.features, recipe.outputs, generator=generator, dtype=torch.float64
        )
        return TensorDataset(inputs.to(dtype), (scores + 0.1 * noise).argmax(1))
    if recipe.kind == "line":
        targets = recipe.slope * inputs.sum(1, keepdim=True) + recipe.intercept
        targets = targets.expand(-1, recipe.outputs) + recipe.noise * noise
    else:
        weights = torch.randn(
            recipe.features, recipe.outputs, generator=generator, dtype=torch.float64
        )
        targets = (2 * inputs).tanh() @ weights + 0.5 + 0.3 * noise
    return TensorDataset(inputs.to(dtype), targets.to(dtype))


def sequence_set(recipe: SequenceDataRecipe, batch_size: int) -> TensorDataset:
    """Inputs (rows, steps, features) and targets (rows, outputs), every second batch scaled."""
    generator = torch.Generator().manual_seed(recipe.seed)

    def uniform(*shape: int) -> Tensor:
        return 2 * torch.rand(shape, generator=generator, dtype=torch.float64) - 1

    if recipe.target == "next":
        phases, speeds = 3 * uniform(recipe.rows, 1, recipe.features), 0.5 + uniform(1).abs()
        waves = (phases + speeds * torch.arange(recipe.steps + 1).unsqueeze(1)).sin()
        columns = torch.arange(recipe.outputs) % recipe.features
        inputs, targets = waves[:, :-1], waves[:, -1, columns]
    else:
        inputs = uniform(recipe.rows, recipe.steps, recipe.features)
        targets = inputs.sum(1) @ (1 + uniform(recipe.features, recipe.outputs))
    batches = torch.arange(recipe.rows) // batch_size + recipe.seed  # the first is large or not
    scales = torch.where(batches % 2 == 0, recipe.scale, 1.0).unsqueeze(1)
    dtype = dtype_named(recipe.dtype)
    return TensorDataset((scales.unsqueeze(2) * inputs).to(dtype), (scales * targets).to(dtype))
