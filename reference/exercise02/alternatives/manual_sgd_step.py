"""Correct implementations of manual_sgd_step, written differently."""

from collections.abc import Iterable

import torch
from torch import Tensor


@torch.no_grad()
def subtracts_under_a_decorator(params: Iterable[Tensor], lr: float) -> None:
    """Switches recording off with a decorator and zeros the gradients in place."""
    for param in params:
        if param.grad is not None:
            param.sub_(lr * param.grad)
            param.grad.zero_()


def updates_the_data_attribute(params: Iterable[Tensor], lr: float) -> None:
    """Goes round autograd with the old `.data` attribute, in two passes over a list."""
    params = [p for p in params if p.grad is not None]
    for p in params:
        p.data -= lr * p.grad.data
    for p in params:
        p.grad.data.zero_()


def assigns_new_data(params: Iterable[Tensor], lr: float) -> None:
    """Gives every parameter new data instead of changing the old."""
    for p in params:
        if p.grad is not None:
            p.data = p.data - lr * p.grad
            p.grad = None


def subtracts_on_a_detached_view(params: Iterable[Tensor], lr: float) -> None:
    """Changes the memory through a detached view of each parameter."""
    for p in params:
        grad, p.grad = p.grad, None
        if grad is None:
            continue
        p.detach().add_(grad, alpha=-lr)


def all_at_once_with_foreach(params: Iterable[Tensor], lr: float) -> None:
    """Updates all parameters with one call for the whole list."""
    params = [p for p in params if p.grad is not None]
    grads = [p.grad for p in params if p.grad is not None]
    if params:
        with torch.no_grad():
            torch._foreach_add_(params, grads, alpha=-lr)
    for p in params:
        p.grad = None


def copies_the_new_value_in(params: Iterable[Tensor], lr: float) -> None:
    """Computes the new value first and copies it into the parameter in inference mode."""
    with torch.inference_mode():
        for p in params:
            if p.grad is not None:
                new_p = p - lr * p.grad
                p.copy_(new_p)
                p.grad = None


def with_the_library_optimizer(params: Iterable[Tensor], lr: float) -> None:
    """Hands the parameters to a torch.optim.SGD made for this one step."""
    params = list(params)
    if not params:
        return
    optimizer = torch.optim.SGD(params, lr=lr)
    optimizer.step()
    optimizer.zero_grad()


def restores_grad_mode_by_hand(params: Iterable[Tensor], lr: float) -> None:
    """Switches recording off globally and back on in a finally block."""
    was_enabled = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        for p in params:
            if p.grad is not None:
                p += -lr * p.grad
                p.grad = torch.zeros_like(p.grad)
    finally:
        torch.set_grad_enabled(was_enabled)
