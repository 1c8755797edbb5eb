"""How exactly torch computes during a run: set before each one, whatever an earlier one has left.

Float32 is computed in float32, on every device: TF32, which CUDA's convolutions use by default, and
bfloat16, which the CPU may be told to use, have 10 and 7 bits. On CUDA the algorithms are the
deterministic ones where there are any. An operator that has none warns and goes on: an error would
be the grader's own choice, and fail right code (`cumsum` is such an operator). `torch.empty` is
filled with NaN there, as torch does along with it: memory that is read before it is written shows
on every run, and not by chance.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch


@contextlib.contextmanager
def settled(device: str) -> Iterator[None]:
    """Compute exactly, and on CUDA deterministically; that much is put back afterwards."""
    _use_full_precision()
    if not device.startswith("cuda"):
        yield
        return
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True
    before = torch.are_deterministic_algorithms_enabled()
    warned = torch.is_deterministic_algorithms_warn_only_enabled()
    torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before, warn_only=warned)


def _use_full_precision() -> None:
    if hasattr(torch.backends, "fp32_precision"):  # since torch 2.9; what the others inherit
        torch.backends.fp32_precision = "ieee"
    torch.set_float32_matmul_precision("highest")
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
    torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    torch.backends.cudnn.allow_tf32 = False
