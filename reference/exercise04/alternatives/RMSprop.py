"""Other right ways to write RMSprop."""

import torch


class FromTheBaseClass(torch.optim.Optimizer):
    """Derives from torch's Optimizer: groups, state and zero_grad are those of the base."""

    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        super().__init__(params, {"lr": lr, "alpha": alpha, "eps": eps})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]

                if "s" not in state:
                    state["s"] = torch.zeros_like(p)
                state["s"].mul_(group["alpha"]).addcmul_(p.grad, p.grad, value=1 - group["alpha"])
                p.addcdiv_(p.grad, state["s"].sqrt().add_(group["eps"]), value=-group["lr"])


class ThroughTheDataAttribute:
    """Goes round autograd with `.data`, remembers in a dict by position, zeros in place."""

    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.parameters = [*params]
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.memory = {i: {"s": torch.zeros_like(p.data)} for i, p in enumerate(self.parameters)}

    def zero_grad(self):
        for p in self.parameters:
            if p.grad is not None:
                p.grad.detach_()
                p.grad.zero_()

    def step(self):
        for i, p in enumerate(self.parameters):
            if p.grad is None:
                continue

            s = self.memory[i]["s"]
            s.lerp_(p.grad.data**2, 1 - self.alpha)
            p.data -= self.lr * p.grad.data / (s**0.5 + self.eps)


class AllAtOnce:
    """Works on lists of tensors with torch's foreach operations."""

    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params = list(params)
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
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
        (s,) = ([kept[i] for i in with_gradient] for kept in self.memory)

        torch._foreach_mul_(s, self.alpha)
        torch._foreach_addcmul_(s, grads, grads, 1 - self.alpha)
        roots = torch._foreach_sqrt(s)
        torch._foreach_add_(roots, self.eps)
        torch._foreach_addcdiv_(params, grads, roots, -self.lr)


class InDoublePrecision:
    """Remembers and computes in float64, copies the result in, switches autograd by hand."""

    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8, **unused):
        self.params = tuple(params)
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
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
        memory = self.memory.setdefault(id(p), {"s": torch.zeros_like(value)})
        memory["s"] = self.alpha * memory["s"] + (1 - self.alpha) * g * g
        value = value - self.lr * g / (memory["s"].sqrt() + self.eps)
        p.copy_(value)


class WithNumpy:
    """Computes with numpy, on the memory of the parameters themselves."""

    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params = list(params)
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.memory = [{"s": 0.0} for _ in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for p, memory in zip(self.params, self.memory, strict=True):
            if p.grad is None:
                continue
            value, g = p.detach().numpy(), p.grad.numpy()

            memory["s"] = self.alpha * memory["s"] + (1 - self.alpha) * g * g
            value -= self.lr * g / (memory["s"] ** 0.5 + self.eps)


class OneGeneratorForEach:
    """Every parameter has a coroutine that remembers its mean in a local variable."""

    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params = list(params)
        self.divisors = [self._divisor(alpha, eps) for _ in self.params]
        for divisor in self.divisors:
            next(divisor)
        self.lr = lr

    @staticmethod
    def _divisor(alpha, eps):
        mean, root = 0.0, None
        while True:
            gradient = yield root
            mean = alpha * mean + (1 - alpha) * gradient.square()
            root = mean.sqrt() + eps

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for p, divisor in zip(self.params, self.divisors, strict=True):
            if p.grad is not None:
                with torch.no_grad():
                    p.copy_(p - self.lr * (p.grad / divisor.send(p.grad)))
