# solution
"""Exercise 10: gradient clipping, as we would write it."""

# instead
# """Exercise 10: gradient clipping. Read README.md first. When ready: grade exercise10"""
# end

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader

Criterion = Callable[[Tensor, Tensor], Tensor]
Loader = DataLoader[tuple[Tensor, ...]]


def clip_gradient_norm(parameters: Iterable[Tensor], max_norm: float) -> float:
    """Scale gradients in place so that their joint 2-norm is at most max_norm.

    The joint norm is that of all gradients laid end to end: the square root of the sum of the
    squares of all their elements. If it is above `max_norm`, every gradient is multiplied by one
    and the same factor, so that the joint norm becomes `max_norm`; if it is smaller, all gradients
    stay exactly as they are. Results may differ from those of torch.nn.utils.clip_grad_norm_ by a
    relative 1e-5: it makes no difference whether 1e-6 is added to the norm before dividing.

    In place: each `.grad` stays the same tensor, and keeps its dtype (float32 or float64). The
    parameters themselves stay as they are, and so do those whose `.grad` is None. Zero gradients
    stay zero.

    Args:
        parameters: any iterable, such as a list or the generator that model.parameters() returns;
            it may be empty.
        max_norm: above 0.

    Returns:
        The joint norm from before the scaling: a float (a 0-dim tensor that does not require grad
        is accepted too). 0.0 if there are no gradients.

    Example:
        >>> weight = torch.zeros(2, requires_grad=True)
        >>> weight.grad = torch.tensor([3.0, 4.0])
        >>> clip_gradient_norm([weight], 10.0), weight.grad
        (5.0, tensor([3., 4.]))
        >>> clip_gradient_norm([weight], 0.5), weight.grad
        (5.0, tensor([0.3000, 0.4000]))
    """
    # solution
    gradients = [p.grad for p in parameters if p.grad is not None]
    if not gradients:
        return 0.0
    norm = torch.stack([g.square().sum() for g in gradients]).sum().sqrt().item()
    if norm > max_norm:
        for gradient in gradients:
            gradient.mul_(max_norm / norm)
    return norm
    # instead
    # # TODO (about seven lines): how many numbers do you need before you change the first gradient,
    # # and how often can you loop over a generator?
    # raise NotImplementedError("clip_gradient_norm is yours to write")
    # end


def clip_gradient_value(parameters: Iterable[Tensor], clip_value: float) -> None:
    """Clamp every element of every gradient to the range from -clip_value to clip_value, in place.

    Elements inside the range stay exactly as they are. In place: each `.grad` stays the same
    tensor, and keeps its dtype (float32 or float64). The parameters themselves stay as they are,
    and so do those whose `.grad` is None.

    Args:
        parameters: any iterable, such as a list or the generator that model.parameters() returns.
        clip_value: above 0.

    Example:
        >>> weight = torch.zeros(3, requires_grad=True)
        >>> weight.grad = torch.tensor([-7.0, 0.5, 2.0])
        >>> clip_gradient_value([weight], 1.0)
        >>> weight.grad
        tensor([-1.0000,  0.5000,  1.0000])
    """
    # solution
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.clamp_(-clip_value, clip_value)
    # instead
    # # TODO (about three lines): which elements of (-7, 0.5, 2) are too large, and in which
    # # direction?
    # raise NotImplementedError("clip_gradient_value is yours to write")
    # end


def clipped_train_step(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    criterion: Criterion,
    optimizer: Optimizer,
    max_norm: float,
) -> tuple[float, float]:
    """Do the five steps of training once, with the gradients clipped between backward and step.

    The joint 2-norm of the gradients of all the model's parameters is limited to `max_norm` as in
    clip_gradient_norm; smaller gradients stay as they are. The forward pass runs in train mode, in
    whichever mode the model arrives. Exactly one update, by the gradient of this loss alone:
    gradients left in the model by earlier code do not leak in, neither into the update nor into
    the norm. Works in the dtype it is given (float32 or float64). `inputs` and `targets` stay as
    they were; the model is trained in place; the mode it is left in is free.

    Args:
        criterion: criterion(predictions, targets) gives the mean loss, a 0-dim tensor.
        optimizer: holds the parameters of `model`.
        max_norm: above 0.

    Returns:
        (loss, norm): the loss of the forward pass, from before the update, and the joint norm of
        the gradients from before the clipping. Floats (0-dim tensors that do not require grad are
        accepted too).

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> x, y = torch.ones(3, 1), torch.zeros(3, 1)
        >>> clipped_train_step(model, x, y, nn.MSELoss(), optimizer, max_norm=1.0)
        (4.0, 4.0)
        >>> model.weight.item()  # 2 - 0.25 * 1
        1.75
    """
    # solution
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    norm = clip_gradient_norm(model.parameters(), max_norm)
    optimizer.step()
    return loss.item(), norm
    # instead
    # # TODO (about seven lines): who fills .grad, who reads it, and what comes between the two?
    # raise NotImplementedError("clipped_train_step is yours to write")
    # end


def train_rnn_epoch(
    model: nn.Module,
    loader: Loader,
    criterion: Criterion,
    optimizer: Optimizer,
    max_norm: float,
    device: torch.device,
) -> float:
    """Train a recurrent model once over the loader: one clipped step for every batch it yields.

    In every step the joint 2-norm of the gradients of all the model's parameters is limited to
    `max_norm`, between backward and step, as in clipped_train_step. Every pass runs in train mode,
    in whichever mode the model arrives, and on `device`: the model is moved there in place with
    model.to, and so is every batch. Gradients left by earlier code, or by the batch before, do not
    leak into a step. Works in the dtype it is given (float32 or float64). The loader's tensors
    stay as they were; the mode the model is left in is free.

    Args:
        model: takes a batch of sequences (rows, steps, features) alone, and returns predictions.
        loader: yields (inputs, targets); never empty. The last batch may be smaller than the
            others, and with drop_last=True the loader yields fewer samples than its data set has.
        criterion: criterion(predictions, targets) gives the mean loss of a batch, a 0-dim tensor.
        optimizer: holds the parameters of `model`; its state goes on from epoch to epoch.
        max_norm: above 0.

    Returns:
        The sample-weighted mean loss of the epoch: the sum of (batch loss * batch size), each
        loss taken from the pass that trains, so from before its update, divided by the number of
        samples that the loader yielded. A float (a 0-dim tensor that does not require grad is
        accepted too).

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Sequential(nn.Flatten(), nn.Linear(2, 1, bias=False))  # stands for an RNN
        >>> _ = nn.init.zeros_(model[1].weight)
        >>> x, y = torch.ones(3, 2, 1), torch.tensor([[1.0], [1.0], [5.0]])
        >>> loader = DataLoader(TensorDataset(x, y), batch_size=2)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> arguments = nn.MSELoss(), optimizer, 100.0, torch.device("cpu")
        >>> train_rnn_epoch(model, loader, *arguments)  # losses 1 (of 2 rows) and 16 (of 1)
        6.0
    """
    # solution
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss, _ = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
        total += loss * len(inputs)  # the criterion averaged over the batch: undo it
        samples += len(inputs)
    return total / samples
    # instead
    # # TODO (about seven lines): which of your lines belong inside the loop over batches?
    # raise NotImplementedError("train_rnn_epoch is yours to write")
    # end
