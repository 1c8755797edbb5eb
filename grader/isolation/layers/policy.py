"""What a worker may do, and what of that the kernel was able to enforce."""

from dataclasses import dataclass

from grader.isolation.layers.accelerator import Accelerator
from grader.isolation.layers.levels import Level


@dataclass(frozen=True, slots=True)
class Policy:
    """The little that a worker needs; everything else is refused.

    readable: files and directories (with all below them) that may be read, after symlinks.
    scratch: the one directory that may be written and read, None for nothing.
    memory_bytes: address space on top of what the process maps when the sandbox closes.
    cpu_s: processor time; at cpu_s comes SIGXCPU, one second later SIGKILL.
    file_bytes: size of the largest file that may be written.
    open_files: descriptors, those that the worker inherits included.
    processes: threads of the worker, itself included; the kernel ignores it for root.
    level: which layers are tried.
    scratch_bytes: what the scratch may hold in all, if it is a file system of its own.
    groups: the control groups to join.
    unprepared: (layer, reason) for those that the process which forks could not prepare.
    accelerator: what CUDA needs, None for a worker that computes on the CPU alone. With it the
        memory that is limited is private memory that can be written, not address space, of which
        CUDA reserves more than any machine has memory.
    """

    readable: tuple[str, ...]
    scratch: str | None
    memory_bytes: int
    cpu_s: int
    file_bytes: int
    open_files: int
    processes: int
    accelerator: Accelerator | None = None
    level: Level = Level.STANDARD
    scratch_bytes: int = 0
    groups: tuple[str, ...] = ()
    unprepared: tuple[tuple[str, str], ...] = ()


def reason_of(error: BaseException) -> str:
    """Why a layer does not hold, in words: what the kernel said, and about which file."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return str(error) or type(error).__name__


@dataclass(frozen=True, slots=True)
class Applied:
    """Which layers hold, in the order of closing, and (layer, reason) for those that do not."""

    layers: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
