"""Pictures out of a worker: pixels that are checked, and written as PNG by trusted code.

What a worker draws comes as numbers, so that no file is ever what a submission made of it.
"""

from __future__ import annotations

import struct
import zlib

from grader.wire import Tensor, Value

MOST_PIXELS = 4000  # a side; a worker of ours draws no more than 1600
SIGNATURE = b"\x89PNG\r\n\x1a\n"
EIGHT_BITS, RGB = 8, 2


def is_picture(value: Value) -> bool:
    """Whether it is rows and columns of red, green and blue, neither empty nor too many."""
    if not isinstance(value, Tensor) or value.dtype != "uint8" or len(value.shape) != 3:
        return False
    height, width, colours = value.shape
    return colours == 3 and 0 < height <= MOST_PIXELS and 0 < width <= MOST_PIXELS


def as_png(picture: Tensor) -> bytes:
    """A picture as the content of a PNG file."""
    height, width, _ = picture.shape
    size = 3 * width
    rows = (picture.data[start : start + size] for start in range(0, height * size, size))
    lines = b"".join(b"\0" + row for row in rows)  # 0: each row is written as it is
    head = struct.pack(">IIBBBBB", width, height, EIGHT_BITS, RGB, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
