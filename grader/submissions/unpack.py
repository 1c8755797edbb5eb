"""Unpack gzip, bzip2 and xz piece by piece, as far as somebody asks and the limits allow."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from grader.errors import SubmissionError
from grader.submissions.collect import check_ratio
from grader.submissions.limits import MAX_UNPACKED_BYTES, in_words

PIECE = 2**16
MAX_STREAMS = 1_000  # one after the other, as parallel packers write them
XZ_MEMORY_BYTES = 128 * 2**20  # `xz -9` asks for 65 MB to unpack, a hostile file for 4 GB


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _xz() -> _Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, XZ_MEMORY_BYTES)


PACKERS: dict[bytes, Callable[[], _Decompressor]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=31),  # gzip, whose checksum is checked
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": _xz,
}
BROKEN = (EOFError, OSError, ValueError, MemoryError, lzma.LZMAError, zlib.error)


def is_packed(content: bytes) -> bool:
    return content.startswith(tuple(PACKERS))


class Unpacked:
    """What a packed or plain file holds, read from its start to its end, and counted."""

    def __init__(self, content: bytes, origin: str) -> None:
        self._origin, self._packed_bytes = origin, len(content)
        self._pieces = _pieces(content)
        self._piece, self._at = b"", 0
        self._bytes = 0

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer at the end only."""
        found = bytearray()
        while len(found) < size and self._has_more():
            taken = self._piece[self._at : self._at + size - len(found)]
            self._at += len(taken)
            found += taken
        return bytes(found)

    def _has_more(self) -> bool:
        if self._at == len(self._piece):
            self._piece, self._at = next(self._pieces, b""), 0
            self._bytes += len(self._piece)
            if self._bytes > MAX_UNPACKED_BYTES:
                most = in_words(MAX_UNPACKED_BYTES)
                raise SubmissionError(
                    f"{self._origin}: unpacks to more than {most}; hand in the Python files alone"
                )
            check_ratio(self._origin, self._bytes, self._packed_bytes)
        return bool(self._piece)


def _pieces(content: bytes) -> Iterator[bytes]:
    new = next((new for magic, new in PACKERS.items() if content.startswith(magic)), None)
    if new is None:
        yield from (content[at : at + PIECE] for at in range(0, len(content), PIECE))
        return
    at = 0
    for _ in range(MAX_STREAMS):
        unpacking = new()
        while not unpacking.eof and at < len(content):
            data = content[at : at + PIECE]
            at += len(data)
            yield from _unpacked(unpacking, data)
        if not unpacking.eof:
            raise EOFError
        at -= len(unpacking.unused_data)
        if not content[at : at + PIECE].strip(b"\0"):  # padding, if anything
            return
    raise ValueError(f"it is packed in more than {MAX_STREAMS} parts")


def _unpacked(unpacking: _Decompressor, data: bytes) -> Iterator[bytes]:
    """All that comes of this piece. zlib hands back what it did not get to; the others keep it."""
    while not unpacking.eof:
        found = unpacking.decompress(data, PIECE)
        data = getattr(unpacking, "unconsumed_tail", b"")
        if found:
            yield found
        elif not data:
            return
