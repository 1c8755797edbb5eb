"""Wrong implementations of LinearRegressionModel, as students write them."""

import torch
from torch import Tensor, nn


class DrawsFromAnotherDistribution(nn.Module):
    """The parameters are not drawn from the standard normal anew for every model.

    Make two models: do they differ? Make a thousand: what are mean and spread of each parameter?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(2 * torch.rand(1) - 1)
        self.bias = nn.Parameter(2 * torch.rand(1) - 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class StartsAtZero(nn.Module):
    """Weight and bias start at zero.

    Make two models and print their parameters. From which distribution should they come?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class StartsWithZeroBias(nn.Module):
    """The bias starts at zero; only the weight is drawn.

    Which of the two parameters does the task draw from the standard normal?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class DrawsUniformNumbers(nn.Module):
    """The parameters are drawn uniformly from 0 to 1, not from the standard normal.

    Make a hundred models. Is there a negative weight among them? Should there be?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.rand(1))
        self.bias = nn.Parameter(torch.rand(1))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class DrawsSmallNumbers(nn.Module):
    """The drawn numbers are scaled down to a tenth.

    Make a thousand models. What is the standard deviation of their weights?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1) * 0.1)
        self.bias = nn.Parameter(torch.randn(1) * 0.1)

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class AlwaysDrawsTheSameNumbers(nn.Module):
    """A fixed seed in the constructor gives every model the same parameters.

    Make two models and compare them. Who should decide on the seed: the model or its user?
    """

    def __init__(self) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(42)
        self.weight = nn.Parameter(torch.randn(1, generator=generator))
        self.bias = nn.Parameter(torch.randn(1, generator=generator))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class DrawsOneNumberForBoth(nn.Module):
    """Weight and bias start at the same number.

    Print a new model's parameters. How many numbers were drawn?
    """

    def __init__(self) -> None:
        super().__init__()
        start = torch.randn(1)
        self.weight = nn.Parameter(start.clone())
        self.bias = nn.Parameter(start.clone())

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class SharesOneParameter(nn.Module):
    """Weight and bias are one and the same parameter.

    How many parameters does `list(model.parameters())` have?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1))
        self.bias = self.weight

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class SharesParametersBetweenModels(nn.Module):
    """All models share one pair of parameters, made with the class.

    Make two models and change the weight of one. What happens to the other?
    """

    shared_weight = nn.Parameter(torch.randn(1))
    shared_bias = nn.Parameter(torch.randn(1))

    def __init__(self) -> None:
        super().__init__()
        self.weight = self.shared_weight
        self.bias = self.shared_bias

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class HasScalarParameters(nn.Module):
    """The parameters have shape (), not (1,).

    Print `model.weight.shape` and compare it with the task.
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(()))
        self.bias = nn.Parameter(torch.randn(()))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class HasMatrixWeight(nn.Module):
    """The weight has shape (1, 1), not (1,).

    Print `model.weight.shape`, and the shape of what the model returns for a 1-D x.
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, 1))
        self.bias = nn.Parameter(torch.randn(1))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class HidesParametersInALayer(nn.Module):
    """The parameters are called `linear.weight` and `linear.bias`, in the shapes of a layer.

    Which names does `model.state_dict()` show, and which ones does the task ask for?
    """

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(1, 1)
        nn.init.normal_(self.linear.weight)
        nn.init.normal_(self.linear.bias)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.linear(x.unsqueeze(-1)).squeeze(-1)
        return result


class NamesParametersDifferently(nn.Module):
    """The parameters are called `weights` and `biases`.

    Which names does `model.state_dict()` show, and which ones does the task ask for?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.randn(1))
        self.biases = nn.Parameter(torch.randn(1))

    def forward(self, x: Tensor) -> Tensor:
        return self.weights * x + self.biases


class KeepsPlainTensors(nn.Module):
    """Weight and bias are plain tensors, which the module does not know as parameters.

    What does `list(model.parameters())` show? What will the optimizer get?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.randn(1, requires_grad=True)
        self.bias = torch.randn(1, requires_grad=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class KeepsTheBiasAsABuffer(nn.Module):
    """The bias is a buffer, so it is saved but never learned.

    What does `list(model.parameters())` show? What will the optimizer get?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1))
        self.register_buffer("bias", torch.randn(1))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class FreezesTheParameters(nn.Module):
    """The parameters do not require grad.

    What does `backward()` leave in the `.grad` of a parameter like this?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1), requires_grad=False)
        self.bias = nn.Parameter(torch.randn(1), requires_grad=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class FreezesTheBias(nn.Module):
    """The bias does not require grad.

    Which of your parameters can learn?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1), requires_grad=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class HasAThirdParameter(nn.Module):
    """There is a third parameter that the line does not need.

    How many numbers describe a line?
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor) -> Tensor:
        return self.scale * (self.weight * x + self.bias)


