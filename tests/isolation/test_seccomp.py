"""System calls are attacked from inside a forked child that closed this layer alone."""

import fcntl
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.isolation.layers import calls, seccomp
from grader.isolation.layers._numbers import numbers
from tests.isolation.conftest import catch_own_signal, close_seccomp, inside, needs, raw

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

CLONE3 = 435
X32_GETPID = 0x40000000 + 39  # x86_64's second table of calls, with 32-bit pointers


def in_thread() -> str:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append("ran"))
    thread.start()
    thread.join()
    return said[0]


PARENT = os.getppid  # in a child: the process that runs the tests
NO_ATTACKS = {
    "TCP socket": lambda: socket.socket(),
    "UDP socket": lambda: socket.socket(type=socket.SOCK_DGRAM),
    "Unix socket": lambda: socket.socket(socket.AF_UNIX),
    "netlink socket": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "datagram pair": lambda: socket.socketpair(type=socket.SOCK_DGRAM),
    "fork": os.fork,
    "posix_spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "subprocess": lambda: subprocess.run(["/bin/true"]),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "kill the parent": lambda: os.kill(PARENT(), 0),
    "kill the group": lambda: os.kill(0, 0),
    "kill everybody": lambda: os.kill(-1, 0),
    "tgkill the parent": lambda: raw("tgkill", PARENT(), PARENT(), 0),
    "queue a signal": lambda: raw("rt_sigqueueinfo", PARENT(), 0, 0),
    "own SIGIO to the parent": lambda: fcntl.fcntl(0, fcntl.F_SETOWN, PARENT()),
    "lock a library": lambda: fcntl.lockf(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_SH),
    "limit the parent": lambda: resource.prlimit(PARENT(), resource.RLIMIT_CPU),
    "renice the parent": lambda: os.setpriority(os.PRIO_PROCESS, PARENT(), 19),
    "renice the user": lambda: os.setpriority(os.PRIO_USER, 0, 19),
    "pin the parent": lambda: os.sched_setaffinity(PARENT(), {0}),
    "new session": os.setsid,
    "ptrace": lambda: raw("ptrace", 16, PARENT(), 0, 0),
    "read memory": lambda: raw("process_vm_readv", PARENT(), 0, 0, 0, 0, 0),
    "pidfd": lambda: os.pidfd_open(PARENT()),
    "memfd": lambda: os.memfd_create("x"),
    "io_uring": lambda: raw("io_uring_setup", 1, 0),
    "shared memory": lambda: raw("shmget", 0, 4096, 0o1600),
    "keyring": lambda: raw("keyctl", 0, 0, 0),
    "bpf": lambda: raw("bpf", 0, 0, 0),
    "perf": lambda: raw("perf_event_open", 0, 0, 0, 0, 0),
    "mount": lambda: raw("mount", 0, 0, 0, 0, 0),
    "unshare": lambda: raw("unshare", 0x10000000),
    "process in a namespace": lambda: raw("clone", 0x10000000, 0, 0, 0, 0),
    "setuid": lambda: os.setuid(os.getuid()),
    "symlink": lambda: os.symlink("/etc", "/tmp/never-made"),
    "hard link": lambda: os.link("/etc/passwd", "/tmp/never-made"),
    "device": lambda: os.mknod("/tmp/never-made"),
    "survive the parent": lambda: raw("prctl", 1, 0),
    "dump core again": lambda: raw("prctl", 4, 1),
    "truncate": lambda: os.truncate("/tmp/never-made", 0),
}


@pytest.mark.parametrize("attack", NO_ATTACKS.values(), ids=NO_ATTACKS.keys())
def test_seccomp_refuses_what_reaches_others(attack: Callable[[], object]) -> None:
    """Calls that reach other processes, the network or more of the kernel fail with EPERM."""
    needs("seccomp", close_seccomp)

    assert inside(close_seccomp, attack) == "EPERM"


