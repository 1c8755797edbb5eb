"""What a worker with a GPU may do besides, and what it still may not; seen without a GPU."""

import errno
import fcntl
import mmap
import os
import platform
import socket
import struct
import sys
import threading
from pathlib import Path

import pytest

from grader.isolation.layers import (
    Accelerator,
    calls,
    cuda_needs,
    limits,
    privileges,
    seccomp,
)
from grader.isolation.layers._numbers import numbers
from tests.isolation.conftest import close_landlock, inside, needs_landlock, policy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

ALLOW, EPERM, ENOTTY = 0x7FFF0000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOTTY
ARCHITECTURE = 0xC000003E
TCGETS = 0x5401


# files --------------------------------------------------------------------------------------------


def test_cuda_needs_what_is_there(tmp_path: Path) -> None:
    """Device nodes by number, the driver's own folders, and where LD_LIBRARY_PATH points."""
    for name in ("dev/nvidia0", "dev/nvidia11", "dev/nvidiactl", "dev/nvidia-uvm", "dev/sda"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "proc/driver/nvidia").mkdir(parents=True)

    needs = cuda_needs(f"{tmp_path}/", f"/opt/driver:relative:/:{tmp_path}")

    devices = ("nvidia-uvm", "nvidia0", "nvidia11", "nvidiactl")
    assert needs.devices == tuple(f"{tmp_path}/dev/{name}" for name in devices)
    assert needs.readable == ("/opt/driver", str(tmp_path), f"{tmp_path}/proc/driver/nvidia")


def test_devices_that_show_pictures_stay_closed(tmp_path: Path) -> None:
    """Computing needs no display."""
    for name in ("nvidia-modeset", "dri", "fb0"):
        (tmp_path / "dev" / name).mkdir(parents=True)

    assert cuda_needs(f"{tmp_path}/").devices == ()


def ask_device(path: str) -> object:
    with open(path, "rb") as device:
        return fcntl.ioctl(device, TCGETS, bytes(64))


def test_landlock_opens_the_devices_alone() -> None:
    """A device of the policy is read, written and spoken to; others are as closed as before."""
    needs_landlock(version=5)
    close = close_landlock(accelerator=Accelerator(devices=("/dev/full",)))

    assert inside(close, lambda: Path("/dev/full").write_text("x")) == "ENOSPC"
    assert inside(close, lambda: ask_device("/dev/full")) == "ENOTTY"  # it was asked
    assert inside(close, lambda: ask_device("/dev/zero")) == "EACCES"
    assert inside(close, lambda: os.open("/dev/ptmx", os.O_RDWR)) == "EACCES"


def test_landlock_keeps_devices_closed_without_a_gpu() -> None:
    """An ordinary worker cannot open what a worker with a GPU can."""
    needs_landlock()

    assert inside(close_landlock(), lambda: open("/dev/full", "rb").close()) == "EACCES"
    assert inside(close_landlock(), name_a_thread) == "refused"


def name_a_thread() -> str:
    names: list[str] = []

    def name_it() -> None:
        try:
            comm = Path(f"/proc/self/task/{threading.get_native_id()}/comm")
            comm.write_text("cuda00001400006")
            names.append(comm.read_text().strip())
        except PermissionError:
            names.append("refused")

    thread = threading.Thread(target=name_it)
    thread.start()
    thread.join()
    return names[0]


def test_landlock_lets_threads_be_named() -> None:
    """CUDA names threads that start after the sandbox has closed, and else does not start."""
    needs_landlock()

    def close() -> None:
        privileges.refuse_inspection()
        close_landlock(accelerator=Accelerator())()

    assert inside(close, name_a_thread) == "cuda00001400006"


def test_landlock_shows_no_other_process() -> None:
    """What may be read below /proc/self is the worker's own."""
    needs_landlock()
    close = close_landlock(accelerator=Accelerator())
    parent = f"/proc/{os.getpid()}"

    assert inside(close, lambda: len(Path("/proc/self/maps").read_text()) > 0) == "True"
    assert inside(close, Path(f"{parent}/environ").read_bytes) == "EACCES"
    assert inside(close, lambda: Path(f"{parent}/comm").write_text("x")) == "EACCES"


# memory -------------------------------------------------------------------------------------------


def reserve() -> str:
    """As CUDA does: address space that nobody can read or write."""
    reserved = mmap.mmap(-1, 1 << 40, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=0)
    return str(len(reserved) >> 40)


def test_reserved_addresses_are_free() -> None:
    """A terabyte of addresses may be reserved, which an ordinary worker may not."""
    close = lambda: limits.limit(policy(accelerator=Accelerator()))  # noqa: E731

    assert inside(close, reserve) == "1"
    assert inside(lambda: limits.limit(policy()), reserve) == "ENOMEM"


def test_private_memory_is_limited() -> None:
    """What is private and can be written counts, whoever allocates it."""
    close = lambda: limits.limit(policy(accelerator=Accelerator(), memory_bytes=256 << 20))  # noqa: E731

    assert inside(close, lambda: len(bytearray(128 << 20)) >> 20) == "128"
    assert inside(close, lambda: bytearray(300 << 20)) == "MemoryError"


def test_private_memory_is_limited_again_from_now() -> None:
    """Once CUDA has started, the room for its start is taken back."""

    def close() -> None:
        limits.limit(policy(accelerator=Accelerator(), memory_bytes=4 << 30))
        limits.limit_private(64 << 20)

    assert inside(close, lambda: bytearray(128 << 20)) == "MemoryError"


# calls --------------------------------------------------------------------------------------------


