"""Other right ways to write Adam."""

import torch


class FromTheBaseClass(torch.optim.Optimizer):
    """Derives from torch's Optimizer: groups, state and zero_grad are those of the base."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]

                if "t" not in state:
                    state["t"], state["m"], state["s"] = 0, torch.zeros_like(p), torch.zeros_like(p)
                state["t"] += 1
                one, two = group["betas"]
                state["m"].lerp_(p.grad, 1 - one)
                state["s"].mul_(two).addcmul_(p.grad, p.grad, value=1 - two)
                root = (state["s"].sqrt() / (1 - two ** state["t"]) ** 0.5).add_(group["eps"])
                p.addcdiv_(state["m"], root, value=-group["lr"] / (1 - one ** state["t"]))


class ThroughTheDataAttribute:
    """Goes round autograd with `.data`, remembers in a dict by position, zeros in place."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.parameters = [*params]
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.memory = {
            i: {"t": 0, "m": torch.zeros_like(p.data), "s": torch.zeros_like(p.data)}
            for i, p in enumerate(self.parameters)
        }

    def zero_grad(self):
        for p in self.parameters:
            if p.grad is not None:
                p.grad.detach_()
                p.grad.zero_()

    def step(self):
        for i, p in enumerate(self.parameters):
            if p.grad is None:
                continue

            memory = self.memory[i]
            one, two = self.betas
            memory["t"] += 1
            memory["m"] = one * memory["m"] + (1 - one) * p.grad.data
            memory["s"] = two * memory["s"] + (1 - two) * p.grad.data**2
            m = memory["m"] / (1 - one ** memory["t"])
            s = memory["s"] / (1 - two ** memory["t"])
            p.data -= self.lr * m / (torch.sqrt(s) + self.eps)


class AllAtOnce:
    """Works on lists of tensors with torch's foreach operations."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.memory = [[torch.zeros_like(p) for p in self.params] for _ in range(3)]

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
        t, m, s = ([kept[i] for i in with_gradient] for kept in self.memory)

        one, two = self.betas
        for moments in t:
            moments.add_(1)
        torch._foreach_mul_(m, one)
        torch._foreach_add_(m, grads, alpha=1 - one)
        torch._foreach_mul_(s, two)
        torch._foreach_addcmul_(s, grads, grads, 1 - two)
        means = torch._foreach_div(m, [1 - one ** x.flatten()[0].item() for x in t])
        roots = torch._foreach_div(s, [1 - two ** x.flatten()[0].item() for x in t])
        torch._foreach_sqrt_(roots)
        torch._foreach_add_(roots, self.eps)
        torch._foreach_addcdiv_(params, means, roots, -self.lr)


class InDoublePrecision:
    """Remembers and computes in float64, copies the result in, switches autograd by hand."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, **unused):
        self.params = tuple(params)
        self.lr = lr
        self.betas = betas
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
        memory = self.memory.setdefault(
            id(p), {"t": 0, "m": torch.zeros_like(value), "s": torch.zeros_like(value)}
        )
        one, two = self.betas
        memory["t"] = memory["t"] + 1
        memory["m"] = one * memory["m"] + (1 - one) * g
        memory["s"] = two * memory["s"] + (1 - two) * g * g
        m = memory["m"] / (1 - one ** memory["t"])
        s = memory["s"] / (1 - two ** memory["t"])
        value = value - self.lr * m / (s.sqrt() + self.eps)
        p.copy_(value)


class WithNumpy:
    """Computes with numpy, on the memory of the parameters themselves."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.memory = [{"t": 0, "m": 0.0, "s": 0.0} for _ in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for p, memory in zip(self.params, self.memory, strict=True):
            if p.grad is None:
                continue
            value, g = p.detach().numpy(), p.grad.numpy()

            one, two = self.betas
            memory["t"] = memory["t"] + 1
            memory["m"] = one * memory["m"] + (1 - one) * g
            memory["s"] = two * memory["s"] + (1 - two) * g * g
            m = memory["m"] / (1 - one ** memory["t"])
            s = memory["s"] / (1 - two ** memory["t"])
            value -= self.lr * m / (s**0.5 + self.eps)


class RunningPowers:
    """Keeps the powers of the betas instead of a count of steps."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.slots = []
        for p in params:
            self.slots.append([p, 0.0, 0.0, 1.0, 1.0])

    def zero_grad(self):
        for slot in self.slots:
            slot[0].grad = None

    @torch.no_grad()
    def step(self):
        one, two = self.betas
        for slot in self.slots:
            p, m, s, first, second = slot
            if p.grad is None:
                continue
            m, s = one * m + (1 - one) * p.grad, two * s + (1 - two) * p.grad**2
            first, second = first * one, second * two
            slot[1:] = [m, s, first, second]
            p.sub_(self.lr * (m / (1 - first)) / ((s / (1 - second)).sqrt() + self.eps))
