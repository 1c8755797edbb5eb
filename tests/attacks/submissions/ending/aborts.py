"""Call abort, as a failed assertion of C++ does.

Task: exercise03/predict
"""

import os


def predict(model, inputs):
    os.abort()
