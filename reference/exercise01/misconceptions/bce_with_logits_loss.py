"""Misconceptions about bce_with_logits_loss: each is wrong in one way."""

import torch
import torch.nn.functional as F
from losses import bce_loss, bce_with_logits_loss
from torch import Tensor, nn


def _elements(logits: Tensor, targets: Tensor) -> Tensor:
    return -(targets * F.logsigmoid(logits) + (1 - targets) * F.logsigmoid(-logits))


def writes_the_formula_out(logits: Tensor, targets: Tensor) -> Tensor:
    """The logs are taken of sigmoid(z) and 1 - sigmoid(z), which round to 0.

    Try a very confident wrong answer.
    """
    p = torch.sigmoid(logits)
    return -(targets * torch.log(p) + (1 - targets) * torch.log(1 - p)).mean()


def stabilises_only_the_positive_term(logits: Tensor, targets: Tensor) -> Tensor:
    """Only log(sigmoid(z)) is computed stably; 1 - sigmoid(z) still rounds to 0.

    What is 1 - sigmoid(40) in a float, and what is its log?
    """
    no = torch.log(1 - torch.sigmoid(logits))
    return -(targets * F.logsigmoid(logits) + (1 - targets) * no).mean()


def adds_a_small_number_inside_the_log(logits: Tensor, targets: Tensor) -> Tensor:
    """A small number is added inside each log against infinity.

    Does the patch change the answer, or only hide infinity?
    """
    p, eps = torch.sigmoid(logits), 1e-7
    return -(targets * torch.log(p + eps) + (1 - targets) * torch.log(1 - p + eps)).mean()


def hands_the_sigmoid_to_bce_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """The sigmoid goes into bce_loss, which clamps its logs at -100.

    Compare the loss at z = -200 and z = -400, with target 1.
    """
    return bce_loss(torch.sigmoid(logits), targets)


def clamps_the_logits(logits: Tensor, targets: Tensor) -> Tensor:
    """Logits are clamped to ±100 before anything is computed.

    Compare the loss at z = -200 and z = -400, with target 1. And what is the gradient there?
    """
    return _elements(logits.clamp(-100, 100), targets).mean()


def lets_the_exponential_overflow(logits: Tensor, targets: Tensor) -> Tensor:
    """log(1 + exp(z)) is written out, and exp overflows for large logits.

    What is exp(1000.0)?
    """
    return (torch.log1p(torch.exp(logits)) - targets * logits).mean()


def lets_the_branch_not_taken_spoil_the_gradient(logits: Tensor, targets: Tensor) -> Tensor:
    """The branch that torch.where drops overflows and makes the gradient NaN.

    The value is right. What is 0 times infinity, and where does backward() have to compute it?
    """
    softplus = torch.where(
        logits > 0,
        logits + torch.log1p(torch.exp(-logits)),
        torch.log1p(torch.exp(logits)),
    )
    return (softplus - targets * logits).mean()


def has_no_slope_at_zero(logits: Tensor, targets: Tensor) -> Tensor:
    """The value is right everywhere, but for a logit of exactly 0 the gradient is not.

    What slopes do relu and abs give at 0? What slope should the loss have for z = 0 and target 1?
    """
    rest = torch.log1p(torch.exp(-logits.abs()))
    return (torch.relu(logits) - logits * targets + rest).mean()


def has_the_slope_of_one_side_at_zero(logits: Tensor, targets: Tensor) -> Tensor:
    """The value is right everywhere, but for a logit of exactly 0 the gradient is not.

    What slopes do clamp and abs give at 0? What slope should the loss have for z = 0 and target 1?
    """
    rest = torch.log1p(torch.exp(-logits.abs()))
    return (logits.clamp(min=0) - logits * targets + rest).mean()


def forgets_the_sigmoid(logits: Tensor, targets: Tensor) -> Tensor:
    """The raw logits are scored as if they were probabilities.

    What range must a number have to be a probability?
    """
    return bce_loss(logits.clamp(0, 1), targets)


def applies_the_sigmoid_twice(logits: Tensor, targets: Tensor) -> Tensor:
    """The sigmoid is applied before a loss that applies it again.

    Who applies the sigmoid: the model, you, or the loss?
    """
    return _elements(torch.sigmoid(logits), targets).mean()


def takes_it_for_the_loss_of_softmax(logits: Tensor, targets: Tensor) -> Tensor:
    """The last axis goes through a softmax, as if only one of its labels could be true.

    Can two of these answers be yes at the same time?
    """
    return -(targets * torch.log_softmax(logits, dim=-1)).mean()


