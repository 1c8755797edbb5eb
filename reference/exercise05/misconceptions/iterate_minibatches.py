"""Wrong implementations of iterate_minibatches, as students write them."""

from collections.abc import Iterator

import torch
from torch import Tensor

_Pair = tuple[Tensor, Tensor]
_places: dict[int, int] = {}


def _check(batch_size: int) -> None:
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, not {batch_size}")


def drops_the_ragged_batch(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The rows that do not fill a batch are left out.

    How many rows do your batches have together?
    """
    _check(batch_size)
    for i in range(len(inputs) // batch_size):
        rows = slice(i * batch_size, (i + 1) * batch_size)
        yield inputs[rows], targets[rows]


def ends_before_the_last_batch(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The last batch is missing, also when it is a full one.

    Six rows in batches of 3: where does the second batch end?
    """
    _check(batch_size)
    start = 0
    while start + batch_size < len(inputs):
        yield inputs[start : start + batch_size], targets[start : start + batch_size]
        start += batch_size


def leaves_out_the_last_row(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The last row is never given.

    Is the end of a range in it?
    """
    _check(batch_size)
    n = len(inputs) - 1
    for start in range(0, max(n, 1), batch_size):
        end = max(min(start + batch_size, n), 1)
        yield inputs[start:end], targets[start:end]


def fills_up_with_the_first_rows(
    inputs: Tensor, targets: Tensor, batch_size: int
) -> Iterator[_Pair]:
    """The last batch is filled up with rows from the beginning.

    How often should a row be given in one pass?
    """
    _check(batch_size)
    for start in range(0, len(inputs), batch_size):
        rows = torch.arange(start, start + batch_size) % len(inputs)
        yield inputs[rows], targets[rows]


def fills_up_with_earlier_rows(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The last batch starts early enough to be a full one, so some rows are given twice.

    How often should a row be given in one pass?
    """
    _check(batch_size)
    for start in range(0, len(inputs), batch_size):
        start = max(min(start, len(inputs) - batch_size), 0)
        yield inputs[start : start + batch_size], targets[start : start + batch_size]


def fills_up_with_zeros(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The last batch is filled up with rows of zeros.

    What would the model learn from them?
    """
    _check(batch_size)
    for start in range(0, len(inputs), batch_size):
        x, y = inputs[start : start + batch_size], targets[start : start + batch_size]
        missing = batch_size - len(x)
        yield (
            torch.cat([x, x.new_zeros(missing, *x.shape[1:])]),
            torch.cat([y, y.new_zeros(missing, *y.shape[1:])]),
        )


def adds_an_empty_batch(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """If the rows fill the batches exactly, an empty one follows.

    How many batches of 3 does it take for 6 rows? What is the mean loss of no rows?
    """
    _check(batch_size)
    for i in range(len(inputs) // batch_size + 1):
        rows = slice(i * batch_size, (i + 1) * batch_size)
        yield inputs[rows], targets[rows]


def moves_on_by_one_row(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Each batch starts one row after the last one started: they overlap.

    By how much does the start move from batch to batch?
    """
    _check(batch_size)
    for start in range(max(len(inputs) - batch_size + 1, 1)):
        yield inputs[start : start + batch_size], targets[start : start + batch_size]


def takes_one_row_too_many(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Each batch has a row of the next one.

    Is the end of a slice in it?
    """
    _check(batch_size)
    for start in range(0, len(inputs), batch_size):
        yield inputs[start : start + batch_size + 1], targets[start : start + batch_size + 1]


def makes_so_many_batches(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """batch_size is taken for the number of batches.

    What does the second argument of chunk mean?
    """
    _check(batch_size)
    yield from zip(inputs.chunk(batch_size), targets.chunk(batch_size))


def makes_even_batches(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The rows are spread evenly: full batches are smaller than batch_size.

    Five rows in batches of 4: how long should the two be?
    """
    _check(batch_size)
    count = -(-len(inputs) // batch_size)
    yield from zip(inputs.tensor_split(count), targets.tensor_split(count))


def returns_a_list(inputs: Tensor, targets: Tensor, batch_size: int) -> list[_Pair]:
    """It returns a list of batches, which is no iterator.

    What does next() say to a list?
    """
    _check(batch_size)
    return list(zip(inputs.split(batch_size), targets.split(batch_size)))


def returns_in_the_loop(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """After the first batch it ends.

    How often does the body of your loop run?
    """
    _check(batch_size)
    for start in range(0, len(inputs), batch_size):
        yield inputs[start : start + batch_size], targets[start : start + batch_size]
        return


def never_ends(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """After the last batch it starts again.

    When does a for loop over your batches end?
    """
    _check(batch_size)
    while True:
        yield from zip(inputs.split(batch_size), targets.split(batch_size))


def gives_inputs_alone(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[Tensor]:
    """The targets are not given.

    What will the loss be computed with?
    """
    _check(batch_size)
    yield from inputs.split(batch_size)


def gives_the_targets_first(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Each pair holds the targets first.

    In which order does a training loop unpack a pair?
    """
    _check(batch_size)
    yield from zip(targets.split(batch_size), inputs.split(batch_size))


def gives_all_the_targets(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Every batch comes with all of the targets.

    How many targets does a batch of 3 need?
    """
    _check(batch_size)
    for batch in inputs.split(batch_size):
        yield batch, targets


def gives_lists_of_rows(
    inputs: Tensor, targets: Tensor, batch_size: int
) -> Iterator[tuple[list[Tensor], list[Tensor]]]:
    """A batch is two lists of rows, not two tensors.

    What would a model say to a list?
    """
    _check(batch_size)
    for x, y in zip(inputs.split(batch_size), targets.split(batch_size)):
        yield list(x), list(y)


def flattens_a_last_row(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """A batch of one row loses its first dimension.

    What is the shape of a batch of one?
    """
    _check(batch_size)
    for x, y in zip(inputs.split(batch_size), targets.split(batch_size)):
        yield x.squeeze(0), y.squeeze(0)


def shuffles_the_rows(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The rows come in a random order.

    In which order does the contract want them?
    """
    _check(batch_size)
    order = torch.randperm(len(inputs))
    yield from zip(inputs[order].split(batch_size), targets[order].split(batch_size))


def starts_with_the_last_rows(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The batches come from the end of the data.

    Which row should the first batch start with?
    """
    _check(batch_size)
    yield from zip(inputs.flip(0).split(batch_size), targets.flip(0).split(batch_size))


def ignores_the_batch_size(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The batches always have 4 rows.

    Where does your code use its third argument?
    """
    _check(batch_size)
    yield from zip(inputs.split(4), targets.split(4))


def refuses_a_batch_size_above_n(
    inputs: Tensor, targets: Tensor, batch_size: int
) -> Iterator[_Pair]:
    """A batch_size above n raises an error.

    What should happen to 3 rows in batches of 5?
    """
    _check(batch_size)
    if batch_size > len(inputs):
        raise ValueError(f"batch_size is {batch_size}, but there are {len(inputs)} rows")
    yield from zip(inputs.split(batch_size), targets.split(batch_size))


def steps_by_any_batch_size(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """batch_size is not looked at: range() is left to complain, or not.

    What does range(0, 10, 0) say, and what does range(0, 10, -1)?
    """
    for start in range(0, len(inputs), batch_size):
        yield inputs[start : start + batch_size], targets[start : start + batch_size]


def refuses_zero_alone(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Only a batch_size of 0 raises an error.

    Which other numbers make no batches?
    """
    if batch_size == 0:
        raise ValueError("batch_size must not be 0")
    for start in range(0, len(inputs), batch_size):
        yield inputs[start : start + batch_size], targets[start : start + batch_size]


def refuses_negative_ones_alone(
    inputs: Tensor, targets: Tensor, batch_size: int
) -> Iterator[_Pair]:
    """A batch_size of 0 is taken for 1.

    Is 0 a batch size that the contract allows?
    """
    if batch_size < 0:
        raise ValueError(f"batch_size must not be negative: {batch_size}")
    size = batch_size or 1
    yield from zip(inputs.split(size), targets.split(size))


def takes_bad_sizes_for_one(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """A batch_size below 1 is silently taken for 1.

    How would the caller learn of the mistake?
    """
    size = max(batch_size, 1)
    yield from zip(inputs.split(size), targets.split(size))


def complains_at_the_end(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The error is raised only after a first batch.

    What has the caller done with that batch by then?
    """
    size = max(batch_size, 1)
    yield from zip(inputs.split(size), targets.split(size))
    _check(batch_size)


def asserts_what_it_needs(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """It uses assert, which raises an AssertionError.

    Which type of error does the contract name? And what is left of an assert under python -O?
    """
    assert batch_size >= 1, f"batch_size must be at least 1, not {batch_size}"
    yield from zip(inputs.split(batch_size), targets.split(batch_size))


def says_nothing_in_its_error(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """The error has no message.

    What would you like to read when this happens to you?
    """
    if batch_size < 1:
        raise ValueError
    yield from zip(inputs.split(batch_size), targets.split(batch_size))


def goes_on_where_the_last_one_stopped(
    inputs: Tensor, targets: Tensor, batch_size: int
) -> Iterator[_Pair]:
    """All iterators over the same data share one place.

    Where does your function keep the row that it has reached?
    """
    _check(batch_size)
    key = id(inputs)
    _places[key] = 0
    while _places[key] < len(inputs):
        start = _places[key]
        _places[key] += batch_size
        yield inputs[start : start + batch_size], targets[start : start + batch_size]


def forces_single_precision(inputs: Tensor, targets: Tensor, batch_size: int) -> Iterator[_Pair]:
    """Everything is made float32, class indices too.

    Which dtype came in, and which goes out?
    """
    _check(batch_size)
    for x, y in zip(inputs.split(batch_size), targets.split(batch_size)):
        yield x.float(), y.float()


def centres_each_batch_in_place(
    inputs: Tensor, targets: Tensor, batch_size: int
) -> Iterator[_Pair]:
    """Each batch is centred in place, and a slice shares the memory of the data.

    What has become of the caller's inputs after one pass?
    """
    _check(batch_size)
    for x, y in zip(inputs.split(batch_size), targets.split(batch_size)):
        x -= x.mean(dim=0, keepdim=True)
        yield x, y
