"""An error that came out of a run, in words."""

from __future__ import annotations

from grader.wire import Raised, place_of

# What torch says where there is no CUDA, or none that can be used.
NO_CUDA = (
    "not compiled with CUDA",
    "no NVIDIA driver",
    "No CUDA GPUs",
    "Cannot access accelerator",
    "on a CUDA device but torch.cuda.is_available() is False",
)


def told(raised: Raised) -> str:
    """An error in one line."""
    message = raised.message.strip().split("\n")[0]
    return f"{raised.kind}: {message}" if message else raised.kind


def at(raised: Raised) -> str:
    """Where in the student's code it was raised."""
    return place_of(raised.frames[-1].file, raised.frames[-1].line) if raised.frames else ""


def uses_cuda(raised: Raised) -> bool:
    """Whether it comes of using CUDA on a machine that has none."""
    return any(words in raised.message for words in NO_CUDA)
