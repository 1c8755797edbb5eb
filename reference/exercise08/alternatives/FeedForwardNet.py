"""Other right ways to write FeedForwardNet."""

import math
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional


class HoldsASequential(nn.Module):
    """Keeps all four steps in an nn.Sequential, as the quickstart tutorial does."""

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(input_size, hidden_size), nn.ReLU(), nn.Linear(hidden_size, num_classes)
        )

    def forward(self, x):
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        return logits


class IsASequential(nn.Sequential):
    """Is an nn.Sequential itself, and needs no forward."""

    def __init__(self, input_size: int = 784, hidden_size: int = 128, num_classes: int = 10):
        layers = OrderedDict(
            flatten=nn.Flatten(),
            hidden=nn.Linear(input_size, hidden_size),
            relu=nn.ReLU(inplace=True),
            logits=nn.Linear(hidden_size, num_classes),
        )
        super().__init__(layers)


class ViewsByHand(nn.Module):
    """Reshapes by hand, and makes the second layer first."""

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super(ViewsByHand, self).__init__()  # noqa: UP008 as older tutorials do
        self.num_features = input_size
        self.fc2 = nn.Linear(hidden_size, num_classes)
        self.fc1 = nn.Linear(input_size, hidden_size)

    def forward(self, x):
        x = x.reshape(-1, self.num_features)
        x = functional.relu(self.fc1(x))
        return self.fc2(x)


class HasMatricesOfItsOwn(nn.Module):
    """Multiplies by matrices of its own, stored the other way round."""

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(input_size, hidden_size) / math.sqrt(input_size))
        self.b1 = nn.Parameter(torch.zeros(hidden_size))
        self.w2 = nn.Parameter(torch.randn(hidden_size, num_classes) / math.sqrt(hidden_size))
        self.b2 = nn.Parameter(torch.zeros(1, num_classes))

    def forward(self, x):
        hidden = (x.view(x.size(0), -1) @ self.w1 + self.b1).clamp(min=0)
        return hidden @ self.w2 + self.b2


class KeepsAModuleList(nn.Module):
    """Loops over an nn.ModuleList, and starts from other random weights."""

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        sizes = [input_size, hidden_size, num_classes]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        for layer in self.layers:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)

    def forward(self, x):
        *hidden, last = self.layers
        out = torch.flatten(x, start_dim=1)
        for layer in hidden:
            out = torch.maximum(layer(out), out.new_zeros(()))
        return last(out)


def comes_from_a_function(input_size=784, hidden_size=128, num_classes=10):
    """Is made by a function."""
    net = nn.Sequential()
    net.add_module("flat", nn.Flatten(1, -1))
    net.add_module("one", nn.Linear(input_size, hidden_size))
    net.add_module("two", nn.Threshold(0.0, 0.0))
    net.add_module("three", nn.Linear(hidden_size, num_classes))
    return net


class CallsTheFunctionalForms(nn.Module):
    """Registers parameters by name and uses the functional forms, with dropout of probability 0."""

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        bound = {"one": (hidden_size, input_size), "two": (num_classes, hidden_size)}
        for name, shape in bound.items():
            weight = torch.empty(shape)
            nn.init.xavier_uniform_(weight)
            self.register_parameter(f"{name}_weight", nn.Parameter(weight))
            self.register_parameter(f"{name}_bias", nn.Parameter(torch.full(shape[:1], 0.01)))

    def forward(self, x):
        rows = torch.stack([sample.ravel() for sample in x])
        hidden = functional.linear(rows, self.one_weight, self.one_bias)
        hidden = functional.dropout(hidden * (hidden > 0), 0.0, self.training)
        return torch.addmm(self.two_bias, hidden, self.two_weight.T)
