"""The judge's side: start the zygote, fork workers, ask them, end them."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.errors import InfrastructureError
from grader.isolation.channel import HELLO, Allowance, Closed, receive, send
from grader.isolation.clock import POLL_S, Clock, Overtime, is_ending
from grader.isolation.scratch import MAX_BYTES, MAX_ENTRIES, Overfull, Scratch, empty
from grader.wire import (
    Ask,
    Load,
    Loaded,
    Lost,
    Observation,
    WireError,
    decode_answer,
    encode_ask,
    encode_load,
)

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES")
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
}
START_S = 120
TOO_MUCH_WRITTEN = (
    f"It wrote more than {MAX_BYTES >> 20} MB, or {MAX_ENTRIES} files, and was stopped."
)
OUTERMOST = "in _run_module_as_main"
PLACE_S = 2.0  # for a stuck worker to say where it is; it takes a millisecond if it can
MAX_TRACE = 65_536
FRAME = re.compile(r'File "(.+)", line (\d+) in .*\n')  # as faulthandler writes it


@dataclass(frozen=True, slots=True)
class Limits:
    """What a submission may use: time of its own a task and in all, memory a worker.

    Memory is what comes on top of what torch maps already.
    """

    time_s: float = 10.0
    memory_mb: int = 1024
    submission_s: float = 40.0


class Zygote:
    """A running zygote. Starting it returns at once; the first fork waits until torch is there."""

    def __init__(self) -> None:
        self._folder = _new_folder()
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        arguments = str(theirs.fileno()), str(self._folder)
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
        self._facts: dict[str, Any] = {}

    @property
    def torch_version(self) -> str:
        return str(self._await_ready()["torch"])

    @property
    def missing_devices(self) -> Mapping[str, str]:
        """Why each device that this machine lacks cannot be used, by name."""
        return dict(self._await_ready()["missing_devices"])

    def fork(self, limits: Limits, sandboxed: bool) -> Worker:
        """A new worker; only trusted code may go without the sandbox."""
        self._await_ready()
        cpu_s = int(limits.time_s) + 2  # the judge's own clock comes first
        policy = {"memory_mb": limits.memory_mb, "cpu_s": cpu_s} if sandboxed else None
        ours, theirs = socket.socketpair()
        traces, trace_end = os.pipe()
        with self._lock:
            self._forks += 1
            scratch = Scratch(self._folder / str(self._forks))
            order = json.dumps({"do": "fork", "policy": policy, "scratch": str(scratch.path)})
            socket.send_fds(self._control, [order.encode()], [theirs.fileno(), trace_end])
            pid = self._answer()["pid"]
        theirs.close()
        os.close(trace_end)
        return Worker(self, pid, ours, traces, scratch, limits, sandboxed)

    def reap(self, pid: int) -> int:
        """Kill what is left of a worker; its exit status, negative for a signal."""
        with self._lock:
            self._control.sendall(json.dumps({"do": "reap", "pid": pid}).encode())
            status: int = self._answer()["status"]
        return status

    def close(self) -> None:
        """End the zygote, and with it every worker."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        _remove(self._folder)

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


