"""Start processes by every means, each of which bears the canary's name and waits.

Task: exercise03/predict
"""

import ctypes
import multiprocessing
import os
import subprocess
import sys
import time

NAME = os.path.basename("/canary").encode()
LIBC = ctypes.CDLL(None)


def wait():
    LIBC.prctl(15, NAME, 0, 0, 0)  # PR_SET_NAME
    os.setsid()
    time.sleep(1000)


def forked():
    if os.fork() == 0:
        wait()


def cloned():
    if LIBC.syscall(56, 0x80000000 | 17, 0, 0, 0, 0) == 0:  # a clone that no parent waits for
        wait()


def vforked():
    if LIBC.syscall(435, ctypes.create_string_buffer(88), 88) == 0:  # clone3
        wait()


def predict(model, inputs):
    for start in (
        forked,
        cloned,
        vforked,
        lambda: os.posix_spawn("/bin/sleep", [NAME, b"1000"], {}),
        lambda: subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"]),
        lambda: multiprocessing.get_context("fork").Process(target=wait).start(),
        lambda: os.system(f"sh -c 'exec -a {NAME.decode()} sleep 1000' &"),
    ):
        for _ in range(8):
            try:
                start()
            except BaseException:
                pass
    raise RuntimeError("started what could be started")
