"""What surrounds a run: seeds, global state of torch, warnings, output. Put back afterwards."""

from __future__ import annotations

import contextlib
import io
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import torch

from grader.observing.folders import seen_from_here
from grader.observing.global_state import put_back, remember

_cuda_has_started: Callable[[], bool] = torch.cuda.is_initialized  # which torch does not type

MAX_OUTPUT = 64 * 1024
MAX_WARNINGS = 20
MAX_WARNING = 500


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
    before = remember()
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
        seen.globals_changed = put_back(before)  # first: a mode that was left on sees what we call
        seen.rng_used = not torch.equal(state, torch.get_rng_state())
        seen.output = seen_from_here(seen._output.text())
    seen.warnings = tuple(_text(warning.message) for warning in caught[:MAX_WARNINGS])


def _text(warning: Warning | str) -> str:
    try:
        return seen_from_here(str.__str__(str(warning))[:MAX_WARNING])
    except BaseException:  # a warning of the submission's own may raise anything
        return "(its text cannot be shown)"


def _seed(seed: int) -> None:
    """As torch.manual_seed, but nothing is asked of an accelerator that has not been started.

    Torch would queue that for later, with a stack trace: that takes longer than many a run.
    """
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.default_generator.manual_seed(seed)
    if _cuda_has_started():
        torch.cuda.manual_seed_all(seed)