ORDINARY = {
    "thread": (in_thread, "ran"),
    "own signals": (catch_own_signal, "2"),
    "stream pair": (lambda: [end.close() for end in socket.socketpair()], "[None, None]"),
    "own limits": (lambda: resource.prlimit(0, resource.RLIMIT_CORE, (0, 0)) and "set", "set"),
    "own affinity": (lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)), "None"),
    "is a terminal": (lambda: os.isatty(os.pipe()[0]), "False"),
    "random": (lambda: len(os.urandom(8)), "8"),
    "duplicate": (lambda: os.dup(0) > 0, "True"),
    "wait for nobody": (lambda: os.wait(), "ECHILD"),
    "xattr": (lambda: os.listxattr("/"), "ENOTSUP"),
}


@pytest.mark.parametrize(("act", "result"), ORDINARY.values(), ids=ORDINARY.keys())
def test_seccomp_leaves_ordinary_calls_alone(act: Callable[[], object], result: str) -> None:
    """What Python and torch do all the time goes on working."""
    needs("seccomp", close_seccomp)

    assert inside(close_seccomp, act) == result


@pytest.mark.parametrize(
    "send",
    [
        lambda end, flags: end.send(b"x", flags),
        lambda end, flags: end.sendmsg([b"x"], [], flags),
    ],
    ids=["send", "sendmsg"],
)
def test_seccomp_refuses_bytes_out_of_band(send: Callable[..., int]) -> None:
    """Whoever waits at the other end would be woken by them, and find nothing to read."""
    needs("seccomp", close_seccomp)
    ours, theirs = socket.socketpair()

    with ours, theirs:
        assert inside(close_seccomp, lambda: send(theirs, 0)) == "1"
        assert inside(close_seccomp, lambda: send(theirs, socket.MSG_OOB)) == "ENOTSUP"


@pytest.mark.parametrize("number", [CLONE3, 9999, X32_GETPID], ids=["clone3", "unknown", "x32"])
def test_seccomp_knows_nothing_else(number: int) -> None:
    """A call that is on no list does not exist, so that libraries fall back."""
    needs("seccomp", close_seccomp)

    assert inside(close_seccomp, lambda: raw(number)) == "ENOSYS"


def test_seccomp_pretends_to_change_modes(tmp_path: Path) -> None:
    """chmod and utime succeed without doing anything, so shutil.copy works."""
    needs("seccomp", close_seccomp)
    file = tmp_path / "weights"
    file.write_text("1")
    file.chmod(0o640)

    said = inside(close_seccomp, lambda: (file.chmod(0o777), os.utime(file, (0, 0))))

    assert said == "(None, None)"
    assert file.stat().st_mode & 0o777 == 0o640
    assert file.stat().st_mtime > 0


def test_seccomp_allows_shutil_copy(tmp_path: Path) -> None:
    """A checkpoint can be copied with its metadata."""
    needs("seccomp", close_seccomp)
    (tmp_path / "a").write_text("1")

    shutil_copy = lambda: shutil.copy2(tmp_path / "a", tmp_path / "b").name  # noqa: E731

    assert inside(close_seccomp, shutil_copy) == "b"


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_filter_compiles(machine: str) -> None:
    """Both machines' filters fit into the kernel's 4096 instructions and know all rules' calls."""
    assert len(seccomp._compile(machine, pid=1, truncate=True)) / 8 < 4096


def test_each_call_has_one_answer() -> None:
    """No call is on two lists: the first would win silently."""
    ruled = [rule.call for rule in (*calls.RULES, *calls.rules_for(1))]

    named = [*ruled, *calls.ALLOWED, *calls.REFUSED, *calls.PRETENDED, *calls.UNSUPPORTED]

    assert sorted(set(named)) == sorted(named)
    assert set(named) <= set(numbers("x86_64"))


def test_unknown_machine_is_a_missing_layer() -> None:
    """Without a table for the machine there is no filter, and the reason names the machine."""
    with pytest.raises(OSError, match="no table of system calls for riscv64"):
        numbers("riscv64")