def decide(program: bytes, call: str, *arguments: int) -> int:
    """What the kernel would make of a call: run the filter as it does."""
    given = [*arguments, *[0] * 6][:6]
    data = struct.pack("=iIQ6Q", numbers("x86_64")[call], ARCHITECTURE, 0, *given)
    at, value = 0, 0
    while True:
        code, if_true, if_false, operand = struct.unpack_from("=HBBI", program, 8 * at)
        at += 1
        match code:
            case 0x20:
                (value,) = struct.unpack_from("=I", data, operand)
            case 0x54:
                value &= operand
            case 0x05:
                at += operand
            case 0x15:
                at += if_true if value == operand else if_false
            case 0x06:
                return int(operand)


PLAIN = seccomp._compile("x86_64", pid=7, truncate=True)
CUDA = seccomp._compile("x86_64", pid=7, truncate=True, accelerator=True)
UNIX, STREAM, DGRAM, SEQPACKET = socket.AF_UNIX, 1, 2, 5
OPENED = {
    "driver: allocate": ("ioctl", 3, 0xC030462B),
    "driver: card info": ("ioctl", 3, 0xC90046C8),
    "unified memory: register": ("ioctl", 3, 37),
    "unified memory: start": ("ioctl", 3, 0x30000001),
    "Windows' Linux": ("ioctl", 3, 0xC0104701),
    "a socket for itself": ("socket", UNIX, SEQPACKET | socket.SOCK_CLOEXEC, 0),
    "bind": ("bind", 3, 0, 0),
    "listen": ("listen", 3, 1),
    "memory file": ("memfd_create", 0, 0),
    "seal it": ("fcntl", 3, 1033),
    "memory of a node": ("mbind", 0, 0),
}
STILL_CLOSED = {
    "the internet": ("socket", socket.AF_INET, STREAM, 0),
    "netlink": ("socket", socket.AF_NETLINK, 3, 0),
    "datagrams": ("socket", UNIX, DGRAM, 0),
    "connect": ("connect", 3, 0, 0),
    "accept": ("accept4", 3, 0, 0, 0),
    "terminal input": ("ioctl", 3, 0x5412),
    "io_uring": ("io_uring_setup", 1, 0),
    "processes": ("fork",),
    "programs": ("execve", 0, 0, 0),
    "trace": ("ptrace", 16, 1),
    "other memory": ("process_vm_readv", 1),
    "other descriptors": ("pidfd_getfd", 3, 3, 0),
    "signals": ("kill", 1, 9),
    "own SIGIO": ("fcntl", 3, 8),
    "names": ("prctl", 1, 0),
}


@pytest.mark.parametrize("call", OPENED.values(), ids=OPENED.keys())
def test_the_filter_opens_what_cuda_needs(call: tuple[str, int]) -> None:
    """What the driver asks of the kernel is allowed with a GPU, and not without."""
    assert decide(CUDA, *call) == ALLOW
    assert decide(PLAIN, *call) in (EPERM, ENOTTY, 0x50000 | errno.ENOSYS)


@pytest.mark.parametrize("call", STILL_CLOSED.values(), ids=STILL_CLOSED.keys())
def test_the_filter_stays_closed_to_the_rest(call: tuple[str, int]) -> None:
    """With a GPU, too, nothing reaches other processes or the network."""
    assert decide(CUDA, *call) in (EPERM, ENOTTY)
    assert decide(PLAIN, *call) == decide(CUDA, *call)


def test_the_filters_agree_on_everything_else() -> None:
    """Of all calls only those on the list of CUDA are answered otherwise than without a GPU."""
    differing = {
        name for name in numbers("x86_64") if decide(PLAIN, name, 0) != decide(CUDA, name, 0)
    }

    assert differing == {
        *("bind", "listen", "setsockopt", "memfd_create", "mbind", "set_mempolicy", "mincore"),
        "ioctl",  # the number 0
    }


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_fits(machine: str) -> None:
    """The kernel takes 4096 instructions."""
    assert len(seccomp._compile(machine, pid=1, truncate=True, accelerator=True)) / 8 < 4096


def test_each_call_has_one_answer() -> None:
    """No call is on two lists: the first would win silently."""
    ruled = [rule.call for rule in (*calls.rules(accelerator=True), *calls.rules_for(1))]
    listed = [*calls.allowed(accelerator=True), *calls.refused(accelerator=True)]

    named = [*ruled, *listed, *calls.PRETENDED, *calls.UNSUPPORTED]

    assert sorted(set(named)) == sorted(named)


def listen_unseen() -> str:
    """As libcuda does for others who would share its memory."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server.bind(f"\0cuda-uvmfd-1-{os.getpid()}")
    server.listen(1)
    return "listens"


def close_seccomp() -> None:
    privileges.gain_no_privileges()
    seccomp.install(truncate=False, accelerator=True)


@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="no filter here")
def test_the_filter_holds() -> None:
    """The kernel takes the filter, and decides as the tests above say."""
    connect = lambda: socket.socket(socket.AF_UNIX).connect("/run/x")  # noqa: E731

    assert inside(close_seccomp, listen_unseen) == "listens"
    assert inside(close_seccomp, lambda: os.memfd_create("x") > 0) == "True"
    assert inside(close_seccomp, connect) == "EPERM"
    assert inside(close_seccomp, socket.socket) == "EPERM"
    assert inside(close_seccomp, os.fork) == "EPERM"


def test_a_socket_gets_no_path(tmp_path: Path) -> None:
    """Where Landlock holds, what listens has no name that anybody outside could find."""
    needs_landlock()

    def bind() -> None:
        socket.socket(socket.AF_UNIX).bind(f"{tmp_path}/socket")

    assert inside(close_landlock(accelerator=Accelerator()), bind) == "EACCES"
