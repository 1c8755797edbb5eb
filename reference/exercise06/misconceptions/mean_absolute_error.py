"""Wrong implementations of mean_absolute_error, as students write them."""

import torch

_seen: list[float] = []


def keeps_the_sign(predictions, targets):
    """The errors keep their signs, so they make up for each other.

    What is the smallest number that your function can return?
    """
    return (predictions - targets).mean().item()


def takes_the_absolute_value_last(predictions, targets):
    """The errors are averaged first, and then the sign is dropped.

    Can your number be zero although no prediction is right?
    """
    return (predictions - targets).mean().abs().item()


def squares_the_errors(predictions, targets):
    """It is the mean squared error.

    Which error counts four times as much as an error of 1?
    """
    return (predictions - targets).square().mean().item()


def takes_the_root(predictions, targets):
    """It is the root of the mean squared error.

    Take the errors 1 and 3. Which of your steps gives more weight to the 3?
    """
    return (predictions - targets).square().mean().sqrt().item()


def sums_instead_of_averaging(predictions, targets):
    """The errors are added up, and nothing divides them.

    If every sample were there twice, should the number double?
    """
    return (predictions - targets).abs().sum().item()


def divides_by_the_rows(predictions, targets):
    """The sum is divided by the number of rows, not of elements.

    What does the mean run over when each row has three numbers?
    """
    return ((predictions - targets).abs().sum() / len(targets)).item()


def looks_at_the_first_column(predictions, targets):
    """Of a table it is the error of the first column.

    Print the shape of the errors before you average them.
    """
    errors = (predictions - targets).abs()
    return (errors[:, 0] if errors.dim() > 1 else errors).mean().item()


def returns_one_number_a_column(predictions, targets):
    """Of a table it is one mean for each column.

    How many numbers does the caller want?
    """
    means = (predictions - targets).abs().mean(dim=0)
    return means.item() if means.numel() == 1 else means


def takes_the_median(predictions, targets):
    """It is the median of the absolute errors.

    What becomes of the mean if the largest error doubles?
    """
    return (predictions - targets).abs().median().item()


def takes_the_largest(predictions, targets):
    """It is the largest absolute error.

    Which of the errors does your number know about?
    """
    return (predictions - targets).abs().max().item()


def divides_by_the_targets(predictions, targets):
    """The errors are taken relative to the targets.

    In which unit is your number, and in which are the targets?
    """
    return ((predictions - targets) / targets).abs().mean().item()


def smooths_small_errors(predictions, targets):
    """Errors below 1 are squared, as in the smooth L1 loss.

    Is an error of 0.1 a tenth of an error of 1 in your function?
    """
    return torch.nn.functional.smooth_l1_loss(predictions, targets).item()


def drops_the_sign_of_the_numbers(predictions, targets):
    """The sign of the numbers is dropped, not that of the error.

    How far is a prediction of -1 from a target of 1?
    """
    return (predictions.abs() - targets.abs()).abs().mean().item()


def subtracts_everybody_from_everybody(predictions, targets):
    """Every prediction is compared with every target.

    How many differences are there, and how many should there be?
    """
    rows = predictions.reshape(-1, 1) - targets.reshape(1, -1)
    return rows.abs().mean().item()


def rounds_the_result(predictions, targets):
    """The result is rounded to four decimals.

    Who should decide how many digits are printed?
    """
    return round((predictions - targets).abs().mean().item(), 4)


def computes_in_half_precision(predictions, targets):
    """The numbers are made half precision ones.

    How many digits does a float16 have?
    """
    return (predictions.half() - targets.half()).abs().mean().item()


def forces_single_precision(predictions, targets):
    """The numbers are made float32, whatever they were.

    What does .float() do to a tensor of float64?
    """
    return (predictions.float() - targets.float()).abs().mean().item()


def returns_a_tensor_with_its_graph(predictions, targets):
    """The result still knows how it was computed.

    What keeps your number alive that nobody will use again?
    """
    return (predictions - targets).abs().mean()


def subtracts_in_place(predictions, targets):
    """The targets are subtracted from the predictions in place.

    What does the caller find in predictions afterwards?
    """
    return predictions.detach().sub_(targets).abs().mean().item()


def overwrites_the_targets(predictions, targets):
    """The targets are overwritten with the errors.

    Print the targets before the call and after it.
    """
    return targets.sub_(predictions.detach()).abs_().mean().item()


def averages_over_all_calls(predictions, targets):
    """It is averaged over all calls so far.

    What has the second call to do with the first?
    """
    _seen.append((predictions - targets).abs().mean().item())
    return sum(_seen) / len(_seen)


def leaves_out_errors_of_zero(predictions, targets):
    """Elements that are predicted exactly are not counted.

    Half of the predictions are right, the others are off by 2. How far off are they on average?
    """
    errors = (predictions - targets).abs()
    missed = errors[errors > 0]
    return missed.mean().item() if len(missed) else 0.0


def divides_by_one_more(predictions, targets):
    """One is added to the number of elements, to be safe from a division by zero.

    Can the number of elements be zero? What else does the 1 change?
    """
    return ((predictions - targets).abs().sum() / (targets.numel() + 1)).item()
