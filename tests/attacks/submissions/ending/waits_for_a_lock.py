"""Wait while the file is imported, for a lock that nobody gives back.

Task: exercise03/predict
"""

import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
