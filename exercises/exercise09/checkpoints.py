"""Exercise 09: saving, loading, resuming. Read README.md first. When ready: grade exercise09"""

import os
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

Criterion = Callable[[Tensor, Tensor], Tensor]
FilePath = str | os.PathLike[str]


def save_checkpoint(
    path: FilePath,
    model: nn.Module,
    optimizer: Optimizer,
    epoch: int,
    loss: float | Tensor,
) -> None:
    """Write a checkpoint to `path`: what a training run needs in order to go on from here.

    The file holds a dict with these keys:

        "epoch": the epoch, as given.
        "model_state_dict": the model's state_dict: parameters and buffers, under their names.
        "optimizer_state_dict": the optimizer's state_dict.
        "loss": the loss, always a Python float.

    torch.load reads the file with weights_only=True, so there is nothing in it but tensors, plain
    numbers, texts, dicts and lists. Every tensor has the dtype that it has in the model (float32 or
    float64). A file that is there already is replaced. Model and optimizer stay as they were.

    Args:
        path: the file to write, a text or a pathlib.Path, taken as it is: no ending is added.
        epoch: the epoch that has just ended, counted from 0.
        loss: its loss: a float, or a 0-dim tensor, which may require grad and have a graph.

    Example:
        >>> import tempfile
        >>> model = nn.Linear(1, 1)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_checkpoint(folder + "/last.pt", model, optimizer, 3, torch.tensor(0.25))
        ...     content = torch.load(folder + "/last.pt", weights_only=True)
        >>> content["epoch"], content["loss"], sorted(content["model_state_dict"])
        (3, 0.25, ['bias', 'weight'])
    """
    # TODO (about six lines): what do an optimizer with momentum, and a batch norm, remember?
    raise NotImplementedError("save_checkpoint is yours to write")


def load_checkpoint(
    path: FilePath,
    model: nn.Module,
    optimizer: Optimizer,
    device: torch.device,
) -> tuple[int, float]:
    """Restore model and optimizer from a file that save_checkpoint has written.

    The model is moved to `device` in place, with model.to, and gets the parameters and buffers of
    the file. The optimizer gets its state and its settings, the learning rate of each group
    included, and goes on steering this model: its next step moves the model's parameters. All
    tensors are mapped to `device`: afterwards parameters, buffers and what the optimizer keeps for
    each parameter are there (its count of steps may stay on the CPU), wherever the file was written
    and wherever model and optimizer were before. The file may come from a device that this machine
    does not have.

    The file is never loaded with weights_only=False: one that holds anything but tensors and plain
    values raises an error (whichever torch.load raises, or one of your own), and nothing of it is
    run. Works in the dtype it is given (float32 or float64). The file stays as it was; the mode
    that the model is left in is free.

    Args:
        path: a text or a pathlib.Path. The file has the four keys that save_checkpoint writes, in
            any order.
        optimizer: holds the parameters of `model`, all of them or in several groups.

    Returns:
        (epoch, loss), as they were saved: an int and a float.

    Raises:
        FileNotFoundError: there is no such file; the message gives the path.

    Example:
        >>> import tempfile
        >>> model = nn.Linear(1, 1)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_checkpoint(folder + "/last.pt", model, optimizer, 3, 0.25)
        ...     optimizer.param_groups[0]["lr"] = 100.0
        ...     load_checkpoint(folder + "/last.pt", model, optimizer, torch.device("cpu"))
        (3, 0.25)
        >>> optimizer.param_groups[0]["lr"]
        0.5
    """
    # TODO (about five lines): what if the file was written on a GPU, and this machine has none?
    raise NotImplementedError("load_checkpoint is yours to write")


