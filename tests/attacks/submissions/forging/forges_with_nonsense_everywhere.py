"""Well-formed frames with absurd values in every field.

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


DEEP = 0
for _ in range(60):
    DEEP = [DEEP, {"$map": [["parameters", DEEP]]}] if _ < 12 else [DEEP]
ODD = [
    {"$float": "nan"},
    {"$float": "-inf"},
    10**4000,
    -(10**4000),
    "",
    "1.5",
    True,
    None,
    [],
    EMPTY,
    {"$object": "torch.Tensor", "bases": ["builtins.float"] * 1000, "text": ""},
    {"$map": [["parameters", [1, 2]], ["buffers", 7], ["training", None], ["gradients", "x"]]},
    DEEP,
]
EVENTS = [
    [kind, source, {"mode": 10**400, "leaked": "yes", "rows": -1, "grad": "", "backward": 1}]
    for kind in ("forward", "step", "batch", "zero", "")
    for source in ("loader", "train_loader", "nowhere", "")
]
STATE = {"turn": 0}


def answer():
    STATE["turn"] += 1
    value = ODD[STATE["turn"] % len(ODD)]
    said = observation(
        **{
            name: value
            for name in (
                "result",
                "model",
                "optimizer",
                "first",
                "second",
                "inputs",
                "targets",
                "loader",
                "lanes",
            )
        }
    )
    said["events"] = EVENTS * 40
    said["live_graphs"] = -(10**4000)
    said["globals_changed"] = ["x" * 5000] * 3000 if STATE["turn"] % 3 == 0 else []
    if STATE["turn"] % 4 == 0:
        said["raised"] = [["E" * 10**5] * 500, "m" * 10**5, [["f", -(10**400), "", ""]] * 500, ""]
    write(frame(STATE["turn"], {"observation": said}))


def anything(**given):
    answer()
    while True:
        os.read(3, 2**16)
        answer()


def train_step(model, inputs, targets, criterion, optimizer):
    anything()


def train_one_epoch(model, loader, criterion, optimizer, device):
    anything()


def predict(model, inputs):
    anything()


class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0):
        anything()
