"""Recompute losses from observed models: the judge takes no loss on the submission's word.

Only a trusted worker imports this module, once it is asked to; the zygote never does. This is the
body of a right `validate`: in a submission's process it must neither be in memory nor readable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.cases import Case, CriterionRecipe, LoaderRecipe, ModelRecipe
from grader.observing.build import build
from grader.observing.probes import start_recording
from grader.wire import Tensor, Value


def evaluate(case: Case, states: tuple[Value, ...]) -> tuple[float, ...]:
    """The loss of a case's model on its data with each of these states; NaN where it cannot be.

    Eval mode, no gradients, the sample-weighted mean over the first loader or over the givens
    `inputs` and `targets`.
    """
    built = build(case, start_recording())
    model = built.given[case.first(ModelRecipe) or "model"]
    criterion = built.given[case.first(CriterionRecipe) or "criterion"]
    loader = case.first(LoaderRecipe)
    pairs = [(built.given["inputs"], built.given["targets"])] if loader is None else None
    batches = pairs or list(built.given[str(loader)])
    return tuple(_loss(model, criterion, batches, state) for state in states)


@torch.no_grad()
def _loss(model: nn.Module, criterion: Any, batches: Any, state: Value) -> float:
    if not _load_state(model, state):
        return float("nan")
    model.eval()
    total = sum(
        criterion(model(inputs), targets).item() * len(inputs) for inputs, targets in batches
    )
    return float(total / sum(len(inputs) for inputs, _ in batches))


def _load_state(model: nn.Module, state: Value) -> bool:
    own = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    found = _live_tensors(state)
    fits = found.keys() == own.keys() and all(
        found[name].shape == own[name].shape and found[name].dtype == own[name].dtype
        for name in own
    )
    if fits:
        for name, tensor in own.items():
            tensor.copy_(found[name])
    return fits


def _live_tensors(state: Value) -> dict[str, torch.Tensor]:
    """The parameters and buffers of a model as it was observed, by name."""
    if not isinstance(state, Mapping):
        return {}
    groups = (state.get("parameters"), state.get("buffers"))
    named = [group.items() for group in groups if isinstance(group, Mapping)]
    return {n: _live(t) for items in named for n, t in items if isinstance(t, Tensor)}


def _live(tensor: Tensor) -> torch.Tensor:
    dtype: torch.dtype = getattr(torch, tensor.dtype)
    return torch.from_numpy(np.array(tensor.array())).to(dtype)
