"""Marks: numbers by which values show how a pass through the model was made.

In a run that shows the eval mode, the given model adds numbers to its outputs whenever it is in
eval mode. They are drawn with the case, so that the reference's results hold them too. Whoever runs
the model in another mode, or does not run it at all, comes to other results, whatever the trace
says. Passes that are trained on are marked in the gradient that comes back through them. And on a
run that shows the device, every pass is marked that is made on the one that was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from grader.observing.precision import autocast_dtype

LEAST, SPREAD = 0.5, 1.0  # of a mark: as large as outputs are

_arange, _empty, _sin = (
    torch.arange,
    torch.empty,
    torch.sin,
)  # what a submission puts in their place is not ours


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked: `shows` and the loader as in `grader.wire.Variation`, and how strongly.

    `place` is the device that was given, as torch names it.
    """

    shows: str = ""
    over: str = ""
    size: float = 0.0
    place: str = "cpu"

    @classmethod
    def of(cls, shows: tuple[str, ...], seed: int) -> Marks:
        """The marks of a case; none if nothing is to be shown."""
        if not shows:
            return cls()
        drawn = _empty(()).uniform_(generator=torch.Generator().manual_seed(seed + 1)).item()
        return cls(shows[0], shows[1], LEAST + SPREAD * drawn)

    def on_output(self, output: Tensor, facts: Mapping[str, Any], source: str) -> Tensor:
        """The output of a pass, with marks if it was made as is to be shown."""
        shown = {
            "eval": facts["mode"] == "eval",
            "no_grad": not facts["grad"],
            "device": str(output.device) == self.place,
        }
        if not shown.get(self.shows, False) or self.over not in ("", source):
            return output
        return output + self._row(output)

    def on_gradient(self, gradient: Tensor, facts: Mapping[str, Any], source: str) -> Tensor | None:
        """The gradient that comes back to a pass, with marks, or None to leave it alone."""
        shown = {
            "train": facts["mode"] == "train",
            "autocast": facts["autocast"] != "" and autocast_dtype(gradient) == "",
        }
        if not shown.get(self.shows, False) or self.over not in ("", source):
            return None
        return gradient + self._row(gradient) / max(len(gradient), 1)

    def _row(self, like: Tensor) -> Tensor:
        """Another number for each output: what is added to all alike, a softmax would undo.

        And another for each sample, or one pass would tell the marks of all others.
        """
        columns = like.shape[-1] if like.dim() else 1
        row = self.size * (1 + _arange(columns, dtype=like.dtype, device=like.device))
        return (row if like.dim() else row[0]) * (1.5 + _sin(3 * like.detach()))
