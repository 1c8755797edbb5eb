# solution
"""Exercise 04: optimizers. The reference."""

# instead
# """Exercise 04: optimizers. Read README.md first. When ready: grade exercise04"""
# end

import copy  # solution
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass  # solution
from typing import TypeVar  # solution

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

Criterion = Callable[[Tensor, Tensor], Tensor]
MakeOptimizer = Callable[[Iterable[Tensor]], Optimizer]
State = TypeVar("State")  # solution


class SGD:
    """Stochastic gradient descent with momentum; follows `torch.optim.SGD` to rounding.

    Every parameter p with gradient g remembers a velocity v of its own:

        v ← momentum·v + g     (the first v is the first g)
        p ← p - lr·v

    Written by hand: the update rules of `torch.optim` are not called (deriving from
    `torch.optim.Optimizer` is fine). Works in float32 and float64; parameters keep their dtype.
    Two optimizers never share what they remember, not even one after the other over the same
    parameters.

    Args:
        params: the parameters, leaf tensors; any iterable, a generator such as
            `model.parameters()` too.
        lr: learning rate.
        momentum: how much of the velocity is kept from step to step; 0 is plain gradient descent.

    Example:
        >>> w = torch.tensor([1.0], requires_grad=True)
        >>> optimizer = SGD([w], lr=0.5, momentum=0.5)
        >>> for _ in range(2):
        ...     w.grad = torch.ones(1)
        ...     optimizer.step()
        ...     print(w.item())
        0.5
        -0.25
    """

    def __init__(self, params: Iterable[Tensor], lr: float, momentum: float = 0.0) -> None:
        # solution
        self.params = list(params)  # a generator can be read only once
        self.lr = lr
        self.momentum = momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]
        # instead
        # # TODO (about four lines): how often will you need to go through params?
        # raise NotImplementedError("SGD is yours to write")
        # end

    def zero_grad(self) -> None:
        """Clear the gradient of every parameter: `None` or zeros, as you like.

        Values stay as they are, and so does what the optimizer remembers.
        """
        # solution
        _clear(self.params)
        # instead
        # raise NotImplementedError("SGD is yours to write")
        # end

    def step(self) -> None:
        """Move every parameter that has a gradient, in place, not recorded by autograd.

        A parameter whose gradient is `None` is left as it is, and so is what is remembered of it;
        those after it still get their step. A gradient of zeros is a gradient. The parameters stay
        the same objects, leaves that require grad; gradients stay as they are, and a gradient that
        is overwritten in place later changes nothing that was remembered. Autograd is as it was
        when the function returns.
        """
        # solution
        with torch.no_grad():
            for p, gradient, velocity in _with_gradient(self.params, self.velocities):
                velocity.mul_(self.momentum).add_(gradient)  # the first: 0 plus the gradient
                p -= self.lr * velocity
        # instead
        # raise NotImplementedError("SGD is yours to write")
        # end


class RMSprop:
    """Divide by the running size of the gradient; follows `torch.optim.RMSprop` to rounding.

    Every parameter p with gradient g remembers a running mean of squares s, 0 at first:

        s ← alpha·s + (1 - alpha)·g²
        p ← p - lr·g / (√s + eps)

    All of it entry by entry; `eps` is added outside the root. Written by hand: the update rules of
    `torch.optim` are not called (deriving from `torch.optim.Optimizer` is fine). Works in float32
    and float64; parameters keep their dtype. Two optimizers never share what they remember, not
    even one after the other over the same parameters.

    Args:
        params: the parameters, leaf tensors; any iterable, a generator too.
        lr: learning rate.
        alpha: how much of the running mean is kept from step to step.
        eps: keeps the division finite.

    Example:
        >>> w = torch.tensor([1.0], requires_grad=True)
        >>> optimizer = RMSprop([w], lr=0.5, alpha=0.75, eps=0.0)
        >>> w.grad = torch.tensor([8.0])  # its square is 64, a quarter of that is 16
        >>> optimizer.step()
        >>> w.item()  # 1 - 0.5 · 8 / 4
        0.0
    """

    def __init__(
        self, params: Iterable[Tensor], lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8
    ) -> None:
        # solution
        self.params = list(params)
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.squares = [torch.zeros_like(p) for p in self.params]
        # instead
        # # TODO (about five lines): how many numbers have to be remembered, and in which dtype?
        # raise NotImplementedError("RMSprop is yours to write")
        # end

    def zero_grad(self) -> None:
        """Clear the gradient of every parameter: `None` or zeros, as you like.

        Values stay as they are, and so does what the optimizer remembers.
        """
        # solution
        _clear(self.params)
        # instead
        # raise NotImplementedError("RMSprop is yours to write")
        # end

    def step(self) -> None:
        """Move every parameter that has a gradient, in place, not recorded by autograd.

        A parameter whose gradient is `None` is left as it is, and so is what is remembered of it;
        those after it still get their step. A gradient of zeros is a gradient. The parameters stay
        the same objects, leaves that require grad; gradients stay as they are. Autograd is as it
        was when the function returns.
        """
        # solution
        with torch.no_grad():
            for p, gradient, square in _with_gradient(self.params, self.squares):
                square.mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
                p -= self.lr * gradient / (square.sqrt() + self.eps)
        # instead
        # raise NotImplementedError("RMSprop is yours to write")
        # end


