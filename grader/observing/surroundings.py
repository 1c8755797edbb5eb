"""What surrounds a run: seeds, global state of torch, warnings, output. Put back afterwards."""

from __future__ import annotations

import contextlib
import io
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from grader.observing.folders import seen_from_here

MAX_OUTPUT = 64 * 1024
MAX_WARNINGS = 20
MAX_WARNING = 500

_guards: list[Any] = []  # a guard that is freed undoes what it did


def _leave_inference() -> None:
    _guards.append(torch._C._InferenceMode(False))


# name -> (how to read it, how to put it back)
GLOBALS: dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]] = {
    "gradients are switched off globally": (torch.is_grad_enabled, torch.set_grad_enabled),
    "inference mode is on": (torch.is_inference_mode_enabled, lambda _: _leave_inference()),
    "the default dtype": (torch.get_default_dtype, torch.set_default_dtype),
    "the default device": (torch.get_default_device, torch.set_default_device),
    "the number of threads": (torch.get_num_threads, torch.set_num_threads),
    "deterministic algorithms": (
        torch.are_deterministic_algorithms_enabled,
        torch.use_deterministic_algorithms,
    ),
    "anomaly detection": (torch.is_anomaly_enabled, torch.autograd.set_detect_anomaly),
}


@dataclass(slots=True)
class Surroundings:
    """Filled in when the run has ended."""

    globals_changed: tuple[str, ...] = ()
    rng_used: bool = False
    warnings: tuple[str, ...] = ()
    output: str = ""
    _output: CappedOutput = field(default_factory=lambda: CappedOutput())


class CappedOutput(io.TextIOBase):
    """Keeps the first characters and counts the rest: a flood costs nothing."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.size < MAX_OUTPUT:
            self.kept.append(str.__str__(text)[: MAX_OUTPUT - self.size])
        self.size += len(text)
        return len(text)

    def text(self) -> str:
        dropped = self.size - MAX_OUTPUT
        return "".join(self.kept) + (f"\n... {dropped} characters more" if dropped > 0 else "")


@contextlib.contextmanager
def surroundings(seed: int) -> Iterator[Surroundings]:
    """Seed every generator, catch output and warnings, note and undo changes of global state."""
    seen = Surroundings()
    before = {name: read() for name, (read, _) in GLOBALS.items()}
    _seed(seed)
    state = torch.get_rng_state()
    streams = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = seen._output
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield seen
    finally:
        sys.stdout, sys.stderr = streams
        seen.rng_used = not torch.equal(state, torch.get_rng_state())
        seen.globals_changed = tuple(n for n, (read, _) in GLOBALS.items() if read() != before[n])
        for name in seen.globals_changed:
            GLOBALS[name][1](before[name])
        seen.output = seen_from_here(seen._output.text())
    seen.warnings = tuple(_text(warning.message) for warning in caught[:MAX_WARNINGS])


def _text(warning: Warning | str) -> str:
    try:
        return seen_from_here(str.__str__(str(warning))[:MAX_WARNING])
    except BaseException:  # a warning of the submission's own may raise anything
        return "(its text cannot be shown)"


def _seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)
