"""What a worker may do, and what of that the kernel was able to enforce."""

from dataclasses import dataclass

from grader.isolation.layers.accelerator import Accelerator


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


@dataclass(frozen=True, slots=True)
class Applied:
    """Which layers hold, in the order of closing, and (layer, reason) for those that do not."""

    layers: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
