# solution
"""Exercise 08: classification, as we would write it."""

# instead
# """Exercise 08: classification. Read README.md first. When ready: grade exercise08"""
# end

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader

Criterion = Callable[[Tensor, Tensor], Tensor]
Loader = DataLoader[tuple[Tensor, ...]]


class FeedForwardNet(nn.Module):
    """Tell classes apart with two linear layers and a ReLU between them.

    The input is flattened, all but its first dimension: images of shape (N, 1, 28, 28) become N
    rows of 784 numbers. Then come a linear layer to `hidden_size` numbers, a ReLU, and a linear
    layer to `num_classes` numbers, the logits. Nothing comes after that: no ReLU, no softmax. Both
    linear layers have a bias, as nn.Linear has by default, so there are four parameters. How they
    are called is up to you. They start at random, so that training moves every one of them.

    Every model has parameters of its own. They are in parameters() and state_dict(), and follow
    .to(...) and .double() as those of any other module: float64 inputs to a model in float64 give
    float64 logits. The outputs are the same in train mode and in eval mode.

    Args:
        input_size: numbers in one sample, after flattening.
        hidden_size: outputs of the first linear layer.
        num_classes: outputs of the second.

    Example:
        >>> model = FeedForwardNet()
        >>> model(torch.zeros(5, 1, 28, 28)).shape
        torch.Size([5, 10])
        >>> sum(p.numel() for p in FeedForwardNet(4, 3, 2).parameters())  # 4*3 + 3 + 3*2 + 2
        23
    """

    def __init__(
        self, input_size: int = 784, hidden_size: int = 128, num_classes: int = 10
    ) -> None:
        # solution
        super().__init__()
        self.hidden = nn.Linear(input_size, hidden_size)
        self.output = nn.Linear(hidden_size, num_classes)
        # instead
        # # TODO (about five lines): what makes model.parameters() list the weights of a layer?
        # raise NotImplementedError("FeedForwardNet is yours to write")
        # end

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits, (N, num_classes), of x, (N, ...). x stays as it was, N may be 1."""
        # solution
        logits: Tensor = self.output(torch.relu(self.hidden(x.flatten(start_dim=1))))
        return logits
        # instead
        # raise NotImplementedError("FeedForwardNet is yours to write")
        # end


def train_one_epoch(
    model: nn.Module,
    loader: Loader,
    criterion: Criterion,
    optimizer: Optimizer,
    device: torch.device,
) -> tuple[float, float]:
    """Train a classifier once over the loader: one pass and one optimizer step for every batch.

    Every pass runs in train mode, in whichever mode the model arrives, and on `device`: the model
    is moved there in place with model.to, and so is every batch. Gradients left by earlier code,
    or by the batch before, do not leak into a step. Works in the dtype it is given (float32 or
    float64). The loader's tensors stay as they were; the mode the model is left in is free.

    Args:
        model: takes the inputs alone and returns logits, (N, classes).
        loader: yields (inputs, targets), targets being class indices, (N,), int64; never empty.
            The last batch may be smaller than the others, and with drop_last=True the loader
            yields fewer samples than its data set has.
        criterion: criterion(logits, targets) gives the mean loss of a batch, a 0-dim tensor.
        optimizer: holds the parameters of `model`; its state goes on from epoch to epoch.

    Returns:
        (loss, accuracy) of the epoch. Both are measured on the outputs of the passes that train,
        so each batch is measured before its update; there are no other passes for it.
        loss: the sample-weighted mean, which is the sum of (batch loss * batch size) divided by
        the number of samples that the loader yielded.
        accuracy: how many of these samples were classified right, in per cent, from 0.0 to 100.0.
        The class of a sample is that of its largest logit.
        Floats (0-dim tensors that do not require grad are accepted too).

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Linear(1, 2)
        >>> with torch.no_grad():
        ...     _ = model.weight.copy_(torch.tensor([[1.0], [-1.0]]))
        ...     _ = model.bias.zero_()
        >>> data = TensorDataset(torch.tensor([[2.0], [-1.0], [3.0]]), torch.tensor([0, 1, 1]))
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> loader = DataLoader(data, batch_size=2)
        >>> cpu = torch.device("cpu")
        >>> loss, accuracy = train_one_epoch(model, loader, nn.CrossEntropyLoss(), optimizer, cpu)
        >>> round(loss, 3), round(accuracy, 3)  # the first two are right, the third is not
        (2.079, 66.667)
    """
    # solution
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)  # the criterion averaged over the batch: undo it
        correct += int((outputs.argmax(dim=1) == targets).sum())
        samples += len(inputs)
    return total / samples, 100 * correct / samples
    # instead
    # # TODO (about twelve lines): which outputs does the accuracy of an epoch describe?
    # raise NotImplementedError("train_one_epoch is yours to write")
    # end


def validate(
    model: nn.Module,
    loader: Loader,
    criterion: Criterion,
    device: torch.device,
) -> tuple[float, float]:
    """Measure a classifier's loss and accuracy over the whole loader, without training it.

    Every pass runs in eval mode, in whichever mode the model arrives, with gradients disabled,
    and on `device`: the model is moved there in place with model.to, and so is every batch.
    Afterwards everything else is as it was: parameters, whether they require grad, the gradients
    stored in them, buffers (batch-norm statistics), the loader's tensors, and autograd, which is
    on again if it was on. Works in the dtype it is given (float32 or float64). The mode that the
    model is left in is free.

    Args:
        model: takes the inputs alone and returns logits, (N, classes).
        loader: yields (inputs, targets), targets being class indices, (N,), int64; never empty.
            The last batch may be smaller than the others, and with drop_last=True the loader
            yields fewer samples than its data set has.
        criterion: criterion(logits, targets) gives the mean loss of a batch, a 0-dim tensor.

    Returns:
        (loss, accuracy): the sample-weighted mean loss, which is the sum of (batch loss * batch
        size) divided by the number of samples that the loader yielded, and how many of these
        samples were classified right, in per cent, from 0.0 to 100.0. The class of a sample is
        that of its largest logit. Floats (0-dim tensors that do not require grad are accepted too).

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> logits = torch.tensor([[2.0, 0.0], [0.0, 2.0], [0.0, 4.0]])
        >>> loader = DataLoader(TensorDataset(logits, torch.tensor([0, 1, 0])), batch_size=2)
        >>> cpu = torch.device("cpu")
        >>> loss, accuracy = validate(nn.Identity(), loader, nn.CrossEntropyLoss(), cpu)
        >>> round(loss, 3), round(accuracy, 3)
        (1.424, 66.667)
    """
    # solution
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += int((outputs.argmax(dim=1) == targets).sum())
            samples += len(inputs)
    return total / samples, 100 * correct / samples
    # instead
    # # TODO (about ten lines): may the model change in here, and what could change it?
    # raise NotImplementedError("validate is yours to write")
    # end


def train_model(
    model: nn.Module,
    train_loader: Loader,
    val_loader: Loader,
    criterion: Criterion,
    optimizer: Optimizer,
    device: torch.device,
    num_epochs: int,
    best_path: str | Path | None = None,
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Train a classifier, validate it after each epoch, and save the best weights on the way.

    An epoch is one training pass over `train_loader`, under the rules of train_one_epoch, then
    one validation pass over `val_loader`, under the rules of validate: train mode for the first,
    eval mode without gradients for the second, in every epoch; model and batches on `device`.
    The model is trained in place and ends with the weights of the last epoch, not of the best.

    Args:
        train_loader: yields (inputs, targets), targets being class indices; never empty.
        val_loader: likewise. Nothing is learned from it.
        criterion: criterion(logits, targets) gives the mean loss of a batch, a 0-dim tensor.
        optimizer: holds the parameters of `model`; its state goes on from epoch to epoch.
        num_epochs: how many epochs to run, >= 1.
        best_path: where to save, a str or a pathlib.Path. Whenever the validation accuracy of an
            epoch is strictly above the best one of the epochs before it, the model's state_dict
            (parameters and buffers, as they are after this epoch) is saved there with torch.save,
            at once, in the place of what was there. The first epoch is always the best so far,
            also at 0 per cent; an epoch that is just as good as the best is not saved. Each call
            starts anew. torch.load reads the file with weights_only=True. None: no file is
            written.

    Returns:
        (train_losses, train_accs, val_losses, val_accs): four lists of floats, one entry an
        epoch: the losses and the accuracies, in per cent, that train_one_epoch and validate
        define. (Entries may be 0-dim tensors that do not require grad.)

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> _ = torch.manual_seed(0)
        >>> x = torch.rand(40, 1, 2, 2)
        >>> data = TensorDataset(x, (x[:, 0, 0, 0] > 0.5).long())
        >>> model, cpu = FeedForwardNet(4, 8, 2), torch.device("cpu")
        >>> optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        >>> train, val = DataLoader(data, batch_size=8), DataLoader(data, batch_size=40)
        >>> curves = train_model(model, train, val, nn.CrossEntropyLoss(), optimizer, cpu, 20)
        >>> [len(curve) for curve in curves], curves[3][-1] > 90
        ([20, 20, 20, 20], True)
    """
    # solution
    train_losses: list[float] = []
    train_accs: list[float] = []
    val_losses: list[float] = []
    val_accs: list[float] = []
    best: float | None = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs
    # instead
    # # TODO (about fifteen lines): what is the best accuracy before the first epoch?
    # raise NotImplementedError("train_model is yours to write")
    # end
