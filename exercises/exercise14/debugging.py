"""Exercise 14: debugging a training loop. Read README.md first. When ready: grade exercise14

Every function below is complete, runs, and is wrong. The docstring says what it should do.
"""

import math
from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

Criterion = Callable[[Tensor, Tensor], Tensor]
Loader = Iterable[tuple[Tensor, Tensor]]


def train_accumulating(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> list[float]:
    """Train the model for one plain epoch, and return the loss of every batch.

    One pass over the loader in train mode, in whichever mode the model arrives. One optimizer step
    for every batch, by the gradient of that batch's mean loss alone: gradients left by earlier
    code, or by the batch before, do not leak into it. The steps are independent of one another,
    but for the parameters and what the optimizer itself remembers. Works in float32 and float64.
    The loader's tensors stay as they were; the mode the model is left in is free.

    Args:
        loader: yields (inputs, targets); never empty. The last batch may be smaller.
        criterion: criterion(predictions, targets) gives the mean loss of a batch, a 0-dim tensor.
        optimizer: holds the parameters of `model`.

    Returns:
        The list of the batches' losses, in order, each from before its update: floats that hold no
        graph (0-dim tensors that do not require grad are accepted too).

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> batches = [(torch.ones(2, 1), torch.zeros(2, 1)), (torch.ones(1, 1), torch.zeros(1, 1))]
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> train_accumulating(model, batches, nn.MSELoss(), optimizer), model.weight.item()
        ([4.0, 1.0], 0.5)
    """
    # TODO: this runs, and is wrong. What is carried from one batch to the next?
    model.train()
    losses = []
    optimizer.zero_grad()
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses


def train_broadcasting(
    model: nn.Module, inputs: Tensor, targets: Tensor, optimizer: Optimizer, epochs: int
) -> list[float]:
    """Fit a model with one output to a list of numbers by the mean squared error.

    The model's outputs have shape (N, 1), the targets (N,): row i of the one belongs to number i of
    the other, and the loss is the mean of N squared errors. An epoch is one pass over all of
    `inputs` at once, in train mode, in whichever mode the model arrives, and one optimizer step by
    this epoch's gradient alone, whatever gradients the model arrives with. Works in float32 and
    float64. `inputs` and `targets` stay as they were; the mode the model is left in is free.

    Args:
        inputs: of shape (N, features).
        targets: of shape (N,), in the dtype of the model.
        optimizer: holds the parameters of `model`.
        epochs: how many, >= 1.

    Returns:
        The list of the `epochs` losses, each from before its update: floats (0-dim tensors that do
        not require grad are accepted too).

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 3.0])
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.0625)
        >>> train_broadcasting(model, x, y, optimizer, epochs=3), model.weight.item()
        ([5.0, 0.703125, 0.098876953125], 1.052734375)
    """
    # TODO: this runs, and is wrong. How many errors are squared, for three rows?
    model.train()
    losses = []
    for _ in range(epochs):
        errors = model(inputs) - targets
        loss = (errors**2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_double_softmax(
    model: nn.Module, inputs: Tensor, targets: Tensor, optimizer: Optimizer, epochs: int
) -> list[float]:
    """Train a classifier whose outputs are raw logits by the cross entropy.

    The loss is the mean cross entropy of the model's logits, as they come out of it, with the
    target classes. An epoch is one pass over all of `inputs` at once, in train mode, in whichever
    mode the model arrives, and one optimizer step by this epoch's gradient alone, whatever
    gradients the model arrives with. Works in float32 and float64. `inputs` and `targets` stay as
    they were; the mode the model is left in is free.

    Args:
        inputs: of shape (N, features); the model's outputs have shape (N, classes).
        targets: class indices, of shape (N,), int64.
        optimizer: holds the parameters of `model`.
        epochs: how many, >= 1.

    Returns:
        The list of the `epochs` losses, each from before its update: floats (0-dim tensors that do
        not require grad are accepted too).

    Example:
        >>> model = nn.Linear(1, 2, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> x, y = torch.tensor([[1.0], [-1.0]]), torch.tensor([0, 1])
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=8.0)
        >>> losses = train_double_softmax(model, x, y, optimizer, epochs=2)
        >>> [round(loss, 4) for loss in losses], model.weight[0].item() > 4
        ([0.6931, 0.0003], True)
    """
    # TODO: this runs, and is wrong. What does CrossEntropyLoss expect to be given?
    criterion = nn.CrossEntropyLoss()
    model.train()
    losses = []
    for _ in range(epochs):
        probabilities = torch.softmax(model(inputs), dim=1)
        loss = criterion(probabilities, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate_in_train_mode(model: nn.Module, loader: Loader) -> float:
    """Return how many per cent of all samples a classifier gets right.

    A sample is right if its largest logit is that of the target class. Every pass runs in eval mode
    with gradients disabled. All samples that the loader yields count, and all count the same,
    however large their batch is.

    Afterwards the model is in the mode in which it arrived, train or eval (all of its layers are in
    the same one); also if the loader or the model raises an error, which then reaches the caller.
    Parameters, gradients, buffers and data stay as they were, and gradients are not left switched
    off. Works in float32 and float64.

    Args:
        loader: yields (inputs, targets), targets of class indices; never empty. The last batch may
            be smaller.

    Returns:
        The accuracy, a float from 0 to 100.

    Example:
        >>> one, three = torch.eye(3)[:1], torch.eye(3)
        >>> batches = [(three, torch.tensor([0, 1, 0])), (one, torch.tensor([0]))]
        >>> model = nn.Dropout(0.5)  # in eval mode its outputs are its inputs
        >>> evaluate_in_train_mode(model, batches), model.training
        (75.0, True)
    """
    # TODO: this runs, and is wrong. Evaluate twice: is it the same number?
    right = total = 0
    for inputs, targets in loader:
        right += (model(inputs).argmax(dim=1) == targets).sum().item()
        total += len(targets)
    return 100 * right / total


def keep_best_weights(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    val_inputs: Tensor,
    val_targets: Tensor,
    optimizer: Optimizer,
    epochs: int,
) -> dict[str, Tensor]:
    """Train a model, and return its weights from the epoch with the lowest validation loss.

    An epoch is one pass over all of `inputs` at once, in train mode, in whichever mode the model
    arrives, and one optimizer step by this epoch's gradient alone, whatever gradients the model
    arrives with. After the step the validation loss is measured: one pass over all of `val_inputs`,
    in eval mode with gradients disabled. Both losses are the mean squared error.

    The epoch with the lowest validation loss is the best: the first of them on a tie. NaN is never
    the lowest, unless all of them are NaN: then any epoch will do.

    All `epochs` are run, and at the end `model` holds the weights from after the last update, not
    the best ones. Works in float32 and float64. The data stay as they were; the mode the model is
    left in is free.

    Args:
        inputs, targets: what is trained on; the model's outputs have the shape of `targets`.
        val_inputs, val_targets: what is validated on, of as many rows as you like.
        optimizer: holds the parameters of `model`.
        epochs: how many, >= 1.

    Returns:
        The state_dict of the best epoch, from after its update: all parameters and buffers, of the
        same names, dtypes and shapes as in model.state_dict(). Nothing that happens to the model
        later, in this function or after it, changes what is in it.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> x, y, val_y = torch.ones(1, 1), torch.zeros(1, 1), torch.full((1, 1), 0.75)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> best = keep_best_weights(model, x, y, x, val_y, optimizer, epochs=3)  # 1, 0.5, 0.25
        >>> best["weight"].item(), model.weight.item()
        (1.0, 0.25)
    """
    # TODO: this runs, and is wrong. Whose tensors are in a state_dict?
    criterion = nn.MSELoss()
    best = lowest = None
    for _ in range(epochs):
        model.train()
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        model.eval()
        with torch.no_grad():
            val_loss = criterion(model(val_inputs), val_targets).item()
        rank = (math.isnan(val_loss), val_loss)  # NaN comes after every number
        if lowest is None or rank < lowest:
            lowest = rank
            best = model.state_dict()
    assert best is not None  # epochs >= 1
    return best


def schedule_too_early(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    optimizer: Optimizer,
    scheduler: LRScheduler,
    epochs: int,
) -> list[float]:
    """Train a model while a scheduler changes the learning rate, and note each epoch's rate.

    An epoch is one pass over all of `inputs` at once, in train mode, in whichever mode the model
    arrives, one optimizer step by this epoch's gradient of the mean squared error alone, whatever
    gradients the model arrives with, and after it one step of the scheduler. So the first epoch
    trains with the rate that the optimizer arrives with. Works in float32 and float64. `inputs` and
    `targets` stay as they were; the mode the model is left in is free.

    Args:
        inputs, targets: what is trained on; the model's outputs have the shape of `targets`.
        optimizer: holds the parameters of `model`.
        scheduler: one of torch.optim.lr_scheduler over `optimizer`, of those whose step() takes no
            metric. Both go on from where they are.
        epochs: how many, >= 1.

    Returns:
        The learning rate that each epoch trained with (of the first param group): `epochs` floats.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> x, y = torch.ones(3, 1), torch.zeros(3, 1)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
        >>> halving = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
        >>> schedule_too_early(model, x, y, optimizer, halving, epochs=5)
        [0.5, 0.5, 0.25, 0.25, 0.125]
    """
    # TODO: this runs, and is wrong. Which rate does the very first update use?
    criterion = nn.MSELoss()
    model.train()
    rates = []
    for _ in range(epochs):
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return rates
