"""Write event files that never end, lie about their lengths, or are links to other files.

Task: exercise12/log_epoch
"""

import os
import pathlib
import struct


def log_epoch(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):  # fmt: skip
    folder = pathlib.Path(writer.log_dir)
    (folder / "events.out.tfevents.1").write_bytes(struct.pack("<Q", 2**60) + b"\xff" * 2**20)
    (folder / "events.out.tfevents.2").write_bytes(bytes(15 * 2**20))
    os.mkfifo(folder / "events.out.tfevents.3")
    for name, place in {"4": "/canary/guarded/secret", "5": "/dev/zero", "6": "."}.items():
        os.symlink(place, folder / f"events.out.tfevents.{name}")