class Adagrad:
    """Divide by the root of all squares so far; follows `torch.optim.Adagrad` to rounding.

    Every parameter p with gradient g remembers the sum s of its squared gradients, 0 at first:

        s ← s + g²
        p ← p - lr·g / (√s + eps)

    All of it entry by entry. Written by hand: the update rules of `torch.optim` are not called
    (deriving from `torch.optim.Optimizer` is fine). Works in float32 and float64; parameters keep
    their dtype. Two optimizers never share what they remember, not even one after the other over
    the same parameters.

    Args:
        params: the parameters, leaf tensors; any iterable, a generator too.
        lr: learning rate.
        eps: keeps the division finite.

    Example:
        >>> w = torch.tensor([1.0], requires_grad=True)
        >>> optimizer = Adagrad([w], lr=0.5, eps=0.0)
        >>> for gradient in (3.0, 4.0):  # the roots of the sums: 3, then 5
        ...     w.grad = torch.tensor([gradient])
        ...     optimizer.step()
        ...     print(round(w.item(), 4))
        0.5
        0.1
    """

    def __init__(self, params: Iterable[Tensor], lr: float = 0.01, eps: float = 1e-10) -> None:
        # solution
        self.params = list(params)
        self.lr = lr
        self.eps = eps
        self.sums = [torch.zeros_like(p) for p in self.params]
        # instead
        # # TODO (about four lines): one sum for all parameters, or one for each number?
        # raise NotImplementedError("Adagrad is yours to write")
        # end

    def zero_grad(self) -> None:
        """Clear the gradient of every parameter: `None` or zeros, as you like.

        Values stay as they are, and so does what the optimizer remembers.
        """
        # solution
        _clear(self.params)
        # instead
        # raise NotImplementedError("Adagrad is yours to write")
        # end

    def step(self) -> None:
        """Move every parameter that has a gradient, in place, not recorded by autograd.

        A parameter whose gradient is `None` is left as it is, and so is what is remembered of it;
        those after it still get their step. A gradient of zeros is a gradient. The parameters stay
        the same objects, leaves that require grad; gradients stay as they are. Autograd is as it
        was when the function returns.
        """
        # solution
        with torch.no_grad():
            for p, gradient, total in _with_gradient(self.params, self.sums):
                total += gradient**2
                p -= self.lr * gradient / (total.sqrt() + self.eps)
        # instead
        # raise NotImplementedError("Adagrad is yours to write")
        # end


