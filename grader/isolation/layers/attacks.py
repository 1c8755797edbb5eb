"""What each layer must stop, tried from inside: the attacks of `grade doctor`.

An attack returns if it got through, and raises if it was refused, whatever by. Each is meant for
one layer that is closed alone; on a bare process all of them get through, but for those that an
ordinary user cannot do anyway.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from grader.isolation.layers import _libc
from grader.isolation.layers._numbers import numbers

LIMIT_BYTES = 512 << 20
LIMIT_GROUP = 32 << 20
LIMIT_SCRATCH = 2 << 20
LIMIT_FILE = 1 << 20
LIMIT_FILES = 32
LIMIT_THREADS = 16
OWN_NAME = "/proc/self/ns/uts"
PLANTED = "ZEROGRAD_DOCTOR"  # a variable that stands for a secret of whoever runs the grader
_PTRACE_ATTACH = 16
_PR_GET_NO_NEW_PRIVS = 39
_IPC_STAT = 2


@dataclass(frozen=True, slots=True)
class Bait:
    """What there is to attack.

    judge: a process that is not to be touched. secret: a file that only its owner may read.
    descriptor: that file, open. port: where somebody listens on this machine. scratch: the folder
    that may be written to, beside the secret. shared: the number of a piece of shared memory.
    name: the namespace of this machine's name. groups: control groups to join; unprepared: why
    there are none.
    """

    judge: int
    secret: str
    descriptor: int
    port: int
    scratch: str
    shared: int
    name: str
    groups: tuple[str, ...] = ()
    unprepared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Attack:
    """One attempt: what it is, in words that follow "tried to", and how."""

    words: str
    run: Callable[[Bait], object]


def _join_group(bait: Bait) -> None:
    os.setpgid(0, os.getpgid(bait.judge))


def _read_descriptor(bait: Bait) -> None:
    os.pread(bait.descriptor, 1, 0)


def _read_variable(_: Bait) -> None:
    if os.getenv(PLANTED) is None:
        raise KeyError(PLANTED)


def _read(bait: Bait) -> None:
    os.close(os.open(bait.secret, os.O_RDONLY))


def _write_beside(bait: Bait) -> None:
    path = os.path.join(os.path.dirname(bait.secret), "written")
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _read_environment(bait: Bait) -> None:
    with open(f"/proc/{bait.judge}/environ", "rb") as file:
        file.read(1)


def _connect(bait: Bait) -> None:
    socket.create_connection(("127.0.0.1", bait.port), timeout=1).close()


def _find_shared(bait: Bait) -> None:
    raw_call("shmctl", bait.shared, _IPC_STAT, ctypes.create_string_buffer(256))


def _keep_name(bait: Bait) -> None:
    if os.readlink(OWN_NAME) != bait.name:
        raise PermissionError("the machine's name is another one here")


def _allocate(_: Bait) -> None:
    bytearray(LIMIT_BYTES * 2)


def _use_memory(_: Bait) -> None:
    b"x" * (LIMIT_GROUP * 2)


def _fill_scratch(bait: Bait) -> None:
    for number in range(2 * LIMIT_SCRATCH // LIMIT_FILE):
        with open(os.path.join(bait.scratch, str(number)), "wb") as file:
            file.write(bytes(LIMIT_FILE))


def _write_large(bait: Bait) -> None:
    with open(os.path.join(bait.scratch, "large"), "wb") as file:
        file.write(bytes(LIMIT_FILE * 2))


def _open_many(_: Bait) -> None:
    for _number in range(LIMIT_FILES * 2):
        os.open(os.devnull, os.O_RDONLY)


def _dump_core(_: Bait) -> None:
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    if most == 0:
        raise PermissionError("no core file may be written")


def _start_threads(_: Bait) -> None:
    threading.stack_size(1 << 16)  # so that it is not memory that ends it
    done = threading.Event()
    started = []
    try:
        for _number in range(2 * LIMIT_THREADS):
            started.append(thread := threading.Thread(target=done.wait))
            thread.start()
    finally:
        done.set()


def _gain_privileges(_: Bait) -> None:
    if _libc.prctl(_PR_GET_NO_NEW_PRIVS):
        raise PermissionError("programs start without their owner's rights")


def _change_root(_: Bait) -> None:
    os.chroot("/")


def _fork(_: Bait) -> None:
    if os.fork() == 0:
        os._exit(0)
    os.wait()


def _trace(_: Bait) -> None:
    # Of a process that is not there: whoever may make the call is told so, and nobody is stopped.
    try:
        raw_call("ptrace", _PTRACE_ATTACH, 2**22 + 1, 0, 0)
    except ProcessLookupError:
        return


def _kill(bait: Bait) -> None:
    os.kill(bait.judge, 0)


def _read_memory(bait: Bait) -> None:
    try:
        raw_call("process_vm_readv", bait.judge, 0, 0, 0, 0, 0)
    except ProcessLookupError:
        return


def _open_socket(_: Bait) -> None:
    socket.socket().close()


def raw_call(call: str, *arguments: int | ctypes.Array[ctypes.c_char]) -> int:
    """Make a system call that Python has no function for, or whose function may be replaced."""
    return _libc.syscall(numbers(platform.machine())[call], *arguments)


ATTACKS: dict[str, tuple[Attack, ...]] = {
    "own-session": (Attack("join the grader's process group", _join_group),),
    "closed-descriptors": (Attack("read a file that the grader has open", _read_descriptor),),
    "clean-environment": (Attack("read a secret in the environment", _read_variable),),
    "cgroup": (
        Attack("use more memory than the group has", _use_memory),
        Attack("start too many threads", _start_threads),
    ),
    "tmpfs-scratch": (Attack("fill the disk with many files", _fill_scratch),),
    "other-user": (Attack("read a file of the grader's user", _read),),
    "network-namespace": (Attack("connect to a port of this machine", _connect),),
    "ipc-namespace": (Attack("find shared memory of another process", _find_shared),),
    "uts-namespace": (Attack("stay where the machine's name can be changed", _keep_name),),
    "rlimits": (
        Attack("allocate more memory than it may", _allocate),
        Attack("write too large a file", _write_large),
        Attack("open too many files", _open_many),
        Attack("dump core", _dump_core),
    ),
    "process-limit": (Attack("start too many threads", _start_threads),),
    "no-new-privileges": (Attack("run a program with its owner's rights", _gain_privileges),),
    "landlock": (
        Attack("read the reference", _read),
        Attack("write beside it", _write_beside),
        Attack("read the grader's environment", _read_environment),
    ),
    "capabilities": (Attack("change the root folder", _change_root),),
    "seccomp": (
        Attack("open a socket", _open_socket),
        Attack("start a process", _fork),
        Attack("send the grader a signal", _kill),
        Attack("trace a process", _trace),
        Attack("read the grader's memory", _read_memory),
    ),
}
