"""Answer with JSON that breaks parsers: depth, digits, duplicate keys, literals that are none.

Task: exercise03/predict
"""

import itertools
import os
import struct

TEXTS = itertools.cycle([
    b"[" * 200_000 + b"]" * 200_000,
    b'{"message": ' + b"9" * 500_000 + b', "tensors": []}',
    b'{"message": {"observation": {}}, "message": {}, "tensors": []}',
    b'{"message": NaN, "tensors": []}',
    b'{"message": 1e999, "tensors": []}',
    b'{"message": "\\ud800", "tensors": []}',
    b'\xff\xfe{"message": {}}',
    b'{"message": {"observation": null}, "tensors": null}',
    b"",
])  # fmt: skip


def predict(model, inputs):
    header = next(TEXTS)
    os.write(3, struct.pack(">Q4sIQ", 1, b"GRD1", len(header), 0) + header)
    os._exit(0)
