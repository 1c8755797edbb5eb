"""Correct implementations of LinearRegressionModel, written differently."""

import torch
from torch import Tensor, nn


class ParametersAsInTutorials(nn.Module):
    """Spells out dtype and requires_grad, as a well-known tutorial does."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, dtype=torch.float), requires_grad=True)
        self.bias = nn.Parameter(torch.randn(1, dtype=torch.float), requires_grad=True)

    def forward(self, x: Tensor) -> Tensor:
        """Return weight * x + bias."""
        return self.weight * x + self.bias


class InitialisedInPlace(nn.Module):
    """Makes empty parameters first and fills them in a method of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(1))
        self.bias = nn.Parameter(torch.empty(1))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw both parameters anew."""
        for parameter in self.parameters():
            nn.init.normal_(parameter, mean=0.0, std=1.0)

    def forward(self, x: Tensor) -> Tensor:
        """Return weight * x + bias."""
        return torch.addcmul(self.bias, self.weight, x)


class RegisteredByName(nn.Module):
    """Registers the parameters by name, the bias first, drawn from a distribution object."""

    def __init__(self) -> None:
        super().__init__()
        standard_normal = torch.distributions.Normal(0.0, 1.0)
        for name in ("bias", "weight"):
            self.register_parameter(name, nn.Parameter(standard_normal.sample((1,))))

    def forward(self, x: Tensor) -> Tensor:
        """Return weight * x + bias."""
        return self.bias + x.mul(self.weight)


class LinearLayerInside(nn.Linear):
    """Is a linear layer of one input, whose parameters are replaced by flat ones."""

    def __init__(self) -> None:
        super().__init__(in_features=1, out_features=1)
        self.weight = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))

    def forward(self, x: Tensor) -> Tensor:
        """Return weight * x + bias."""
        column = x.unsqueeze(-1)  # (..., 1)
        rows = nn.functional.linear(column, self.weight.reshape(1, 1), self.bias)  # (..., 1)
        return rows.squeeze(-1)


class DrawnTogether(nn.Module):
    """Draws both numbers in one call and shares them out."""

    def __init__(self) -> None:
        super().__init__()
        drawn = torch.normal(mean=torch.zeros(2), std=1.0)  # (2,)
        self.weight, self.bias = (nn.Parameter(number.clone()) for number in drawn.split(1))

    def forward(self, x: Tensor) -> Tensor:
        """Return weight * x + bias."""
        y_pred = x * self.weight
        y_pred = y_pred + self.bias
        return y_pred
