"""The worker: closes the sandbox, loads one implementation, answers asks until it is told to stop.

It only testifies. It gets one case at a time and returns what it observed; it never holds an
expected value, a verdict or a later case.
"""

from __future__ import annotations

import faulthandler
import fcntl
import itertools
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.isolation import accelerate
from grader.isolation.channel import HELLO, STARTED, Closed, receive, send
from grader.isolation.ground import CUDA_PROCESSES, PROCESSES
from grader.isolation.layers import (
    Applied,
    Level,
    Policy,
    apply,
    cuda_needs,
    default_readable,
    own_process,
)
from grader.isolation.scratch import RUNS, SETTINGS, empty
from grader.observing import BACKEND, execute, keep_spare, load, read_folders, seal
from grader.wire import (
    Ask,
    Loaded,
    Observation,
    encode_loaded,
    encode_losses,
    encode_observation,
    pack,
)
from grader.wire.codec import decode_ask, decode_load, decode_read
from grader.wire.frames import from_json

# Once, in the interpreter that forks: it looks at sys.path.
READABLE = default_readable(hidden=("grader",))
WIRE_FD = 3
TRACE_FD = 4
CUDA_START_BYTES = 4 * 2**30  # private memory that CUDA takes to start, at most


def serve(
    descriptors: Sequence[int],
    policy: Mapping[str, Any] | None,
    scratch: Path,
    gpu: Mapping[str, Any] | None = None,
) -> None:
    """Answer what comes over a socket; its descriptor, and that of a pipe for traces, are given.

    `policy` None means trusted code: no sandbox. `scratch` is the folder that it may write to.
    `gpu` None means a worker that computes on the CPU alone; else how it is to start CUDA.
    """
    _arrange_descriptors(*descriptors)
    own = own_process(TRACE_FD)
    # The judge asks a stuck worker where it is, before it ends it; one that crashes says so itself.
    faulthandler.register(signal.SIGUSR1, file=TRACE_FD, all_threads=False)
    faulthandler.enable(file=TRACE_FD, all_threads=False)
    channel = socket.socket(fileno=WIRE_FD)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the judge, which ends us
    _settle(scratch)
    keep_spare()  # on top of what the policy allows
    try:
        if policy is not None:
            # Said before any of the submission runs: nobody but us can have written it.
            hello = _close_sandbox(policy, scratch, for_cuda=gpu is not None)
            send(channel, HELLO, encode_loaded(_together(own, hello)))
        run: Callable[[Ask, ModuleType], Observation] = execute
        if gpu is not None:
            run = _start_gpu(channel, gpu, policy, scratch)
        if policy is not None:
            seal()
        _answer_all(channel, scratch / RUNS, run)
    except Closed:
        return


def _settle(scratch: Path) -> None:
    """Be where runs are, and let libraries put their own files elsewhere."""
    os.chdir(scratch / RUNS)
    place = str(scratch / SETTINGS)
    os.environ.update(TMPDIR=place, MPLCONFIGDIR=place, MPLBACKEND=BACKEND)
    tempfile.tempdir = None  # it may have been asked before


def _start_gpu(
    channel: socket.socket,
    gpu: Mapping[str, Any],
    policy: Mapping[str, Any] | None,
    scratch: Path,
) -> Callable[[Ask, ModuleType], Observation]:
    """Start CUDA, say what is there; how asks are executed then."""
    accelerate.open_stderr(str(scratch / SETTINGS / "stderr"))
    accelerate.set_environment(gpu["environment"])
    more_mb = policy["memory_mb"] if policy else 0
    said = accelerate.start(gpu["device"], gpu["gpu_mb"], more_mb)
    send(channel, STARTED, pack(said, []))
    return accelerate.run


def _close_sandbox(policy: Mapping[str, Any], scratch: Path, for_cuda: bool) -> Applied:
    """Apply every layer of the level that this platform has."""
    usual = Policy(
        readable=READABLE,
        scratch=str(scratch),
        memory_bytes=policy["memory_mb"] * 2**20,
        cpu_s=policy["cpu_s"],
        file_bytes=16 * 2**20,
        open_files=64,
        processes=PROCESSES,
        level=Level(policy["level"]),
        scratch_bytes=policy["scratch_bytes"],
        groups=tuple(policy["groups"]),
        unprepared=tuple(policy["unprepared"].items()),
    )
    return apply(_for_cuda(usual) if for_cuda else usual)


def _together(first: Applied, second: Applied) -> Loaded:
    missing = dict((*first.missing, *second.missing))
    return Loaded(layers=(*first.layers, *second.layers), missing_layers=missing)


def _for_cuda(usual: Policy) -> Policy:
    """With the files of CUDA, and room for what it starts: threads, descriptors, memory."""
    return replace(
        usual,
        memory_bytes=usual.memory_bytes + CUDA_START_BYTES,
        open_files=1024,
        processes=CUDA_PROCESSES,
        accelerator=cuda_needs(libraries=os.environ.get("LD_LIBRARY_PATH", "")),
    )


def _arrange_descriptors(wire: int, trace: int) -> None:
    """Wire and trace at fixed places; what is written below Python's streams goes nowhere."""
    high_wire, high_trace = (fcntl.fcntl(fd, fcntl.F_DUPFD, TRACE_FD + 1) for fd in (wire, trace))
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.dup2(high_wire, WIRE_FD)
    os.dup2(high_trace, TRACE_FD)


def _answer_all(
    channel: socket.socket, folder: Path, run: Callable[[Ask, ModuleType], Observation]
) -> None:
    module = ModuleType("nothing")
    for number in itertools.count():
        keep_spare()
        message, tensors = receive(channel, number)
        os.chdir(folder)
        if not message.get("keep_files", True):
            empty(folder)  # no run sees the files of another
        match message["do"]:
            case "load":
                module, loaded = load(decode_load(message))
                answer = encode_loaded(loaded)
            case "ask":
                answer = encode_observation(run(decode_ask(message), module))
            case "read":
                answer = encode_observation(Observation(values=read_folders(decode_read(message))))
            case "evaluate":  # asked of trusted workers only; others cannot read the module
                from grader.observing.evaluate import evaluate

                ask = decode_ask({**_EVALUATE, "case": message["case"]})
                states = tuple(from_json(state, tensors) for state in message["states"])
                answer = encode_losses(evaluate(ask.case, states))
            case other:
                raise ValueError(f"unknown order {other!r}")
        send(channel, number, answer)


_EVALUATE: dict[str, Any] = {
    "task": "",
    "run": "",
    "observe": [],
    "before": False,
    "keep_files": False,
    "read_files": False,
    "draw": False,
    "variation": {"repeat": 1, "device": "", "watch": [], "again": 0},
}
