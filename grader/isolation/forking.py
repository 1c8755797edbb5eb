"""The judge's side of the zygote: start it, have it fork workers and end them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from grader.errors import InfrastructureError, IsolationError
from grader.isolation.cuda_workers import CudaWorkers
from grader.isolation.gpu import HIDDEN, Places, cuda_environment
from grader.isolation.kept import KeptWorkers
from grader.isolation.layers import PROCESS, Level
from grader.isolation.scratch import Scratch, empty
from grader.isolation.workers import CUDA_START_S, Limits, Worker
from grader.wire import Load, Loaded, Lost

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
SETTINGS = {
    "HOME": "/nonexistent",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
    "MPLBACKEND": "Agg",
    "MPL_IGNORE_SYSTEM_FONTS": "1",  # looking for them takes seconds, and they differ by machine
    **HIDDEN,
}
START_S = 120
END_S = 5
ENDED = "the process that forks workers has ended"


_running: weakref.WeakSet[Zygote] = weakref.WeakSet()


def abandon_all() -> None:
    """Abandon every zygote that runs: whoever pressed Ctrl-C waits for no worker."""
    for zygote in list(_running):
        zygote.abandon()


class Zygote:
    """A running zygote. Starting it returns at once; the first fork waits until torch is there.

    `level`: which layers are tried around code that is not trusted. `required`: those without which
    no such code is run: its worker is ended, and IsolationError says why.
    """

    def __init__(
        self, level: Level = Level.STANDARD, required: frozenset[str] = frozenset()
    ) -> None:
        self.level, self._required = level, required - {PROCESS}
        self.hello = Loaded()  # the layers of the last worker that said
        self._folder = _new_folder()
        if level is Level.STRICT:
            self._folder.chmod(0o711)  # workers may be other users; what lies in it is not listed
        self._cuda = cuda_environment(os.environ)
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment["MPLCONFIGDIR"] = str(self._folder / "matplotlib")  # it writes where it starts
        cuda = json.dumps(self._cuda)
        arguments = str(theirs.fileno()), str(self._folder), cuda, level.value
        try:
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                [sys.executable, "-sP", "-m", "grader.isolation.zygote", *arguments],
                env=environment | SETTINGS,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                process_group=0,  # Ctrl-C is for the judge; this one ends with it, and clears away
            )
        except OSError:
            ours.close()
            theirs.close()
            _remove(self._folder)
            raise
        theirs.close()
        self._control = ours
        self._abandoned = False
        _running.add(self)
        self._lock = threading.Lock()
        self._forks = 0
        self._ahead: set[str] = set()  # to be imported before the next fork
        self._imported: set[str] = set()
        self._facts: dict[str, Any] = {}
        self.cuda = CudaWorkers(self._fork_with_cuda, Places())
        self.trusted = KeptWorkers(lambda limits: self.fork(limits, sandboxed=False))

    @property
    def torch_version(self) -> str:
        return str(self._await_ready()["torch"])

    @property
    def missing_devices(self) -> Mapping[str, str]:
        """Why each device that this machine lacks cannot be used, by name."""
        return dict(self._await_ready()["missing_devices"])

    def import_ahead(self, modules: Iterable[str]) -> None:
        """Have workers find these modules imported already. Costs nothing before the next fork."""
        with self._lock:
            self._ahead |= set(modules) - self._imported

    def check_layers(self) -> None:
        """Raise IsolationError if a worker, forked to see, lacks a layer that is required."""
        if not self._required:
            return
        worker = self.fork(Limits(), sandboxed=True)
        try:
            said = worker.load(Load("nothing", "nothing.py", {"nothing.py": ""}))
        finally:
            worker.close()
        if isinstance(said, Lost):
            raise InfrastructureError(f"no worker could be started: {said.message}")

    def fork(
        self,
        limits: Limits,
        sandboxed: bool,
        device: str = "",
        blocking: bool = False,
        lent: Scratch | None = None,
    ) -> Worker:
        """A new worker; only trusted code may go without the sandbox.

        `device`: one that it starts before it is asked anything. `blocking`: after each kernel it
        waits until that is done, so that an error shows at the line that is at fault. `lent`: the
        folder of another worker that it shares.
        """
        self._await_ready()
        cpu_s = int(limits.time_s) + 2  # the judge's own clock comes first
        gpu = None
        if device:
            cpu_s = int(limits.submission_s) + CUDA_START_S  # it serves all tasks
            environment = self._cuda | ({"CUDA_LAUNCH_BLOCKING": "1"} if blocking else {})
            gpu_mb = limits.memory_mb if sandboxed else 0
            gpu = {"device": device, "environment": environment, "gpu_mb": gpu_mb}
        policy = None
        if sandboxed:
            level = self.level.value
            policy = {"memory_mb": limits.memory_mb, "cpu_s": cpu_s, "level": level}
        ours, theirs = socket.socketpair()
        traces, trace_end = os.pipe()
        with self._lock:
            self._import()
            self._forks += 1
            scratch = lent or Scratch(self._folder / str(self._forks))
            order = {"do": "fork", "policy": policy, "scratch": str(scratch.path), "gpu": gpu}
            pid = self._order(order, theirs.fileno(), trace_end)["pid"]
        theirs.close()
        os.close(trace_end)

        def fork_beside(limits: Limits, folder: Scratch) -> Worker:
            return self.fork(limits, sandboxed, lent=folder)

        return Worker(
            self.reap, pid, ours, traces, scratch, limits, sandboxed, fork_beside, self._hear
        )

    def reap(self, pid: int) -> int:
        """Kill what is left of a worker; its exit status, negative for a signal."""
        try:
            with self._lock:
                status: int = self._order({"do": "reap", "pid": pid})["status"]
        except InfrastructureError:
            if not self._abandoned:
                raise
            return -signal.SIGKILL  # it does so unasked
        return status

    def abandon(self) -> None:
        """Have the zygote end, and its workers, now; whoever waits for one of them learns of it.

        For a signal handler: it waits for nobody. Close it afterwards.
        """
        self._abandoned = True
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the zygote, and with it every worker."""
        _running.discard(self)
        self.cuda.close()
        if self._facts:  # it may have forked: then it ends what it has forked before itself
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                self._control.shutdown(socket.SHUT_RDWR)
                self._process.wait(END_S)
        self._control.close()
        self._process.kill()
        self._process.wait()
        self.trusted.let_go()
        _remove(self._folder)

    def _hear(self, hello: Loaded) -> None:
        """What a sandboxed worker says of its layers, before anything of a submission is there."""
        lacking = self._required - set(hello.layers)
        if lacking:
            other = f"--isolation {self.level.value} does not include it"
            raise IsolationError(
                {name: hello.missing_layers.get(name, other) for name in sorted(lacking)}
            )
        self.hello = hello

    def _fork_with_cuda(self, limits: Limits, sandboxed: bool, blocking: bool) -> Worker:
        return self.fork(limits, sandboxed, "cuda", blocking)

    def _import(self) -> None:
        if not self._ahead:
            return
        self._order({"do": "import", "modules": sorted(self._ahead)})
        self._imported |= self._ahead
        self._ahead.clear()

    def _await_ready(self) -> dict[str, Any]:
        with self._lock:
            if not self._facts:
                self._control.settimeout(START_S)
                self._facts = self._answer()
                self._control.settimeout(None)
            return self._facts

    def _order(self, order: dict[str, Any], *descriptors: int) -> dict[str, Any]:
        """Have the zygote do something; its answer."""
        try:
            socket.send_fds(self._control, [json.dumps(order).encode()], descriptors)
        except OSError:
            raise InfrastructureError(ENDED) from None
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        data = b""
        while not data.endswith(b"\n"):
            try:
                chunk = self._control.recv(4096)
            except TimeoutError:
                message = f"the process that forks workers has not started within {START_S} s"
                raise InfrastructureError(message) from None
            except OSError:
                chunk = b""
            if not chunk:
                raise InfrastructureError(ENDED)
            data += chunk
        answer: dict[str, Any] = json.loads(data)
        return answer


def _new_folder() -> Path:
    """Where the scratch folders of all workers lie."""
    try:
        return Path(tempfile.mkdtemp(prefix="zerograd-"))
    except OSError as error:
        raise InfrastructureError(f"there is no place for temporary files: {error}") from None


def _remove(folder: Path) -> None:
    with contextlib.suppress(OSError):  # a worker that is just ending may still write
        empty(folder)
        folder.rmdir()
