"""Wait without using any processor time.

Task: exercise03/predict
"""

import threading


def predict(model, inputs):
    threading.Event().wait()
