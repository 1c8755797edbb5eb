"""Wait without using any processor time."""

import threading


def predict(model, inputs):
    threading.Event().wait()
