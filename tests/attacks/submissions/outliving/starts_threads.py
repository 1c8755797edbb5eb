"""Start threads without end, each of which waits.

Task: exercise03/predict
"""

import threading
import time


def predict(model, inputs):
    for _ in range(5000):
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    return 0.0
