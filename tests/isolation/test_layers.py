"""Each layer of the sandbox is attacked from inside a forked child that closed this layer alone."""

import contextlib
import ctypes
import errno
import fcntl
import os
import platform
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.isolation.layers import (
    Applied,
    Policy,
    apply,
    calls,
    default_readable,
    landlock,
    limits,
    namespace,
    prepare,
    privileges,
    seccomp,
)
from grader.isolation.layers._numbers import numbers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

REPOSITORY = Path(__file__).parents[2]
ALL_LAYERS = (
    "network-namespace",
    "rlimits",
    "parent-death-signal",
    "not-dumpable",
    "no-new-privileges",
    "landlock",
    "capabilities",
    "seccomp",
)
CLONE3 = 435
X32_GETPID = 0x40000000 + 39  # x86_64's second table of calls, with 32-bit pointers


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
        os.write(writer, _said(close, attack).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    status = os.waitpid(child, 0)[1]
    return signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else answer


def _said(close: Callable[[], object], attack: Callable[[], object]) -> str:
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


# seccomp ------------------------------------------------------------------------------------------


def close_seccomp() -> None:
    privileges.gain_no_privileges()
    seccomp.install(truncate=False)


def raw(name_or_number: str | int, *arguments: int) -> int:
    """Make a system call past the C library, as an attacker would."""
    known = numbers(platform.machine())
    number = known[name_or_number] if isinstance(name_or_number, str) else name_or_number
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_ulong, arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return int(result)


def in_thread() -> str:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append("ran"))
    thread.start()
    thread.join()
    return said[0]


def catch_own_signal() -> str:
    caught: list[int] = []
    signal.signal(signal.SIGUSR1, lambda number, frame: caught.append(number))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    return str(len(caught))


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


# Landlock -----------------------------------------------------------------------------------------


def close_landlock(scratch: Path | None = None) -> Callable[[], None]:
    def close() -> None:
        privileges.gain_no_privileges()
        landlock.restrict(policy(scratch))

    return close


