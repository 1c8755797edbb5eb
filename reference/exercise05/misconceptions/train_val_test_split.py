"""Wrong implementations of train_val_test_split, as students write them."""

import math

import torch
from torch import Tensor

_Pair = tuple[Tensor, Tensor]
_Fractions = tuple[float, float, float]
USUAL = (0.7, 0.15, 0.15)


def _check(inputs: Tensor, targets: Tensor, fractions: _Fractions) -> None:
    if len(inputs) != len(targets):
        raise ValueError(f"{len(inputs)} inputs, {len(targets)} targets")
    _check_fractions(fractions)


def _check_fractions(fractions: _Fractions) -> None:
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError(f"bad fractions: {fractions}")


def _cut(
    inputs: Tensor, targets: Tensor, train_end: int, val_end: int
) -> tuple[_Pair, _Pair, _Pair]:
    return (
        (inputs[:train_end], targets[:train_end]),
        (inputs[train_end:val_end], targets[train_end:val_end]),
        (inputs[val_end:], targets[val_end:]),
    )


def _ends(inputs: Tensor, fractions: _Fractions) -> tuple[int, int]:
    n = len(inputs)
    return int(fractions[0] * n), int((fractions[0] + fractions[1]) * n)


def cuts_each_length_off(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The lengths of training and validation are each cut off, and then added.

    Take 13 rows. What do 0.7 and 0.15 of them come to, and what does 0.85?
    """
    _check(inputs, targets, fractions)
    n_train, n_val = int(fractions[0] * len(inputs)), int(fractions[1] * len(inputs))
    return _cut(inputs, targets, n_train, n_train + n_val)


def cuts_the_test_length_off(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Test gets int(f2·n) rows and validation what is left.

    Which of the three parts takes the rows that rounding leaves over?
    """
    _check(inputs, targets, fractions)
    n = len(inputs)
    return _cut(inputs, targets, int(fractions[0] * n), n - int(fractions[2] * n))


def rounds_to_the_nearest(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The row numbers are rounded to the nearest whole number, not cut off.

    What is int(7.7), and what is round(7.7)?
    """
    _check(inputs, targets, fractions)
    n = len(inputs)
    val_end = round((fractions[0] + fractions[1]) * n)
    return _cut(inputs, targets, round(fractions[0] * n), val_end)


def rounds_up(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The row numbers are rounded up.

    If 0.7 of the rows are 4.9, how many of them may training take?
    """
    _check(inputs, targets, fractions)
    n = len(inputs)
    val_end = math.ceil(round((fractions[0] + fractions[1]) * n, 9))
    return _cut(inputs, targets, math.ceil(round(fractions[0] * n, 9)), val_end)


def drops_the_rest(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Test gets int(f2·n) rows too, and the rows after them are lost.

    Add up the lengths of your three parts. Is it n?
    """
    _check(inputs, targets, fractions)
    train_end, val_end = _ends(inputs, fractions)
    train, val, _ = _cut(inputs, targets, train_end, val_end)
    end = val_end + int(fractions[2] * len(inputs))
    return train, val, (inputs[val_end:end], targets[val_end:end])


def ends_before_the_last_row(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The last row is lost: a slice up to -1 ends before it.

    What is the last row of inputs[3:-1]?
    """
    _check(inputs, targets, fractions)
    train_end, val_end = _ends(inputs, fractions)
    train, val, _ = _cut(inputs, targets, train_end, val_end)
    return train, val, (inputs[val_end:-1], targets[val_end:-1])


def shuffles_the_rows(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The rows are shuffled before they are split.

    In which order does the contract want the rows?
    """
    _check(inputs, targets, fractions)
    order = torch.randperm(len(inputs))
    return _cut(inputs[order], targets[order], *_ends(inputs, fractions))


def shuffles_inputs_alone(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The inputs are shuffled, the targets are not.

    Whose target stands in the first row now?
    """
    _check(inputs, targets, fractions)
    return _cut(inputs[torch.randperm(len(inputs))], targets, *_ends(inputs, fractions))


def starts_validation_at_the_first_row(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Validation starts at row 0 again: it holds the rows that were trained on.

    May a row be in two of the parts?
    """
    _check(inputs, targets, fractions)
    train_end, val_end = _ends(inputs, fractions)
    train, _, test = _cut(inputs, targets, train_end, val_end)
    return train, (inputs[:val_end], targets[:val_end]), test


def starts_the_test_where_training_ends(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Test starts where training ends, and holds the validation rows too.

    Why does one keep test rows apart from those that settings are chosen with?
    """
    _check(inputs, targets, fractions)
    train_end, val_end = _ends(inputs, fractions)
    train, val, _ = _cut(inputs, targets, train_end, val_end)
    return train, val, (inputs[train_end:], targets[train_end:])


def takes_a_length_for_a_row_number(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Validation ends at int(f1·n), as if it had started at row 0.

    Is the second number in a slice a length or a place?
    """
    _check(inputs, targets, fractions)
    return _cut(inputs, targets, int(fractions[0] * len(inputs)), int(fractions[1] * len(inputs)))


def skips_a_row_at_each_cut(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Each part starts one row late: the row at the cut is in no part.

    Which row is the first that inputs[:5] leaves out?
    """
    _check(inputs, targets, fractions)
    train_end, val_end = _ends(inputs, fractions)
    return (
        (inputs[:train_end], targets[:train_end]),
        (inputs[train_end + 1 : val_end], targets[train_end + 1 : val_end]),
        (inputs[val_end + 1 :], targets[val_end + 1 :]),
    )


def returns_the_test_part_second(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Validation and test change places in the result.

    In which order will the caller unpack the three?
    """
    _check(inputs, targets, fractions)
    train, val, test = _cut(inputs, targets, *_ends(inputs, fractions))
    return train, test, val


def gives_the_second_fraction_to_test(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The last fraction is taken for validation, the middle one for test.

    Call it with (0.5, 0.4, 0.1). How long is each part?
    """
    _check(inputs, targets, fractions)
    n = len(inputs)
    end = int((fractions[0] + fractions[2]) * n)
    return _cut(inputs, targets, int(fractions[0] * n), end)


def takes_the_test_rows_from_the_front(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Test holds the first rows, and training the last.

    Which rows come first in the contract?
    """
    _check(inputs, targets, fractions)
    train_end, val_end = _ends(inputs, fractions)
    n = len(inputs)
    a, b = n - val_end, n - train_end
    return (inputs[b:], targets[b:]), (inputs[a:b], targets[a:b]), (inputs[:a], targets[:a])


def groups_by_inputs_and_targets(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[tuple[Tensor, ...], ...]:
    """It returns all inputs and then all targets, not three pairs.

    What does the caller get from train, val, test = ...?
    """
    _check(inputs, targets, fractions)
    parts = _cut(inputs, targets, *_ends(inputs, fractions))
    return tuple(x for x, _ in parts), tuple(y for _, y in parts)


def returns_six_tensors(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[Tensor, ...]:
    """It returns six tensors in a row, not three pairs.

    How many values should train, val, test = ... unpack?
    """
    _check(inputs, targets, fractions)
    parts = _cut(inputs, targets, *_ends(inputs, fractions))
    return tuple(tensor for pair in parts for tensor in pair)


def puts_the_targets_first(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Each pair holds the targets first.

    In which order does a training loop unpack a pair?
    """
    _check(inputs, targets, fractions)
    train, val, test = _cut(targets, inputs, *_ends(inputs, fractions))
    return train, val, test


def splits_inputs_alone(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Every part has all of the targets.

    How many targets does a part need?
    """
    _check(inputs, targets, fractions)
    train, val, test = _cut(inputs, targets, *_ends(inputs, fractions))
    return (train[0], targets), (val[0], targets), (test[0], targets)


def returns_lists_of_rows(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[tuple[list[Tensor], list[Tensor]], ...]:
    """The parts are lists of rows, not tensors.

    What would a model say to a list?
    """
    _check(inputs, targets, fractions)
    return tuple((list(x), list(y)) for x, y in _cut(inputs, targets, *_ends(inputs, fractions)))


def counts_numbers_for_rows(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """n is the count of all numbers in the inputs, not of rows.

    What are len(inputs) and inputs.numel() for 10 rows of 3 features?
    """
    _check(inputs, targets, fractions)
    n = inputs.numel()
    return _cut(inputs, targets, int(fractions[0] * n), int((fractions[0] + fractions[1]) * n))


def ignores_the_fractions(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """It always splits by 0.7, 0.15 and 0.15.

    What does your function do with its third argument?
    """
    _check(inputs, targets, fractions)
    return _cut(inputs, targets, *_ends(inputs, USUAL))


def has_another_default(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = (0.8, 0.1, 0.1)
) -> tuple[_Pair, _Pair, _Pair]:
    """Without fractions it takes 0.8, 0.1 and 0.1.

    Which numbers does the signature of the contract give?
    """
    _check(inputs, targets, fractions)
    return _cut(inputs, targets, *_ends(inputs, fractions))


def gives_every_part_a_row(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Training and validation get at least one row, whatever their fraction is.

    What is int(0.15·3)? And what does a fraction of 0 ask for?
    """
    _check(inputs, targets, fractions)
    train_end, val_end = _ends(inputs, fractions)
    train_end = max(train_end, 1)
    return _cut(inputs, targets, train_end, max(val_end, train_end + 1))


def refuses_a_fraction_of_zero(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """A fraction of 0 raises an error.

    Is 0 negative? Who needs no test part?
    """
    _check(inputs, targets, fractions)
    if min(fractions) <= 0:
        raise ValueError(f"fractions must be positive: {fractions}")
    return _cut(inputs, targets, *_ends(inputs, fractions))


def asks_for_a_sum_of_exactly_one(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """_Fractions whose sum is off by a rounding raise an error.

    Ask Python for 0.6 + 0.3 + 0.1 == 1.
    """
    _check(inputs, targets, fractions)
    if sum(fractions) != 1:
        raise ValueError(f"fractions must sum to 1: {fractions}")
    return _cut(inputs, targets, *_ends(inputs, fractions))


def asks_for_nine_digits(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The sum may be off by 1e-9 only.

    How far off may it be in the contract, and what does math.isclose allow by itself?
    """
    _check(inputs, targets, fractions)
    if not math.isclose(sum(fractions), 1.0):
        raise ValueError(f"fractions must sum to 1: {fractions}")
    return _cut(inputs, targets, *_ends(inputs, fractions))


def takes_a_sum_near_one(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The sum may be off by a thousandth.

    How far off may it be in the contract?
    """
    if len(inputs) != len(targets):
        raise ValueError(f"{len(inputs)} inputs, {len(targets)} targets")
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-3:
        raise ValueError(f"bad fractions: {fractions}")
    return _cut(inputs, targets, *_ends(inputs, fractions))


def takes_a_sum_below_one(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Only a sum above 1 raises an error, one below does not.

    What is the absolute value of 0.9 - 1?
    """
    if len(inputs) != len(targets):
        raise ValueError(f"{len(inputs)} inputs, {len(targets)} targets")
    if min(fractions) < 0 or sum(fractions) - 1 > 1e-6:
        raise ValueError(f"bad fractions: {fractions}")
    return _cut(inputs, targets, *_ends(inputs, fractions))


def takes_any_sum(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The sum of the fractions is not looked at.

    What do (70, 15, 15) mean, and what does your function make of them?
    """
    if len(inputs) != len(targets):
        raise ValueError(f"{len(inputs)} inputs, {len(targets)} targets")
    if min(fractions) < 0:
        raise ValueError(f"bad fractions: {fractions}")
    return _cut(inputs, targets, *_ends(inputs, fractions))


def divides_by_the_sum(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """_Fractions that do not sum to 1 are made to, silently.

    Did the caller who wrote (0.7, 0.2, 0.2) mean what you make of it?
    """
    if len(inputs) != len(targets):
        raise ValueError(f"{len(inputs)} inputs, {len(targets)} targets")
    if min(fractions) < 0:
        raise ValueError(f"bad fractions: {fractions}")
    total = sum(fractions) or 1.0
    f0, f1, f2 = (fraction / total for fraction in fractions)
    return _cut(inputs, targets, *_ends(inputs, (f0, f1, f2)))


def takes_negative_fractions(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Negative fractions are not refused, as long as the sum is 1.

    What do 1.2, -0.1 and -0.1 sum to, and what does your slice make of them?
    """
    if len(inputs) != len(targets):
        raise ValueError(f"{len(inputs)} inputs, {len(targets)} targets")
    if abs(sum(fractions) - 1) > 1e-6:
        raise ValueError(f"bad fractions: {fractions}")
    return _cut(inputs, targets, *_ends(inputs, fractions))


def looks_at_the_first_fraction_alone(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Only a negative first fraction raises an error.

    Which of the three may be negative?
    """
    if len(inputs) != len(targets):
        raise ValueError(f"{len(inputs)} inputs, {len(targets)} targets")
    if fractions[0] < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError(f"bad fractions: {fractions}")
    return _cut(inputs, targets, *_ends(inputs, fractions))


def trusts_the_lengths(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Inputs and targets may differ in length.

    Which target belongs to the last of 12 inputs, if there are 11 targets?
    """
    _check_fractions(fractions)
    return _cut(inputs, targets, *_ends(inputs, fractions))


def cuts_to_the_shorter(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Of inputs and targets of different length, the longer is silently cut.

    How would the caller learn that something is wrong with the data?
    """
    _check_fractions(fractions)
    n = min(len(inputs), len(targets))
    return _cut(inputs[:n], targets[:n], *_ends(inputs[:n], fractions))


def compares_the_counts_of_numbers(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """It compares how many numbers there are, not how many rows.

    May 12 rows of 2 features have 12 targets?
    """
    _check_fractions(fractions)
    if inputs.numel() != targets.numel():
        raise ValueError(f"inputs {inputs.shape} and targets {targets.shape} do not fit")
    return _cut(inputs, targets, *_ends(inputs, fractions))


def asserts_what_it_needs(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """It uses assert, which raises an AssertionError.

    Which type of error does the contract name? And what is left of an assert under python -O?
    """
    assert len(inputs) == len(targets), "inputs and targets differ in length"
    assert min(fractions) >= 0, "fractions must not be negative"
    assert abs(sum(fractions) - 1) <= 1e-6, "fractions must sum to 1"
    return _cut(inputs, targets, *_ends(inputs, fractions))


def says_nothing_in_its_errors(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The errors have no message.

    What would you like to read when this happens to you?
    """
    if len(inputs) != len(targets):
        raise ValueError
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    return _cut(inputs, targets, *_ends(inputs, fractions))


def forces_single_precision(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Everything is made float32, class indices too.

    Which dtype came in, and which goes out?
    """
    _check(inputs, targets, fractions)
    return _cut(inputs.float(), targets.float(), *_ends(inputs, fractions))


def makes_columns_of_the_targets(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """Targets of shape (n,) come out as (n, 1).

    Who asked for another shape?
    """
    _check(inputs, targets, fractions)
    return _cut(inputs, targets.reshape(len(targets), -1), *_ends(inputs, fractions))


def centres_the_data_in_place(
    inputs: Tensor, targets: Tensor, fractions: _Fractions = USUAL
) -> tuple[_Pair, _Pair, _Pair]:
    """The caller's inputs are centred, in place.

    Who else looks at this tensor? And may test rows have a say in what training sees?
    """
    _check(inputs, targets, fractions)
    inputs -= inputs.mean(dim=0, keepdim=True)
    return _cut(inputs, targets, *_ends(inputs, fractions))
