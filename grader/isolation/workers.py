"""The judge's side of a worker: ask it, await its answer, end it."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from grader.isolation.channel import HELLO, STARTED, Allowance, Closed, receive, send
from grader.isolation.clock import POLL_S, Clock, Overtime, is_ending
from grader.isolation.gpu import Gpu
from grader.isolation.resident import Overweight, Resident
from grader.isolation.scratch import MAX_BYTES, MAX_ENTRIES, Lent, Overfull, Scratch
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

CUDA_START_S = 60  # of CUDA's own time; it takes 2 if nothing has to be compiled
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


class Worker:
    """One forked worker. Every method returns an answer or says why there is none."""

    def __init__(
        self,
        reap: Callable[[int], int],
        pid: int,
        channel: socket.socket,
        traces: int,
        scratch: Scratch,
        limits: Limits,
        sandboxed: bool,
        fork_beside: Callable[[Limits, Scratch], Worker],
    ) -> None:
        self._fork_beside = fork_beside
        self._reap_it, self._pid, self._channel, self._traces = reap, pid, channel, traces
        self._limits, self._scratch = limits, scratch
        self._clock = Clock(pid, limits.time_s)
        self._exchanges = 0
        self._allowance = Allowance()
        self._hello: Loaded | None = None if sandboxed else Loaded()
        self._load: Load | None = None
        self._own: dict[str, str] = {}  # the implementation's files, as faulthandler spells them
        self._resident: Resident | None = None
        self._sandboxed = sandboxed
        self.lost: Lost | None = None
        self.used_s = 0.0  # of its own time, known when it has ended

    def start_gpu(self) -> Gpu:
        """Await the start of a worker's device; the time that it takes is nobody's."""
        self._clock = Clock(self._pid, CUDA_START_S)
        said = self._exchange(self._said_of_gpu)
        return said if isinstance(said, Gpu) else Gpu(why_not=said.message)

    def _said_of_gpu(self) -> Gpu:
        if self._hello is None:
            self._hello = self._receive(HELLO)
        message, _ = receive(self._channel, STARTED, self._wait, self._allowance)
        return Gpu.from_message(message)

    def begin(self, limits: Limits) -> None:
        """A worker that serves several tasks begins the next: time and memory count from now."""
        self._limits, self.used_s = limits, 0.0
        self._clock = Clock(self._pid, limits.time_s, from_now=True)
        self._resident = Resident(self._pid, limits.memory_mb) if self._sandboxed else None
        self._allowance = Allowance()

    def end(self) -> float:
        """Seconds of its own since the worker, or its task, began."""
        return self.used_s if self.lost is not None else self._clock.used()

    def load(self, load: Load) -> Loaded | Lost:
        self._load = load
        paths = filter(None, [*load.sources, load.overlay_path])
        self._own = {path.encode("ascii", "backslashreplace").decode(): path for path in paths}
        answer = self.exchange(encode_load(load))
        if isinstance(answer, Loaded):  # which layers hold is not for the submission to say
            said = self._hello or answer
            return replace(answer, layers=said.layers, missing_layers=said.missing_layers)
        return answer if isinstance(answer, Lost) else self._rubbish("no Loaded")

    def observe(self, ask: Ask) -> Observation | Lost:
        """What a run leaves behind; of one that is resumed, what is left in the end."""
        if not ask.resume:
            return self._observe(ask)
        first, second = ask.halves()
        before = self._observe(first)
        if isinstance(before, Lost) or before.raised:
            return before
        after = self._observe_beside(second)
        if isinstance(after, Lost):
            return after
        return replace(
            after,
            values={**before.values, **after.values},
            output=before.output + after.output,
            warnings=(*before.warnings, *after.warnings),
            globals_changed=(*before.globals_changed, *after.globals_changed),
            rng_used=before.rng_used or after.rng_used,
            calls=(*before.calls, *after.calls),
        )

    def _observe_beside(self, ask: Ask) -> Observation | Lost:
        """A run in a fresh process, which has loaded the same and shares the folder.

        The time that it takes is counted here; if it is lost, this worker is lost with it.
        """
        assert self._load is not None
        used_s = self._clock.used()
        beside = self._fork_beside(self._limits, Lent(self._scratch))
        beside._clock.charge(used_s)
        try:
            loaded = beside.load(self._load)
            seen = loaded if isinstance(loaded, Lost) else beside._observe(ask)
        finally:
            beside.close()
        self._clock.charge(beside.used_s - used_s)
        if isinstance(seen, Lost):
            self._reap()
            self._end(seen)
        return seen

    def _observe(self, ask: Ask) -> Observation | Lost:
        answer = self.exchange(encode_ask(ask))
        return answer if isinstance(answer, Observation | Lost) else self._rubbish("no Observation")

    def exchange(self, frame: bytes) -> Any:
        """Send a frame, await the answer; a `Lost` if there is none, and the worker is gone."""

        def ask() -> Any:
            if self._hello is None:
                self._hello = self._receive(HELLO)
            send(self._channel, self._exchanges, frame, self._wait_for_room)
            answer = self._receive(self._exchanges)
            self._exchanges += 1
            return answer

        return self._exchange(ask)

    def _exchange(self, ask: Callable[[], Any]) -> Any:
        if self.lost is not None:
            return self.lost
        self._clock.start()
        try:
            return ask()
        except Overtime as overtime:
            return self._overtime(overtime)
        except Overweight as over:
            self._reap()
            return self._end(Lost("crashed", f"It took {over} of memory and was stopped."))
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
            if self._resident is not None:
                self._resident.check()
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
        return self._reap_it(self._pid)

    def _end(self, lost: Lost) -> Lost:
        self.lost = lost
        self._channel.close()
        os.close(self._traces)
        self._scratch.remove()
        return lost
