"""Misconceptions about cross_entropy_loss: each is wrong in one way."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def _picked(log_probs: Tensor, targets: Tensor) -> Tensor:
    return log_probs.gather(1, targets.unsqueeze(1)).squeeze(1)


def applies_softmax_first(logits: Tensor, targets: Tensor) -> Tensor:
    """Probabilities go in where raw scores belong: softmax is applied twice.

    What does log_softmax expect: probabilities, or scores?
    """
    return -_picked(torch.log_softmax(torch.softmax(logits, dim=1), dim=1), targets).mean()


def normalises_over_the_batch(logits: Tensor, targets: Tensor) -> Tensor:
    """The softmax runs over the samples, not over the classes.

    Should another sample in the batch change this sample's loss?
    """
    return -_picked(torch.log_softmax(logits, dim=0), targets).mean()


def normalises_over_everything(logits: Tensor, targets: Tensor) -> Tensor:
    """One softmax runs over all rows and classes together.

    What do the probabilities of one row add up to?
    """
    return -_picked(logits - torch.logsumexp(logits, dim=(0, 1)), targets).mean()


def forgets_to_normalise(logits: Tensor, targets: Tensor) -> Tensor:
    """The raw logits are picked as if they were log-probabilities.

    Should the loss change when you add 1 to all logits of a row?
    """
    return -_picked(logits, targets).mean()


def takes_the_log_of_softmax(logits: Tensor, targets: Tensor) -> Tensor:
    """Softmax comes first and the log afterwards, when small probabilities are 0 already.

    What is the smallest probability a float can hold?
    """
    return -_picked(torch.log(torch.softmax(logits, dim=1)), targets).mean()


def adds_a_small_number_inside_the_log(logits: Tensor, targets: Tensor) -> Tensor:
    """A small number is added inside the log against infinity.

    Does the patch change the answer, or only hide infinity?
    """
    return -_picked(torch.log(torch.softmax(logits, dim=1) + 1e-9), targets).mean()


def lets_the_exponential_overflow(logits: Tensor, targets: Tensor) -> Tensor:
    """The exponentials are summed as they are, and overflow for large logits.

    What is exp(1000.0)?
    """
    return (logits.exp().sum(dim=1).log() - _picked(logits, targets)).mean()


def shifts_by_the_maximum_of_the_batch(logits: Tensor, targets: Tensor) -> Tensor:
    """All rows are shifted by the largest logit of the batch, so that small rows vanish.

    One row has logits near 0, another near 1000. What is left of the first after your shift?
    """
    shifted = logits - logits.max()
    return (shifted.exp().sum(dim=1).log() - _picked(shifted, targets)).mean()


def clamps_the_logits(logits: Tensor, targets: Tensor) -> Tensor:
    """The logits are clamped to ±50 before anything is computed.

    Compare the loss for logits (0, 100) and (0, 1000) with target 0.
    """
    return -_picked(torch.log_softmax(logits.clamp(-50, 50), dim=1), targets).mean()


def detaches_the_normaliser(logits: Tensor, targets: Tensor) -> Tensor:
    """The logsumexp is detached, so the value is right and the gradient is not.

    Which logits of a row should feel a gradient: the true class's only, or all of them?
    """
    return (torch.logsumexp(logits, dim=1).detach() - _picked(logits, targets)).mean()


def uses_a_sigmoid_for_each_class(logits: Tensor, targets: Tensor) -> Tensor:
    """Each class gets a sigmoid of its own instead of a share of one softmax.

    Do the probabilities of one row add up to 1?
    """
    return -_picked(F.logsigmoid(logits), targets).mean()


def returns_the_mean_probability(logits: Tensor, targets: Tensor) -> Tensor:
    """The log is missing: minus the mean probability of the true class is returned.

    What should a perfect prediction cost? Can your loss be negative?
    """
    return -_picked(torch.softmax(logits, dim=1), targets).mean()


def takes_the_log_of_the_mean(logits: Tensor, targets: Tensor) -> Tensor:
    """The probabilities are averaged first, and the log is taken afterwards.

    One sample is certain and right, one certain and wrong. What should the mean cost be?
    """
    log_probs = _picked(torch.log_softmax(logits, dim=1), targets)
    count = torch.tensor(float(len(targets)), dtype=logits.dtype)
    return torch.log(count) - torch.logsumexp(log_probs, dim=0)


def forgets_the_minus_sign(logits: Tensor, targets: Tensor) -> Tensor:
    """The loss lacks its minus sign.

    Is the log of a probability positive or negative? And a loss?
    """
    return _picked(torch.log_softmax(logits, dim=1), targets).mean()


def averages_over_the_classes_too(logits: Tensor, targets: Tensor) -> Tensor:
    """The zeros of the other classes count in the mean.

    How many of the terms in your sum are real?
    """
    one_hot = F.one_hot(targets, logits.shape[1])
    return -(one_hot * torch.log_softmax(logits, dim=1)).mean()


def sums_instead_of_averaging(logits: Tensor, targets: Tensor) -> Tensor:
    """The rows are summed, not averaged.

    If you duplicate every sample, should the loss change?
    """
    return -_picked(torch.log_softmax(logits, dim=1), targets).sum()


def averages_the_classes_equally(logits: Tensor, targets: Tensor) -> Tensor:
    """The mean is taken for each class first, and then over the classes.

    Does a sample of a rare class weigh as much as any other?
    """
    picked = _picked(torch.log_softmax(logits, dim=1), targets)
    return -torch.stack([picked[targets == c].mean() for c in targets.unique()]).mean()


def picks_every_pair(logits: Tensor, targets: Tensor) -> Tensor:
    """Every row picks the classes of all rows, N times N values.

    Print the shape of what you pick. How many numbers should it hold?
    """
    return -torch.log_softmax(logits, dim=1)[:, targets].mean()


def swaps_row_and_class(logits: Tensor, targets: Tensor) -> Tensor:
    """The target is used as the row and the position as the class.

    Which axis is the sample, which the class?
    """
    return -torch.log_softmax(logits, dim=1)[targets, torch.arange(len(targets))].mean()


def scores_the_predicted_class(logits: Tensor, targets: Tensor) -> Tensor:
    """The largest logit's class is scored, not the true one.

    Where do the true labels enter your formula?
    """
    return -_picked(torch.log_softmax(logits, dim=1), logits.argmax(dim=1)).mean()


def scores_only_the_mistakes(logits: Tensor, targets: Tensor) -> Tensor:
    """Rows that are classified correctly cost nothing.

    Should a right answer with probability 0.51 cost as little as one with 0.99?
    """
    losses = -_picked(torch.log_softmax(logits, dim=1), targets)
    return (losses * (logits.argmax(dim=1) != targets)).mean()


def smooths_the_labels(logits: Tensor, targets: Tensor) -> Tensor:
    """A tenth of each label is spread over all classes.

    What does a perfect prediction cost in your version?
    """
    log_probs = torch.log_softmax(logits, dim=1)
    return -(0.9 * _picked(log_probs, targets) + 0.1 * log_probs.mean(dim=1)).mean()


def counts_the_classes_in_the_targets(logits: Tensor, targets: Tensor) -> Tensor:
    """The number of classes is read off the targets.

    What if the last class does not occur in this batch?
    """
    return -(F.one_hot(targets) * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()


def returns_one_loss_per_row(logits: Tensor, targets: Tensor) -> Tensor:
    """One loss for each row is returned, without a mean.

    On how many numbers can you call backward() without an argument?
    """
    return -_picked(torch.log_softmax(logits, dim=1), targets)


def returns_a_python_float(logits: Tensor, targets: Tensor) -> float:
    """A Python float is returned, from which nothing can flow back.

    What would loss.backward() be called on?
    """
    return -_picked(torch.log_softmax(logits, dim=1), targets).mean().item()


@torch.no_grad()
def computes_without_gradients(logits: Tensor, targets: Tensor) -> Tensor:
    """The loss is computed with gradients disabled.

    When do you want to go without gradients: while you train, or while you evaluate?
    """
    return -_picked(torch.log_softmax(logits, dim=1), targets).mean()


def forces_float32(logits: Tensor, targets: Tensor) -> Tensor:
    """Everything is converted to float32.

    What dtype does the loss have when the logits are float64?
    """
    return -_picked(torch.log_softmax(logits, dim=1, dtype=torch.float32), targets).mean()


def shifts_the_logits_in_place(logits: Tensor, targets: Tensor) -> Tensor:
    """The largest logit of each row is subtracted in place.

    What do the logits look like after the call? Who else may still need them?
    """
    logits.data -= logits.data.max(dim=1, keepdim=True).values
    return (logits.exp().sum(dim=1).log() - _picked(logits, targets)).mean()


def calls_the_ready_made_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss of torch.nn.functional does the work.

    You know what this loss is called. Could you explain to a friend what it computes?
    """
    return F.cross_entropy(logits, targets)


def calls_the_ready_made_module(logits: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss module of torch.nn does the work.

    Which tensor operations happen inside this module when you call it?
    """
    loss_fn = nn.CrossEntropyLoss()
    return loss_fn(logits, targets)


def calls_the_ready_made_nll_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """The ready-made nll_loss of torch does the second half of the work.

    You have written a function of this name yourself. Which of the two do you call here?
    """
    return F.nll_loss(F.log_softmax(logits, dim=1), targets)
