"""Correct implementations of train_step, written differently."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

_Criterion = Callable[[Tensor, Tensor], Tensor]


def zero_grad_before_the_forward_pass(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Clears first, as the quickstart tutorials do."""
    model.train()
    optimizer.zero_grad()
    outputs = model(inputs)
    loss = criterion(outputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()


def zeros_in_place_before_and_after(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Clears on both sides of the step, with zeros instead of None."""
    model.train(True)
    optimizer.zero_grad(set_to_none=False)
    loss = criterion(model(inputs), targets)
    value = float(loss.detach())
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)
    return value


def with_a_closure(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Lets the optimizer call the forward and backward pass as a closure."""
    model.train()

    def closure() -> float:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        return loss.item()

    return optimizer.step(closure)


def with_explicit_gradients(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Asks autograd for the gradients and assigns them, so old ones are overwritten."""
    model.train()
    params = [p for p in model.parameters() if p.requires_grad]
    loss = criterion(model(inputs), targets)
    grads = torch.autograd.grad(loss, params, allow_unused=True)
    for param, grad in zip(params, grads):
        param.grad = grad
    optimizer.step()
    return loss.item()


def clears_by_hand(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> Tensor:
    """Sets each .grad to None by hand and returns the loss as a detached tensor."""
    for module in model.modules():
        module.training = True
    y_hat = model(inputs)
    loss = criterion(y_hat, targets)
    for p in model.parameters():
        p.grad = None
    loss.backward()
    optimizer.step()
    return loss.detach()


def clears_through_the_model(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Uses model.zero_grad, puts the mode back at the end, and prints the loss."""
    was_training = model.training
    model.train()
    with torch.enable_grad():
        predictions = model(inputs)
        loss = criterion(predictions, targets)
        model.zero_grad()
        loss.backward()
    optimizer.step()
    model.train(was_training)
    print(f"loss: {loss.item():>7f}")  # noqa: T201  (students print)
    return loss.item()


def in_helper_functions(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Splits the step into two nested helpers."""

    def compute_loss() -> Tensor:
        return criterion(model(inputs), targets)

    def update(loss: Tensor) -> None:
        optimizer.zero_grad()
        loss.backward(torch.ones_like(loss))
        optimizer.step()

    model.train()
    loss = compute_loss()
    update(loss)
    (value,) = loss.detach().reshape(1).tolist()
    return float(value)