def forgets_the_negative_class(logits: Tensor, targets: Tensor) -> Tensor:
    """The term of the targets that are 0 is missing.

    What does your loss say about a confident false alarm?
    """
    return -(targets * F.logsigmoid(logits)).mean()


def takes_the_targets_for_signs(logits: Tensor, targets: Tensor) -> Tensor:
    """The targets are taken for -1 and 1, so those that are 0 cost the wrong amount.

    What do your targets have to be for -log(sigmoid(t·z)) to be right?
    """
    return -F.logsigmoid(targets * logits).mean()


def swaps_yes_and_no(logits: Tensor, targets: Tensor) -> Tensor:
    """The sign of the logit is turned around.

    Target 1 and a logit of 5: is that a good prediction? What does your loss say?
    """
    return _elements(-logits, targets).mean()


def forgets_the_minus_sign(logits: Tensor, targets: Tensor) -> Tensor:
    """The loss lacks its minus sign.

    Is the log of a probability positive or negative? And a loss?
    """
    return -_elements(logits, targets).mean()


def rounds_the_targets(logits: Tensor, targets: Tensor) -> Tensor:
    """Every target is treated as a plain yes or no.

    What becomes of a target of 0.3 in your function?
    """
    return torch.where(targets > 0.5, F.softplus(-logits), F.softplus(logits)).mean()


def sums_instead_of_averaging(logits: Tensor, targets: Tensor) -> Tensor:
    """The elements are summed, not averaged.

    If you duplicate every sample, should the loss change?
    """
    return _elements(logits, targets).sum()


def divides_by_the_rows(logits: Tensor, targets: Tensor) -> Tensor:
    """The sum is divided by the number of rows, not of elements.

    What does "mean" run over when each sample has several labels?
    """
    rows = logits.shape[0] if logits.dim() > 0 else 1
    return _elements(logits, targets).sum() / rows


def returns_every_element(logits: Tensor, targets: Tensor) -> Tensor:
    """One loss for each element is returned, without a mean.

    On how many numbers can you call backward() without an argument?
    """
    return _elements(logits, targets)


def returns_a_python_float(logits: Tensor, targets: Tensor) -> float:
    """A Python float is returned, from which nothing can flow back.

    What would loss.backward() be called on?
    """
    return _elements(logits, targets).mean().item()


def detaches_the_stabilising_part(logits: Tensor, targets: Tensor) -> Tensor:
    """The part max(z, 0) is detached, so the value is right and the gradient is not.

    Which terms of your formula depend on the logit? Do all of them send a gradient back?
    """
    positive_part = logits.clamp(min=0).detach()
    return (positive_part - logits * targets + torch.log1p(torch.exp(-logits.abs()))).mean()


def forces_float32(logits: Tensor, targets: Tensor) -> Tensor:
    """Everything is converted to float32.

    What dtype does the loss have when both inputs are float64?
    """
    return _elements(logits.float(), targets.float()).mean()


def computes_in_half_the_digits(logits: Tensor, targets: Tensor) -> Tensor:
    """The computation runs in float32, whatever the dtype of the logits.

    The dtype of the result is right. Are all of its digits?
    """
    return _elements(logits.float(), targets.float()).mean().to(logits.dtype)


def overwrites_the_logits(logits: Tensor, targets: Tensor) -> Tensor:
    """The logits are replaced by their probabilities, in place.

    What do the logits look like after the call? Who else may still need them?
    """
    loss = _elements(logits.clone(), targets).mean()
    logits.data.sigmoid_()
    return loss


def calls_the_ready_made_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss of torch.nn.functional does the work.

    You know what this loss is called. Could you explain to a friend what it computes?
    """
    return F.binary_cross_entropy_with_logits(logits, targets)


def calls_the_ready_made_module(logits: Tensor, targets: Tensor) -> Tensor:
    """The ready-made loss module of torch.nn does the work.

    Which tensor operations happen inside this module when you call it?
    """
    return nn.BCEWithLogitsLoss()(logits, targets)


def calls_the_twin_in_torch(logits: Tensor, targets: Tensor) -> Tensor:
    """The same ready-made loss is called by its name in torch itself.

    Is it another computation, or the same one by another name?
    """
    return torch.binary_cross_entropy_with_logits(logits, targets).mean()


def leaves_gradients_switched_off(logits: Tensor, targets: Tensor) -> Tensor:
    """Gradients stay switched off in the whole program afterwards.

    What does the next training step find, if your function changed a switch and left it?
    """
    loss = bce_with_logits_loss(logits, targets)
    torch.set_grad_enabled(False)
    return loss