class ForcesDoublePrecision(nn.Module):
    """The parameters are float64, so float32 inputs give float64 outputs.

    Print the dtype of the input and that of the output.
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, dtype=torch.float64))
        self.bias = nn.Parameter(torch.randn(1, dtype=torch.float64))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class ForgetsToSetUpTheModule(nn.Module):
    """`super().__init__()` is missing, so the first parameter raises an error.

    Who prepares the place in which a module keeps its parameters?
    """

    def __init__(self) -> None:
        self.weight = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class _Line(nn.Module):
    """The parameters as they should be; the classes below go wrong in forward."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))


class MisspellsForward(_Line):
    """The method is called `foward`, so calling the model raises an error.

    Which method of your class does `model(x)` look for?
    """

    def foward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias


class ReturnsNothing(_Line):
    """`forward` computes the line but does not return it.

    Print what `model(x)` gives you.
    """

    def forward(self, x: Tensor) -> None:
        self.weight * x + self.bias  # noqa: B018  (the mistake itself)


class ForgetsTheBias(_Line):
    """The bias does not enter the prediction.

    What should the model say at x = 0?
    """

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x


class SubtractsTheBias(_Line):
    """The bias is subtracted, not added.

    What should the model say at x = 0?
    """

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x - self.bias


class SwapsWeightAndBias(_Line):
    """The bias is the slope and the weight the offset.

    Which of the two belongs to x?
    """

    def forward(self, x: Tensor) -> Tensor:
        return self.bias * x + self.weight


class ShiftsBeforeScaling(_Line):
    """The bias is added to x before the product with the weight.

    Set the weight to 0. Which value should the model give?
    """

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * (x + self.bias)


class SumsOverTheBatch(_Line):
    """The products are summed over the batch, so one number comes out for all samples.

    How many predictions should there be for five inputs?
    """

    def forward(self, x: Tensor) -> Tensor:
        return (self.weight * x).sum() + self.bias


class SqueezesTheOutput(_Line):
    """Dimensions of size 1 are removed: inputs (N, 1) give outputs (N,).

    Compare the shapes of input and output for a column of inputs.
    """

    def forward(self, x: Tensor) -> Tensor:
        return (self.weight * x + self.bias).squeeze()


class BendsTheLine(_Line):
    """A ReLU cuts off all negative predictions.

    Can a straight line stay at zero on one side?
    """

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.weight * x + self.bias)


class CutsTheGraph(_Line):
    """The prediction is cut off from the parameters, so nothing can be learned.

    Does `model(x).requires_grad` say what you expect?
    """

    def forward(self, x: Tensor) -> Tensor:
        return self.weight.detach() * x + self.bias.detach()


class CutsTheGraphOfTheBias(_Line):
    """Only the weight gets a gradient: the bias enters as a plain number.

    After `backward()`: which of the two parameters has a gradient?
    """

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x + self.bias.item()


class OverwritesTheInputs(_Line):
    """The inputs are overwritten with the predictions.

    What does the underscore at the end of a method's name mean?
    """

    def forward(self, x: Tensor) -> Tensor:
        return x.mul_(self.weight).add_(self.bias)


class ForcesSinglePrecision(_Line):
    """The output is float32 even when model and inputs are float64.

    Print the dtype of the input and that of the output after `model.double()`.
    """

    def forward(self, x: Tensor) -> Tensor:
        return (self.weight * x + self.bias).float()


class StandardisesTheInputs(_Line):
    """The inputs are standardised first, so a sample's prediction depends on its batch.

    Should the prediction for one sample change when its neighbours do?
    """

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * (x - x.mean()) / (x.std() + 1e-8) + self.bias
