"""Hang, having told on the trace descriptor that one is at a line that steers terminals.

Task: exercise03/predict
"""

import os
import signal

LIES = [
    b'  File "\x1b[2J::error::", line 1 in predict\n',
    b'  File "forges_its_place.py", line ' + b"9" * 20_000 + b" in predict\n",
    b'  File "forges_its_place.py", line 7 in \x1b]0;owned\x07\n',
    b"  in _run_module_as_main\n",
]


def predict(model, inputs):
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    os.set_blocking(4, False)
    while True:
        for lie in LIES:
            try:
                os.write(4, lie)
            except OSError:
                pass
