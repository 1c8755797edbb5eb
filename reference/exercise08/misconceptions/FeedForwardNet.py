"""Ways in which FeedForwardNet goes wrong."""

import torch
from classification import FeedForwardNet
from torch import nn


class _Layers(nn.Module):
    """Two layers, and what the misconceptions below change about them."""

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, num_classes)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class FlattensTheBatchToo(_Layers):
    """The first dimension is flattened with the others.

    How many rows should be left for a batch of 4 images?
    """

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x.flatten())))


class DoesNotFlatten(_Layers):
    """The input is not flattened.

    Which dimension of its input does a linear layer look at?
    """

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))


class FlattensToASizeOfItsOwn(_Layers):
    """The input is reshaped to rows of 784 numbers, whatever input_size is.

    Which argument says how many numbers a sample has?
    """

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x.view(-1, 784))))


class FlattensTheLastTwoDimensionsOnly(_Layers):
    """Only height and width are flattened: the channel is left.

    Print the shape after flattening a batch of shape (4, 1, 28, 28). How many dimensions are left?
    """

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x.flatten(2) if x.dim() > 2 else x)))


class FlattensInAnotherOrder(_Layers):
    """The dimensions of an image are turned round before it is flattened.

    Which pixel comes second after flattening: the one to the right, or the one below?
    """

    def forward(self, x):
        rows = x.permute(0, *range(x.dim() - 1, 0, -1)).flatten(1)
        return self.fc2(torch.relu(self.fc1(rows)))


class LeavesOutTheRelu(_Layers):
    """There is nothing between the two linear layers.

    What can two linear layers in a row do that one cannot?
    """

    def forward(self, x):
        return self.fc2(self.fc1(x.flatten(1)))


class PutsTheReluLast(_Layers):
    """The ReLU stands after the second layer instead of between the two.

    May a logit be negative? And which two layers should not meet directly?
    """

    def forward(self, x):
        return torch.relu(self.fc2(self.fc1(x.flatten(1))))


class PutsAReluAfterBothLayers(_Layers):
    """There is a ReLU after each of the two layers.

    May a logit be negative?
    """

    def forward(self, x):
        return torch.relu(self.fc2(torch.relu(self.fc1(x.flatten(1)))))


class PutsAReluBeforeTheFirstLayer(_Layers):
    """There is a ReLU on the inputs too.

    What becomes of an input that is negative?
    """

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(torch.relu(x.flatten(1)))))


class UsesALeakyRelu(_Layers):
    """A leaky ReLU stands between the layers.

    What does the layer that the task names make of -3?
    """

    def forward(self, x):
        return self.fc2(nn.functional.leaky_relu(self.fc1(x.flatten(1))))


class UsesRelu6(_Layers):
    """The hidden numbers are cut off at 6.

    What does the layer that the task names make of 7?
    """

    def forward(self, x):
        return self.fc2(nn.functional.relu6(self.fc1(x.flatten(1))))


class UsesTanh(_Layers):
    """A tanh stands between the layers.

    Which function does the task name, and what does it make of 3?
    """

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x.flatten(1))))


class EndsWithSoftmax(_Layers):
    """Probabilities are returned instead of logits.

    What does the criterion do first? Who applies the softmax: the model or the loss?
    """

    def forward(self, x):
        return super().forward(x).softmax(dim=1)


class EndsWithLogSoftmax(_Layers):
    """Log-probabilities are returned instead of logits.

    Is anything left to do after the second linear layer?
    """

    def forward(self, x):
        return super().forward(x).log_softmax(dim=1)


class EndsWithSoftmaxInEvalMode(_Layers):
    """Logits are returned in train mode, probabilities in eval mode.

    Does the loss of validation expect something else than that of training?
    """

    def forward(self, x):
        logits = super().forward(x)
        return logits if self.training else logits.softmax(dim=1)


class ReturnsTheClass(_Layers):
    """The class is returned instead of the logits.

    What does the criterion need to compute a gradient?
    """

    def forward(self, x):
        return super().forward(x).argmax(dim=1)


class SqueezesTheLogits(_Layers):
    """All dimensions of size 1 are taken from the logits, the batch's too.

    Which shape do the logits of a single image have?
    """

    def forward(self, x):
        return super().forward(x).squeeze()


class HasHiddenLayersOfOneSize(nn.Module):
    """The hidden layer always has 128 units.

    Where do you use hidden_size?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.fc1 = nn.Linear(input_size, 128)
        self.fc2 = nn.Linear(128, num_classes)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class AlwaysHasTenClasses(nn.Module):
    """There are always ten logits.

    Where do you use num_classes?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, 10)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class HasAnotherDefault(_Layers):
    """By default the hidden layer has 64 units.

    Compare the defaults of your __init__ with the docstring.
    """

    def __init__(self, input_size=784, hidden_size=64, num_classes=10):
        super().__init__(input_size, hidden_size, num_classes)


class SwapsTwoArguments(_Layers):
    """num_classes comes before hidden_size.

    In which order does the docstring name the three sizes?
    """

    def __init__(self, input_size=784, num_classes=10, hidden_size=128):
        super().__init__(input_size, hidden_size, num_classes)


class HasNoBias(_Layers):
    """The two layers have no bias.

    What are the logits of an image that is all black?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size, bias=False)
        self.fc2 = nn.Linear(hidden_size, num_classes, bias=False)


class HasOneBiasOnly(_Layers):
    """The second layer has no bias.

    How many parameters should there be? Print their names.
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, num_classes, bias=False)


