"""Return tensors without plain numbers in them: sparse, meta, quantised, endless, not a number.

Task: exercise03/predict
"""

import itertools

import numpy as np
import torch

TURN = itertools.cycle([
    lambda x: torch.full_like(x, float("nan")),
    lambda x: x.to_sparse(),
    lambda x: x.to("meta"),
    lambda x: torch.zeros(1).expand(2**40),
    lambda x: torch.quantize_per_tensor(x.float(), 0.1, 0, torch.qint8),
    lambda x: x.to(torch.complex64).conj(),
    lambda x: torch.zeros(0, 1),
    lambda x: np.array([x], dtype=object),
    lambda x: torch.nested.nested_tensor([x, x[:1]]),
    lambda x: torch.func.vmap(lambda y: y)(x),
    lambda x: torch._subclasses.FakeTensorMode().from_tensor(x),
    lambda x: x.bool(),
])  # fmt: skip


def predict(model, inputs):
    return next(TURN)(inputs)
