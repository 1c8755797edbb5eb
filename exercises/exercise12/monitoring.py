"""Exercise 12: monitoring. Read README.md first. When ready: grade exercise12"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader
from torch.utils.tensorboard import SummaryWriter

Criterion = Callable[[Tensor, Tensor], Tensor]
Loader = DataLoader[tuple[Tensor, ...]]


def log_epoch(
    writer: SummaryWriter,
    epoch: int,
    train_loss: float,
    val_loss: float,
    train_acc: float,
    val_acc: float,
    learning_rate: float,
    model: nn.Module,
) -> None:
    """Write one epoch's numbers, parameters and gradients to a TensorBoard log.

    Everything goes to the given writer, at step `epoch`:

    * five scalars, under the tags Loss/train, Loss/val, Accuracy/train, Accuracy/val and
      Learning_rate, each a tag of its own of the writer's run;
    * for each parameter a histogram of its values, under Parameters/<name>;
    * for each parameter that has a gradient a histogram of that, under Gradients/<name>. One whose
      .grad is None has no such tag, and is no error. A gradient of zeros is a gradient.

    <name> is that of model.named_parameters(), such as 0.weight. Buffers are no parameters.

    The writer is the caller's: it stays open, and there is no second one. The model, its gradients
    included, stays as it was. Works in float32 and float64.

    Args:
        writer: a SummaryWriter that is open.
        epoch: counted from 0.
        train_acc: in per cent, as is val_acc. All numbers are logged as they come.

    Example:
        >>> class Printer:  # in the place of a writer, for a look at what it is told
        ...     def add_scalar(self, tag, value, step):
        ...         print(step, tag, value)
        ...
        ...     def add_histogram(self, tag, values, step):
        ...         print(step, tag, tuple(values.shape))
        >>> log_epoch(Printer(), 3, 0.5, 0.6, 80.0, 70.0, 0.01, nn.Linear(2, 1))
        3 Loss/train 0.5
        3 Loss/val 0.6
        3 Accuracy/train 80.0
        3 Accuracy/val 70.0
        3 Learning_rate 0.01
        3 Parameters/weight (1, 2)
        3 Parameters/bias (1,)
    """
    # TODO (about nine lines): does every parameter have a gradient at this point?
    raise NotImplementedError("log_epoch is yours to write")


def train_with_logging(
    model: nn.Module,
    train_loader: Loader,
    val_loader: Loader,
    criterion: Criterion,
    optimizer: Optimizer,
    epochs: int,
    device: torch.device,
    log_dir: str | Path,
) -> list[float]:
    """Train and validate a classifier, and log every epoch with TensorBoard into `log_dir`.

    An epoch is one training pass over `train_loader`, with one optimizer step for every batch,
    then one validation pass over `val_loader`: train mode for the first, eval mode with gradients
    disabled for the second, in every epoch and in whichever mode the model arrives. Model (in
    place, by model.to) and batches are moved to `device`. Gradients left by earlier code, or by
    the batch before, do not leak into a step. Nothing is learned from the validation data. Works
    in float32 and float64. The loaders' tensors stay as they were, autograd is on again
    afterwards, and the mode that the model is left in is free.

    One SummaryWriter, made in `log_dir` itself, logs each epoch when it is over, as log_epoch does,
    at the steps 0, 1, 2, ...: losses and accuracies of the epoch, the learning rate that it trained
    with (of the optimizer's first param group), the parameters that it ended with, and what its
    last step left as gradients. (Whoever clears gradients after the step has none left to log. That
    is accepted.)

    The writer is closed when training is over, and also when it raises: whatever comes out of
    model, loader, criterion or optimizer goes on to the caller, the same error. The epochs that
    ended before are then in the log.

    Args:
        train_loader: yields (inputs, targets); never empty. The last batch may be smaller than the
            others, and with drop_last=True the loader yields fewer samples than its data set has.
        val_loader: likewise.
        criterion: criterion(logits, targets) gives the mean loss of a batch, a 0-dim tensor.
        optimizer: holds the parameters of `model`; its state goes on from epoch to epoch.
        epochs: how many, >= 1.
        log_dir: the folder for the log.

    Returns:
        The validation losses, one an epoch: a list of floats (0-dim tensors that do not require
        grad are accepted too).

        Both losses are sample-weighted means: the sum of (batch loss * batch size) divided by the
        number of samples that the loader yielded. An accuracy is the per cent of all these samples
        whose largest logit is that of the target class. Those of training are measured on the
        outputs of the passes that train.

    Example:
        >>> import tempfile
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Linear(1, 2, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> data = TensorDataset(torch.tensor([[-1.0], [1.0]]), torch.tensor([0, 1]))
        >>> train, val = DataLoader(data, batch_size=2), DataLoader(data)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     cpu = torch.device("cpu")
        ...     losses = train_with_logging(
        ...         model, train, val, nn.CrossEntropyLoss(), optimizer, 2, cpu, folder
        ...     )
        >>> [round(loss, 2) for loss in losses]  # ln(1 + e) - 1, and less in epoch 1
        [0.31, 0.19]
    """
    # TODO (about thirty lines): your loop stops in epoch 7 with an error. Who closes the writer?
    raise NotImplementedError("train_with_logging is yours to write")


def plot_training_curves(train_losses: list[float], val_losses: list[float]) -> Figure:
    """Draw the losses of training and validation over the epochs.

    The figure has one axes, with two curves, labelled train and val (on the line, or by what the
    legend calls it), axis labels Epoch and Loss, and a legend. It holds these alone: a figure that
    is drawn later, or that somebody else has open, is another one. Nothing is shown on screen.
    The lists stay as they are.

    Args:
        train_losses: one an epoch, at least one.
        val_losses: as many.

    Returns:
        A matplotlib Figure. Epochs are numbered one by one, the same for both curves, and count
        from 0 (from 1 is accepted too).

    Example:
        >>> figure = plot_training_curves([3.0, 2.0], [3.5, 3.0])
        >>> figure.axes[0].get_xlabel(), figure.axes[0].get_ylabel()
        ('Epoch', 'Loss')
    """
    # TODO (about seven lines): who decides whether a figure is shown, saved or logged?
    raise NotImplementedError("plot_training_curves is yours to write")


def plot_predictions(
    model: nn.Module,
    train_inputs: Tensor,
    train_targets: Tensor,
    val_inputs: Tensor,
    val_targets: Tensor,
) -> Figure:
    """Draw training data, validation data, and what the model predicts between and around them.

    Three things in one axes, labelled (on the thing itself, or by what the legend calls it), with a
    legend:

    * train and val: the two sets of points, targets over inputs, not joined by a line;
    * model: one line, the model's prediction over the input. It reaches from the smallest input of
      both sets to the largest, or further, and runs from left to right (or right to left): the
      inputs come in any order. It follows the model between the ends too, which may be a curve.

    The predictions are made in eval mode with gradients disabled, in whichever mode the model
    arrives. The model and the tensors stay as they were; the mode the model is left in is free.
    Autograd is on again afterwards. The figure holds nothing else: one that is drawn later, or
    that somebody else has open, is another one. Nothing is shown on screen. Works in the dtype it
    is given (float32 or float64; the model's is the same).

    Args:
        train_inputs: (N, 1), in any order; val_inputs likewise, (M, 1).
        train_targets: (N, 1); val_targets likewise, (M, 1).

    Returns:
        A matplotlib Figure.

    Example:
        >>> x = torch.tensor([[0.0], [2.0], [1.0]])
        >>> figure = plot_predictions(nn.Linear(1, 1), x, 2 * x, x + 3, 2 * x + 6)
        >>> sorted(text.get_text() for text in figure.axes[0].get_legend().get_texts())
        ['model', 'train', 'val']
    """
    # TODO (about twelve lines): in which order does matplotlib join the points of a line?
    raise NotImplementedError("plot_predictions is yours to write")
