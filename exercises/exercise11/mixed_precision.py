"""Exercise 11: mixed precision. Read README.md first. When ready: grade exercise11"""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.amp import GradScaler
from torch.optim import Optimizer
from torch.utils.data import DataLoader

Criterion = Callable[[Tensor, Tensor], Tensor]
Loader = DataLoader[tuple[Tensor, ...]]


def amp_train_step(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    criterion: Criterion,
    optimizer: Optimizer,
    scaler: GradScaler,
    device: torch.device,
    dtype: torch.dtype,
) -> float:
    """Train on one batch in mixed precision, with the loss scaled before it goes backward.

    Forward pass and loss run under autocast for the type of `device`, in `dtype`, whether the
    scaler is enabled or not; the backward pass and the step do not run under autocast. The loss is
    scaled by `scaler` before the backward pass, and the optimizer steps through `scaler`, which
    then is updated, once. So a step whose gradients overflow (inf or NaN) is skipped: the weights
    stay, the scale falls, no error is raised, and the next step goes on from there. With a scaler
    that is not enabled the same lines are a plain step. It is the given scaler that is used, as it
    comes, and its state goes on from step to step.

    The pass runs in train mode, in whichever mode the model arrives, and on `device`: the model is
    moved there in place with model.to, and so are inputs and targets. The update is by the
    gradient of this loss alone: gradients left in the model by earlier code do not leak in.
    Parameters keep their dtype (float32 or float64) and whether they require grad: only autocast
    changes dtypes. (It leaves float64 alone, so there is nothing to be cast by hand.) `inputs` and
    `targets` stay as they were. The mode that the model is left in is free; autocast and autograd
    are left as they were.

    Args:
        model: takes the inputs alone, and returns predictions; trained in place.
        criterion: criterion(predictions, targets) gives the mean loss, a 0-dim tensor.
        optimizer: holds the parameters of `model`.
        scaler: enabled or not; made for the type of `device`.
        device: where to train.
        dtype: torch.bfloat16 or torch.float16.

    Returns:
        The loss of the forward pass, from before the update, not scaled: a float (a 0-dim tensor
        that does not require grad is accepted too). Also where the step is skipped.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> scaler = GradScaler("cpu", init_scale=1024.0)
        >>> x, y, cpu = torch.ones(3, 1), torch.zeros(3, 1), torch.device("cpu")
        >>> amp_train_step(model, x, y, nn.MSELoss(), optimizer, scaler, cpu, torch.bfloat16)
        4.0
        >>> model.weight.item()  # 2 - 0.25 * 4, whatever the scale
        1.0
    """
    # TODO (about ten lines): which lines belong under autocast, and which go through the scaler?
    raise NotImplementedError("amp_train_step is yours to write")


def amp_clipped_train_step(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    criterion: Criterion,
    optimizer: Optimizer,
    scaler: GradScaler,
    max_norm: float,
    device: torch.device,
    dtype: torch.dtype,
) -> tuple[float, float]:
    """Do a step as amp_train_step does, with the gradients clipped between backward and step.

    The joint 2-norm of the gradients of all the model's parameters is limited to `max_norm`, in
    their true units: those of the loss that is not scaled. If the norm is above `max_norm`, all
    gradients are multiplied by one factor so that it becomes `max_norm`; smaller ones stay as they
    are. It makes no difference whether 1e-6 is added to the norm before dividing, as
    torch.nn.utils.clip_grad_norm_ does.

    All else is as in amp_train_step. Forward pass and loss run under autocast for the type of
    `device`, in `dtype`, whether the scaler is enabled or not; backward, clip and step do not. The
    loss is scaled by the given `scaler`, the optimizer steps through it, and it is updated once: a
    step whose gradients overflow is skipped without an error, the scale falls, and the next step
    goes on. With a scaler that is not enabled it is a plain clipped step. The pass runs in train
    mode and on `device`: the model is moved there in place with model.to, and so are inputs and
    targets. Gradients left by earlier code leak neither into the update nor into the norm.
    Parameters keep their dtype (float32 or float64) and whether they require grad; `inputs` and
    `targets` stay as they were; the mode that the model is left in is free; autocast and autograd
    are left as they were.

    Args:
        model: takes the inputs alone, and returns predictions; trained in place.
        criterion: criterion(predictions, targets) gives the mean loss, a 0-dim tensor.
        optimizer: holds the parameters of `model`.
        scaler: enabled or not; made for the type of `device`.
        max_norm: above 0.
        device: where to train.
        dtype: torch.bfloat16 or torch.float16.

    Returns:
        (loss, norm): the loss of the forward pass, from before the update, not scaled, and the
        joint norm of the gradients, not scaled, from before the clipping. Floats (0-dim tensors
        that do not require grad are accepted too). The norm of gradients that overflow is inf or
        NaN.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> scaler = GradScaler("cpu", init_scale=1024.0)
        >>> x, y, cpu = torch.ones(3, 1), torch.zeros(3, 1), torch.device("cpu")
        >>> arguments = nn.MSELoss(), optimizer, scaler, 1.0, cpu, torch.bfloat16
        >>> amp_clipped_train_step(model, x, y, *arguments)
        (4.0, 4.0)
        >>> round(model.weight.item(), 4)  # 2 - 0.25 * 1
        1.75
    """
    # TODO (about twelve lines): in which units are the gradients when you clip them?
    raise NotImplementedError("amp_clipped_train_step is yours to write")