class Worker:
    """One forked worker. Every method returns an answer or says why there is none."""

    def __init__(
        self,
        zygote: Zygote,
        pid: int,
        channel: socket.socket,
        traces: int,
        scratch: Scratch,
        limits: Limits,
        sandboxed: bool,
    ) -> None:
        self._zygote, self._pid, self._channel, self._traces = zygote, pid, channel, traces
        self._limits, self._scratch = limits, scratch
        self._clock = Clock(pid, limits.time_s)
        self._exchanges = 0
        self._allowance = Allowance()
        self._hello: Loaded | None = None if sandboxed else Loaded()
        self._own: dict[str, str] = {}  # the implementation's files, as faulthandler spells them
        self.lost: Lost | None = None
        self.used_s = 0.0  # of its own time, known when it has ended

    def load(self, load: Load) -> Loaded | Lost:
        paths = filter(None, [*load.sources, load.overlay_path])
        self._own = {path.encode("ascii", "backslashreplace").decode(): path for path in paths}
        answer = self.exchange(encode_load(load))
        if isinstance(answer, Loaded):  # which layers hold is not for the submission to say
            said = self._hello or answer
            return replace(answer, layers=said.layers, missing_layers=said.missing_layers)
        return answer if isinstance(answer, Lost) else self._rubbish("no Loaded")

    def observe(self, ask: Ask) -> Observation | Lost:
        answer = self.exchange(encode_ask(ask))
        return answer if isinstance(answer, Observation | Lost) else self._rubbish("no Observation")

    def exchange(self, frame: bytes) -> Any:
        """Send a frame, await the answer; a `Lost` if there is none, and the worker is gone."""
        if self.lost is not None:
            return self.lost
        self._clock.start()
        try:
            if self._hello is None:
                self._hello = self._receive(HELLO)
            send(self._channel, self._exchanges, frame, self._wait_for_room)
            answer = self._receive(self._exchanges)
            self._exchanges += 1
            return answer
        except Overtime as overtime:
            return self._overtime(overtime)
        except Overfull:
            self._reap()
            return self._end(Lost("crashed", TOO_MUCH_WRITTEN))
        except (Closed, ConnectionError):
            if not is_ending(self._pid):
                return self._rubbish("it was closed")
            return self._end(self._gone(self._reap()))
        except WireError as error:
            return self._rubbish(str(error))

    def _receive(self, number: int) -> Any:
        return decode_answer(*receive(self._channel, number, self._wait, self._allowance))

    def close(self) -> None:
        if self.lost is None:
            self._reap()
            self._end(Lost("closed", "the worker was ended"))

    def _wait(self) -> None:
        while not select.select([self._channel], [], [], POLL_S)[0]:
            self._clock.check()
            self._scratch.check()
        self._clock.check()

    def _wait_for_room(self) -> None:
        """A worker that does not read what it is sent must not stop the judge."""
        while not select.select([], [self._channel], [], POLL_S)[1]:
            self._clock.check()

    def _rubbish(self, what: str) -> Lost:
        self._reap()
        return self._end(Lost("protocol", f"Your code disturbed the grader's channel: {what}"))

    def _overtime(self, overtime: Overtime) -> Lost:
        place = self._place()
        self._reap()
        verb = "waited" if overtime.slept else "was still running"
        where = f" at {place}" if place else ""
        message = f"It {verb} after {self._limits.time_s:g} s{where} and was stopped."
        return self._end(Lost("timeout", message, place))

    def _place(self) -> str:
        """The line of the submission that a stuck worker is at, if it still says so.

        It writes its stack frame by frame, the innermost first: the answer may be read in pieces.
        """
        os.kill(self._pid, signal.SIGUSR1)
        deadline = time.monotonic() + PLACE_S
        stack = ""
        while len(stack) < MAX_TRACE and (piece := self._trace(deadline - time.monotonic())):
            stack += piece
            for file, line in FRAME.findall(stack):
                if file in self._own:
                    return f"{self._own[file]}:{line}"
            if OUTERMOST in stack:
                return ""
        return ""

    def _trace(self, wait_s: float = 0.0) -> str:
        """What the worker has written on its trace descriptor; nothing at its end."""
        readable, _, _ = select.select([self._traces], [], [], max(wait_s, 0.0))
        return os.read(self._traces, MAX_TRACE).decode(errors="replace") if readable else ""

    def _gone(self, status: int) -> Lost:
        if status == -signal.SIGKILL or status == -signal.SIGXCPU:
            return Lost("crashed", "The process was killed: it used too much time or memory.")
        if status < 0:
            name = signal.Signals(-status).name
            return Lost("crashed", f"The Python process crashed ({name}).")
        return Lost("exited", f"Your code ended the process (exit status {status}).", self._trace())

    def _reap(self) -> int:
        self.used_s = self._clock.used()
        return self._zygote.reap(self._pid)

    def _end(self, lost: Lost) -> Lost:
        self.lost = lost
        self._channel.close()
        os.close(self._traces)
        self._scratch.remove()
        return lost


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
