"""Worker side: start CUDA once the sandbox is closed, and before anything of a submission is there.

Landlock and seccomp bind a thread and those that it starts. CUDA starts threads, so it comes after
them. A process that has started CUDA must not fork: the zygote never comes here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

import torch
from torch import nn

from grader.isolation.layers import limit_private
from grader.observing import execute
from grader.wire import Ask, Observation, Raised

STDERR = 2
MAX_SAID = 16_384
MAX_MESSAGE = 2_000
ASSERTION = re.compile(r"Assertion `(.{1,200}?)` failed")
OURS = re.compile(r"\bCUDA\b|cuDNN|CUBLAS|CUDNN")  # in messages of torch about the GPU


def set_environment(variables: Mapping[str, str | None]) -> None:
    """Set what CUDA reads when it starts; None takes a variable away."""
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def start(device: str, gpu_mb: int, more_mb: int) -> dict[str, Any]:
    """Start CUDA and compute once, so that no submission pays for it: name, memory, or why not.

    gpu_mb: what torch's allocator may take on the GPU. more_mb: private memory of the process, on
    top of what it has when CUDA has started; 0 for a worker without limits.
    """
    try:
        there = _start(torch.device(device), gpu_mb)
        if more_mb:
            limit_private(more_mb << 20)
    except Exception as error:  # whatever keeps CUDA from starting here is the answer
        return _answer(why_not=_first_line(error))
    return there


def _start(device: torch.device, gpu_mb: int) -> dict[str, Any]:
    if device.type != "cuda":
        _compute(device)
        return _answer(name=device.type)
    if torch.cuda._is_in_bad_fork():
        raise RuntimeError("CUDA was started before the fork")
    initialise: Callable[[], None] = torch.cuda.init  # which is not typed
    initialise()
    _, total = torch.cuda.mem_get_info()
    if gpu_mb:
        torch.cuda.set_per_process_memory_fraction(min(1.0, (gpu_mb << 20) / total))
    _compute(device)
    torch.cuda.synchronize()
    torch.cuda.empty_cache()
    free, _ = torch.cuda.mem_get_info()
    name = torch.cuda.get_device_name()
    return _answer(name=name, total_mb=total >> 20, free_mb=free >> 20)


def _compute(device: torch.device) -> None:
    """Load the libraries that training uses: for products, convolutions, random numbers."""
    for layer, shape in ((nn.Linear(4, 2), (3, 4)), (nn.Conv2d(1, 1, 3), (1, 1, 5, 5))):
        model = layer.to(device)
        optimizer = torch.optim.Adam(model.parameters())
        loss = nn.functional.dropout(model(torch.randn(shape, device=device))).sum()
        torch.autograd.backward(loss)
        optimizer.step()
        loss.item()


def _answer(
    name: str = "", total_mb: int = 0, free_mb: int = 0, why_not: str = ""
) -> dict[str, Any]:
    return {"name": name, "total_mb": total_mb, "free_mb": free_mb, "why_not": why_not}


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0][:500]


def run(ask: Ask, module: ModuleType) -> Observation:
    """Execute an ask; an error of the GPU that shows only when results are fetched is the run's.

    Kernels run behind the program's back: the line that fails is often not the one at fault.
    """
    try:
        seen = execute(ask, module)
    except RuntimeError as error:
        if not OURS.search(str(error)):
            raise
        kinds = tuple(kind.__name__ for kind in type(error).__mro__[:-1])
        seen = Observation(raised=Raised(kinds, str(error)[:MAX_MESSAGE]))
    return _with_assertion(seen)


def _with_assertion(seen: Observation) -> Observation:
    """Add which assertion of a kernel failed: CUDA prints that, and torch does not know it."""
    if seen.raised is None or "device-side assert" not in seen.raised.message:
        return seen
    said = ASSERTION.search(_said())
    if said is None:
        return seen
    message = f"{seen.raised.message}\nAssertion `{said[1]}` failed"
    return replace(seen, raised=replace(seen.raised, message=message))


def open_stderr(path: str) -> None:
    """Let what is written below Python's streams go to a file: CUDA's own messages."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    os.dup2(descriptor, STDERR)
    os.close(descriptor)


def _said() -> str:
    try:
        return os.pread(STDERR, MAX_SAID, 0).decode(errors="replace")
    except OSError:  # not a file that can be read
        return ""
