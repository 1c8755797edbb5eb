# solution
"""Exercise 02: gradient descent by hand. The reference."""

# instead
# """Exercise 02: gradient descent by hand. Read README.md first. When ready: grade exercise02"""
# end

from collections.abc import Iterable

import torch
from torch import Tensor


def mse_gradient(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Compute the derivative of mean((w·x - y)²) with respect to the scalar w.

    In closed form: work it out on paper and write down the result. Autograd is not needed. The
    inputs stay as they are: values, `requires_grad` and `.grad`. Works in float32 and float64;
    the result has the dtype of the inputs.

    Args:
        w: 0-dim, with or without `requires_grad`.
        x: 0-dim (one point) or 1-D (a batch).
        y: the targets, in the shape of x.

    Returns:
        The derivative, a 0-dim tensor. Whether it carries a graph is up to you.

    Example:
        >>> mse_gradient(torch.tensor(1.0), torch.tensor(2.0), torch.tensor(8.0))
        tensor(-24.)
        >>> mse_gradient(torch.tensor(1.0), torch.tensor([1.0, 2.0]), torch.tensor([4.0, 8.0]))
        tensor(-15.)
    """
    # solution
    error = w * x - y  # () or (N,)
    return 2 * (error * x).mean()  # ()
    # instead
    # # TODO (about two lines): which factors does the chain rule leave behind, and how many?
    # raise NotImplementedError("mse_gradient is yours to write")
    # end


def manual_sgd_step(params: Iterable[Tensor], lr: float) -> None:
    """Make one step of plain gradient descent, then clear the gradients.

    For every parameter that has a gradient: p ← p - lr·p.grad, in place and not recorded by
    autograd; then its gradient is cleared (`None` or zeros, as you like). A parameter whose
    gradient is `None` is left as it is, and those after it still get their step. The parameters
    stay the same objects: leaves that require grad, in the dtype they had (float32 or float64).
    Autograd is as it was when the function returns.

    Args:
        params: the parameters; any iterable, a generator such as `model.parameters()` too.
        lr: learning rate, the factor in front of the gradient.

    Returns:
        None: the parameters themselves are changed.

    Example:
        >>> w = torch.tensor([1.0, 2.0], requires_grad=True)
        >>> (w**2).sum().backward()  # the gradient is 2·w
        >>> manual_sgd_step([w], lr=0.25)
        >>> w
        tensor([0.5000, 1.0000], requires_grad=True)
        >>> w.grad is None or not w.grad.any().item()
        True
    """
    # solution
    with torch.no_grad():  # an update that autograd records could not be made in place on a leaf
        for p in params:
            if p.grad is None:
                continue
            p -= lr * p.grad
            p.grad = None  # in the same pass: a generator can be read only once
    # instead
    # # TODO (about five lines): whose history must not grow while you change the weights?
    # raise NotImplementedError("manual_sgd_step is yours to write")
    # end


def fit_weight(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Learn w of y = w·x by plain gradient descent on the mean squared error.

    Starts from w = 0. Every epoch looks at all of the data once and makes one update,
    w ← w - lr·gradient, with no momentum and no early stop. Works in float32 and float64, with at
    least the precision of the data, and leaves x and y and the autograd switch as they are.

    Args:
        x: 0-dim (one point) or 1-D (a batch).
        y: the targets, in the shape of x.
        lr: learning rate.
        epochs: number of updates.

    Returns:
        (w, losses): w after the last update, a float, and the list of `epochs` losses, floats
        (0-dim tensors that do not require grad are accepted too), each the mean squared error
        from before its epoch's update.

    Example:
        >>> w, losses = fit_weight(torch.tensor(2.0), torch.tensor(6.0), lr=0.125, epochs=3)
        >>> w, losses
        (3.0, [36.0, 0.0, 0.0])
        >>> w, losses = fit_weight(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 6.0]))
        >>> round(w, 2), losses[0], len(losses)
        (2.61, 22.5, 40)
    """
    # solution
    w = x.new_zeros(())  # () in the dtype of the data
    losses = []
    for _ in range(epochs):
        losses.append((w * x - y).square().mean().item())
        w = w - lr * mse_gradient(w, x, y)
    return w.item(), losses
    # instead
    # # TODO (about six lines): is the loss that you note from before or from after the update?
    # raise NotImplementedError("fit_weight is yours to write")
    # end


def fit_line(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Learn w and b of y = w·x + b with `torch.optim.SGD` on the mean squared error.

    Starts from w = 0 and b = 0. One optimizer, plain SGD, holds both; every epoch looks at all of
    the data once and makes one step. Works in float32 and float64, with at least the precision of
    the data, and leaves x and y and the autograd switch as they are. On y = 3·x + 2 it ends near
    3 and 2, if the epochs are enough.

    Args:
        x: 1-D.
        y: the targets, 1-D, as long as x.
        lr: learning rate.
        epochs: number of optimizer steps.

    Returns:
        (w, b, losses): w and b after the last step, floats, and the list of `epochs` losses, floats
        (0-dim tensors that do not require grad are accepted too), each the mean squared error
        from before its epoch's step.

    Example:
        >>> x = torch.arange(10.0)
        >>> w, b, losses = fit_line(x, 3 * x + 2)
        >>> round(w, 2), round(b, 2), losses[0], len(losses)
        (3.0, 2.0, 314.5, 2000)
    """
    # solution
    w = x.new_zeros(()).requires_grad_()  # () in the dtype of the data
    b = x.new_zeros(()).requires_grad_()  # ()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()  # ()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses
    # instead
    # # TODO (about ten lines): what is still in `.grad` when the next epoch calls `backward()`?
    # raise NotImplementedError("fit_line is yours to write")
    # end
