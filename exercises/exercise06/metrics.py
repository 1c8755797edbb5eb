"""Exercise 06: metrics and tracking. Read README.md first. When ready: grade exercise06"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

if TYPE_CHECKING:  # matplotlib takes a while to import, and only plot needs it
    from matplotlib.figure import Figure

Criterion = Callable[[Tensor, Tensor], Tensor]
Loader = DataLoader[tuple[Tensor, ...]]


def mean_absolute_error(predictions: Tensor, targets: Tensor) -> float:
    """Return the mean of |prediction - target| over all elements.

    Works in the dtype it is given (float32 or float64). The arguments stay as they are.

    Args:
        predictions: of any shape; they may come from a model, with a graph behind them.
        targets: of the same shape.

    Returns:
        A float (a 0-dim tensor that does not require grad is accepted too).

    Example:
        >>> mean_absolute_error(torch.tensor([1.0, 5.0]), torch.tensor([2.0, 2.0]))
        2.0
    """
    # TODO (one line): may an error of -1 make up for one of +1?
    raise NotImplementedError("mean_absolute_error is yours to write")


def r2_score(predictions: Tensor, targets: Tensor) -> float:
    """Return how much better the predictions are than the mean of the targets: 1 - SS_res / SS_tot.

    SS_res is the sum of (target - prediction)² over all elements, SS_tot the sum of
    (target - mean)², where mean is that of all targets. So 1 is perfect, 0 is as good as always
    saying the mean, and it is negative where the predictions are worse than that.

    Where the targets are constant, SS_tot is 0: the score is 1.0 if every prediction equals its
    target, else 0.0. A single target is constant. Targets that differ are not, however little they
    do: the score is the same in metres and in kilometres. Works in the dtype it is given (float32
    or float64). The arguments stay as they are.

    Args:
        predictions: of any shape; they may come from a model, with a graph behind them.
        targets: of the same shape.

    Returns:
        A float (a 0-dim tensor that does not require grad is accepted too).

    Example:
        >>> targets = torch.tensor([1.0, 2.0, 3.0])
        >>> r2_score(torch.tensor([1.0, 2.0, 4.0]), targets)  # 1 - 1/2
        0.5
        >>> r2_score(torch.tensor([3.0, 2.0, 1.0]), targets)  # 1 - 8/2
        -3.0
        >>> r2_score(torch.tensor([4.0, 4.0]), torch.tensor([5.0, 5.0]))
        0.0
    """
    # TODO (about five lines): with whose mean do you compare, and what if that is never off?
    raise NotImplementedError("r2_score is yours to write")


def accuracy(logits: Tensor, targets: Tensor) -> float:
    """Return how many rows are classified right, in per cent: from 0.0 to 100.0.

    A row is right if its largest logit is that of the target class. Works in float32 and float64.
    The arguments stay as they are.

    Args:
        logits: (N, classes), floats of any sign; no row has two largest ones.
        targets: (N,), class indices from 0, int64.

    Returns:
        A float (a 0-dim tensor is accepted too).

    Example:
        >>> logits = torch.tensor([[2.0, -1.0], [-3.0, -2.0], [0.5, 0.0], [0.0, 1.0]])
        >>> accuracy(logits, torch.tensor([0, 1, 1, 1]))
        75.0
    """
    # TODO (one or two lines): over which of the two dimensions do you look for the largest?
    raise NotImplementedError("accuracy is yours to write")


def evaluate(
    model: nn.Module, loader: Loader, criterion: Criterion, device: torch.device
) -> dict[str, float]:
    """Measure a model on a whole data set: its loss, mean absolute error and R².

    Every pass runs in eval mode, in whichever mode the model arrives, with gradients disabled,
    and on `device`: the model is moved there in place with model.to, and so is every batch.
    Afterwards everything else is as it was: parameters, whether they require grad, the gradients
    stored in them, buffers (batch-norm statistics), the loader's tensors, and autograd, which is
    on again if it was on. Works in the dtype it is given (float32 or float64). The mode that the
    model is left in is free.

    Args:
        loader: yields (inputs, targets); never empty. The last batch may be smaller than the
            others, and with drop_last=True the loader yields fewer samples than its data set has.
        criterion: criterion(predictions, targets) gives the mean loss of a batch, a 0-dim tensor.

    Returns:
        Three numbers about all the samples that the loader yielded, not averages of batches:
        "loss", the sample-weighted mean loss: the sum of (batch loss * batch size) divided by the
        number of samples; "mae", the mean_absolute_error of all predictions; "r2", the r2_score of
        all predictions together. Floats (0-dim tensors that do not require grad are accepted too).

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> x = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
        >>> y = torch.tensor([[1.0], [3.0], [3.0], [5.0]])
        >>> loader = DataLoader(TensorDataset(x, y), batch_size=2)
        >>> evaluate(nn.Identity(), loader, nn.MSELoss(), torch.device("cpu"))
        {'loss': 0.5, 'mae': 0.5, 'r2': 0.75}
    """
    # TODO (about fifteen lines): which of the three can be put together from numbers a batch?
    raise NotImplementedError("evaluate is yours to write")


class MetricsTracker:
    """Keep the curves of a training run, epoch by epoch, and draw them.

    Attributes:
        train_losses, val_losses, train_accs, val_accs: four lists of floats, one entry an epoch,
            empty at first. Every tracker has four of its own.

    Example:
        >>> tracker = MetricsTracker()
        >>> tracker.update(1.0, 1.5, 40.0, 30.0)
        >>> tracker.update(torch.tensor(0.5), torch.tensor(1.25), 60.0, 50.0)
        >>> tracker.val_losses, tracker.train_accs, tracker.best_epoch()
        ([1.5, 1.25], [40.0, 60.0], 1)
        >>> [axes.get_title() for axes in tracker.plot().axes]
        ['Loss', 'Accuracy']
    """

    def __init__(self) -> None:
        # TODO (about twenty-five lines in all): where do lists live that two trackers share?
        raise NotImplementedError("MetricsTracker is yours to write")

    def update(
        self,
        train_loss: float | Tensor,
        val_loss: float | Tensor,
        train_acc: float | Tensor,
        val_acc: float | Tensor,
    ) -> None:
        """Append one epoch's numbers, each to its list, as floats.

        A tensor (0-dim, with or without a graph) is stored as a float.
        """
        raise NotImplementedError("MetricsTracker is yours to write")

    def best_epoch(self) -> int | None:
        """Return the epoch of the lowest validation loss, counted from 0.

        The first of them on a tie; None as long as there is no epoch.
        """
        raise NotImplementedError("MetricsTracker is yours to write")

    def plot(self) -> Figure:
        """Draw the curves into a matplotlib Figure, and show nothing on screen.

        The figure has two axes, titled Loss and Accuracy. Each has two curves over the epochs,
        labelled train and val, and a legend. A figure that is drawn later has the curves of its
        own tracker alone. The lists stay as they are.
        """
        raise NotImplementedError("MetricsTracker is yours to write")
