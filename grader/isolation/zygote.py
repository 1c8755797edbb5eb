"""The zygote: a process that has imported torch and knows no secret, and forks workers.

Started by exec with an empty environment, never forked from the judge. It runs on one thread (an
operation on two threads before a fork hangs the child), warms up what tasks use, and then forks a
worker for each request that arrives with a socket. It reads nothing but its control socket.

CUDA is hidden from it: who has started CUDA cannot fork. CUDA_ENVIRONMENT is what shows it to those
workers that are to compute on a GPU, as JSON.

    python -m grader.isolation.zygote CONTROL_FD FOLDER CUDA_ENVIRONMENT LEVEL
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.isolation.endings import BROKEN, NO_MEMORY

if TYPE_CHECKING:
    from grader.isolation.ground import Ground

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def main(
    control_fd: int, folder: Path, cuda: Mapping[str, str | None], level: str = "standard"
) -> None:
    """Serve until the judge is gone; then nothing of `folder`, where workers write, is left."""
    from grader.isolation.ground import Ground
    from grader.isolation.layers import Level

    workers: set[int] = set()
    ground = Ground(Level(level))
    try:
        _serve(control_fd, workers, cuda, ground)
    finally:
        from grader.isolation.scratch import empty

        for pid in list(workers):
            _reap(pid, workers, ground)
        ground.close()
        with contextlib.suppress(OSError):  # a judge that could still do so has removed it
            empty(folder)
            folder.rmdir()


def _serve(
    control_fd: int, workers: set[int], cuda: Mapping[str, str | None], ground: Ground
) -> None:
    control = socket.socket(fileno=control_fd)
    _prctl(PR_SET_CHILD_SUBREAPER, 1)  # what a worker leaves behind becomes ours to end
    _warm_up()
    control.sendall(json.dumps(_facts(cuda)).encode() + b"\n")
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
        if not request:
            return
        order = json.loads(request)
        if order["do"] == "import":
            _import_ahead(order["modules"])
            control.sendall(b"{}\n")
        elif order["do"] == "fork":
            groups = ground.prepare(order)
            workers.add(pid := _fork(control, descriptors, order))
            ground.forked(pid, groups)
            control.sendall(json.dumps({"pid": pid}).encode() + b"\n")
        else:
            status = _reap(order["pid"], workers, ground)
            control.sendall(json.dumps({"status": status}).encode() + b"\n")


def _warm_up() -> None:
    """Import torch and do once what is slow the first time; then keep the collector off it."""
    from grader.isolation.lazy_compiler import defer_compiler

    defer_compiler()
    import torch

    torch.set_num_threads(1)
    from grader.isolation import worker  # noqa: F401
    from grader.isolation.layers import prepare

    _train_once()
    _forget("grader.isolation.warm")  # what warms up is a training loop, and students write one
    prepare()
    gc.collect()
    gc.freeze()


def _import_ahead(modules: list[str]) -> None:
    from grader.isolation.libraries import import_ahead
    from grader.observing import BACKEND

    os.environ["MPLBACKEND"] = BACKEND  # asked for once, when matplotlib is imported
    import_ahead(modules)
    gc.collect()
    gc.freeze()


def _train_once() -> None:
    """In a function of its own: the collector frees the module only if no local holds it."""
    from grader.isolation.warm import warm_up

    warm_up()


def _forget(name: str) -> None:
    """Let the next collection take a module out of memory: a submission could find it there."""
    package, _, own = name.rpartition(".")
    del sys.modules[name]
    delattr(sys.modules[package], own)


def _facts(cuda: Mapping[str, str | None]) -> dict[str, Any]:
    """What the judge, which does not import torch, must know of it."""
    import torch

    from grader.devices import missing_devices

    if torch.version.cuda is not None:
        missing = _in_a_child(missing_devices, cuda)
    else:
        missing = missing_devices()
    is_started: Callable[[], bool] = torch.cuda.is_initialized  # which is not typed
    if is_started():
        raise RuntimeError("CUDA has been started in the process that forks workers")
    return {"torch": str(torch.__version__), "missing_devices": missing}


def _in_a_child(
    look: Callable[[], dict[str, str]], cuda: Mapping[str, str | None]
) -> dict[str, str]:
    """Look for devices where CUDA shows, and where it does no harm if looking starts it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            from grader.isolation.accelerate import set_environment

            set_environment(cuda)
            os.write(writer, json.dumps(look()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    found: dict[str, str] = json.loads(said or '{"cuda": "looking for a CUDA device failed"}')
    return found


def _fork(control: socket.socket, descriptors: list[int], order: dict[str, Any]) -> int:
    leave, zygote = os._exit, os.getpid()  # a submission may put something else in its place
    pid = os.fork()
    if pid == 0:
        status = BROKEN
        try:
            control.close()
            if order["policy"] is not None:
                _go_first()
            from grader.isolation.worker import TRACE_FD, serve

            _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != zygote:
                leave(status)  # it died before it could be asked for
            os.setsid()
            serve(descriptors, order["policy"], Path(order["scratch"]), order["gpu"])
            status = 0
        except MemoryError:
            leave(NO_MEMORY)  # at once: there is none left to say anything
        except BaseException:
            # Of trusted code the judge shows this as the grader's own fault; of a submission, that
            # the process ended.
            os.write(TRACE_FD, traceback.format_exc().encode()[-4000:])
            leave(status)  # here: with the error the channel would go, before the process does
        finally:
            leave(status)  # a normal shutdown costs half a second, and runs atexit handlers
    for descriptor in descriptors:
        os.close(descriptor)
    return pid


def _go_first() -> None:
    """When the machine runs out of memory the kernel is to end this process, and no other."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _reap(pid: int, workers: set[int], ground: Ground) -> int:
    """Kill what is left of a worker and of its children; its exit status."""
    ground.end(pid)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    workers.discard(pid)
    _end_orphans(workers)
    ground.clear(pid)
    return os.waitstatus_to_exitcode(status)


def _end_orphans(workers: set[int]) -> None:
    """End processes that an ended worker left behind: they are our children now, or theirs.

    Stopped first, until there are no more of them: what is killed one by one can make more
    meanwhile.
    """
    stopped: set[int] = set()
    while found := _orphans(workers) - stopped:
        for pid in found:
            _signal(pid, signal.SIGSTOP)
        stopped |= found
    for pid in _orphans(workers):
        _signal(pid, signal.SIGKILL)
    while orphans := set(_children(os.getpid())) - workers:  # each gives its own children to us
        for pid in orphans:
            _signal(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _orphans(workers: set[int]) -> set[int]:
    """All processes below this one that belong to no worker."""
    found: set[int] = set()
    waiting = [pid for pid in _children(os.getpid()) if pid not in workers]
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += [child for child in _children(pid) if child not in found]
    return found


def _children(pid: int) -> list[int]:
    """Its children, whichever of its threads made them."""
    children: list[int] = []
    with contextlib.suppress(OSError):  # it has ended, or there is no such list here
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                listing = Path(f"/proc/{pid}/task/{thread}/children").read_text()
                children += map(int, listing.split())
    return children


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the judge has ended
        main(int(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]), sys.argv[4])
        os._exit(0)  # the judge waits, and a normal shutdown costs half a second
