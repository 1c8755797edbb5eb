"""Reference."""

import torch
from torch import nn


class BadDecay(ValueError):
    pass


def mse(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return ((predictions - targets) ** 2).mean()


def choose_criterion(kind: str) -> nn.Module:
    return {"mse": nn.MSELoss(), "l1": nn.L1Loss()}[kind]


def count_parameters(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def train_with_average(model, average, loader, criterion, optimizer, decay: float = 0.9) -> None:
    if not 0 <= decay <= 1:
        raise ValueError(f"decay must be from 0 to 1, not {decay}")
    model.train()
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        optimizer.step()
        with torch.no_grad():
            for mean, weight in zip(average.parameters(), model.parameters(), strict=True):
                mean.mul_(decay).add_(weight, alpha=1 - decay)


class EarlyStopping:
    def __init__(self, patience: int = 5, min_delta: float = 0.0) -> None:
        self.patience, self.counter = patience, 0

    def __call__(self, loss):
        self.counter += 1
