"""Close layers of the sandbox in a forked child, and attack it from inside."""

import ctypes
import errno
import os
import platform
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.isolation.layers import Policy, default_readable, landlock, privileges, seccomp
from grader.isolation.layers._numbers import numbers


def policy(scratch: Path | None = None, **changes: object) -> Policy:
    usual = {"memory_bytes": 512 << 20, "cpu_s": 20, "file_bytes": 1 << 20, "open_files": 64}
    place = None if scratch is None else str(scratch)
    return Policy(default_readable(), place, **{**usual, "processes": 32, **changes})


def inside(close: Callable[[], object], attack: Callable[[], object]) -> str:
    """Fork, close the sandbox, attack: the result as text, an error's name, or the signal."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.write(writer, said(close, attack).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    status = os.waitpid(child, 0)[1]
    return signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else answer


def said(close: Callable[[], object], attack: Callable[[], object]) -> str:
    try:
        close()
    except BaseException as error:
        return f"not closed: {error!r}"
    try:
        return str(attack())
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, repr(error))
    except BaseException as error:
        return type(error).__name__


def needs(layer: str, close: Callable[[], object]) -> None:
    """Skip the test, with the kernel's reason, where the layer cannot be closed."""
    answer = inside(close, lambda: "closed")
    if answer != "closed":
        pytest.skip(f"{layer}: {answer}")


def close_seccomp() -> None:
    privileges.gain_no_privileges()
    seccomp.install(truncate=False)


def close_landlock(scratch: Path | None = None, **changes: object) -> Callable[[], None]:
    def close() -> None:
        privileges.gain_no_privileges()
        landlock.restrict(policy(scratch, **changes))

    return close


def needs_landlock(version: int = 1) -> None:
    needs("landlock", close_landlock())
    if landlock.version() < version:
        pytest.skip(f"Landlock {landlock.version()} does not know this yet, only {version}")


def raw(name_or_number: str | int, *arguments: int) -> int:
    """Make a system call past the C library, as an attacker would."""
    known = numbers(platform.machine())
    number = known[name_or_number] if isinstance(name_or_number, str) else name_or_number
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_ulong, arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return int(result)


def catch_own_signal() -> str:
    caught: list[int] = []
    signal.signal(signal.SIGUSR1, lambda number, frame: caught.append(number))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    return str(len(caught))
