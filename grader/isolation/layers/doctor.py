"""Try to break each layer, in a child that closed it alone: what holds here is found by trying.

No version is asked for and nothing is believed. A layer works if it can be closed, every attack on
it is then refused, and it is also in force where all are closed, one after the other.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from grader.isolation.layers import mounts
from grader.isolation.layers.attacks import (
    ATTACKS,
    LIMIT_BYTES,
    LIMIT_FILE,
    LIMIT_FILES,
    LIMIT_SCRATCH,
    LIMIT_THREADS,
    PLANTED,
    Bait,
)
from grader.isolation.layers.baits import LAST, bait
from grader.isolation.layers.levels import LEVEL_OF, PROCESS, Level
from grader.isolation.layers.own_process import OWN
from grader.isolation.layers.policy import Policy, reason_of
from grader.isolation.layers.privileges import drop_capabilities
from grader.isolation.layers.readable import default_readable
from grader.isolation.layers.sandbox import apply, close_layers

DEATH_S = 1.0  # for a child that is to die with its parent, which takes no time
PATIENCE_S = 10.0  # for a child that answers within milliseconds
_RESULT = 3  # the descriptor of a child's answer
# What a layer is worthless, or refused, without.
_NEEDS = {
    "ipc-namespace": ("network-namespace",),
    "uts-namespace": ("network-namespace",),
    "process-limit": ("cgroup", "other-user", "network-namespace", "rlimits"),
    "landlock": ("no-new-privileges",),
    "seccomp": ("no-new-privileges",),
}


class Finding(Enum):
    """What became of a layer."""

    WORKS = "works"
    BROKEN = "does not hold"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Examined:
    """A layer, what was found, and why: what was refused, what got through, what is missing."""

    layer: str
    level: Level
    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an attack ended; `refused` is by what, and empty if it got through."""

    words: str
    refused: str


class Unavailable(Exception):
    """A layer cannot be closed here, with the reason."""


def examine() -> Iterator[Examined]:
    """Examine every layer, one after the other.

    The calling process is one that workers may attack: it forks, and should have one thread.
    """
    with bait() as there:
        together = _missing_together(there)
        for layer, level in LEVEL_OF.items():
            if layer != PROCESS:  # the doctor's children are what it says
                finding, reason = _examined(layer, there, together)
                yield Examined(layer, level, finding, reason)


def attempts(layer: str, there: Bait, closed: bool = True) -> Iterator[Attempt]:
    """Attack a layer in every way. `closed` False: without it, which shows what the attacks can do.

    Raises Unavailable if it cannot be closed.
    """
    names = (*_NEEDS.get(layer, ()), layer) if closed else ()

    def close() -> None:
        _close(names, there)

    if layer == "parent-death-signal":
        yield Attempt("outlive the grader", _outlive(close))
    if layer == "not-dumpable":
        yield Attempt("read the environment of another submission", _spy(close))
    for attack in ATTACKS.get(layer, ()):
        yield Attempt(attack.words, _in_child(close, partial(attack.run, there)))


def _examined(layer: str, there: Bait, together: Mapping[str, str]) -> tuple[Finding, str]:
    try:
        tried = tuple(attempts(layer, there))
    except Unavailable as reason:
        return Finding.UNAVAILABLE, str(reason)
    through = [attempt.words for attempt in tried if not attempt.refused]
    if through:
        return Finding.BROKEN, f"could {_listed(through)}"
    if layer in together:
        return Finding.BROKEN, f"not with all others closed: {together[layer]}"
    return Finding.WORKS, f"cannot {_listed([attempt.words for attempt in tried])}"


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def _close(names: tuple[str, ...], there: Bait) -> None:
    """Close these layers; raise Unavailable if the last of them cannot be."""
    os.environ[PLANTED] = "planted"
    if "tmpfs-scratch" in names:
        _cover(there)
    for name in OWN.keys() & set(names):
        OWN[name](LAST)
    missing = dict(close_layers([n for n in names if n not in OWN], _policy(there)).missing)
    if names and names[-1] in missing:
        raise Unavailable(missing[names[-1]])


