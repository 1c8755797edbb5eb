"""The judge's side of a worker: ask it, await its answer, end it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from grader.errors import IsolationError
from grader.isolation.channel import (
    HELLO,
    STARTED,
    Allowance,
    Closed,
    receive,
    refuse_unasked,
    send,
)
from grader.isolation.clock import Clock, Overtime, is_ending
from grader.isolation.endings import (
    Death,
    died,
    disturbed,
    kills_for_memory,
    out_of_memory,
    overfull,
    overtime,
    too_busy,
    with_limit,
)
from grader.isolation.gpu import Gpu
from grader.isolation.resident import Overweight, Resident
from grader.isolation.scratch import Lent, Overfull, Scratch
from grader.isolation.traces import Traces, is_deep
from grader.wire import (
    Ask,
    Load,
    Loaded,
    Lost,
    Observation,
    Raised,
    WireError,
    decode_answer,
    encode_ask,
    encode_load,
    encode_read,
)

CLOSING_S = 30.0  # of its own time, for a worker to close its layers; it takes milliseconds
CUDA_START_S = 60  # of CUDA's own time; it takes 2 if nothing has to be compiled
CLOSED = Lost("closed", "the worker was ended")
OTHER_KIND = "an answer to another question"


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
        heard: Callable[[Loaded], None] = lambda _: None,
    ) -> None:
        self._heard = heard  # told which layers hold; raises if they do not suffice
        self._fork_beside = fork_beside
        self._reap_it, self._pid, self._channel = reap, pid, channel
        self._traces = Traces(pid, traces)
        self._limits, self._scratch = limits, scratch
        self._clock = Clock(pid, limits.time_s)
        self._exchanges = 0
        self._allowance = Allowance()
        self._hello: Loaded | None = None if sandboxed else Loaded()
        self._load: Load | None = None
        self._reader: Worker | None = None
        self._kills_before = kills_for_memory()
        self._resident: Resident | None = None
        self._sandboxed = sandboxed
        self.loads = 0
        self.lost: Lost | None = None
        self.used_s = 0.0  # of its own time, known when it has ended

    def start_gpu(self) -> Gpu:
        """Await the start of a worker's device; the time that it takes is nobody's."""
        self._clock = Clock(self._pid, CUDA_START_S)
        said = self._exchange(self._said_of_gpu)
        return said if isinstance(said, Gpu) else Gpu(why_not=said.message)

    def _said_of_gpu(self) -> Gpu:
        if self._hello is None:
            self._greet()
        message, _ = receive(self._channel, STARTED, self._wait, self._allowance)
        return Gpu.from_message(message)

    def begin(self, limits: Limits) -> None:
        """A worker that serves several tasks begins the next: time and memory count from now."""
        self._end_reader()
        self._limits, self.used_s = limits, 0.0
        self._clock = Clock(self._pid, limits.time_s, from_now=True)
        self._resident = Resident(self._pid, limits.memory_mb) if self._sandboxed else None
        self._allowance = Allowance()

    def charge(self, seconds: float) -> None:
        """Count time that others used for the same task."""
        self._clock.charge(seconds)

    def end(self) -> float:
        """Seconds of its own since the worker, or its task, began."""
        return self.used_s if self.lost is not None else self._clock.used()

    def load(self, load: Load) -> Loaded | Lost:
        self._load = load
        self.loads += 1
        self._traces.look_for(filter(None, [*load.sources, load.overlay_path]))
        answer = self.exchange(encode_load(load))
        if isinstance(answer, Loaded):  # which layers hold is not for the submission to say
            said = self._hello or answer
            answer = replace(answer, layers=said.layers, missing_layers=said.missing_layers)
            return replace(answer, raised=self._explained(answer.raised))
        return answer if isinstance(answer, Lost) else self._rubbish(OTHER_KIND)

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
        beside.charge(used_s)
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
        answer = self.exchange(encode_ask(replace(ask, read_files=not self._sandboxed)))
        if isinstance(answer, Observation):
            return self._with_files(replace(answer, raised=self._explained(answer.raised)), ask)
        return answer if isinstance(answer, Lost) else self._rubbish(OTHER_KIND)

    def _with_files(self, seen: Observation, ask: Ask) -> Observation | Lost:
        """What lies in folders as a process reads it in which the submission has never been.

        The time that it takes is counted here; if it is lost, this worker is lost with it.
        """
        if not self._sandboxed or not ask.case.folders_to_read:
            return seen
        if self._reader is None:
            self._reader = self._fork_beside(self._limits, Lent(self._scratch))
        used_s = self._reader.end()
        read = self._reader.exchange(encode_read(ask.case))
        self._clock.charge(self._reader.end() - used_s)
        if isinstance(read, Lost):
            self._reap()
            return self._end(read)
        return replace(seen, values={**seen.values, **read.values})

    def _end_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader = None

    def _explained(self, raised: Raised | None) -> Raised | None:
        """Trusted code has no limit of memory."""
        if raised is None or not self._sandboxed:
            return raised
        return with_limit(raised, self._limits.memory_mb)

    def exchange(self, frame: bytes) -> Any:
        """Send a frame, await the answer; a `Lost` if there is none, and the worker is gone."""

        def ask() -> Any:
            if self._hello is None:
                self._greet()
            refuse_unasked(self._channel)
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
        except Overtime as late:
            return self._overtime(late)
        except Overweight:
            place = self._traces.ask()
            self._reap()
            return self._end(out_of_memory(self._limits.memory_mb, place))
        except Overfull as over:
            place = self._traces.ask()
            self._reap()
            return self._end(overfull(str(over), place))
        except (Closed, ConnectionError):
            if not is_ending(self._pid):
                return self._rubbish("it was closed")
            return self._end(self._died(self._reap()))
        except WireError as error:
            return self._rubbish(str(error))

    def _greet(self) -> None:
        """Hear which layers hold around it, before anything of a submission is there.

        To close them takes time that is nobody's: some wait for locks of the kernel.
        """
        clock, self._clock = self._clock, Clock(self._pid, CLOSING_S)
        hello = self._receive(HELLO)
        self._clock = clock
        clock.begin()
        try:
            self._heard(hello)
        except IsolationError:
            self.close()
            raise
        self._hello = hello
        if "rlimits" not in hello.layers:  # then nobody but us limits its memory
            self._resident = Resident(self._pid, self._limits.memory_mb)

    def _receive(self, number: int) -> Any:
        """Reading an answer is part of its time: it is the worker that makes it long."""
        began = time.thread_time()
        try:
            return decode_answer(*receive(self._channel, number, self._wait, self._allowance))
        finally:
            self._clock.charge(time.thread_time() - began)

    def close(self) -> None:
        if self.lost is None:
            self._reap()
            self._end(CLOSED)

    def let_go(self) -> None:
        """It has ended with the zygote: nothing is left of it but what leads there."""
        if self.lost is None:
            self._end(CLOSED)

    def _wait(self) -> None:
        """Watched also while it answers: byte by byte it could do so for as long as it may run."""
        ready = False
        while not ready:
            ready = self._clock.wait(reading=[self._channel])
            self._scratch.check()
            if self._resident is not None:
                self._resident.check()

    def _wait_for_room(self) -> None:
        """A worker that does not read what it is sent must not stop the judge."""
        while not self._clock.wait(writing=[self._channel]):
            pass

    def _rubbish(self, what: str) -> Lost:
        self._reap()
        return self._end(disturbed(what))

    def _overtime(self, late: Overtime) -> Lost:
        is_ours = late.delayed or self._hello is None  # nothing of a submission is there yet
        place = "" if is_ours else self._traces.ask()
        self._reap()
        self.used_s = max(self.used_s, late.used_s)
        if is_ours:
            return self._end(too_busy(late.used_s, self._limits.time_s))
        return self._end(overtime(self._limits.time_s, place, late.slept))

    def _died(self, status: int) -> Lost:
        trace = self._traces.left()
        death = Death(
            status=status,
            used_s=self.used_s,
            place=self._traces.place(trace),
            is_deep=is_deep(trace),
            kernel_killed=kills_for_memory() > self._kills_before,
            has_share=self._hello is not None and "cgroup" in self._hello.layers,
            trace="" if self._sandboxed else trace,  # else it may be anything
        )
        return died(death, self._limits.time_s, self._limits.memory_mb)

    def _reap(self) -> int:
        self.used_s = self._clock.used()
        return self._reap_it(self._pid)

    def _end(self, lost: Lost) -> Lost:
        self.lost = lost
        self._end_reader()
        self._channel.close()
        self._traces.close()
        self._scratch.remove()
        return lost
