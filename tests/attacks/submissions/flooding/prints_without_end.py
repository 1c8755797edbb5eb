"""Print gigabytes: through Python's streams, below them, and as warnings.

Task: exercise03/predict
"""

import os
import sys
import warnings

LINE = "::error::\x1b[31m flood \u202e" * 1000 + "\n"


def predict(model, inputs):
    for number in range(300):
        print(LINE)
        sys.stderr.write(LINE)
        sys.__stdout__.write(LINE) if sys.__stdout__ else None
        os.write(1, LINE.encode())
        os.write(2, LINE.encode())
        warnings.warn(f"{number} {LINE}", stacklevel=1)
    raise RuntimeError("not written")
