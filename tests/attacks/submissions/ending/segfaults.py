"""Read from address zero.

Task: exercise03/predict
"""

import ctypes


def predict(model, inputs):
    return ctypes.string_at(0)
