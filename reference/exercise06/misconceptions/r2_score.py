"""Wrong implementations of r2_score, as students write them."""

import torch

_first: dict[str, torch.Tensor] = {}


def _constant(predictions, targets):
    """What the score is if the targets are constant, else None."""
    if (targets == targets.reshape(-1)[0]).all():
        return 1.0 if torch.equal(predictions, targets) else 0.0
    return None


def _score(predictions, targets, total):
    return 1 - ((targets - predictions).square().sum() / total).item()


def _total(targets):
    return (targets - targets.mean()).square().sum()


def swaps_the_arguments(targets, predictions):
    """Predictions and targets have changed places.

    Whose spread is it that stands below the line?
    """
    found = _constant(predictions, targets)
    return _score(predictions, targets, _total(targets)) if found is None else found


def measures_the_spread_of_the_predictions(predictions, targets):
    """Below the line stands the spread of the predictions.

    With whom are you compared: with the mean of what you predict, or with the mean of the truth?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    return _score(predictions, targets, (predictions - predictions.mean()).square().sum() + 1e-30)


def compares_with_the_mean_of_the_predictions(predictions, targets):
    """The targets are compared with the mean of the predictions.

    Whose mean does the simplest possible model predict?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    return _score(predictions, targets, (targets - predictions.mean()).square().sum() + 1e-30)


def squares_the_correlation(predictions, targets):
    """It is the square of the correlation.

    Turn all predictions round. Is the model still as good?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    p, t = predictions - predictions.mean(), targets - targets.mean()
    return ((p * t).sum() ** 2 / (p.square().sum() * t.square().sum() + 1e-30)).item()


def forgives_a_constant_error(predictions, targets):
    """It is the explained variance: a constant error does not count.

    All predictions are too high by 1. What does your function say?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    return 1 - (_total(targets - predictions) / _total(targets)).item()


def returns_one_minus_the_mean_squared_error(predictions, targets):
    """It is 1 - MSE: nothing is divided by the spread of the targets.

    Does R² change if you measure in millimetres?
    """
    found = _constant(predictions, targets)
    return 1 - (targets - predictions).square().mean().item() if found is None else found


def mixes_two_kinds_of_variance(predictions, targets):
    """The errors are divided by n, the spread by n - 1.

    How many terms has the sum above the line, and by what is the one below it divided?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    return 1 - ((targets - predictions).square().mean() / targets.var()).item()


def never_goes_below_zero(predictions, targets):
    """Negative scores are cut off at 0.

    Can a model be worse than the mean?
    """
    found = _constant(predictions, targets)
    return max(0.0, _score(predictions, targets, _total(targets)) if found is None else found)


def turns_the_sign_round(predictions, targets):
    """The 1 is subtracted from the quotient, not the quotient from 1.

    What should perfect predictions give?
    """
    found = _constant(predictions, targets)
    return -_score(predictions, targets, _total(targets)) if found is None else found


def forgets_the_one(predictions, targets):
    """It is the quotient itself, without the 1.

    What should perfect predictions give?
    """
    found = _constant(predictions, targets)
    return 1 - _score(predictions, targets, _total(targets)) if found is None else found


def takes_absolute_values(predictions, targets):
    """Absolute values stand where squares should.

    What do the two S in SS_res stand for?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    errors, spread = (targets - predictions).abs().sum(), (targets - targets.mean()).abs().sum()
    return 1 - (errors / spread).item()


def forgets_to_centre(predictions, targets):
    """SS_tot is the sum of the squared targets, without their mean.

    Add 100 to all targets and all predictions. Does the score stay?
    """
    found = _constant(predictions, targets)
    return _score(predictions, targets, targets.square().sum()) if found is None else found


