"""Limits are attacked from inside a forked child that set them alone."""

import contextlib
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.isolation.layers import limits, privileges
from tests.isolation.conftest import inside, policy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")


def close_limits(**changes: int) -> Callable[[], None]:
    return lambda: limits.limit(policy(**changes))


def descriptors() -> int:
    count = 0
    with contextlib.suppress(OSError):
        while count < 1000:
            os.open("/dev/null", os.O_RDONLY)
            count += 1
    return count


def burn() -> None:
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True:
        pass


def test_memory_is_counted_from_here() -> None:
    """The budget comes on top of what is mapped already, and ends in MemoryError."""
    close = close_limits(memory_bytes=256 << 20)

    assert inside(close, lambda: len(bytearray(128 << 20)) >> 20) == "128"
    assert inside(close, lambda: bytearray(300 << 20)) == "MemoryError"


def test_shared_memory_counts_too() -> None:
    """A shared mapping is no way around the memory limit."""
    import mmap

    assert inside(close_limits(memory_bytes=64 << 20), lambda: mmap.mmap(-1, 1 << 30)) == "ENOMEM"


def test_files_have_a_size(tmp_path: Path) -> None:
    """A file cannot grow beyond the limit."""
    write = (tmp_path / "big").write_bytes

    assert inside(close_limits(file_bytes=1000), lambda: write(bytes(2000))) == "EFBIG"


def test_descriptors_are_counted() -> None:
    """Opening files without closing them ends soon."""
    assert int(inside(close_limits(open_files=32), descriptors)) < 32


def test_processor_time_ends_in_a_kill() -> None:
    """A loop that ignores SIGXCPU is killed one second later."""
    assert inside(close_limits(cpu_s=1), burn) == "SIGKILL"


def test_limits_cannot_be_raised_again() -> None:
    """The hard limits fall as well, so there is no way back without privileges."""
    back = lambda: resource.setrlimit(resource.RLIMIT_CPU, (100, 100))  # noqa: E731

    def close() -> None:
        limits.limit(policy())
        privileges.drop_capabilities()

    assert inside(close, back) == "ValueError"


def test_stricter_limits_stay() -> None:
    """Whoever started the grader may be stricter than the policy."""

    def close() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
        limits.limit(policy(cpu_s=20))

    assert inside(close, lambda: resource.getrlimit(resource.RLIMIT_CPU)) == "(5, 5)"
