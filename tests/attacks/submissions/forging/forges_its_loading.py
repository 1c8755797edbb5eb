"""Claim while loading that no layer of the sandbox holds, and others do.

Task: exercise03/predict
"""

import json
import os
import struct

EMPTY = {"$map": []}


def observation(**values):
    return {
        "values": {"$map": [list(item) for item in values.items()]},
        "before": EMPTY,
        "raised": None,
        "events": [],
        "globals_changed": [],
        "rng_used": False,
        "live_graphs": 0,
        "calls": [],
        "warnings": [],
        "output": "",
    }


def frame(number, message, body=b"", tensors=()):
    header = json.dumps({"message": message, "tensors": list(tensors)}).encode()
    return struct.pack(">Q4sIQ", number, b"GRD1", len(header), len(body)) + header + body


def write(data):
    while data:
        data = data[os.write(3, data) :]


LOADED = {
    "raised": None,
    "problems": {},
    "layers": ["nothing at all", "x" * 10_000] * 500,
    "missing_layers": {"seccomp": "forged"},
}
write(frame(0, {"loaded": LOADED}))
NUMBERS = iter(range(1, 10**6))
while True:
    os.read(3, 2**16)
    write(frame(next(NUMBERS), {"observation": observation(result=0.0)}))
