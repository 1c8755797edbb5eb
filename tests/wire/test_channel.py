"""A channel delivers whole numbered frames, whatever the other side does with its end."""

import socket
import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from grader.isolation.channel import (
    HEADER_WEIGHT,
    MAX_WEIGHT,
    Allowance,
    Closed,
    receive,
    refuse_unasked,
    send,
)
from grader.wire import PREFIX, Tensor, WireError, pack

FRAME = pack({"losses": [0.5]}, [])
HUGE = PREFIX.pack(b"GRD1", 10, 2**60)


@pytest.fixture
def channel() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The judge's end, and the worker's."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def from_worker(channel, number: int = 0):
    return receive(channel[0], number, allowance=Allowance())


def numbered(number: int, frame: bytes = FRAME) -> bytes:
    return number.to_bytes(8, "big") + frame


def test_a_frame_arrives_in_however_small_pieces(channel):
    """With its message and its tensors."""
    tensor = Tensor("uint8", (3,), b"abc")
    for byte in numbered(7, pack("message", [tensor])):
        channel[1].send(bytes([byte]))

    assert from_worker(channel, 7) == ("message", {0: tensor})


@pytest.mark.parametrize("number", [0, 2, 2**64 - 1])
def test_another_number_is_refused(channel, number):
    """Replayed, too early, or made up."""
    channel[1].send(numbered(number))

    with pytest.raises(WireError, match="not asked for"):
        from_worker(channel, 1)


@pytest.mark.parametrize("kept", [0, 4, 8, 20, 24, 30])
def test_a_stream_that_ends_is_closed(channel, kept):
    """Before, inside or between the parts of a frame."""
    channel[1].send(numbered(0)[:kept])
    channel[1].close()

    with pytest.raises(Closed):
        from_worker(channel)


def test_a_reset_stream_is_closed(channel):
    """The worker has ended with something unread."""
    channel[0].send(b"unread")
    channel[1].close()

    with pytest.raises(Closed):
        from_worker(channel)


def test_a_length_is_refused_before_anything_of_it_is_there(channel):
    """2**60 bytes are announced; the judge neither waits for them nor makes room."""
    channel[1].send(numbered(0, HUGE))
    tracemalloc.start()

    with pytest.raises(WireError, match=str(2**60)):
        from_worker(channel)

    assert tracemalloc.get_traced_memory()[1] < 2**16
    tracemalloc.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="others have no such bytes in local sockets")
def test_a_byte_out_of_band_is_not_waited_for(channel):
    """It makes the socket look as if there were something to read, and there is nothing."""
    channel[1].send(b"x", socket.MSG_OOB)
    waits = iter(range(2))

    def wait() -> None:
        if next(waits, None) is None:
            channel[1].sendall(numbered(0))

    assert receive(channel[0], 0, wait, Allowance()) == ({"losses": [0.5]}, {})


def test_memory_is_what_has_come(channel):
    """Of 60 megabytes that are announced, 60000 pieces of two bytes take no more than that."""
    channel[0].setblocking(False)
    channel[1].send(numbered(0, PREFIX.pack(b"GRD1", 2, 60 * 2**20) + b"{}"))
    pieces = iter(range(60_000))
    tracemalloc.start()

    def drip() -> None:
        if next(pieces, None) is None:
            channel[1].close()
        else:
            channel[1].send(b"ab")

    with pytest.raises(Closed):
        receive(channel[0], 0, drip, Allowance())

    assert tracemalloc.get_traced_memory()[1] < 2**21  # half of it is the room for one piece
    tracemalloc.stop()


def test_a_worker_may_send_so_much_in_all():
    """The judge keeps its answers until the task is judged."""
    allowance = Allowance()
    allowance.take(1000, MAX_WEIGHT - 1000 * HEADER_WEIGHT)

    with pytest.raises(WireError, match="too large together"):
        allowance.take(0, 1)


def test_nothing_may_be_there_before_it_is_asked_for(channel):
    """Whatever it is: a right answer to the next question too."""
    refuse_unasked(channel[0])
    channel[1].send(numbered(0))

    with pytest.raises(WireError, match="not asked for"):
        refuse_unasked(channel[0])

    assert from_worker(channel) == ({"losses": [0.5]}, {})  # it was only looked at


def test_a_channel_that_was_closed_is_noticed_before_asking(channel):
    """It is the worker's end, not an answer."""
    channel[1].close()

    with pytest.raises(Closed):
        refuse_unasked(channel[0])


class NotRead(Exception):
    """The patience of a judge is at its end."""


def test_sending_never_waits_for_who_does_not_read(channel):
    """The judge looks at the clock whenever there is no room."""
    looks = iter(range(100))

    def wait() -> None:
        if next(looks, None) is None:
            raise NotRead

    with pytest.raises(NotRead):
        send(channel[0], 0, bytes(8 * 2**20), wait)
