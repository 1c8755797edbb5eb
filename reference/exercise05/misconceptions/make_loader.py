"""Wrong implementations of make_loader, as students write them."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, RandomSampler, Sampler, StackDataset, TensorDataset

_Loader = DataLoader[Any]


class _SameOrder(Sampler[int]):
    """The same order in each pass: it is seeded each time."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __iter__(self) -> Iterator[int]:
        generator = torch.Generator().manual_seed(0)
        return iter(torch.randperm(self.length, generator=generator).tolist())

    def __len__(self) -> int:
        return self.length


class _ShuffledBatches(Sampler[list[int]]):
    def __init__(self, length: int, batch_size: int) -> None:
        rows = list(range(length))
        self.batches = [rows[i : i + batch_size] for i in range(0, length, batch_size)]

    def __iter__(self) -> Iterator[list[int]]:
        return iter([self.batches[i] for i in torch.randperm(len(self.batches)).tolist()])

    def __len__(self) -> int:
        return len(self.batches)


def never_shuffles(inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool) -> _Loader:
    """shuffle is not handed on, and the loader's own default is no.

    Where does your code use its last argument?
    """
    return DataLoader(TensorDataset(inputs, targets), batch_size=batch_size)


def always_shuffles(inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool) -> _Loader:
    """The loader shuffles, whatever the caller says.

    Should a loader for validation shuffle?
    """
    return DataLoader(TensorDataset(inputs, targets), batch_size=batch_size, shuffle=True)


def shuffles_when_told_not_to(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """shuffle is turned round.

    Print the first batch, with shuffle and without.
    """
    return DataLoader(TensorDataset(inputs, targets), batch_size=batch_size, shuffle=not shuffle)


def ignores_the_batch_size(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """batch_size is not handed on: each batch has one row.

    How many rows does a loader give that is told nothing?
    """
    return DataLoader(TensorDataset(inputs, targets), shuffle=shuffle)


def always_takes_32(inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool) -> _Loader:
    """The batch size is always 32.

    Where does your code use its third argument?
    """
    return DataLoader(TensorDataset(inputs, targets), batch_size=32, shuffle=shuffle)


def makes_so_many_batches(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """batch_size is taken for the number of batches.

    What does the number mean, rows or batches?
    """
    size = -(-len(inputs) // batch_size)
    return DataLoader(TensorDataset(inputs, targets), batch_size=size, shuffle=shuffle)


def drops_the_ragged_batch(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The rows that do not fill a batch are left out.

    How many rows does one pass give, out of 7 in batches of 3?
    """
    data = TensorDataset(inputs, targets)
    return DataLoader(data, batch_size=batch_size, shuffle=shuffle, drop_last=True)


def drops_it_when_it_shuffles(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """With shuffle, the rows that do not fill a batch are left out.

    Did the caller say so?
    """
    data = TensorDataset(inputs, targets)
    return DataLoader(data, batch_size=batch_size, shuffle=shuffle, drop_last=shuffle)


def shuffles_once_beforehand(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The data are shuffled once, and then every pass has the same order.

    Print the first batch of two passes.
    """
    if shuffle:
        order = torch.randperm(len(inputs))
        inputs, targets = inputs[order], targets[order]
    return DataLoader(TensorDataset(inputs, targets), batch_size=batch_size)


def draws_one_order_for_all_passes(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The order is drawn when the loader is made, and stays.

    When is your order drawn, and how often?
    """
    data = TensorDataset(inputs, targets)
    order = torch.randperm(len(inputs)).tolist() if shuffle else range(len(inputs))
    return DataLoader(data, batch_size=batch_size, sampler=order)


def seeds_each_pass_alike(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """Each pass is seeded with the same number, and so has the same order.

    Do two epochs see the data in the same order?
    """
    data = TensorDataset(inputs, targets)
    if not shuffle:
        return DataLoader(data, batch_size=batch_size)
    return DataLoader(data, batch_size=batch_size, sampler=_SameOrder(len(data)))


def shuffles_whole_batches(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The batches change places, but the same rows are always together.

    Which rows can be in a batch with the first?
    """
    data = TensorDataset(inputs, targets)
    if not shuffle:
        return DataLoader(data, batch_size=batch_size)
    return DataLoader(data, batch_sampler=_ShuffledBatches(len(data), batch_size))


def draws_with_replacement(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """With shuffle, a row may come twice in a pass, and another not at all.

    How often should each row come in one pass?
    """
    data = TensorDataset(inputs, targets)
    sampler = RandomSampler(data, replacement=True) if shuffle else None
    return DataLoader(data, batch_size=batch_size, sampler=sampler)


def shuffles_inputs_alone(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The inputs are shuffled a second time, without their targets.

    Whose target stands beside the first row now?
    """
    if shuffle:
        inputs = inputs[torch.randperm(len(inputs))]
    return DataLoader(TensorDataset(inputs, targets), batch_size=batch_size, shuffle=shuffle)


def puts_the_targets_first(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """Each pair holds the targets first.

    In which order does a training loop unpack a pair?
    """
    return DataLoader(TensorDataset(targets, inputs), batch_size=batch_size, shuffle=shuffle)


def leaves_the_targets_out(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The data set holds the inputs alone.

    What will the loss be computed with?
    """
    return DataLoader(TensorDataset(inputs), batch_size=batch_size, shuffle=shuffle)


def makes_a_list_of_pairs(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The data set is a list of pairs, not a TensorDataset.

    Which type of data set does the contract name?
    """
    pairs = list(zip(inputs, targets, strict=True))
    return DataLoader(pairs, batch_size=batch_size, shuffle=shuffle)  # type: ignore[arg-type]


def takes_another_data_set(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The data set is a StackDataset.

    Which type of data set does the contract name?
    """
    return DataLoader(StackDataset(inputs, targets), batch_size=batch_size, shuffle=shuffle)


def returns_the_data_set(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> TensorDataset:
    """It returns the data set without a loader.

    What is type(...) of what you return?
    """
    return TensorDataset(inputs, targets)


def returns_an_iterator(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> Iterator[Any]:
    """It returns an iterator over the loader, which is used up after one pass.

    What does a second epoch see?
    """
    return iter(DataLoader(TensorDataset(inputs, targets), batch_size=batch_size, shuffle=shuffle))


def returns_a_list_of_batches(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> list[Any]:
    """It returns a list of the batches of one pass.

    When is the order of the second pass drawn?
    """
    return list(DataLoader(TensorDataset(inputs, targets), batch_size=batch_size, shuffle=shuffle))


def forces_single_precision(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """Inputs and targets are made float32, class indices too.

    Which dtype came in, and which goes out?
    """
    data = TensorDataset(inputs.float(), targets.float())
    return DataLoader(data, batch_size=batch_size, shuffle=shuffle)


def makes_whole_numbers_of_the_targets(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The targets are made whole numbers, as if they were classes.

    What is left of a target of 0.7?
    """
    data = TensorDataset(inputs, targets.long())
    return DataLoader(data, batch_size=batch_size, shuffle=shuffle)


def makes_columns_of_the_targets(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """Targets of shape (n,) come out as (n, 1).

    Who asked for another shape?
    """
    data = TensorDataset(inputs, targets.reshape(len(targets), -1))
    return DataLoader(data, batch_size=batch_size, shuffle=shuffle)


def centres_the_data_in_place(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> _Loader:
    """The caller's inputs are centred, in place.

    Who else looks at this tensor?
    """
    inputs -= inputs.mean(dim=0, keepdim=True)
    return DataLoader(TensorDataset(inputs, targets), batch_size=batch_size, shuffle=shuffle)
