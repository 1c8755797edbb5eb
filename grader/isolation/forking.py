"""The judge's side of the zygote: start it, have it fork workers and end them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from grader.errors import InfrastructureError
from grader.isolation.cuda_workers import CudaWorkers
from grader.isolation.gpu import HIDDEN, Places, cuda_environment
from grader.isolation.scratch import Scratch, empty
from grader.isolation.workers import CUDA_START_S, Limits, Worker

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


class Zygote:
    """A running zygote. Starting it returns at once; the first fork waits until torch is there."""

    def __init__(self) -> None:
        self._folder = _new_folder()
        self._cuda = cuda_environment(os.environ)
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment["MPLCONFIGDIR"] = str(self._folder / "matplotlib")  # it writes where it starts
        arguments = str(theirs.fileno()), str(self._folder), json.dumps(self._cuda)
        try:
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                [sys.executable, "-sP", "-m", "grader.isolation.zygote", *arguments],
                env=environment | SETTINGS,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
            )
        except OSError:
            ours.close()
            theirs.close()
            _remove(self._folder)
            raise
        theirs.close()
        self._control = ours
        self._lock = threading.Lock()
        self._forks = 0
        self._ahead: set[str] = set()  # to be imported before the next fork
        self._imported: set[str] = set()
        self._facts: dict[str, Any] = {}
        self.cuda = CudaWorkers(self._fork_with_cuda, Places())

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
        policy = {"memory_mb": limits.memory_mb, "cpu_s": cpu_s} if sandboxed else None
        ours, theirs = socket.socketpair()
        traces, trace_end = os.pipe()
        with self._lock:
            self._import()
            self._forks += 1
            scratch = lent or Scratch(self._folder / str(self._forks))
            order = {"do": "fork", "policy": policy, "scratch": str(scratch.path), "gpu": gpu}
            descriptors = [theirs.fileno(), trace_end]
            socket.send_fds(self._control, [json.dumps(order).encode()], descriptors)
            pid = self._answer()["pid"]
        theirs.close()
        os.close(trace_end)

        def fork_beside(limits: Limits, folder: Scratch) -> Worker:
            return self.fork(limits, sandboxed, lent=folder)

        return Worker(self.reap, pid, ours, traces, scratch, limits, sandboxed, fork_beside)

    def reap(self, pid: int) -> int:
        """Kill what is left of a worker; its exit status, negative for a signal."""
        with self._lock:
            self._control.sendall(json.dumps({"do": "reap", "pid": pid}).encode())
            status: int = self._answer()["status"]
        return status

    def close(self) -> None:
        """End the zygote, and with it every worker."""
        self.cuda.close()
        self._control.close()
        self._process.kill()
        self._process.wait()
        _remove(self._folder)

    def _fork_with_cuda(self, limits: Limits, sandboxed: bool, blocking: bool) -> Worker:
        return self.fork(limits, sandboxed, "cuda", blocking)

    def _import(self) -> None:
        if not self._ahead:
            return
        order = {"do": "import", "modules": sorted(self._ahead)}
        self._control.sendall(json.dumps(order).encode())
        self._answer()
        self._imported |= self._ahead
        self._ahead.clear()

    def _await_ready(self) -> dict[str, Any]:
        with self._lock:
            if not self._facts:
                self._control.settimeout(START_S)
                self._facts = self._answer()
                self._control.settimeout(None)
            return self._facts

    def _answer(self) -> dict[str, Any]:
        data = b""
        while not data.endswith(b"\n"):
            chunk = self._control.recv(4096)
            if not chunk:
                raise InfrastructureError("the process that forks workers has ended")
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
