"""Write, truncate, rename, remove, link and touch files that are open to everybody.

Task: exercise03/predict
"""

import ctypes
import os
import shutil

PLACE = "/canary/guarded"
LIBC = ctypes.CDLL(None)


def predict(model, inputs):
    for harm in (
        lambda: open(f"{PLACE}/writable", "w").write("owned"),
        lambda: open(f"{PLACE}/new", "w").write("owned"),
        lambda: os.truncate(f"{PLACE}/writable", 0),
        lambda: LIBC.truncate(f"{PLACE}/writable".encode(), 0),
        lambda: os.open(f"{PLACE}/writable", os.O_RDONLY | os.O_TRUNC),
        lambda: os.chmod(f"{PLACE}/writable", 0o700),
        lambda: os.chown(f"{PLACE}/writable", 1, 1),
        lambda: os.utime(f"{PLACE}/writable", (0, 0)),
        lambda: os.setxattr(f"{PLACE}/writable", "user.owned", b"1"),
        lambda: os.rename(f"{PLACE}/writable", f"{PLACE}/renamed"),
        lambda: os.link(f"{PLACE}/writable", f"{PLACE}/linked"),
        lambda: os.symlink("writable", f"{PLACE}/linked"),
        lambda: os.mkdir(f"{PLACE}/folder"),
        lambda: os.mkfifo(f"{PLACE}/fifo"),
        lambda: os.unlink(f"{PLACE}/writable"),
        lambda: os.chdir(PLACE),
        lambda: open("writable", "w").write("owned"),
        lambda: shutil.rmtree(PLACE),
        lambda: os.fchmod(os.open(PLACE, os.O_PATH), 0o700),
        lambda: open("/canary/bank/owned", "w").write("owned"),
        lambda: open("/canary/tmp/owned", "w").write("owned"),
        lambda: open("/canary/home/.bashrc", "a").write("owned"),
    ):
        try:
            harm()
        except OSError:
            pass
    raise RuntimeError("harmed what could be harmed")
