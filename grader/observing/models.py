"""Models of a case."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from grader.cases import ModelRecipe
from grader.observing.probes import ProbedModel
from grader.observing.tensors import STALE, dtype_named

CELLS: dict[str, Callable[..., nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class LastStep(nn.Module):
    """Of what a recurrent layer returns, the output of the last step."""

    def forward(self, outputs: tuple[Tensor, object]) -> Tensor:
        return outputs[0][:, -1]  # (N, T, H) -> (N, H)


def model(recipe: ModelRecipe) -> ProbedModel:
    """The model of a recipe, with weights that its seed decides."""
    made = ProbedModel(*_layers(recipe)).to(dtype_named(recipe.dtype))
    _fill_model(made, recipe)
    return made.train(recipe.mode == "train")


def _layers(recipe: ModelRecipe) -> list[nn.Module]:
    if recipe.kind == "linear":
        return [nn.Linear(recipe.features, recipe.outputs)]
    layers: list[nn.Module]
    if recipe.kind in CELLS:
        layers = [CELLS[recipe.kind](recipe.features, recipe.hidden, batch_first=True), LastStep()]
    else:
        # No bias before a norm: its true gradient is 0, and Adam would blow up its rounding noise.
        layers = [nn.Linear(recipe.features, recipe.hidden, bias=not recipe.batch_norm)]
        if recipe.batch_norm:
            layers.append(nn.BatchNorm1d(recipe.hidden))
        layers.append(nn.Tanh())
    if recipe.dropout:
        layers.append(nn.Dropout(recipe.dropout))
    return [*layers, nn.Linear(recipe.hidden, recipe.outputs)]


def _fill_model(model: nn.Module, recipe: ModelRecipe) -> None:
    generator = torch.Generator().manual_seed(recipe.seed)

    def drawn(like: Tensor) -> Tensor:
        return torch.randn(like.shape, generator=generator, dtype=torch.float64).to(like.dtype)

    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(0.6 * drawn(parameter))
        for buffer in model.buffers():  # statistics that are not those of a fresh layer
            if buffer.is_floating_point():
                buffer.copy_(1.0 + 0.5 * drawn(buffer).abs())
    first = next(model.parameters())
    first.requires_grad_(not recipe.frozen)
    if recipe.gradient == "stale":
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.grad = torch.full_like(parameter, STALE)