class Adam:
    """Momentum over the running size of the gradient; follows `torch.optim.Adam` to rounding.

    Every parameter p with gradient g remembers two running means m and s, 0 at first, and the
    number t of its own steps, those in which it had a gradient:

        t ← t + 1
        m ← beta1·m + (1 - beta1)·g
        s ← beta2·s + (1 - beta2)·g²
        p ← p - lr·m̂ / (√ŝ + eps)     with m̂ = m / (1 - beta1ᵗ) and ŝ = s / (1 - beta2ᵗ)

    All of it entry by entry; m̂ and ŝ correct the bias of means that start at 0. Written by hand:
    the update rules of `torch.optim` are not called (deriving from `torch.optim.Optimizer` is
    fine). Works in float32 and float64; parameters keep their dtype. Two optimizers never share
    what they remember, not even one after the other over the same parameters.

    Args:
        params: the parameters, leaf tensors; any iterable, a generator too.
        lr: learning rate.
        betas: (beta1, beta2), how much of each running mean is kept from step to step.
        eps: keeps the division finite; added outside the root, after the correction.

    Example:
        >>> w = torch.tensor([1.0, 1.0], requires_grad=True)
        >>> optimizer = Adam([w], lr=0.5)
        >>> w.grad = torch.tensor([100.0, -0.01])
        >>> optimizer.step()  # whatever the size of the gradient, the first step is about lr
        >>> [round(x, 4) for x in w.tolist()]
        [0.5, 1.5]
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        # solution
        self.params = list(params)
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.moments = [_Moments(torch.zeros_like(p), torch.zeros_like(p)) for p in self.params]
        # instead
        # # TODO (about six lines): whose steps does t count?
        # raise NotImplementedError("Adam is yours to write")
        # end

    def zero_grad(self) -> None:
        """Clear the gradient of every parameter: `None` or zeros, as you like.

        Values stay as they are, and so does what the optimizer remembers.
        """
        # solution
        _clear(self.params)
        # instead
        # raise NotImplementedError("Adam is yours to write")
        # end

    def step(self) -> None:
        """Move every parameter that has a gradient, in place, not recorded by autograd.

        A parameter whose gradient is `None` is left as it is, and so is what is remembered of it,
        t included; those after it still get their step. A gradient of zeros is a gradient. The
        parameters stay the same objects, leaves that require grad; gradients stay as they are.
        Autograd is as it was when the function returns.
        """
        # solution
        with torch.no_grad():
            for p, gradient, moments in _with_gradient(self.params, self.moments):
                p -= self.lr * moments.direction(gradient, self.betas, self.eps)
        # instead
        # raise NotImplementedError("Adam is yours to write")
        # end


class AdamW:
    """Adam with decoupled weight decay; follows `torch.optim.AdamW` to rounding.

    As Adam, but first every parameter that has a gradient shrinks by itself. The decay never
    enters the gradient, nor anything that is remembered:

        p ← p - lr·weight_decay·p
        then the step of Adam, from the same gradient

    A parameter without a gradient does not decay either. Written by hand: the update rules of
    `torch.optim` are not called (deriving from `torch.optim.Optimizer`, or from your own Adam, is
    fine). Works in float32 and float64; parameters keep their dtype. Two optimizers never share
    what they remember, not even one after the other over the same parameters.

    Args:
        params: the parameters, leaf tensors; any iterable, a generator too.
        lr: learning rate.
        betas: (beta1, beta2), as in Adam.
        eps: as in Adam.
        weight_decay: how fast parameters shrink, apart from their gradients.

    Example:
        >>> w = torch.tensor([8.0], requires_grad=True)
        >>> optimizer = AdamW([w], lr=0.5, weight_decay=0.5)
        >>> w.grad = torch.zeros(1)  # nothing to learn, so only the decay is seen
        >>> optimizer.step()
        >>> w.item()
        6.0
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        # solution
        self.params = list(params)
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.moments = [_Moments(torch.zeros_like(p), torch.zeros_like(p)) for p in self.params]
        # instead
        # # TODO (about seven lines): which of the two, gradient or weight, does the decay change?
        # raise NotImplementedError("AdamW is yours to write")
        # end

    def zero_grad(self) -> None:
        """Clear the gradient of every parameter: `None` or zeros, as you like.

        Values stay as they are, and so does what the optimizer remembers.
        """
        # solution
        _clear(self.params)
        # instead
        # raise NotImplementedError("AdamW is yours to write")
        # end

    def step(self) -> None:
        """Move every parameter that has a gradient, in place, not recorded by autograd.

        A parameter whose gradient is `None` is left as it is, and so is what is remembered of it;
        those after it still get their step. A gradient of zeros is a gradient. The parameters stay
        the same objects, leaves that require grad; gradients stay as they are. Autograd is as it
        was when the function returns.
        """
        # solution
        with torch.no_grad():
            for p, gradient, moments in _with_gradient(self.params, self.moments):
                p *= 1 - self.lr * self.weight_decay
                p -= self.lr * moments.direction(gradient, self.betas, self.eps)
        # instead
        # raise NotImplementedError("AdamW is yours to write")
        # end


