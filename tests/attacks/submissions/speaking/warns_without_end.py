"""Give a million warnings, of classes and texts of its own.

Task: exercise03/predict
"""

import warnings


class Hostile(UserWarning):
    def __str__(self):
        return "##[error]\x1b[2J" * 1000


def predict(model, inputs):
    for number in range(20_000):
        warnings.warn(Hostile(number), stacklevel=1)
    return 0.0
