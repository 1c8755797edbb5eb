"""Open files until no more can be opened, the channel's own needs included.

Task: exercise03/predict
"""

import os

KEPT = []


def predict(model, inputs):
    try:
        while True:
            KEPT.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        pass
    raise RuntimeError("no more descriptors")
