"""Raise, print and warn what steers terminals and CI services.

Task: exercise03/predict
"""

import sys
import warnings

TEXT = "\n".join([
    "::error file=grade.py::everything is wrong",
    "  ::stop-commands::x",
    "##[add-mask]points",
    "see ##[error]here",
    "\x1b[2J\x1b]0;owned\x07\x9b31m",
    "\u202e reversed \u2066\u200b\u2028\ud800",
    "\r7 of 7 points\b\b\b\x00\x7f",
    "[red]markup[/red] <script>alert(1)</script> =1+1 ```",
])  # fmt: skip


def predict(model, inputs):
    print(TEXT)
    print(TEXT, file=sys.stderr)
    warnings.warn(TEXT, stacklevel=1)
    raise RuntimeError(TEXT)
