"""Stop time, and loop for ever.

Task: exercise03/predict
"""

import select
import signal
import time

for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "time_ns"):
    setattr(time, name, lambda: 0)
select.select = lambda *_: ([], [], [])
signal.setitimer(signal.ITIMER_REAL, 0)
signal.alarm(0)
for number in range(1, 64):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def predict(model, inputs):
    while True:
        pass
