"""A place is read out of what a worker writes about its stack, whatever it writes."""

import os
import sys
from collections.abc import Iterator

import pytest

from grader.isolation.traces import DEEP, MAX_TRACE, Traces, is_deep

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

STACK = """\
Current thread 0x00007f3b8a33f000 (most recent call first):
  File "/usr/lib/python3/copy.py", line 20 in deepcopy
  File "anna.py", line 7 in fit
  File "anna.py", line 9 in <module>
"""


@pytest.fixture
def traces() -> Iterator[Traces]:
    """Of a worker whose submission is anna.py; its other end is closed."""
    reader, writer = os.pipe()
    os.close(writer)
    found = Traces(os.getpid(), reader)
    found.look_for(["anna.py"])
    yield found
    found.close()


def test_the_innermost_line_of_the_submission(traces):
    """Frames of libraries are passed over."""
    assert traces.place(STACK) == "anna.py:7"


def test_a_line_that_is_not_ended(traces):
    """More of its number may come."""
    assert traces.place('  File "anna.py", line 7 in fit') == ""


@pytest.mark.parametrize(
    "piece",
    ['File "', '  File "', '  File "x", line 1 in ', '"anna.py", line 1', "\n", '  File "\n'],
)
def test_a_forged_stack_is_gone_through_once(traces, piece):
    """However much of it looks like the beginning of a frame."""
    forged = piece * (2 * MAX_TRACE // len(piece))

    assert traces.place(forged) == ""
    assert traces.place(f"{forged}\n{STACK}") == "anna.py:7"
    assert not is_deep(forged)


def test_a_deep_stack():
    """So many frames are written, and no more."""
    assert is_deep('  File "anna.py", line 7 in fit\n' * DEEP)
    assert not is_deep('  File "anna.py", line 7 in fit\n' * (DEEP - 1))
