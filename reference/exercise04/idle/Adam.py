"""What looks like an optimizer, and moves nothing."""


class ClearsGradients:
    """All but the rule."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)

    def zero_grad(self):
        for parameter in self.params:
            parameter.grad = None

    def step(self):
        pass
