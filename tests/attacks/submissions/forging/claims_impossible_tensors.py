"""Answer with tensors that lie outside of what is sent, overlap, or are larger than memory.

Task: exercise03/predict
"""

import itertools
import json
import os
import struct

TABLES = itertools.cycle([
    [["float32", [2**32, 2**32], 0, 0]],
    [["float32", [2**62], 0, 2**64]],
    [["float32", [1], -4, 4]],
    [["float32", [1], 10**9, 4]],
    [["float32", [-1], 0, 4]],
    [["float32", [True], 0, 4]],
    [["object", [1], 0, 8]],
    [["bool", [8], 0, 8]],
    [["float32", [1] * 10**5, 0, 4]],
    [["float32", [2], 0, 8], ["float32", [2], 4, 8]],
    [["float32", 1, 0, 4]],
    [["float32"]],
])  # fmt: skip
EMPTY = {"$map": []}


def predict(model, inputs):
    result = {"$tensor": 0, "grad": False, "on": "cpu"}
    observation = {
        "values": {"$map": [["result", result]]}, "before": EMPTY, "raised": None, "events": [],
        "globals_changed": [], "rng_used": False, "live_graphs": 0, "calls": [], "warnings": [],
        "output": "",
    }  # fmt: skip
    body = b"\x02" * 16
    for number in range(1, 100):
        message = {"message": {"observation": observation}, "tensors": next(TABLES)}
        header = json.dumps(message).encode()
        os.write(3, struct.pack(">Q4sIQ", number, b"GRD1", len(header), len(body)) + header + body)
        os.read(3, 2**16)