def needs_landlock(version: int = 1) -> None:
    needs("landlock", close_landlock())
    if landlock.version() < version:
        pytest.skip(f"Landlock {landlock.version()} does not know this yet, only {version}")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file that no policy names."""
    file = tmp_path / "reference.py"
    file.write_text("answer = 42")
    return file


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def test_landlock_hides_files(outside: Path) -> None:
    """A file that the policy does not name cannot be read, listed, written or removed."""
    needs_landlock()
    close = close_landlock()

    assert inside(close, outside.read_text) == "EACCES"
    assert inside(close, lambda: os.listdir(outside.parent)) == "EACCES"
    assert inside(close, lambda: outside.write_text("answer = 0")) == "EACCES"
    assert inside(close, outside.unlink) == "EACCES"
    assert inside(close, lambda: (outside.parent / "new").mkdir()) == "EACCES"
    assert outside.read_text() == "answer = 42"


def test_landlock_guards_truncate(outside: Path) -> None:
    """truncate(2) needs no open file, and is covered all the same."""
    needs_landlock(version=3)

    assert inside(close_landlock(), lambda: os.truncate(outside, 0)) == "EACCES"


def test_landlock_hides_proc() -> None:
    """Neither another process's environment nor one's own can be read."""
    needs_landlock()

    assert inside(close_landlock(), Path("/proc/self/environ").read_bytes) == "EACCES"
    assert inside(close_landlock(), lambda: os.listdir("/proc")) == "EACCES"


def test_landlock_leaves_libraries_readable_only() -> None:
    """The standard library is read, never written."""
    needs_landlock()
    source = Path(os.__file__)

    assert inside(close_landlock(), lambda: len(source.read_text()) > 0) == "True"
    assert inside(close_landlock(), lambda: source.open("a")) == "EACCES"


def test_landlock_leaves_the_bin(scratch: Path) -> None:
    """/dev/null takes output: with it students silence a library."""
    needs_landlock()

    assert inside(close_landlock(), lambda: Path(os.devnull).write_text("noise")) == "5"


def test_landlock_opens_scratch(scratch: Path, outside: Path) -> None:
    """In the scratch files come, go and move; links, pipes and other folders stay shut."""
    needs_landlock(version=2)
    close = close_landlock(scratch)
    (scratch / "a").mkdir()
    (scratch / "a" / "model").write_text("1")

    assert inside(close, lambda: (scratch / "new").write_text("12")) == "2"
    assert inside(close, lambda: (scratch / "a" / "model").rename(scratch / "b").name) == "b"
    assert inside(close, lambda: shutil.rmtree(scratch / "a")) == "None"
    assert inside(close, lambda: (scratch / "link").symlink_to(outside)) == "EACCES"
    assert inside(close, lambda: os.mkfifo(scratch / "pipe")) == "EACCES"
    assert inside(close, lambda: (scratch / ".." / "x").write_text("")) == "EACCES"
    assert sorted(path.name for path in scratch.iterdir()) == ["b", "new"]


def test_landlock_follows_links(scratch: Path, outside: Path) -> None:
    """A link in the scratch does not lead out of it."""
    needs_landlock()
    (scratch / "link").symlink_to(outside)

    assert inside(close_landlock(scratch), (scratch / "link").read_text) == "EACCES"


def test_landlock_refuses_exec() -> None:
    """No program starts, even where seccomp is missing."""
    needs_landlock()

    assert inside(close_landlock(), lambda: os.execv("/bin/true", ["true"])) == "EACCES"


def test_landlock_refuses_tcp() -> None:
    """No TCP, even where seccomp and the namespace are missing."""
    needs_landlock(version=4)

    connect = lambda: socket.create_connection(("127.0.0.1", 9), timeout=1)  # noqa: E731

    assert inside(close_landlock(), connect) == "EACCES"


def test_landlock_refuses_signals() -> None:
    """No signal to the parent, even where seccomp is missing; one to itself arrives."""
    needs_landlock(version=6)

    assert inside(close_landlock(), lambda: os.kill(os.getppid(), 0)) == "EPERM"
    assert inside(close_landlock(), catch_own_signal) == "2"


def test_missing_scratch_is_no_sandbox(tmp_path: Path) -> None:
    """A scratch that does not exist is the caller's mistake: the layer is not in force."""
    needs_landlock()

    assert "No such file" in inside(close_landlock(tmp_path / "nowhere"), lambda: "closed")


# Files that stay readable -------------------------------------------------------------------------


def test_readable_leaves_the_course_closed() -> None:
    """Neither the current folder, nor the home folder, nor an editable install is opened."""
    opened = [Path(path) for path in default_readable()]

    closed = [Path.cwd(), Path.home(), REPOSITORY, REPOSITORY / "reference", Path("/proc/self")]

    assert not any(place.resolve().is_relative_to(path) for place in closed for path in opened)


def fake_packages(folder: Path) -> Path:
    packages = folder / "venv" / "site-packages"
    for name in ("solutions", "library"):
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").write_text("answer = 42")
    return packages


def test_hidden_package_stays_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hidden package cannot be read; its neighbours are still found by a late import."""
    needs_landlock()
    packages = fake_packages(tmp_path)
    monkeypatch.syspath_prepend(str(packages))
    chosen = Policy(default_readable(("solutions",)), None, 1 << 30, 9, 9, 64, 9)

    def close() -> None:
        privileges.gain_no_privileges()
        landlock.restrict(chosen)

    assert inside(close, lambda: __import__("library").answer) == "42"
    assert inside(close, (packages / "solutions" / "__init__.py").read_text) == "EACCES"
    assert inside(close, lambda: __import__("solutions").answer) != "42"


def test_hidden_name_that_is_not_installed_costs_nothing() -> None:
    """Folders are opened whole unless something in them is hidden."""
    assert default_readable(("no-such-package",)) == default_readable()


# Limits -------------------------------------------------------------------------------------------


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


# Privileges and the network -----------------------------------------------------------------------


def status(field: str) -> str:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(f"{field}:"))


@pytest.mark.parametrize("which", ["CapEff", "CapPrm", "CapInh", "CapAmb"])
def test_no_capability_is_left(which: str) -> None:
    """All sets of capabilities are empty afterwards."""
    assert int(inside(privileges.drop_capabilities, lambda: status(which)), 16) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's bounding set can be emptied")
def test_root_cannot_gain_capabilities_again() -> None:
    """The bounding set is empty: even a program of root's starts without privileges."""
    assert int(inside(privileges.drop_capabilities, lambda: status("CapBnd")), 16) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a parent with more capabilities")
