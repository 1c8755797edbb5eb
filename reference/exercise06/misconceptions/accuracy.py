"""Wrong implementations of accuracy, as students write them."""

import torch

_counts = {"right": 0, "rows": 0}


def returns_a_fraction(logits, targets):
    """It is a fraction from 0 to 1.

    Which unit does the contract name?
    """
    return (logits.argmax(dim=1) == targets).double().mean().item()


def returns_the_count(logits, targets):
    """It is the number of right rows.

    If every row were there twice, should the accuracy double?
    """
    return float((logits.argmax(dim=1) == targets).sum())


def looks_down_the_columns(logits, targets):
    """The largest logit of each column is looked for.

    Along which dimension do the classes lie?
    """
    predicted = logits.argmax(dim=0)
    rows = min(len(predicted), len(targets))
    return 100 * (predicted[:rows] == targets[:rows]).double().mean().item()


def finds_the_largest_of_all(logits, targets):
    """The place of the largest of all logits is compared with each target.

    How many predictions do you make, and how many rows are there?
    """
    return 100 * (logits.argmax() == targets).double().mean().item()


def takes_the_smallest(logits, targets):
    """The smallest logit of each row is taken.

    Which logit belongs to the class that the model believes in?
    """
    return 100 * (logits.argmin(dim=1) == targets).double().mean().item()


def compares_the_logit_with_the_class(logits, targets):
    """The largest logit itself is compared with the class.

    torch.max returns two things. Which of them is the number of the class?
    """
    return 100 * (logits.max(dim=1).values == targets).double().mean().item()


def rounds_the_logits(logits, targets):
    """The largest logit is rounded and taken for a class.

    Is it the logit that names a class, or its place in the row?
    """
    return 100 * (logits.max(dim=1).values.round() == targets).double().mean().item()


def divides_in_whole_numbers(logits, targets):
    """The per cent are rounded down to a whole number.

    What are 3 of 8 rows, in per cent?
    """
    return float(100 * (logits.argmax(dim=1) == targets).sum().item() // len(targets))


def divides_before_it_multiplies(logits, targets):
    """The division is one of whole numbers, so it is 0 unless all rows are right.

    What is 3 // 4?
    """
    return 100.0 * ((logits.argmax(dim=1) == targets).sum().item() // len(targets))


def divides_by_the_classes(logits, targets):
    """The count is divided by the number of classes.

    Can there be more than 100 per cent?
    """
    return 100 * (logits.argmax(dim=1) == targets).sum().item() / logits.shape[1]


def divides_by_all_logits(logits, targets):
    """The count is divided by the number of logits.

    How many answers does a row with five logits give?
    """
    return 100 * (logits.argmax(dim=1) == targets).sum().item() / logits.numel()


def divides_by_a_batch_of_eight(logits, targets):
    """The number of rows is assumed to be 8.

    Where does your divisor come from?
    """
    return 100 * (logits.argmax(dim=1) == targets).sum().item() / 8


def asks_for_a_logit_above_zero(logits, targets):
    """A row counts only if its largest logit is above 0.

    What happens to the classes if you subtract 10 from all logits?
    """
    right = (logits.argmax(dim=1) == targets) & (logits.amax(dim=1) > 0)
    return 100 * right.double().mean().item()


def thresholds_at_one_half(logits, targets):
    """A row is right if the logit of its target is above one half.

    At which logit is a probability one half? And is the largest one always above it?
    """
    own = logits.gather(1, targets.unsqueeze(1)).squeeze(1)
    return 100 * (own > 0.5).double().mean().item()


def takes_the_size_of_the_logits(logits, targets):
    """The signs of the logits are dropped.

    Which of the logits -5 and 1 is the larger one?
    """
    return 100 * (logits.abs().argmax(dim=1) == targets).double().mean().item()


def takes_exponentials_first(logits, targets):
    """The softmax is written by hand, and the exponentials of large logits are infinite.

    What is torch.tensor([1000.0, 2000.0]).exp()? Which of the two is the larger one then?
    """
    exponentials = logits.exp()
    predicted = (exponentials / exponentials.sum(dim=1, keepdim=True)).argmax(dim=1)
    return 100 * (predicted == targets).double().mean().item()


def counts_the_second_best(logits, targets):
    """A row is right if its target is among the two largest logits.

    How many guesses does a row have?
    """
    best = logits.topk(2, dim=1).indices
    return 100 * (best == targets.unsqueeze(1)).any(dim=1).double().mean().item()


def averages_over_the_classes(logits, targets):
    """The accuracy of each class is averaged, however many rows it has.

    Does a row of a rare class weigh more than others in your number?
    """
    right = (logits.argmax(dim=1) == targets).double()
    classes = targets.unique()
    return 100 * sum(right[targets == c].mean().item() for c in classes) / len(classes)


def counts_the_wrong_ones(logits, targets):
    """It is the per cent of rows that are wrong.

    What does a perfect model get?
    """
    return 100 * (logits.argmax(dim=1) != targets).double().mean().item()


def looks_at_the_first_row(logits, targets):
    """It is about the first row alone.

    How many rows does your function look at?
    """
    return 100.0 * (logits[0].argmax() == targets[0]).item()


def leaves_out_the_last_class(logits, targets):
    """The last class is never predicted.

    What does a slice [:-1] leave out?
    """
    return 100 * (logits[:, :-1].argmax(dim=1) == targets).double().mean().item()


def counts_classes_from_one(logits, targets):
    """The classes are counted from 1.

    Which target belongs to the first column?
    """
    return 100 * (logits.argmax(dim=1) + 1 == targets).double().mean().item()


def compares_everybody_with_everybody(logits, targets):
    """Every prediction is compared with every target.

    Print the shape of what you average.
    """
    return 100 * (logits.argmax(dim=1, keepdim=True) == targets).double().mean().item()


def rounds_to_a_tenth(logits, targets):
    """The per cent are rounded to one decimal.

    What are 3 of 32 rows, in per cent?
    """
    return round(100 * (logits.argmax(dim=1) == targets).double().mean().item(), 1)


def goes_on_counting(logits, targets):
    """It is about the rows of all calls so far.

    What has the second call to do with the first?
    """
    _counts["right"] += (logits.argmax(dim=1) == targets).sum().item()
    _counts["rows"] += len(targets)
    return 100 * _counts["right"] / _counts["rows"]


def swaps_the_arguments(targets, logits):
    """Logits and targets have changed places.

    In which order does the caller hand them over?
    """
    return 100 * (logits.argmax(dim=1) == targets).double().mean().item()


def makes_probabilities_in_place(logits, targets):
    """The caller's logits are overwritten with probabilities.

    Print the logits before the call and after it.
    """
    logits.data.copy_(logits.softmax(dim=1))
    return 100 * (logits.argmax(dim=1) == targets).double().mean().item()


def marks_the_right_rows_in_the_targets(logits, targets):
    """The targets are overwritten with what the model says.

    Who needs the targets after you?
    """
    predicted = logits.argmax(dim=1)
    result = 100 * (predicted == targets).double().mean().item()
    targets.copy_(predicted)
    return result


def adds_one_hot_vectors(logits, targets):
    """The logits of the targets are averaged.

    Is your number still right if all logits are doubled?
    """
    hot = torch.nn.functional.one_hot(targets, logits.shape[1])
    return 100 * (hot * logits).sum(dim=1).mean().item()
