"""Misconceptions about nll_loss: each is wrong in one way."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def _picked(log_probs: Tensor, targets: Tensor) -> Tensor:
    return log_probs[torch.arange(len(targets)), targets]


def forgets_the_minus_sign(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The loss lacks its minus sign.

    Can this loss be negative?
    """
    return _picked(log_probs, targets).mean()


def takes_them_for_probabilities(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The picked values are turned back into probabilities first.

    What was handed in: probabilities, or their logs? Can this loss be negative?
    """
    return -_picked(log_probs.exp(), targets).mean()


def takes_another_log(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Another log is taken of what is a log already.

    What is the log of a negative number?
    """
    return -torch.log(_picked(log_probs, targets)).mean()


def normalises_again(log_probs: Tensor, targets: Tensor) -> Tensor:
    """A log_softmax is applied to what is a log-probability already.

    Nothing changes in the value. Which elements should have a gradient, and which do in yours?
    """
    return -_picked(torch.log_softmax(log_probs, dim=1), targets).mean()


def picks_every_pair(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Every row picks the classes of all rows, N times N values.

    Print the shape of what you pick. How many numbers should it hold?
    """
    return -log_probs[:, targets].mean()


def swaps_row_and_class(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The target is used as the row and the position as the class.

    Which axis is the sample, which the class?
    """
    return -log_probs[targets, torch.arange(len(targets))].mean()


def gathers_along_the_rows(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Values are gathered along the first axis, the samples.

    Along which axis does the target say where to look?
    """
    return -log_probs.gather(0, targets.unsqueeze(1)).mean()


def averages_over_the_classes_too(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The zeros of the other classes count in the mean.

    How many of the terms in your sum are real?
    """
    one_hot = F.one_hot(targets, log_probs.shape[1]).to(log_probs.dtype)
    return -(one_hot * log_probs).mean()


def sums_instead_of_averaging(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The picked values are summed, not averaged.

    If you duplicate every sample, should the loss change?
    """
    return -_picked(log_probs, targets).sum()


def averages_the_classes_equally(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The mean is taken for each class first, and then over the classes.

    Does a sample of a rare class weigh as much as any other?
    """
    picked = _picked(log_probs, targets)
    return -torch.stack([picked[targets == c].mean() for c in targets.unique()]).mean()


def scores_the_predicted_class(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The most probable class is scored, not the true one.

    Where do the true labels enter your formula?
    """
    return -_picked(log_probs, log_probs.argmax(dim=1)).mean()


def scores_the_first_class(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The first class is scored in every row.

    Does your loss change when a label changes?
    """
    return -log_probs[:, 0].mean()


def counts_the_classes_from_one(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The classes are counted from 1, so each row picks the neighbour of its class.

    Which index does the first class have?
    """
    return -_picked(log_probs, targets - 1).mean()


def counts_the_classes_in_the_targets(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The number of classes is read off the targets.

    What if the last class does not occur in this batch?
    """
    one_hot = F.one_hot(targets).to(log_probs.dtype)
    return -(one_hot * log_probs).sum(dim=1).mean()


def ignores_class_zero(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Rows of class 0 are left out, as if 0 meant "no label".

    Is 0 a class like any other here?
    """
    picked = _picked(log_probs, targets) * (targets > 0)
    return -picked.sum() / max(int((targets > 0).sum()), 1)


def returns_one_loss_per_row(log_probs: Tensor, targets: Tensor) -> Tensor:
    """One loss for each row is returned, without a mean.

    On how many numbers can you call backward() without an argument?
    """
    return -_picked(log_probs, targets)


def keeps_an_axis_of_length_one(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The loss has shape (1,) instead of no axis at all.

    How many axes does your result have? Ask it for its shape.
    """
    return -log_probs.gather(1, targets.unsqueeze(1)).mean(dim=0)


def returns_a_python_float(log_probs: Tensor, targets: Tensor) -> float:
    """A Python float is returned, from which nothing can flow back.

    What would loss.backward() be called on?
    """
    return -sum(row[target] for row, target in zip(log_probs.tolist(), targets)) / len(targets)


def cuts_the_graph(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The picked values are copied out through numpy, so no gradient reaches them.

    Can the gradient still find its way back to the model?
    """
    values = log_probs.detach().numpy()
    return -torch.from_numpy(values[range(len(values)), targets.numpy()]).mean()


def forces_float32(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Everything is converted to float32.

    What dtype does the loss have when the log-probabilities are float64?
    """
    return -_picked(log_probs.float(), targets).mean()


def overwrites_the_log_probs(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The sign of the log-probabilities is turned around in place.

    What do the log-probabilities look like after the call? Who else may still need them?
    """
    loss = -_picked(log_probs, targets).mean()
    log_probs.data.neg_()
    return loss


def calls_the_ready_made_loss(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss of torch.nn.functional does the work.

    You know what this loss is called. Could you explain to a friend what it computes?
    """
    return F.nll_loss(log_probs, targets)


def calls_the_ready_made_module(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss module of torch.nn does the work.

    Which tensor operations happen inside this module when you call it?
    """
    return nn.NLLLoss()(log_probs, targets)
