"""Recurse past every guard, into a crash.

Task: exercise03/predict
"""

import sys

sys.setrecursionlimit(10**9)


def predict(model, inputs):
    return sorted([1], key=lambda _: predict(model, inputs))