def _cover(there: Bait) -> None:
    """What the process that forks workers does for each of them: here the worker does it."""
    mounts.enter_mounts()
    mounts.mount_scratch(there.scratch, LIMIT_SCRATCH, 100)


def _policy(there: Bait) -> Policy:
    return Policy(
        readable=default_readable(hidden=("grader",)),
        scratch=there.scratch,
        memory_bytes=LIMIT_BYTES,
        cpu_s=10,
        file_bytes=LIMIT_FILE,
        open_files=LIMIT_FILES,
        processes=LIMIT_THREADS,
        level=Level.STRICT,
        scratch_bytes=LIMIT_SCRATCH,
        groups=there.groups,
        unprepared=there.unprepared,
    )


def _missing_together(there: Bait) -> dict[str, str]:
    """What is missing where everything is closed as around a submission."""

    def close() -> None:
        with contextlib.suppress(OSError):  # it is missing then, which is told
            _cover(there)
        missing = apply(_policy(there)).missing
        raise Unavailable(json.dumps(dict(missing)))

    try:
        _in_child(close, lambda: None)
    except Unavailable as said:
        return dict(json.loads(str(said)))
    return {}


def _in_child(close: Callable[[], None], attack: Callable[[], object]) -> str:
    """Close a layer and attack, in a child: what refused the attack, or nothing if it got through.

    Raises Unavailable if the layer cannot be closed.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _arrange(writer)
            os.write(_RESULT, json.dumps(_tried(close, attack)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        ready, _, _ = select.select([pipe], [], [], PATIENCE_S)
        if not ready:
            os.kill(child, signal.SIGKILL)
        said = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    answer: dict[str, str] = json.loads(said) if said else {}
    if "unavailable" in answer:
        raise Unavailable(answer["unavailable"])
    return answer["refused"] if answer else f"the process was ended by signal {-status}"


def _arrange(writer: int) -> None:
    """The answer's descriptor in its place, and no copy that a child could keep open."""
    far = fcntl.fcntl(writer, fcntl.F_DUPFD, LAST + 1)
    os.close(writer)
    os.dup2(far, _RESULT)
    os.close(far)
    os.dup2(_RESULT, LAST)


def _tried(close: Callable[[], None], attack: Callable[[], object]) -> dict[str, str]:
    try:
        close()
    except BaseException as error:
        return {"unavailable": reason_of(error)}
    try:
        attack()
    except BaseException as error:
        return {"refused": reason_of(error)}
    return {"refused": ""}


def _outlive(close: Callable[[], None]) -> str:
    """A grandchild closes the layer and waits; its parent ends. Does its pipe close?"""
    reader, writer = os.pipe()

    def leave_a_child() -> None:
        ready, told = os.pipe()
        if os.fork() == 0:
            os.close(ready)
            os.closerange(_RESULT, LAST + 1)
            answer = _tried(close, lambda: None)
            os.write(writer, json.dumps({**answer, "pid": os.getpid()}).encode() + b"\n")
            os.close(told)
            signal.pause()
            os._exit(0)
        os.close(told)
        os.read(ready, 1)

    _in_child(lambda: None, leave_a_child)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = json.loads(pipe.readline())
        ended = bool(select.select([pipe], [], [], DEATH_S)[0])  # the end of the pipe
    if not ended:
        os.kill(answer["pid"], signal.SIGKILL)
    if answer.get("unavailable"):
        raise Unavailable(answer["unavailable"])
    return "it was ended" if ended else ""


def _spy(close: Callable[[], None]) -> str:
    """A child closes the layer; another one, of the same user and without privileges, spies."""
    reader, writer = os.pipe()
    wait, release = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(release)
        # Without privileges, too: nobody who has none may look at who has some.
        os.write(writer, json.dumps(_tried(close, drop_capabilities)).encode() + b"\n")
        os.read(wait, 1)  # until the spy has done his work
        os._exit(0)
    os.close(writer)
    os.close(wait)
    try:
        with os.fdopen(reader, "rb") as pipe:
            answer = json.loads(pipe.readline())
        if answer.get("unavailable"):
            raise Unavailable(answer["unavailable"])
        return _in_child(drop_capabilities, Path(f"/proc/{child}/environ").read_bytes)
    finally:
        os.close(release)
        os.waitpid(child, 0)