def test_root_worker_reads_no_other_process() -> None:
    """Without capabilities root's worker reads no environment of root's other processes."""
    spy = lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes()  # noqa: E731

    assert inside(privileges.drop_capabilities, spy) == "EACCES"


def test_privileges_cannot_be_gained() -> None:
    """The flag that makes setuid programs harmless is set."""
    assert inside(privileges.gain_no_privileges, lambda: status("NoNewPrivs")) == "1"


def test_worker_is_not_dumpable() -> None:
    """PR_GET_DUMPABLE answers 0, which keeps siblings of the same user from tracing the worker."""
    assert inside(privileges.refuse_inspection, lambda: raw("prctl", 3)) == "0"


def test_worker_dies_with_its_parent() -> None:
    """When the forking process ends, its worker is killed and its end of the pipe closes."""
    reader, writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        if os.fork() == 0:
            privileges.die_with_parent()
            os.write(writer, b"ready")
            time.sleep(600)
        os.close(writer)
        os.read(reader, 5)
        os._exit(0)
    os.close(writer)
    os.waitpid(parent, 0)

    assert os.read(reader, 1) == b""  # the end of the pipe, not a test that waits ten minutes
    os.close(reader)


def test_network_is_empty() -> None:
    """No interface but a loopback that is down: nothing can be reached, not even this machine."""
    needs("network namespace", namespace.leave_network)

    def send() -> object:
        return socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))

    assert inside(namespace.leave_network, socket.if_nameindex) == "[(1, 'lo')]"
    assert inside(namespace.leave_network, send) == "ENETUNREACH"


# All together -------------------------------------------------------------------------------------


def as_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)


def as_is() -> None:
    """Stay who we are."""


@pytest.mark.parametrize("become", [as_is, as_nobody])
def test_apply_reports_every_layer(become: Callable[[], None]) -> None:
    """Each layer is either in force or missing with a reason, for root and for anybody."""
    needs_landlock()
    chosen = policy()

    def report() -> str:
        applied = apply(chosen)
        named = {*applied.layers, *(layer for layer, _ in applied.missing)}
        assert all(reason for _, reason in applied.missing)
        return "complete" if named == set(ALL_LAYERS) else str(applied)

    assert inside(become, report) == "complete"


@pytest.mark.parametrize("become", [as_is, as_nobody])
def test_ordinary_user_gets_the_layers_that_matter(become: Callable[[], None]) -> None:
    """Nothing of the sandbox needs root."""
    needs_landlock()
    needs("seccomp", close_seccomp)
    chosen = policy()

    missing = inside(become, lambda: [layer for layer, _ in apply(chosen).missing])

    assert missing in ("[]", "['network-namespace']")


def test_apply_never_raises() -> None:
    """Where nearly every layer is refused, as inside a sandbox, apply says so and returns."""
    needs("seccomp", close_seccomp)
    needs_landlock()

    def report() -> str:
        apply(policy())
        return ", ".join(layer for layer, _ in apply(policy()).missing)

    refused = "network-namespace, rlimits, parent-death-signal, not-dumpable, landlock, "
    assert inside(as_is, report) == f"{refused}capabilities, seccomp"


def test_prepare_changes_nothing() -> None:
    """Preparing leaves the process as free as it was."""
    assert inside(prepare, lambda: socket.socket().close()) == "None"


def test_applied_is_plain_data() -> None:
    """The report compares by value, so a caller can keep and print it."""
    assert Applied(("seccomp",), ()) == Applied(("seccomp",), ())


