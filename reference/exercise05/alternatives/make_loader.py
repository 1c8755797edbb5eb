"""Correct implementations of make_loader, written differently."""

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    RandomSampler,
    Sampler,
    SequentialSampler,
    TensorDataset,
    default_collate,
)

_Loader = DataLoader[tuple[Tensor, ...]]


class _Pairs(TensorDataset):
    pass


class _NewOrders(Sampler[int]):
    def __init__(self, length: int) -> None:
        self.length = length

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[int]:
        return iter(torch.randperm(self.length).tolist())


def says_all_that_can_be_said(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """Names every default, and has a generator of its own."""
    return DataLoader(
        dataset=TensorDataset(inputs, targets),
        batch_size=batch_size,
        shuffle=bool(shuffle),
        num_workers=0,
        drop_last=False,
        collate_fn=default_collate,
        generator=torch.Generator().manual_seed(42),
    )


def loads_in_other_processes(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """Asks for two workers, which stay."""
    data = TensorDataset(inputs, targets)
    return DataLoader(data, batch_size, shuffle, num_workers=2, persistent_workers=True)


def chooses_a_sampler(inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool) -> _Loader:
    """Hands over the sampler that shuffle stands for."""
    data = _Pairs(inputs, targets)
    sampler = RandomSampler(data) if shuffle else SequentialSampler(data)
    return DataLoader(data, batch_size=batch_size, sampler=sampler)


def chooses_a_batch_sampler(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """Hands over whole batches of indices, drawn anew for each pass."""
    data = TensorDataset(inputs, targets)
    rows = _NewOrders(len(data)) if shuffle else range(len(data))
    return DataLoader(data, batch_sampler=BatchSampler(rows, batch_size, drop_last=False))


def stacks_rows_itself(inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool) -> _Loader:
    """Copies the data, and makes its batches with a function of its own."""
    data = TensorDataset(inputs.detach().clone(), targets.detach().clone())

    def stack(rows: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
        xs, ys = zip(*rows, strict=True)
        return torch.stack(xs), torch.stack(ys)

    if shuffle:
        return DataLoader(data, batch_size=batch_size, shuffle=True, collate_fn=stack)
    return DataLoader(data, batch_size=batch_size, collate_fn=stack)
