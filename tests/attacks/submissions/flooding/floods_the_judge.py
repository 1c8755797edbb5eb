"""Answer every case with as many values and bytes as one frame may hold.

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


NUMBERS = iter(range(1, 10**6))
MANY = {"observation": observation(result=["ab"] * 1_600_000)}
BODY = bytes(60 * 2**20)
TABLE = [["uint8", [len(BODY)], 0, len(BODY)]]
BIG = {"observation": observation(result={"$tensor": 0, "grad": False, "on": "cpu"})}


def predict(model, inputs):
    while True:
        write(frame(next(NUMBERS), BIG, BODY, TABLE))
        os.read(3, 2**16)
        write(frame(next(NUMBERS), MANY))
        os.read(3, 2**16)