def train_one_epoch_amp(
    model: nn.Module,
    loader: Loader,
    criterion: Criterion,
    optimizer: Optimizer,
    scaler: GradScaler,
    device: torch.device,
    dtype: torch.dtype,
) -> float:
    """Train once over the loader in mixed precision: one step for every batch that it yields.

    Each step is as in amp_train_step. Forward pass and loss run under autocast for the type of
    `device`, in `dtype`, whether the scaler is enabled or not; backward and step do not. The loss
    is scaled by the given `scaler`, the optimizer steps through it, and it is updated once a batch.
    A step whose gradients overflow (inf or NaN) is skipped by the scaler, and training goes on with
    the next batch; the loss of a skipped step counts like any other. With a scaler that is not
    enabled it is a plain epoch under autocast. The states of scaler and optimizer go on from step
    to step and from epoch to epoch.

    Every pass runs in train mode, in whichever mode the model arrives, and on `device`: the model
    is moved there in place with model.to, and so is every batch. Gradients left by earlier code, or
    by the batch before, do not leak into a step. Parameters keep their dtype (float32 or float64)
    and whether they require grad. The loader's tensors stay as they were; the mode that the model
    is left in is free; autocast and autograd are left as they were.

    Args:
        model: takes the inputs alone, and returns predictions; trained in place.
        loader: yields (inputs, targets); never empty. The last batch may be smaller than the
            others, and with drop_last=True the loader yields fewer samples than its data set has.
        criterion: criterion(predictions, targets) gives the mean loss of a batch, a 0-dim tensor.
        optimizer: holds the parameters of `model`.
        scaler: enabled or not; made for the type of `device`.
        device: where to train.
        dtype: torch.bfloat16 or torch.float16.

    Returns:
        The sample-weighted mean loss of the epoch: the sum of (batch loss * batch size), each
        loss not scaled and taken from the pass that trains, so from before its update, divided by
        the number of samples that the loader yielded. Added up in float32 or more, not in `dtype`.
        A float (a 0-dim tensor that does not require grad is accepted too).

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> x, y = torch.ones(3, 1), torch.tensor([[1.0], [1.0], [5.0]])
        >>> loader = DataLoader(TensorDataset(x, y), batch_size=2)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> scaler = GradScaler("cpu", init_scale=1024.0, growth_interval=2)
        >>> arguments = optimizer, scaler, torch.device("cpu"), torch.bfloat16
        >>> train_one_epoch_amp(model, loader, nn.MSELoss(), *arguments)  # 1 (2 rows), 20.25 (1)
        7.416666666666667
        >>> scaler.get_scale()  # doubled after two steps
        2048.0
    """
    # TODO (about six lines): what is the loss of a step that the scaler skips?
    raise NotImplementedError("train_one_epoch_amp is yours to write")
