"""Misconceptions about bce_loss: each is wrong in one way."""

import torch
import torch.nn.functional as F
from losses import bce_loss
from torch import Tensor, nn


def _elements(probabilities: Tensor, targets: Tensor) -> Tensor:
    log_yes = torch.log(probabilities).clamp(min=-100)
    log_no = torch.log(1 - probabilities).clamp(min=-100)
    return -(targets * log_yes + (1 - targets) * log_no)


def clamps_nothing(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The logs are not clamped, so p = 0 and p = 1 give infinity or NaN.

    What is 0 times the log of 0 on a computer?
    """
    loss = targets * torch.log(probabilities) + (1 - targets) * torch.log(1 - probabilities)
    return -loss.mean()


def adds_a_small_number_inside_the_log(probabilities: Tensor, targets: Tensor) -> Tensor:
    """A small number is added inside each log instead of a clamp at -100.

    Does the patch change the answer, or only hide infinity? What is the loss at p = 0, t = 1?
    """
    eps = 1e-7
    yes = targets * torch.log(probabilities + eps)
    no = (1 - targets) * torch.log(1 - probabilities + eps)
    return -(yes + no).mean()


def clamps_the_probabilities(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The probabilities are clamped away from 0 and 1, not the logs.

    How large can a loss get whose probability is at least 1e-7? How large does the contract let it?
    """
    p = probabilities.clamp(1e-7, 1 - 1e-7)
    return -(targets * torch.log(p) + (1 - targets) * torch.log(1 - p)).mean()


def clamps_at_another_bound(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The logs are clamped at -50, not at -100.

    What does a single sample with p = 0 and target 1 cost by the contract?
    """
    log_yes = torch.log(probabilities).clamp(min=-50)
    log_no = torch.log(1 - probabilities).clamp(min=-50)
    return -(targets * log_yes + (1 - targets) * log_no).mean()


def clamps_only_the_log_of_p(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Only the log of p is clamped, so p = 1 still gives infinity or NaN.

    How many logs does the formula have?
    """
    log_yes = torch.log(probabilities).clamp(min=-100)
    return -(targets * log_yes + (1 - targets) * torch.log(1 - probabilities)).mean()


def clamps_only_the_log_of_one_minus_p(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Only the log of 1 - p is clamped, so p = 0 still gives infinity or NaN.

    How many logs does the formula have?
    """
    log_no = torch.log(1 - probabilities).clamp(min=-100)
    return -(targets * torch.log(probabilities) + (1 - targets) * log_no).mean()


def clamps_the_product_instead_of_the_log(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Target times log is clamped, not the log before it is multiplied.

    With a target of 0.5 and p = 0, at which number does the clamp apply? What is 0 times infinity?
    """
    yes = (targets * torch.log(probabilities)).clamp(min=-100)
    no = ((1 - targets) * torch.log(1 - probabilities)).clamp(min=-100)
    return -(yes + no).mean()


def replaces_infinity_by_a_huge_number(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Infinite logs become the largest float instead of -100.

    Finite is not enough: what should a sample with p = 0 and target 1 cost?
    """
    log_yes = torch.nan_to_num(torch.log(probabilities))
    log_no = torch.nan_to_num(torch.log(1 - probabilities))
    return -(targets * log_yes + (1 - targets) * log_no).mean()


def forgets_the_negative_class(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The term of the targets that are 0 is missing.

    What does your loss say about a confident false alarm?
    """
    return -(targets * torch.log(probabilities).clamp(min=-100)).mean()


def forgets_the_positive_class(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The term of the targets that are 1 is missing.

    What does your loss say about a case that was confidently missed?
    """
    return -((1 - targets) * torch.log(1 - probabilities).clamp(min=-100)).mean()


def swaps_yes_and_no(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The two logs are swapped, as if p were the probability of 0.

    Target 1 and p = 0.99: is that a good prediction? What does your loss say?
    """
    return _elements(1 - probabilities, targets).mean()


def swaps_probabilities_and_targets(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The logs are taken of the targets, weighted by the probabilities.

    Which of the two can safely be put into a log? Which one carries the gradient of the model?
    """
    return _elements(targets, probabilities).mean()


def forgets_the_minus_sign(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The loss lacks its minus sign.

    Is the log of a probability positive or negative? And a loss?
    """
    return -_elements(probabilities, targets).mean()


def applies_a_sigmoid(probabilities: Tensor, targets: Tensor) -> Tensor:
    """A sigmoid is applied to what is a probability already.

    Who applies the sigmoid: the model, you, or the loss?
    """
    return _elements(torch.sigmoid(probabilities), targets).mean()


def rounds_the_targets(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Every target is treated as a plain yes or no.

    What becomes of a target of 0.3 in your function?
    """
    return torch.where(
        targets > 0.5,
        _elements(probabilities, torch.ones_like(targets)),
        _elements(probabilities, torch.zeros_like(targets)),
    ).mean()


def rounds_the_probabilities(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The rounded answer is scored, with the gradient of the probability.

    Should p = 0.51 and p = 0.99 cost the same?
    """
    rounded = probabilities + (probabilities.round() - probabilities).detach()
    return _elements(rounded, targets).mean()


def uses_logs_of_base_two(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The logs are of base 2, not natural.

    What does p = 0.5 cost: 1, or the natural log of 2?
    """
    log_yes = torch.log2(probabilities).clamp(min=-100)
    log_no = torch.log2(1 - probabilities).clamp(min=-100)
    return -(targets * log_yes + (1 - targets) * log_no).mean()


def sums_instead_of_averaging(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The elements are summed, not averaged.

    If you duplicate every sample, should the loss change?
    """
    return _elements(probabilities, targets).sum()


def divides_by_the_rows(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The sum is divided by the number of rows, not of elements.

    What does "mean" run over when each sample has several labels?
    """
    rows = probabilities.shape[0] if probabilities.dim() > 0 else 1
    return _elements(probabilities, targets).sum() / rows


def returns_one_loss_per_label(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The mean runs over the samples only, so that one loss per label is left.

    On how many numbers can you call backward() without an argument?
    """
    losses = _elements(probabilities, targets)
    return losses.mean(dim=0) if losses.dim() > 1 else losses.mean()


def returns_a_python_float(probabilities: Tensor, targets: Tensor) -> float:
    """A Python float is returned, from which nothing can flow back.

    What would loss.backward() be called on?
    """
    return _elements(probabilities, targets).mean().item()


def cuts_the_graph(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The probabilities are detached, so no gradient reaches them.

    Can the gradient still find its way back to the model?
    """
    return _elements(probabilities.detach(), targets).mean()


def forces_float32(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Everything is converted to float32.

    What dtype does the loss have when both inputs are float64?
    """
    return _elements(probabilities.float(), targets.float()).mean()


def overwrites_the_probabilities(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Probabilities of 0 and 1 are moved a little, in place.

    What do the probabilities look like after the call? Who else may still need them?
    """
    loss = _elements(probabilities, targets).mean()
    probabilities.data.clamp_(1e-7, 1 - 1e-7)
    return loss


def calls_the_ready_made_loss(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss of torch.nn.functional does the work.

    You know what this loss is called. Could you explain to a friend what it computes?
    """
    return F.binary_cross_entropy(probabilities, targets)


def calls_the_ready_made_module(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss module of torch.nn does the work.

    Which tensor operations happen inside this module when you call it?
    """
    return nn.BCELoss()(probabilities, targets)


def leaves_gradients_switched_off(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Gradients stay switched off in the whole program afterwards.

    What does the next training step find, if your function changed a switch and left it?
    """
    loss = bce_loss(probabilities, targets)
    torch.set_grad_enabled(False)
    return loss
