"""Exercise 05: mini-batches. Read README.md first. When ready: grade exercise05"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset


def train_val_test_split(
    inputs: Tensor, targets: Tensor, fractions: tuple[float, float, float] = (0.7, 0.15, 0.15)
) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Cut a data set into training, validation and test data: in order, not shuffled.

    With n rows and the fractions f0, f1 and f2, training ends at row int(f0·n), validation at row
    int((f0 + f1)·n), and test takes the rest. So every row is in one part, and a part may be
    empty. Rows lie along the first dimension, in float32, float64 or whole numbers, and keep their
    dtype. The arguments stay as they are; the parts may share their memory.

    Args:
        inputs: n rows of any shape.
        targets: n rows of any shape, the n-th of which belongs to the n-th of the inputs.
        fractions: of training, validation and test; 0 is allowed.

    Returns:
        Three pairs (inputs, targets): training, validation, test.

    Raises:
        ValueError: naming the argument or its value, if a fraction is negative, if the fractions
            do not sum to 1 (to 1e-6), or if inputs and targets differ in length.

    Example:
        >>> x = torch.arange(7)
        >>> train, val, test = train_val_test_split(x, 10 * x)
        >>> train
        (tensor([0, 1, 2, 3]), tensor([ 0, 10, 20, 30]))
        >>> val, test
        ((tensor([4]), tensor([40])), (tensor([5, 6]), tensor([50, 60])))
    """
    # TODO (about ten lines): which two row numbers decide everything, and when do you round?
    raise NotImplementedError("train_val_test_split is yours to write")


def iterate_minibatches(
    inputs: Tensor, targets: Tensor, batch_size: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Go through a data set in batches, in order, the ragged last one included.

    An iterator: `next()` gives the next pair (inputs, targets), and after the last pair it ends.
    Every batch has batch_size rows, only the last has as many as are left; no batch is empty. So
    a batch_size of n or more gives a single batch. Rows lie along the first dimension and keep
    their dtype (float32, float64 or whole numbers). The arguments stay as they are; batches may
    share their memory.

    Args:
        inputs: n rows of any shape, n ≥ 1.
        targets: n rows of any shape, as many as the inputs.
        batch_size: rows of a batch, ≥ 1.

    Raises:
        ValueError: naming the argument or its value, if batch_size is below 1; when the function
            is called, or at the latest when the first batch is asked for.

    Example:
        >>> x = torch.arange(5)
        >>> for batch, target in iterate_minibatches(x, 10 * x, batch_size=2):
        ...     print(batch, target)
        tensor([0, 1]) tensor([ 0, 10])
        tensor([2, 3]) tensor([20, 30])
        tensor([4]) tensor([40])
    """
    # TODO (about five lines): at which rows do the batches start?
    raise NotImplementedError("iterate_minibatches is yours to write")


def make_loader(
    inputs: Tensor, targets: Tensor, batch_size: int, shuffle: bool
) -> DataLoader[tuple[Tensor, ...]]:
    """Make a `DataLoader` over a `TensorDataset` of inputs and targets.

    The dataset holds both tensors as they came: their order, their dtype, their values. The loader
    gives pairs of inputs and targets in batches of batch_size rows, the ragged last one included.
    With shuffle, each pass over it has a new random order of the rows, and a row's target stays
    with it; without, each pass has the order of the data. The arguments stay as they are.

    Args:
        inputs: n rows of any shape, n ≥ 1.
        targets: n rows of any shape, as many as the inputs.
        batch_size: rows of a batch, ≥ 1.
        shuffle: whether each pass has an order of its own.

    Example:
        >>> x = torch.arange(3)
        >>> loader = make_loader(x, 10 * x, batch_size=2, shuffle=False)
        >>> for batch, target in loader:
        ...     print(batch, target)
        tensor([0, 1]) tensor([ 0, 10])
        tensor([2]) tensor([20])
    """
    # TODO (one line): what does the loader do by itself, and what must you tell it?
    raise NotImplementedError("make_loader is yours to write")


def move_batch(batch: Any, device: torch.device) -> Any:
    """Move a batch's tensors to a device, in the structure in which they come.

    A batch is a tensor, or a tuple, list or dict of batches, nested however deep. A tuple stays a
    tuple, a list a list, a dict a dict with the same keys. Anything else (a text, a number, `None`,
    an object) is handed on as it is. The tensors keep values, shape and dtype; one that is on the
    device already may be handed on itself. The batch that was given stays as it is: its lists and
    dicts, at every depth, still hold what they held.

    Args:
        batch: what to move. Tuples, lists and dicts of types of their own do not occur.
        device: where to.

    Example:
        >>> batch = {"image": torch.ones(2), "names": ["a", None], "sizes": (torch.ones(1), 3)}
        >>> move_batch(batch, torch.device("cpu"))
        {'image': tensor([1., 1.]), 'names': ['a', None], 'sizes': (tensor([1.]), 3)}
    """
    # TODO (about nine lines): what do you do with an item of a batch that is a batch itself?
    raise NotImplementedError("move_batch is yours to write")
