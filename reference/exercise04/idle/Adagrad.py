"""What looks like an optimizer, and moves nothing."""


class ClearsGradients:
    """All but the rule."""

    def __init__(self, params, lr=0.01, eps=1e-10):
        self.params = list(params)

    def zero_grad(self):
        for parameter in self.params:
            parameter.grad = None

    def step(self):
        pass
