"""Send and receive whole frames over a socket, numbered.

Both sides count: an answer that comes too early, twice or too late bears a wrong number.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from typing import Any

from grader.wire import PREFIX, Tensor, WireError, lengths, unpack

NUMBER = struct.Struct(">Q")


class Closed(Exception):
    """The other side closed the channel."""


def send(
    channel: socket.socket, number: int, frame: bytes, wait: Callable[[], None] = lambda: None
) -> None:
    """Send a frame; `wait` returns when there is room, and raises what this function raises."""
    left = memoryview(NUMBER.pack(number) + frame)
    while left:
        wait()
        left = left[channel.send(left) :]


def receive(
    channel: socket.socket,
    number: int,
    wait: Callable[[], None] = lambda: None,
    trusted: bool = False,
) -> tuple[Any, dict[int, Tensor]]:
    """The next frame's message and tensors; `wait` returns when there is something to read.

    Raises Closed at the end of the stream, WireError for what is no frame or has another number,
    and whatever `wait` raises.
    """
    if NUMBER.unpack(_exactly(channel, NUMBER.size, wait)) != (number,):
        raise WireError("an answer that was not asked for")
    header, body = lengths(_exactly(channel, PREFIX.size, wait), trusted)
    return unpack(_exactly(channel, header, wait), _exactly(channel, body, wait), trusted)


def _exactly(channel: socket.socket, count: int, wait: Callable[[], None]) -> bytes:
    chunks, missing = [], count
    while missing:
        wait()
        try:
            chunk = channel.recv(min(missing, 2**20))
        except ConnectionError:
            chunk = b""
        if not chunk:
            raise Closed
        chunks.append(chunk)
        missing -= len(chunk)
    return b"".join(chunks)
