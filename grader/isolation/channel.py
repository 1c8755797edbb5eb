"""Receive whole frames from a socket."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from grader.wire import PREFIX, Tensor, lengths, unpack


class Closed(Exception):
    """The other side closed the channel."""


def receive(
    channel: socket.socket, wait: Callable[[], None] = lambda: None
) -> tuple[Any, list[Tensor]]:
    """The next frame's message and tensors; `wait` returns when there is something to read.

    Raises Closed at the end of the stream, WireError for what is no frame, and whatever `wait`
    raises.
    """
    header, body = lengths(_exactly(channel, PREFIX.size, wait))
    return unpack(_exactly(channel, header, wait), _exactly(channel, body, wait))


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
