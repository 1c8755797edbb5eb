"""Correct implementations of train_val_test_split, written differently."""

import math
from itertools import accumulate, pairwise

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Subset, TensorDataset

_Pair = tuple[Tensor, Tensor]
_Fractions = tuple[float, float, float]
USUAL = (0.7, 0.15, 0.15)


class _BadSplit(ValueError):
    pass


def cuts_with_tensor_split(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> list[tuple[Tensor, Tensor]]:
    """Lets torch cut at the two row numbers; the parts are views."""
    n = inputs.size(0)
    if targets.size(0) != n:
        raise ValueError(f"inputs has {n} rows, targets has {targets.size(0)}")
    if any(f < 0 for f in fractions) or not math.isclose(sum(fractions), 1, abs_tol=1e-6):
        raise ValueError(f"fractions {fractions}: must be >= 0 and sum to 1")
    ends = [int(n * fractions[0]), int(n * (fractions[0] + fractions[1]))]
    return list(zip(inputs.tensor_split(ends), targets.tensor_split(ends)))


def splits_by_lengths(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> list[list[Tensor]]:
    """Computes three lengths and splits by them."""
    f0, f1, f2 = fractions
    if f0 < 0 or f1 < 0 or f2 < 0:
        raise ValueError("each of the fractions must be at least 0")
    if not -1e-6 <= f0 + f1 + f2 - 1 <= 1e-6:
        raise ValueError(f"the sum of fractions is {f0 + f1 + f2}")
    if inputs.shape[0] != targets.shape[0]:
        raise ValueError("Inputs and targets must have the same length")
    n = inputs.shape[0]
    n_train = math.floor(f0 * n)
    n_val = math.floor((f0 + f1) * n) - n_train
    lengths = [n_train, n_val, n - n_train - n_val]
    return [[x, y] for x, y in zip(torch.split(inputs, lengths), torch.split(targets, lengths))]


def accumulates_the_fractions(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, ...]:
    """Walks over neighbouring row numbers, from accumulated fractions."""
    if len(inputs) != len(targets):
        raise _BadSplit(f"lengths {len(inputs)} and {len(targets)}")
    if [f for f in fractions if f < 0]:
        raise _BadSplit(f"negative: {fractions}")
    if abs(math.fsum(fractions) - 1.0) > 1e-6:
        raise _BadSplit(f"no sum of 1: {fractions}")
    ends = [0, *(int(part * len(inputs)) for part in accumulate(fractions[:2])), len(inputs)]
    return tuple((inputs[a:b], targets[a:b]) for a, b in pairwise(ends))


def picks_rows_by_index(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Copies rows out by index, in a dataset's subsets; complains about the first thing it sees."""
    if (np.array(fractions) < 0).any() or not np.isclose(np.sum(fractions), 1, atol=1e-6):
        raise ValueError(f"fractions={list(fractions)}")
    n = len(inputs)
    if len(targets) != n:
        raise ValueError(f"targets has length {len(targets)}, inputs {n}")
    first, second = int(fractions[0] * n), int((fractions[0] + fractions[1]) * n)
    data = TensorDataset(inputs, targets)
    ranges = range(first), range(first, second), range(second, n)
    train, val, test = (Subset(data, list(rows)).indices for rows in ranges)
    return data[train], data[val], data[test]


def narrows_and_clones(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Takes out copies with narrow, start and length by hand."""
    if len(targets) - len(inputs):
        raise ValueError("inputs, targets: not of one length")
    for fraction in fractions:
        if fraction < 0:
            raise ValueError(f"fraction {fraction} is below 0")
    if round(sum(fractions), 6) != 1:
        raise ValueError(f"fractions sum to {sum(fractions)}")
    n = len(inputs)
    train = int(n * fractions[0])
    val = int(n * sum(fractions[:2])) - train

    def part(start: int, length: int) -> _Pair:
        return inputs.narrow(0, start, length).clone(), targets.narrow(0, start, length).clone()

    return part(0, train), part(train, val), part(train + val, n - train - val)