WORKLOAD = """
import faulthandler, os, sys, tempfile, threading, traceback, warnings
import torch
torch.set_num_threads(1)
from grader.isolation.layers import Policy, apply, default_readable, prepare

scratch = sys.argv[1]
tempfile.tempdir = scratch
prepare()
if os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
applied = apply(Policy(default_readable(), scratch, 1 << 30, 120, 64 << 20, 64, 64))
print(applied, torch.backends.cpu.get_cpu_capability())

from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train(model, inputs, targets, optimizer):
    before = None
    for _ in range(3):
        optimizer.zero_grad()
        output = model(inputs)
        output = output[0] if isinstance(output, tuple) else output
        loss = nn.functional.mse_loss(output, targets.expand_as(output))
        loss.backward()
        optimizer.step()
    return loss.item()


def optimizers():
    for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.RMSprop):
        model = nn.Linear(4, 1)
        train(model, torch.randn(8, 4), torch.zeros(1), kind(model.parameters(), lr=0.01))


def layers():
    sgd = torch.optim.SGD
    for model, inputs in (
        (nn.Conv2d(3, 4, 3), torch.randn(2, 3, 16, 16)),
        (nn.LSTM(4, 8), torch.randn(5, 2, 4)),
        (nn.TransformerEncoderLayer(8, 2, batch_first=True), torch.randn(2, 5, 8)),
        (nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout()), torch.randn(6, 4)),
    ):
        train(model, inputs, torch.zeros(1), sgd(model.parameters(), lr=0.01))


def algebra():
    matrix = torch.randn(64, 64)
    torch.linalg.svd(matrix), torch.linalg.eigh(matrix @ matrix.T), torch.fft.fft2(matrix)
    (matrix.bfloat16() @ matrix.bfloat16()).sum()


def loader():
    data = TensorDataset(torch.randn(16, 4), torch.randn(16, 1))
    assert sum(len(x) for x, _ in DataLoader(data, batch_size=4, shuffle=True)) == 16


def checkpoints():
    path = os.path.join(scratch, "model.pt")
    model = nn.Linear(2, 2)
    torch.save(model.state_dict(), path)
    model.load_state_dict(torch.load(path, weights_only=True))
    torch.load(path, mmap=True)
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "w") as file:
        print("epoch 1", file=file)
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"x")


def threads():
    torch.set_num_threads(2)
    (torch.randn(600, 600) @ torch.randn(600, 600)).sum().item()
    torch.randn(1000, 1000).sin().sum().item()
    thread = threading.Thread(target=optimizers)
    thread.start()
    thread.join()


def late_imports():
    import torch.distributions, sympy, numpy.fft, torch._dynamo, torch.profiler, unittest.mock
    import importlib.metadata, sqlite3, zoneinfo, datetime, multiprocessing.pool, asyncio
    assert importlib.metadata.version("torch")
    datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Berlin")), datetime.datetime.now().astimezone()
    asyncio.run(asyncio.sleep(0))
    with torch.profiler.profile() as profile:
        torch.ones(3).sum()
    profile.key_averages().table()


def plots():
    os.environ["MPLCONFIGDIR"] = scratch
    try:
        import matplotlib
    except ImportError:
        return
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    plt.plot([1, 2])
    plt.savefig(os.path.join(scratch, "loss.png"))


def messages():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        sgd = torch.optim.SGD(nn.Linear(1, 1).parameters(), 0.1)
        torch.optim.lr_scheduler.StepLR(sgd, 1).step()
    assert seen
    try:
        nn.Linear(2, 2)(torch.ones(3))
    except RuntimeError:
        assert "F.linear(input" in traceback.format_exc()
    faulthandler.dump_traceback(file=open(os.path.join(scratch, "trace"), "w"))
    assert os.cpu_count()


failed = False
for step in (
    *(optimizers, layers, algebra, loader, checkpoints),
    *(late_imports, plots, messages, threads),
):
    try:
        step()
    except BaseException:
        failed = True
        print(step.__name__, traceback.format_exc())
os._exit(failed)
"""


def test_training_works_inside(tmp_path: Path) -> None:
    """A broad torch workload, late imports and checkpoints included, works as it does outside."""
    done = subprocess.run(
        [sys.executable, "-c", WORKLOAD, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "cpuinfo" not in done.stderr  # torch still recognises the processor
