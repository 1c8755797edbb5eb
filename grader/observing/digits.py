"""The hand-written digits that come with the grader: `shipped/digits.md` says where they are from.

The zygote reads them once, before any sandbox closes: a worker could not open the file. They are no
secret, so whoever changes them in a worker changes only what that worker itself is given.
"""

from __future__ import annotations

import functools
import hashlib
import io
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from grader.cases import DigitsRecipe

FILE = Path(__file__).parent / "shipped" / "digits.npz"
# Of the file. What trusted code left behind is kept by a digest of the grader's sources: with this
# line the data are part of them.
SHA256 = "1aab7c7234615afd6796aaf1a414f3750aeb2ef0d5bf5c7484e7a94fa6b8e9d9"
BRIGHTEST = 16


@functools.cache
def all_digits() -> tuple[Tensor, Tensor]:
    """Every image, (1797, 8, 8) with pixels from 0 to 16, and every digit, (1797,)."""
    content = FILE.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ValueError(f"{FILE.name} is not the file that this version comes with: reinstall it")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return torch.from_numpy(arrays["images"]), torch.from_numpy(arrays["digits"])


def drawn_digits(recipe: DigitsRecipe) -> tuple[Tensor, Tensor]:
    """The inputs and targets of a recipe: copies, which may be changed."""
    images, digits = all_digits()
    below = (digits < recipe.classes).nonzero().squeeze(1)
    generator = torch.Generator().manual_seed(recipe.seed)
    order = below[torch.randperm(len(below), generator=generator)]
    rows = order[: recipe.rows] if recipe.split == "train" else order[-recipe.rows :]
    shape = (-1, 64) if recipe.form == "flat" else (-1, 1, 8, 8)
    dtype: torch.dtype = getattr(torch, recipe.dtype)
    return (images[rows].to(dtype) / BRIGHTEST).reshape(shape), digits[rows].long()
