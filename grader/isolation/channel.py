"""Send and receive whole frames over a socket, numbered.

Both sides count: an answer that comes twice or too late bears a wrong number. One that comes too
early, whatever its number, is there before the judge asks.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Callable
from typing import Any

from grader.wire import PREFIX, Tensor, WireError, lengths, unpack

NUMBER = struct.Struct(">Q")
HELLO = 2**64 - 1  # the number of what a worker says before it is asked anything
STARTED = 2**64 - 2  # and of what a worker with a GPU says next
HEADER_WEIGHT = 14  # a byte of a header becomes at most as many while it is read
MAX_WEIGHT = 256 * 2**20
UNASKED = "an answer that was not asked for"


class Closed(Exception):
    """The other side closed the channel."""


class Allowance:
    """What a worker may send in all: the judge keeps its answers until the task is judged."""

    def __init__(self) -> None:
        self.left = MAX_WEIGHT

    def take(self, header: int, body: int) -> None:
        self.left -= HEADER_WEIGHT * header + body
        if self.left < 0:
            raise WireError("its answers are too large together")


def refuse_unasked(channel: socket.socket) -> None:
    """Raise WireError if there is something to read before anything was asked."""
    try:
        waiting = channel.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return
    if waiting:
        raise WireError(UNASKED)
    raise Closed


def send(
    channel: socket.socket, number: int, frame: bytes, wait: Callable[[], None] | None = None
) -> None:
    """Send a frame; `wait` returns when there is room, and raises what this function raises.

    With it no call blocks, however little the other side reads.
    """
    flags = 0 if wait is None else socket.MSG_DONTWAIT
    left = memoryview(NUMBER.pack(number) + frame)
    while left:
        if wait is not None:
            wait()
        with contextlib.suppress(BlockingIOError):
            left = left[channel.send(left, flags) :]


def receive(
    channel: socket.socket,
    number: int,
    wait: Callable[[], None] | None = None,
    allowance: Allowance | None = None,
) -> tuple[Any, dict[int, Tensor]]:
    """The next frame's message and tensors; `wait` returns when there is something to read.

    With it no call blocks, whatever the other side sends. Without an allowance the sender is
    trusted: it is the judge.

    Raises Closed at the end of the stream, WireError for what is no frame or has another number,
    and whatever `wait` raises.
    """
    if NUMBER.unpack(_exactly(channel, NUMBER.size, wait)) != (number,):
        raise WireError(UNASKED)
    trusted = allowance is None
    header, body = lengths(_exactly(channel, PREFIX.size, wait), trusted)
    if allowance is not None:
        allowance.take(header, body)
    return unpack(_exactly(channel, header, wait), _exactly(channel, body, wait), trusted)


def _exactly(channel: socket.socket, count: int, wait: Callable[[], None] | None) -> bytes:
    """So many bytes; what takes memory is what has come, in however small pieces."""
    flags = 0 if wait is None else socket.MSG_DONTWAIT
    received = bytearray()
    while len(received) < count:
        if wait is not None:
            wait()
        try:
            chunk = channel.recv(min(count - len(received), 2**20), flags)
        except BlockingIOError:  # a byte out of band is announced, and then not there to be read
            continue
        except ConnectionError:
            chunk = b""
        if not chunk:
            raise Closed
        received += chunk
    return bytes(received)
