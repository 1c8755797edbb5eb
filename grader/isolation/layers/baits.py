"""Something to attack: what `grade doctor` lays out, and takes away again."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.isolation.layers.attacks import LIMIT_GROUP, LIMIT_THREADS, OWN_NAME, Bait, raw_call
from grader.isolation.layers.cgroup import open_parents
from grader.isolation.layers.policy import reason_of

LAST = 4  # of the descriptors that a worker has


@contextlib.contextmanager
def bait() -> Iterator[Bait]:
    """Something to attack: a secret, a port, shared memory, and this process."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zerograd-doctor-")))
        folder.chmod(0o711)  # as the folder of all scratches is, for other users
        scratch = folder / "scratch"
        scratch.mkdir()
        secret = folder / "reference.py"
        secret.write_text("answer = 42\n")
        secret.chmod(0o600)
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        opened = stack.enter_context(secret.open("rb"))
        far = fcntl.fcntl(opened, fcntl.F_DUPFD_CLOEXEC, LAST + 1)
        stack.callback(os.close, far)
        groups, unprepared = _groups(stack)
        shared = _shared_memory()
        stack.callback(_forget_shared_memory, shared)
        yield Bait(
            judge=os.getpid(),
            secret=str(secret),
            descriptor=far,
            port=server.getsockname()[1],
            scratch=str(scratch),
            shared=shared,
            name=os.readlink(OWN_NAME),
            groups=groups,
            unprepared=unprepared,
        )


def _groups(
    stack: contextlib.ExitStack,
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Control groups for the doctor's children, or why there are none."""
    try:
        parents = open_parents("zerograd-doctor")
        stack.callback(parents.remove)
        made = parents.make("1", LIMIT_GROUP, LIMIT_THREADS)
    except OSError as error:
        return (), (("cgroup", reason_of(error)),)
    return tuple(map(str, made)), ()


def _shared_memory() -> int:
    """The number of a piece of System V shared memory; -1 where there is no such thing."""
    with contextlib.suppress(OSError):
        return raw_call("shmget", 0, 4096, 0o600)
    return -1


def _forget_shared_memory(number: int) -> None:
    with contextlib.suppress(OSError):
        raw_call("shmctl", number, 0, 0)
