"""Other right ways to write SGD."""

import torch


class FromTheBaseClass(torch.optim.Optimizer):
    """Derives from torch's Optimizer: groups, state and zero_grad are those of the base."""

    def __init__(self, params, lr, momentum=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]

                state["v"] = (
                    p.grad.clone() if "v" not in state else state["v"] * group["momentum"] + p.grad
                )
                p.add_(state["v"], alpha=-group["lr"])


class ThroughTheDataAttribute:
    """Goes round autograd with `.data`, remembers in a dict by position, zeros in place."""

    def __init__(self, params, lr, momentum=0.0):
        self.parameters = [*params]
        self.lr = lr
        self.momentum = momentum
        self.memory = {i: {"v": torch.zeros_like(p.data)} for i, p in enumerate(self.parameters)}

    def zero_grad(self):
        for p in self.parameters:
            if p.grad is not None:
                p.grad.detach_()
                p.grad.zero_()

    def step(self):
        for i, p in enumerate(self.parameters):
            if p.grad is None:
                continue

            v = self.memory[i]["v"]
            v.mul_(self.momentum).add_(p.grad.data)
            p.data -= self.lr * v


class AllAtOnce:
    """Works on lists of tensors with torch's foreach operations."""

    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.memory = [[torch.zeros_like(p) for p in self.params] for _ in range(1)]

    def zero_grad(self, set_to_none=True):
        for p in self.params:
            p.grad = None if set_to_none or p.grad is None else torch.zeros_like(p.grad)

    @torch.no_grad()
    def step(self):
        with_gradient = [i for i, p in enumerate(self.params) if p.grad is not None]
        if not with_gradient:
            return
        params = [self.params[i] for i in with_gradient]
        grads = [p.grad for p in params]
        (v,) = ([kept[i] for i in with_gradient] for kept in self.memory)

        torch._foreach_mul_(v, self.momentum)
        torch._foreach_add_(v, grads)
        torch._foreach_add_(params, v, alpha=-self.lr)


class InDoublePrecision:
    """Remembers and computes in float64, copies the result in, switches autograd by hand."""

    def __init__(self, params, lr, momentum=0.0, **unused):
        self.params = tuple(params)
        self.lr = lr
        self.momentum = momentum
        self.memory = {}

    def zero_grad(self):
        self.params = tuple(self._cleared())

    def _cleared(self):
        for p in self.params:
            p.grad = None
            yield p

    def step(self):
        was_enabled = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        try:
            for p in filter(lambda p: p.grad is not None, self.params):
                self._move(p, p.grad.double(), p.double())
        finally:
            torch.set_grad_enabled(was_enabled)

    def _move(self, p, g, value):
        memory = self.memory.setdefault(id(p), {"v": torch.zeros_like(value)})
        memory["v"] = self.momentum * memory["v"] + g
        value = value - self.lr * memory["v"]
        p.copy_(value)


class WithNumpy:
    """Computes with numpy, on the memory of the parameters themselves."""

    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.memory = [{"v": 0.0} for _ in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for p, memory in zip(self.params, self.memory, strict=True):
            if p.grad is None:
                continue
            value, g = p.detach().numpy(), p.grad.numpy()

            memory["v"] = self.momentum * memory["v"] + g
            value -= self.lr * memory["v"]


class FoldsTheRateIn:
    """Remembers the rate times the velocity: the same, as the rate never changes."""

    def __init__(self, params, lr, momentum=0.0):
        self.moves = {p: None for p in params}
        self.lr = lr
        self.momentum = momentum

    def zero_grad(self):
        for p in self.moves:
            p.grad = None

    def step(self):
        with torch.inference_mode():
            for p, move in self.moves.items():
                if p.grad is None:
                    continue
                move = self.lr * p.grad if move is None else self.momentum * move + self.lr * p.grad
                self.moves[p] = move
                p.sub_(move)


class PlainWhereThereIsNoMomentum:
    """Remembers nothing where momentum is 0, and makes the velocity when it is first needed."""

    def __init__(self, params, lr, momentum=0.0):
        self._params = list(params)
        self._lr, self._momentum = lr, momentum
        self._velocity = [None] * len(self._params)

    def zero_grad(self):
        [setattr(p, "grad", None) for p in self._params]

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self._params):
            d_p = p.grad
            if d_p is None:
                continue
            if self._momentum != 0:
                buf = self._velocity[i]
                if buf is None:
                    buf = self._velocity[i] = torch.clone(d_p).detach()
                else:
                    buf.mul_(self._momentum).add_(d_p)
                d_p = buf
            p.add_(d_p, alpha=-self._lr)
