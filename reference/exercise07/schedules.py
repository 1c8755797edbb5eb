# solution
"""Exercise 07: learning-rate schedules. The reference."""

# instead
# """Exercise 07: learning-rate schedules. Read README.md first. When ready: grade exercise07"""
# end

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from torch.utils.data import DataLoader

Criterion = Callable[[Tensor, Tensor], Tensor]
Loader = DataLoader[tuple[Tensor, ...]]


def step_lr(base_lr: float, epoch: int, step_size: int, gamma: float = 0.1) -> float:
    """Return the learning rate of an epoch that lies on a staircase.

    base_lr · gamma^⌊epoch / step_size⌋: the rate is base_lr at first and is multiplied by gamma
    every step_size epochs. The answer depends on the arguments alone, not on earlier calls.

    Args:
        base_lr: rate of epoch 0, > 0.
        epoch: counted from 0; as far as you like.
        step_size: epochs between two drops, >= 1.
        gamma: what a drop multiplies the rate by, > 0.

    Example:
        >>> [step_lr(8.0, epoch, step_size=2, gamma=0.5) for epoch in range(6)]
        [8.0, 8.0, 4.0, 4.0, 2.0, 2.0]
    """
    # solution
    return base_lr * gamma ** (epoch // step_size)
    # instead
    # # TODO (one line): how many drops lie behind you in epoch 5, with one every 2 epochs?
    # raise NotImplementedError("step_lr is yours to write")
    # end


def cosine_annealing_lr(base_lr: float, epoch: int, t_max: int, eta_min: float = 0.0) -> float:
    """Return the learning rate of an epoch that lies on half a wave of the cosine.

    From base_lr in epoch 0 the rate falls to eta_min in epoch t_max, as the cosine falls from 1 to
    -1 between 0 and pi: slowly at both ends, halfway in the middle. After t_max it stays at
    eta_min. The answer depends on the arguments alone, not on earlier calls.

    Args:
        base_lr: rate of epoch 0, >= eta_min.
        epoch: counted from 0; may lie beyond t_max.
        t_max: epochs until eta_min is reached, >= 1.
        eta_min: the lowest rate, >= 0.

    Example:
        >>> [round(cosine_annealing_lr(1.0, e, t_max=4, eta_min=0.5), 3) for e in (0, 1, 2, 4, 5)]
        [1.0, 0.927, 0.75, 0.5, 0.5]

    Source: Loshchilov & Hutter (2017), arXiv:1608.03983, equation 5.
    """
    # solution
    share = min(epoch / t_max, 1.0)  # of the way down
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2
    # instead
    # # TODO (about two lines): what does the cosine do after pi?
    # raise NotImplementedError("cosine_annealing_lr is yours to write")
    # end


class ReduceOnPlateau:
    """Lower the learning rates of an optimizer when the validation loss stops improving.

    Call `step(val_loss)` once an epoch. An epoch improves when val_loss < best, strictly: a loss
    equal to the best one is no improvement, one that is smaller by however little is, and NaN never
    is. `best` is the lowest loss so far; it starts at infinity and is not forgotten when the rates
    are lowered.

    The epochs in a row without improvement are counted; an improvement sets the count to 0. When
    the count gets above `patience`, the rates are lowered and the count starts again at 0: the rate
    of every param group of the optimizer, as it is at that moment, becomes
    max(rate · factor, min_lr). Groups with different rates keep different rates. Otherwise the
    rates stay as they are, and nothing else of the optimizer is ever changed.

    Args:
        optimizer: its rates are in `optimizer.param_groups`, in each group's "lr".
        factor: what a rate is multiplied by, between 0 and 1.
        patience: how many epochs in a row may pass without improvement before the rates are
            lowered by the next one, >= 0.
        min_lr: no rate is set below this, >= 0.

    Example:
        >>> optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
        >>> scheduler = ReduceOnPlateau(optimizer, factor=0.5, patience=1, min_lr=0.375)
        >>> for loss in [3.0, 3.0, 2.0, 2.0, 2.0, 2.0, 2.0]:
        ...     scheduler.step(loss)
        ...     print(loss, optimizer.param_groups[0]["lr"])
        3.0 1.0
        3.0 1.0
        2.0 1.0
        2.0 1.0
        2.0 0.5
        2.0 0.5
        2.0 0.375
    """

    def __init__(
        self, optimizer: Optimizer, factor: float = 0.1, patience: int = 10, min_lr: float = 0.0
    ) -> None:
        # solution
        self.optimizer = optimizer
        self.factor = factor
        self.patience = patience
        self.min_lr = min_lr
        self.best = math.inf
        self.bad_epochs = 0
        # instead
        # # TODO (about six lines): what must be remembered from one epoch to the next?
        # raise NotImplementedError("ReduceOnPlateau is yours to write")
        # end

    def step(self, val_loss: float) -> None:
        """Take note of the validation loss of one more epoch, and lower the rates if it is time."""
        # solution
        if val_loss < self.best:  # False for NaN
            self.best = val_loss
            self.bad_epochs = 0
            return
        self.bad_epochs += 1
        if self.bad_epochs > self.patience:
            for group in self.optimizer.param_groups:
                group["lr"] = max(group["lr"] * self.factor, self.min_lr)
            self.bad_epochs = 0
        # instead
        # raise NotImplementedError("ReduceOnPlateau is yours to write")
        # end


def train_with_scheduler(
    model: nn.Module,
    loader: Loader,
    criterion: Criterion,
    optimizer: Optimizer,
    scheduler: LRScheduler,
    epochs: int,
    device: torch.device,
) -> list[float]:
    """Train the model while a scheduler changes the learning rate, and note each epoch's rate.

    An epoch is one pass over the loader with one optimizer step for every batch, and then, once,
    one step of the scheduler. Every pass runs in train mode, in whichever mode the model arrives,
    and on `device`: the model is moved there in place with model.to, and so is every batch.
    Gradients left by earlier code, or by the batch before, do not leak into a step. Works in the
    dtype it is given (float32 or float64). The loader's tensors stay as they were; the mode the
    model is left in is free.

    Args:
        loader: yields (inputs, targets); never empty. The last batch may be smaller.
        criterion: criterion(predictions, targets) gives the mean loss of a batch, a 0-dim tensor.
        optimizer: holds the parameters of `model`, in one param group or several.
        scheduler: one of torch.optim.lr_scheduler over `optimizer`, of those whose step() takes no
            metric. Both go on from where they are.
        epochs: how many, >= 1.

    Returns:
        The learning rate that each epoch trained with, of the first param group: `epochs` floats.

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Linear(1, 1)
        >>> data = TensorDataset(torch.ones(6, 1), torch.zeros(6, 1))
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> halving = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
        >>> loader, device = DataLoader(data, batch_size=4), torch.device("cpu")
        >>> train_with_scheduler(model, loader, nn.MSELoss(), optimizer, halving, 5, device)
        [0.25, 0.25, 0.125, 0.125, 0.0625]
    """
    # solution
    model.to(device)
    model.train()
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            loss = criterion(model(inputs.to(device)), targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates
    # instead
    # # TODO (about ten lines): which of the two steps belongs to a batch, which to an epoch?
    # raise NotImplementedError("train_with_scheduler is yours to write")
    # end


def learning_rate_sweep(
    make_model: Callable[[], nn.Module],
    inputs: Tensor,
    targets: Tensor,
    learning_rates: Sequence[float],
    epochs: int,
) -> dict[str, list[float] | list[list[float]]]:
    """Train the same model from the same start with several learning rates, and compare.

    For each rate a new model of make_model(), loaded with the initial weights of the first model
    that make_model gave: it draws others every time, and all runs start from the same ones. Each is
    trained with plain SGD at its rate on the mean squared error. An epoch is one pass over all of
    `inputs` (full batch), in train mode, in whichever mode the model arrives, and one step by this
    epoch's gradient alone, whatever gradients the model arrives with. After the last update the
    loss is measured once more; in which mode is not asked for.

    A rate that is too large gives inf or NaN like any other number: no exception, nothing left
    out, and the rates after it are not affected. Works in float32 and float64, in which the models
    are; `inputs`, `targets` and `learning_rates` stay as they were.

    Args:
        make_model: makes a model whose outputs have the shape of `targets`; takes no arguments.
        learning_rates: in any order; one of them may be there twice, and is tried twice.
        epochs: updates of each model, >= 1.

    Returns:
        {"learning_rate": [...], "final_train_loss": [...], "losses": [[...], ...]}, an entry for
        each rate, in the order given: the rate, the loss after its last update, and the list of its
        `epochs` losses, each from before its update. Losses are floats (0-dim tensors that do not
        require grad are accepted too).

    Example:
        >>> def make_model():
        ...     model = nn.Linear(1, 1, bias=False)
        ...     nn.init.constant_(model.weight, 2.0)
        ...     return model
        >>> x, y = torch.ones(3, 1), torch.zeros(3, 1)
        >>> sweep = learning_rate_sweep(make_model, x, y, [0.5, 0.25, 1.0], epochs=2)
        >>> sweep["learning_rate"], sweep["final_train_loss"]
        ([0.5, 0.25, 1.0], [0.0, 0.25, 4.0])
        >>> sweep["losses"]
        [[4.0, 0.0], [4.0, 1.0], [4.0, 4.0]]
    """
    # solution
    start = make_model().state_dict()  # of a model that is never trained
    all_losses, final_losses = [], []
    for lr in learning_rates:
        model = make_model()
        model.load_state_dict(start)
        losses, final_loss = _train(model, inputs, targets, lr, epochs)
        all_losses.append(losses)
        final_losses.append(final_loss)
    return {
        "learning_rate": list(learning_rates),
        "final_train_loss": final_losses,
        "losses": all_losses,
    }
    # instead
    # # TODO (about fifteen lines): where does the second run start?
    # raise NotImplementedError("learning_rate_sweep is yours to write")
    # end


def _train(  # solution
    model: nn.Module, inputs: Tensor, targets: Tensor, lr: float, epochs: int
) -> tuple[list[float], float]:
    """Train on all of the data; the loss before each update, and the one after the last."""
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    model.train()
    for _ in range(epochs):
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        return losses, criterion(model(inputs), targets).item()