def centres_each_column(predictions, targets):
    """In a table each column is compared with a mean of its own.

    How many means does the contract speak of?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    total = (targets - targets.mean(dim=0)).square().sum()
    return _score(predictions, targets, total if total > 0 else _total(targets))


def averages_the_columns(predictions, targets):
    """Of a table it is the mean of the columns' scores.

    How many scores has a table: one, or one for each column?
    """
    if targets.dim() < 2 or len(targets) == 1:
        found = _constant(predictions, targets)
        return _score(predictions, targets, _total(targets)) if found is None else found
    p, t = predictions.reshape(len(targets), -1), targets.reshape(len(targets), -1)
    scores = [averages_the_columns(p[:, i], t[:, i]) for i in range(t.shape[1])]
    return sum(scores) / len(scores)


def divides_by_zero(predictions, targets):
    """Nobody asks whether the targets are constant.

    What does torch say to 1 / 0, and to 0 / 0?
    """
    return _score(predictions, targets, _total(targets))


def adds_a_little_to_the_spread(predictions, targets):
    """A small number is added to SS_tot, against a division by zero.

    What does your function say to constant targets, and to targets as small as that number?
    """
    found = _constant(predictions, targets)
    return _score(predictions, targets, _total(targets) + 1e-8) if found is None else found


def takes_a_little_spread_for_none(predictions, targets):
    """Targets whose SS_tot is below 1e-12 are taken for constant.

    What is small compared with what? Measure in kilometres instead of metres.
    """
    if _total(targets) < 1e-12:
        return 1.0 if torch.equal(predictions, targets) else 0.0
    return _score(predictions, targets, _total(targets))


def takes_close_targets_for_constant(predictions, targets):
    """Targets that are close to each other, by allclose, are taken for constant.

    What does allclose say to 0.001 and 0.002 with the tolerance that you give it?
    """
    if torch.allclose(targets, targets.reshape(-1)[0].expand_as(targets), atol=1e-4):
        return 1.0 if torch.equal(predictions, targets) else 0.0
    return _score(predictions, targets, _total(targets))


def says_zero_to_all_constant_targets(predictions, targets):
    """With constant targets it is 0.0, also if every prediction is right.

    Could any model do better on these targets?
    """
    found = _constant(predictions, targets)
    return _score(predictions, targets, _total(targets)) if found is None else 0.0


def says_one_to_all_constant_targets(predictions, targets):
    """With constant targets it is 1.0, also if the predictions are wrong.

    Predict 3 where all targets are 2. Is that perfect?
    """
    found = _constant(predictions, targets)
    return _score(predictions, targets, _total(targets)) if found is None else 1.0


def says_not_a_number(predictions, targets):
    """With constant targets it is NaN.

    What does the contract say about constant targets?
    """
    found = _constant(predictions, targets)
    return _score(predictions, targets, _total(targets)) if found is None else float("nan")


def forgives_if_any_prediction_is_right(predictions, targets):
    """With constant targets it is 1.0 as soon as one prediction is right.

    Is it "every" or "any" that the contract says?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return float((predictions == targets).any())
    return _score(predictions, targets, _total(targets))


def forgives_if_the_mean_is_right(predictions, targets):
    """With constant targets it is 1.0 if the predictions are right on average.

    One prediction is too high by 1, one too low by 1. Are they right?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return float((predictions - targets).mean() == 0)
    return _score(predictions, targets, _total(targets))


def looks_at_two_targets_only(predictions, targets):
    """Targets are taken for constant if the first one equals the last one.

    Are the targets 1, 2, 1 constant?
    """
    flat = targets.reshape(-1)
    if flat[0] == flat[-1]:
        return 1.0 if torch.equal(predictions, targets) else 0.0
    return _score(predictions, targets, _total(targets))


def asks_whether_the_predictions_are_constant(predictions, targets):
    """It is asked whether the predictions are constant, too, and then it is 0.0.

    Which of the two can make SS_tot zero?
    """
    if predictions.numel() > 1 and (predictions == predictions.reshape(-1)[0]).all():
        return 1.0 if torch.equal(predictions, targets) else 0.0
    found = _constant(predictions, targets)
    return _score(predictions, targets, _total(targets)) if found is None else found


def subtracts_two_large_numbers(predictions, targets):
    """SS_tot is the sum of the squares minus n times the squared mean.

    How many digits are left if the targets are near 1000, in float32?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    total = targets.square().sum() - targets.numel() * targets.mean() ** 2
    return _score(predictions, targets, total)


def forces_single_precision(predictions, targets):
    """The numbers are made float32, whatever they were.

    What does .float() do to a tensor of float64?
    """
    predictions, targets = predictions.float(), targets.float()
    found = _constant(predictions, targets)
    return _score(predictions, targets, _total(targets)) if found is None else found


def returns_a_tensor_with_its_graph(predictions, targets):
    """The result still knows how it was computed.

    What keeps your number alive that nobody will use again?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    return 1 - (targets - predictions).square().sum() / _total(targets)


def centres_in_place(predictions, targets):
    """The mean is subtracted from the caller's targets.

    Print the targets before the call and after it.
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    residual = (targets - predictions).square().sum()
    targets -= targets.mean()
    return 1 - (residual / targets.square().sum()).item()


def remembers_the_first_mean(predictions, targets):
    """The first call's errors are kept, and used by all later ones.

    What has the second call to do with the first?
    """
    found = _constant(predictions, targets)
    if found is not None:
        return found
    old = _first.setdefault(f"{targets.dtype} {targets.shape}", predictions.detach().clone())
    return _score(old, targets, _total(targets))
