"""How a worker came to its end, in one sentence for the student: what happened, where, why.

Who ended a process that the grader did not end is told apart by what the judge knows: the signal,
the time that it had used, and whether the kernel ran out of memory meanwhile.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader.isolation.clock import BACKSTOP
from grader.isolation.scratch import MAX_BYTES, MAX_ENTRIES
from grader.wire import Lost, Raised

NO_MEMORY = 71  # exit status of a worker that has no memory left to say so
BROKEN = 70  # of one whose own code failed: what a submission left to it did not serve

# How torch and the system calls say that there is no memory; Python and NumPy raise a MemoryError.
NO_ROOM = re.compile(r"DefaultCPUAllocator: can't allocate memory|^\[Errno 12\]")
NO_SPACE = re.compile(r"\[Errno 28\]")  # of its own small file system, or of the machine's
# How the system calls say that the sandbox refused them: with a name, a file was asked for.
REFUSED = re.compile(r"\[Errno (?:1|13)\] (?:Operation not permitted|Permission denied)(?:: (.+))?")
CRASHES: Mapping[int, str] = {
    signal.SIGSEGV: "a segmentation fault",
    signal.SIGBUS: "a bus error",
    signal.SIGILL: "an illegal instruction",
    signal.SIGFPE: "an arithmetic fault",
    signal.SIGABRT: "an abort",
    signal.SIGSYS: "a forbidden system call",
}


@dataclass(frozen=True, slots=True)
class Death:
    """What is known of a process that ended without being told to."""

    status: int  # negative: the signal that ended it
    used_s: float
    place: str = ""  # where it crashed
    is_deep: bool = False  # its stack was
    kernel_killed: bool = False  # some process, for want of memory, meanwhile
    has_share: bool = False  # of memory: the kernel ends it when that is used up
    trace: str = ""


def died(death: Death, time_s: float, memory_mb: int) -> Lost:
    """Of a process that ended before it answered."""
    if death.status == NO_MEMORY:
        return out_of_memory(memory_mb, death.place)
    if death.status == BROKEN:
        message = f"Your code broke the process that it ran in (exit status {BROKEN})."
        return Lost("exited", message, death.trace)
    if death.status >= 0:
        message = f"Your code ended the process (exit status {death.status})."
        return Lost("exited", message, death.trace)
    return _killed(death, -death.status, time_s, memory_mb)


def overtime(time_s: float, place: str, slept: bool) -> Lost:
    """Of a process that was stopped because its time was up."""
    doing = "waiting" if slept else "running"
    message = f"It was still {doing} after {round(time_s, 2):g} s{_at(place)} and was stopped."
    return Lost("timeout", message, place)


def too_busy(used_s: float, time_s: float) -> Lost:
    """Of a process that the machine did not let work; no fault of the submission."""
    message = (
        f"This machine is too busy: in {BACKSTOP} times the {round(time_s, 2):g} s that it may "
        f"take, the code was let to work for {used_s:.1f} s. That says nothing of the code: "
        "grade it again when there is less to do."
    )
    return Lost("busy", message)


def out_of_memory(memory_mb: int, place: str) -> Lost:
    """Of a process that had, or asked for, more memory than it may have."""
    message = f"It took more than {memory_mb} MB of memory{_at(place)} and was stopped."
    return Lost("memory", message, place)


def overfull(what: str, place: str) -> Lost:
    """Of a process that filled its folder."""
    return Lost("crashed", f"It wrote {what}{_at(place)} and was stopped.", place)


def disturbed(what: str) -> Lost:
    """Of a process that sent what is no answer."""
    return Lost("protocol", f"Your code disturbed the grader's channel: {what}")


def with_limit(raised: Raised, memory_mb: int) -> Raised:
    """An error that comes of a limit says so: its own text speaks of allocators and numbers."""
    if "MemoryError" in raised.kinds or NO_ROOM.search(raised.message):
        return replace(raised, message=f"it asked for more than its {memory_mb} MB of memory")
    if "OSError" in raised.kinds and NO_SPACE.match(raised.message):
        room = f"{MAX_BYTES >> 20} MB and {MAX_ENTRIES} files"
        return replace(raised, message=f"there is no room left: it may write {room}")
    refused = REFUSED.fullmatch(raised.message) if "PermissionError" in raised.kinds else None
    if refused is None:
        return raised
    what = refused[1] or "other processes, the network and devices"
    verb = "is" if refused[1] else "are"
    return replace(raised, message=f"{what} {verb} closed to code that is being graded")


def kills_for_memory() -> int:
    """How many processes this machine has ended for want of memory, as far as it says."""
    try:
        lines = Path("/proc/vmstat").read_text().splitlines()
    except OSError:  # not Linux
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)


def _killed(death: Death, by: int, time_s: float, memory_mb: int) -> Lost:
    if by in (signal.SIGKILL, signal.SIGXCPU) and death.used_s >= time_s:
        return overtime(time_s, "", slept=False)  # the kernel's own limit, which comes later
    if by == signal.SIGKILL and death.kernel_killed:
        full = "This machine had no memory left while the code ran, and ended it."
        return out_of_memory(memory_mb, "") if death.has_share else Lost("memory", full)
    if by == signal.SIGKILL:
        message = "It was killed (SIGKILL) by itself or by another program, not by the grader."
        return Lost("crashed", message)
    if by not in CRASHES:
        return Lost("crashed", f"Your code ended the process with a signal ({_name(by)}).")
    message = f"It crashed with {CRASHES[by]} ({_name(by)}){_at(death.place)}"
    if death.is_deep:
        message += ", deep in calls: does a function call itself without end?"
    else:
        message += "."
    return Lost("crashed", message, death.place)


def _name(number: int) -> str:
    """Of a signal; those for one's own use (real-time signals) have numbers only."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _at(place: str) -> str:
    return f" at {place}" if place else ""
