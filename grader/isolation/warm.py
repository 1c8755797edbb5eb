"""Do once, before any fork, what is slow the first time: every worker inherits it."""

from __future__ import annotations

import torch
from torch import nn

from grader.cases import (
    Case,
    CriterionRecipe,
    DataRecipe,
    DeviceRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    Recipe,
)
from grader.observing import all_digits, execute, load
from grader.wire import Ask, Load, encode_observation

SOURCE = """
def epoch(model, loader, criterion, optimizer, device):
    model.train()
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        optimizer.step()
"""


def warm_up() -> None:
    """One epoch with each kind of optimizer that exercises use most, over every layer."""
    import linecache
    import sys

    finders = len(sys.meta_path)
    module, _ = load(Load("warm", "warm.py", {"warm.py": SOURCE}))
    for kind in ("momentum", "adam"):
        data = DataRecipe("regression", 4, 2, 1, "float64")
        given: dict[str, Recipe] = {
            "model": ModelRecipe("mlp", 2, 1, "float64", dropout=0.1, batch_norm=True),
            "loader": LoaderRecipe(data, 2),
            "criterion": CriterionRecipe("mse"),
            "optimizer": OptimizerRecipe(kind, 0.1),
            "device": DeviceRecipe("cpu"),
        }
        ask = Ask(Case(given, "float64", 0), "epoch", observe=("result",), before=True)
        encode_observation(execute(ask, module))
    all_digits()  # a sandboxed worker cannot open the file
    nn.functional.cross_entropy(torch.zeros(2, 2), torch.zeros(2, dtype=torch.int64))
    del sys.meta_path[finders:], sys.modules["warm"]
    linecache.clearcache()
