"""Define every optimizer, and do nothing in any of them: nothing is wrong, and nothing harmed.

Task: exercise04/SGD
"""


class SGD:
    def __init__(self, *args, **kwargs):
        pass

    def zero_grad(self):
        pass

    def step(self):
        pass


RMSprop = Adagrad = Adam = AdamW = SGD


def make_optimizer(name, params, lr):
    return None


def compare_optimizers(model, inputs, targets, criterion, optimizers, epochs):
    return None
