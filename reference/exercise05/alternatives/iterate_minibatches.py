"""Correct implementations of iterate_minibatches, written differently."""

import math
from collections.abc import Iterator
from itertools import count, takewhile

import torch
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset

_Pair = tuple[Tensor, Tensor]


def zips_two_splits(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Complains when it is called, and returns a zip of views."""
    if batch_size < 1:
        raise ValueError(f"batch_size={batch_size}")
    return zip(torch.split(inputs, batch_size), torch.split(targets, batch_size))


def returns_the_iterator_of_a_list(
    inputs: Tensor, targets: Tensor, batch_size: int
) -> Iterator[list[Tensor]]:
    """Copies all batches into a list first, pairs as lists."""
    if batch_size <= 0:
        raise ValueError("the batch size has to be positive, but it is " + str(batch_size))
    pairs = []
    for i in range(math.ceil(len(inputs) / batch_size)):
        low, high = i * batch_size, min((i + 1) * batch_size, len(inputs))
        pairs.append([inputs[low:high].clone(), targets[low:high].clone()])
    return iter(pairs)


def shortens_what_is_left(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Cuts the first rows off until nothing is left."""
    if not batch_size >= 1:
        raise ValueError(f"batch_size is {batch_size}")
    while len(inputs):
        yield inputs[:batch_size], targets[:batch_size]
        inputs, targets = inputs[batch_size:], targets[batch_size:]


def leaves_it_to_a_data_loader(
    inputs: Tensor, targets: Tensor, batch_size: int
) -> Iterator[list[Tensor]]:
    """Returns the iterator of a DataLoader that does not shuffle."""
    if batch_size < 1:
        raise ValueError("batch_size must be >= 1")
    return iter(DataLoader(TensorDataset(inputs, targets), batch_size=batch_size))


class IsAnIteratorOfItsOwn:
    """Remembers its place in an object, with a last stop."""

    def __init__(self, inputs: Tensor, targets: Tensor, batch_size: int) -> None:
        if batch_size < 1:
            raise ValueError(f"{batch_size} is no batch_size")
        self.pair, self.batch_size, self.start = (inputs, targets), batch_size, 0

    def __iter__(self) -> Iterator[_Pair]:
        return self

    def __next__(self) -> _Pair:
        start, self.start = self.start, self.start + self.batch_size
        x, y = (tensor[start : self.start] for tensor in self.pair)
        if not len(x):
            raise StopIteration
        return x, y


def picks_rows_by_index(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Copies rows out by lists of indices, from a lazy map."""
    if batch_size < 1:
        raise ValueError(f"{batch_size=}")
    starts = takewhile(lambda start: start < len(inputs), count(0, batch_size))
    rows = (list(range(len(inputs)))[start : start + batch_size] for start in starts)
    return map(lambda some: (inputs[some], targets[some]), rows)


def collects_row_by_row(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Collects single rows and stacks them when there are enough, or none are left."""
    if batch_size < 1:
        raise ValueError("batch_size: at least 1")
    some: list[_Pair] = []
    for pair in zip(inputs, targets, strict=True):
        some.append(pair)
        if len(some) == batch_size:
            yield torch.stack([x for x, _ in some]), torch.stack([y for _, y in some])
            some = []
    if some:
        yield torch.stack([x for x, _ in some]), torch.stack([y for _, y in some])