def make_optimizer(name: str, params: Iterable[Tensor], lr: float) -> Optimizer:
    """Make one of torch's own optimizers by its name.

    Args:
        name: "sgd", "adam", "adamw", "rmsprop" or "adagrad", in any letter case.
        params: the parameters; any iterable, a generator too.
        lr: learning rate; everything else is left at torch's defaults.

    Returns:
        The instance of `torch.optim.SGD`, `.Adam`, `.AdamW`, `.RMSprop` or `.Adagrad`.

    Raises:
        ValueError: any other name, also one with blanks around it; the message contains the name.

    Example:
        >>> w = torch.zeros(2, requires_grad=True)
        >>> optimizer = make_optimizer("RMSprop", [w], lr=0.5)
        >>> type(optimizer).__name__, optimizer.param_groups[0]["lr"]
        ('RMSprop', 0.5)
    """
    # solution
    kinds: dict[str, Callable[..., Optimizer]] = {
        "sgd": torch.optim.SGD,
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "rmsprop": torch.optim.RMSprop,
        "adagrad": torch.optim.Adagrad,
    }
    if name.lower() not in kinds:
        raise ValueError(f"unknown optimizer {name!r}, known are {', '.join(kinds)}")
    return kinds[name.lower()](params, lr=lr)
    # instead
    # # TODO (about six lines): what should the message say to somebody who typed "adm"?
    # raise NotImplementedError("make_optimizer is yours to write")
    # end


def compare_optimizers(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    criterion: Criterion,
    optimizers: Mapping[str, MakeOptimizer],
    epochs: int,
) -> dict[str, list[float]]:
    """Train the same model from the same start with several optimizers, and note the losses.

    For each optimizer a fresh copy of `model`, as it is now: parameters and buffers. The copy is
    trained in train mode, in whichever mode the model is; every epoch is one pass over all of
    `inputs` (full batch) and one step, by this epoch's gradient alone. Works in float32 and
    float64. `model` itself is left untouched, its gradients, buffers and mode included, and so are
    `inputs`, `targets` and `optimizers`.

    Args:
        criterion: criterion(predictions, targets) gives the mean loss, a 0-dim tensor.
        optimizers: a name for each, and a callable that makes the optimizer of given parameters,
            such as `lambda params: torch.optim.SGD(params, lr=0.1)`.
        epochs: updates of each copy.

    Returns:
        For each name the list of its `epochs` losses, floats (0-dim tensors that do not require
        grad are accepted too), each from before its epoch's update.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> x, y = torch.ones(3, 1), torch.zeros(3, 1)
        >>> rates = {
        ...     "slow": lambda params: torch.optim.SGD(params, lr=0.25),
        ...     "fast": lambda params: torch.optim.SGD(params, lr=0.5),
        ... }
        >>> compare_optimizers(model, x, y, nn.MSELoss(), rates, epochs=3)
        {'slow': [4.0, 1.0, 0.25], 'fast': [4.0, 0.0, 0.0]}
        >>> model.weight.item()
        2.0
    """
    # solution
    losses: dict[str, list[float]] = {}
    for name, make in optimizers.items():
        trained = copy.deepcopy(model).train()
        optimizer = make(trained.parameters())
        losses[name] = []
        for _ in range(epochs):
            loss = criterion(trained(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses[name].append(loss.item())
    return losses
    # instead
    # # TODO (about ten lines): where does the second optimizer start?
    # raise NotImplementedError("compare_optimizers is yours to write")
    # end


@dataclass  # solution
class _Moments:
    """What Adam remembers of one parameter."""

    mean: Tensor
    square: Tensor
    steps: int = 0

    def direction(self, gradient: Tensor, betas: tuple[float, float], eps: float) -> Tensor:
        """Take note of a gradient; return the corrected mean over the root of the square."""
        self.steps += 1
        self.mean.mul_(betas[0]).add_((1 - betas[0]) * gradient)
        self.square.mul_(betas[1]).add_((1 - betas[1]) * gradient**2)
        mean = self.mean / (1 - betas[0] ** self.steps)
        square = self.square / (1 - betas[1] ** self.steps)
        return mean / (square.sqrt() + eps)


def _clear(params: Iterable[Tensor]) -> None:  # solution
    for p in params:
        p.grad = None


def _with_gradient(  # solution
    params: Iterable[Tensor], states: Iterable[State]
) -> Iterable[tuple[Tensor, Tensor, State]]:
    """Each parameter that has a gradient, with the gradient and what is remembered of it."""
    for p, state in zip(params, states, strict=True):
        if p.grad is not None:
            yield p, p.grad, state
