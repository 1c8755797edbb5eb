"""Take all memory, in tensors, shared mappings and Python objects.

Task: exercise03/predict
"""

import mmap

import torch

KEPT = []


def predict(model, inputs):
    while True:
        KEPT.append(torch.ones(2**24))
        KEPT.append(mmap.mmap(-1, 2**26))
        KEPT[-1].write(b"x" * 2**26)