class BestModel:
    """Remember the weights with which a model scored best.

    Call update once an epoch, with the model and its score (larger is better, an accuracy for
    example; scores may be negative). Call restore in the end, to get the best weights back.

    Attributes:
        best_score: the score of the snapshot; None before the first update.

    Each instance has a snapshot of its own, in the dtype of the model.

    Example:
        >>> model = nn.Linear(1, 1)
        >>> best = BestModel()
        >>> for weight, score in [(1.0, 60.0), (2.0, 80.0), (3.0, 80.0)]:
        ...     _ = nn.init.constant_(model.weight, weight)
        ...     print(best.update(model, score), best.best_score)
        True 60.0
        True 80.0
        False 80.0
        >>> best.restore(model)
        >>> model.weight.item()
        2.0
    """

    def __init__(self) -> None:
        # TODO (about three lines): which score would be a safe start? Is there one at all?
        raise NotImplementedError("BestModel is yours to write")

    def update(self, model: nn.Module, score: float) -> bool:
        """Keep a snapshot of the model if the score is strictly above the best so far.

        The first update always keeps one, however low its score. A score equal to the best keeps
        nothing; no score is NaN. The snapshot holds parameters and buffers as they are now:
        training after the update does not change it. The model stays as it was.

        Returns:
            True if a snapshot was kept, else False.
        """
        # TODO (about six lines): what does optimizer.step() do to the tensors of a state_dict?
        raise NotImplementedError("BestModel is yours to write")

    def restore(self, model: nn.Module) -> None:
        """Load the snapshot back into the model: parameters and buffers, in place.

        `model` may be another one than that of update, of the same architecture. Its parameters
        stay the same objects, so an optimizer goes on steering them. The snapshot stays as it is:
        training after restore does not change it, restore may be called again, and updates go on as
        before.

        Raises:
            RuntimeError: there was no update yet.
        """
        # TODO (about three lines): what is there to restore before the first update?
        raise NotImplementedError("BestModel is yours to write")


def train_with_resume(
    model: nn.Module,
    optimizer: Optimizer,
    inputs: Tensor,
    targets: Tensor,
    criterion: Criterion,
    epochs: int,
    path: FilePath,
) -> list[float]:
    """Train on one full batch until `epochs` epochs are done in all, going on where a run stopped.

    If there is a file at `path`, an earlier call has written it: everything is loaded from it first
    (weights, buffers, the optimizer's state and settings), whatever model and optimizer hold by
    then, and only the epochs that are missing are run. If none are missing, nothing is trained; the
    model has the weights of the file. Without a file, training starts from the model and the
    optimizer as given.

    After every epoch everything is saved to `path`, in that one file, in a format of your own:
    nobody else reads it. So a run may be interrupted at any moment, by an error in the middle of an
    epoch or by a kill, and be resumed by another process with a new model and a new optimizer, by
    a copy of the file too. Interrupted and resumed, it ends with exactly the weights of a run that
    was never interrupted, for any optimizer of torch.optim; no epoch is lost that had been saved,
    and none is run twice.

    An epoch is one pass of all inputs in train mode, in whichever mode the model arrives, and one
    optimizer step by the gradient of this loss alone: gradients left in the model by earlier code,
    or by an interrupted epoch, do not leak in. The loss is that of the given criterion. Works in
    the dtype it is given (float32 or float64). Inputs and targets stay as they were; the model is
    trained in place; the mode it is left in is free.

    Args:
        optimizer: holds the parameters of `model`.
        criterion: criterion(predictions, targets) gives the mean loss, a 0-dim tensor.
        epochs: how many epochs there are to be in all calls together, >= 0.
        path: the file, a text or a pathlib.Path.

    Returns:
        The losses of the epochs run in this call, in order, each from before its update. Floats, or
        0-dim tensors that do not require grad. Epochs of earlier calls are not in it.

    Example:
        >>> import tempfile
        >>> x, y = torch.ones(4, 1), torch.zeros(4, 1)
        >>> def run(epochs, path):
        ...     model = nn.Linear(1, 1, bias=False)
        ...     _ = nn.init.constant_(model.weight, 4.0)
        ...     optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        ...     return train_with_resume(model, optimizer, x, y, nn.MSELoss(), epochs, path)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     for epochs in (2, 3, 3):
        ...         print(run(epochs, folder + "/run.pt"))
        [16.0, 4.0]
        [1.0]
        []
    """
    # TODO (about fifteen lines): if the power fails in epoch 7, which epoch should run next?
    raise NotImplementedError("train_with_resume is yours to write")
