"""Keep Python's lock in one call into C that takes hours.

Task: exercise03/predict
"""

import re


def predict(model, inputs):
    return re.match("(a*)*b", "a" * 40)