class HasAThirdLayer(_Layers):
    """There is one more hidden layer.

    Count the linear layers that the task names.
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__(input_size, hidden_size, num_classes)
        self.middle = nn.Linear(hidden_size, hidden_size)

    def forward(self, x):
        hidden = torch.relu(self.fc1(x.flatten(1)))
        return self.fc2(torch.relu(self.middle(hidden)))


class UsesDropout(_Layers):
    """A dropout layer stands between the two layers.

    Does the task name one? Call the model twice: are the logits the same?
    """

    def forward(self, x):
        hidden = torch.relu(self.fc1(x.flatten(1)))
        return self.fc2(nn.functional.dropout(hidden, 0.2, self.training))


class NormalizesTheBatch(_Layers):
    """The inputs are centred over the batch.

    Should another image in the batch change the logits of this one?
    """

    def forward(self, x):
        rows = x.flatten(1)
        return super().forward(rows - rows.mean(dim=0))


class ScalesTheInputs(_Layers):
    """The inputs are divided by 255.

    Who says that the inputs are bytes?
    """

    def forward(self, x):
        return super().forward(x / 255)


class KeepsLayersInAList(nn.Module):
    """The layers are kept in a plain list, where model.parameters() does not find them.

    What does nn.ModuleList do that a list does not? Count model.parameters().
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.layers = [nn.Linear(input_size, hidden_size), nn.Linear(hidden_size, num_classes)]

    def forward(self, x):
        first, second = (layer.to(x.dtype) for layer in self.layers)
        return second(torch.relu(first(x.flatten(1))))


class KeepsPlainTensors(nn.Module):
    """The weights are tensors that are no parameters.

    What makes model.parameters() list a tensor?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.w1 = torch.randn(input_size, hidden_size, requires_grad=True)
        self.b1 = torch.randn(hidden_size, requires_grad=True)
        self.w2 = torch.randn(hidden_size, num_classes, requires_grad=True)
        self.b2 = torch.randn(num_classes, requires_grad=True)

    def forward(self, x):
        w1, b1, w2, b2 = (each.to(x.dtype) for each in (self.w1, self.b1, self.w2, self.b2))
        return torch.relu(x.flatten(1) @ w1 + b1) @ w2 + b2


class MakesNewLayersInEveryPass(nn.Module):
    """The layers are made anew in every pass.

    Which of your two methods runs once, and which runs for every batch?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        self.sizes = input_size, hidden_size, num_classes

    def forward(self, x):
        input_size, hidden_size, num_classes = self.sizes
        self.fc1 = nn.Linear(input_size, hidden_size).to(x.dtype)
        self.fc2 = nn.Linear(hidden_size, num_classes).to(x.dtype)
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


_SHARED = {}


class SharesItsLayers(nn.Module):
    """All models of the same sizes share their layers.

    When is the line executed that makes the layers: for each model, or once for all of them?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__()
        sizes = input_size, hidden_size, num_classes
        if sizes not in _SHARED:
            _SHARED[sizes] = nn.Linear(*sizes[:2]), nn.Linear(*sizes[1:])
        self.fc1, self.fc2 = _SHARED[sizes]

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class FreezesTheFirstLayer(_Layers):
    """The first layer does not require grad.

    Which parameters should training be able to change?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__(input_size, hidden_size, num_classes)
        self.fc1.requires_grad_(False)


class DetachesTheHiddenLayer(_Layers):
    """The graph is cut between the two layers.

    Follow the way from the logits back to the first weight. Where does it end?
    """

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x.flatten(1))).detach())


class RunsWithoutGradients(_Layers):
    """The pass runs under torch.no_grad.

    Who needs a graph behind the logits?
    """

    @torch.no_grad()
    def forward(self, x):
        return super().forward(x)


class StartsFromZero(_Layers):
    """All parameters start at zero.

    What is the gradient of the first weight if the second one is zero, and of the second one if the
    hidden numbers are zero?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__(input_size, hidden_size, num_classes)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)


class StartsAtTheSameNumbers(_Layers):
    """Every model starts at the same numbers, whatever seed its user chooses.

    Train five models and take the best. How different are they?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        super().__init__(input_size, hidden_size, num_classes)
        generator = torch.Generator().manual_seed(0)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -0.1, 0.1, generator=generator)


class ForcesFloat32(_Layers):
    """Inputs and weights are turned into float32.

    Of which dtype are the logits of a model in double precision?
    """

    def forward(self, x):
        self.float()
        return super().forward(x.float())


class ChangesItsInput(_Layers):
    """The input is centred in place.

    What does -= do to a tensor that somebody else holds too?
    """

    def forward(self, x):
        x -= 0.5
        return super().forward(x)


class RectifiesItsInput(_Layers):
    """A ReLU is applied in place to the flattened input, which is the caller's memory.

    Does flatten make a copy?
    """

    def forward(self, x):
        logits = super().forward(x)
        x.flatten(1).relu_()
        return logits


class SavesHalfOfItself(FeedForwardNet):
    """The state_dict leaves out the second layer.

    Load the state_dict of one model into another. What is missing?
    """

    def state_dict(self, *args, **kwargs):
        state = super().state_dict(*args, **kwargs)
        return {name: value for name, value in state.items() if "output" not in name}

    def load_state_dict(self, state, strict=True, assign=False):
        return super().load_state_dict(state, strict=False, assign=assign)


class IsNoModule:
    """It is a plain class, and no nn.Module.

    What does a class inherit from nn.Module?
    """

    def __init__(self, input_size=784, hidden_size=128, num_classes=10):
        self.net = nn.Sequential(
            nn.Flatten(),
            nn.Linear(input_size, hidden_size),
            nn.ReLU(),
            nn.Linear(hidden_size, num_classes),
        )

    def __call__(self, x):
        return self.net(x)

    def __getattr__(self, name):
        return getattr(self.net, name)

    def to(self, *args):
        self.net.to(*args)
        return self

    def train(self, mode=True):
        self.net.train(mode)
        return self

    def eval(self):
        return self.train(False)
