# solution
"""Exercise 01: loss functions, each from its definition."""

# instead
# """Exercise 01: loss functions. Read README.md first. When ready: grade exercise01"""
# end

import torch  # solution
from torch import Tensor, nn
from torch.nn.functional import log_softmax, logsigmoid  # solution


def mse_loss(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return the mean squared error, over all elements.

    Each element counts once, whatever the shape: shape (N, 2) has 2·N of them.

    Write it from tensor operations: the ready-made losses of torch.nn and torch.nn.functional, and
    their twins elsewhere in torch, are off limits. The inputs are not modified.

    Args:
        predictions: any shape.
        targets: the shape and dtype of predictions.

    Returns:
        A 0-dim tensor in the dtype of predictions, float32 or float64, whose backward() gives
        predictions its gradient.

    Raises:
        ValueError: the two shapes differ, even if they would broadcast or reshape to each other.
            The message names predictions or targets, or gives the shape of one.

    Example:
        >>> mse_loss(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 4.0]))
        tensor(2.5000)
    """
    # solution
    _require_equal_shapes(predictions, targets)
    return (predictions - targets).square().mean()
    # instead
    # # TODO (about three lines): what does (N, 1) minus (N,) give, and who would notice?
    # raise NotImplementedError("mse_loss is yours to write")
    # end


def mae_loss(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return the mean absolute error, over all elements.

    Each element counts once, whatever the shape: shape (N, 2) has 2·N of them.

    Write it from tensor operations: the ready-made losses of torch.nn and torch.nn.functional, and
    their twins elsewhere in torch, are off limits. The inputs are not modified.

    Args:
        predictions: any shape.
        targets: the shape and dtype of predictions.

    Returns:
        A 0-dim tensor in the dtype of predictions, float32 or float64, whose backward() gives
        predictions its gradient.

    Raises:
        ValueError: the two shapes differ, even if they would broadcast or reshape to each other.
            The message names predictions or targets, or gives the shape of one.

    Example:
        >>> mae_loss(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 4.0]))
        tensor(1.5000)
    """
    # solution
    _require_equal_shapes(predictions, targets)
    return (predictions - targets).abs().mean()
    # instead
    # # TODO (about three lines): may an error of -3 cancel an error of 3?
    # raise NotImplementedError("mae_loss is yours to write")
    # end


def smooth_l1_loss(predictions: Tensor, targets: Tensor, beta: float = 1.0) -> Tensor:
    """Return the smooth L1 loss: a parabola for small errors, a straight line for large ones.

    With d = prediction - target, one element costs 0.5·d²/beta where |d| < beta, and |d| - 0.5·beta
    elsewhere. The loss is the mean over all elements.

    Write it from tensor operations: the ready-made losses of torch.nn and torch.nn.functional, and
    their twins elsewhere in torch, are off limits. The inputs are not modified.

    Args:
        predictions: any shape.
        targets: the shape and dtype of predictions.
        beta: size of the error at which the parabola becomes a line, > 0.

    Returns:
        A 0-dim tensor in the dtype of predictions, float32 or float64, whose backward() gives
        predictions its gradient.

    Raises:
        ValueError: the two shapes differ, even if they would broadcast or reshape to each other.
            The message names predictions or targets, or gives the shape of one.

    Example:
        >>> smooth_l1_loss(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 5.0]), beta=2.0)
        tensor(1.1250)

    Source: Girshick (2015), arXiv:1504.08083, for beta = 1.
    """
    # solution
    _require_equal_shapes(predictions, targets)
    error = predictions - targets
    size = error.abs()
    return torch.where(size < beta, 0.5 * error.square() / beta, size - 0.5 * beta).mean()
    # instead
    # # TODO (about five lines): which elements take which branch, and who decides: each or all?
    # raise NotImplementedError("smooth_l1_loss is yours to write")
    # end


def bce_loss(probabilities: Tensor, targets: Tensor) -> Tensor:
    """Return the binary cross entropy of probabilities, averaged over all elements.

    One element costs -(t·log p + (1 - t)·log(1 - p)), with natural logs. Each of the two logs is
    clamped at -100 from below before it is multiplied, so that p = 0 and p = 1 give a finite loss.
    The gradient exactly at p = 0 and p = 1 is not asked for.

    Write it from tensor operations: the ready-made losses of torch.nn and torch.nn.functional, and
    their twins elsewhere in torch, are off limits. The inputs are not modified.

    Args:
        probabilities: any shape, each in [0, 1]; they are used as they come, without a sigmoid.
        targets: shape and dtype of probabilities; each in [0, 1], fractions such as 0.3 included.

    Returns:
        A 0-dim tensor in the dtype of probabilities, float32 or float64, whose backward() gives
        probabilities its gradient.

    Example:
        >>> bce_loss(torch.tensor([0.5, 0.0]), torch.tensor([1.0, 1.0]))
        tensor(50.3466)
    """
    # solution
    # log1p(-p) keeps the digits of a small p, which 1 - p rounds away.
    log_yes = torch.log(probabilities).clamp(min=-100.0)
    log_no = torch.log1p(-probabilities).clamp(min=-100.0)
    return -(targets * log_yes + (1.0 - targets) * log_no).mean()
    # instead
    # # TODO (about three lines): what is 0 times infinity, and how do you never get to ask?
    # raise NotImplementedError("bce_loss is yours to write")
    # end


def bce_with_logits_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the binary cross entropy of raw logits, averaged over all elements.

    One element costs -(t·log(sigmoid(z)) + (1 - t)·log(1 - sigmoid(z))). Nothing is clamped: for
    every |z| up to 1e4 the value and its gradient are finite and right to the rounding of the
    dtype. A logit of -400 with target 1 costs 400.

    Write it from tensor operations: the ready-made losses of torch.nn and torch.nn.functional, and
    their twins elsewhere in torch, are off limits; log_softmax, logsumexp, softplus and logsigmoid
    are fine. The inputs are not modified.

    Args:
        logits: any shape, raw scores.
        targets: shape and dtype of logits; each in [0, 1], fractions such as 0.3 included.

    Returns:
        A 0-dim tensor in the dtype of logits, float32 or float64, whose backward() gives
        logits its gradient.

    Example:
        >>> bce_with_logits_loss(torch.tensor([0.0, -400.0]), torch.tensor([1.0, 1.0]))
        tensor(200.3466)
    """
    # solution
    # 1 - sigmoid(z) is sigmoid(-z): written so, nothing is subtracted from 1 and no log sees a 0.
    return -(targets * logsigmoid(logits) + (1.0 - targets) * logsigmoid(-logits)).mean()
    # instead
    # # TODO (about two lines): what is left of 1 - sigmoid(40) in a float? Must you subtract?
    # raise NotImplementedError("bce_with_logits_loss is yours to write")
    # end


def nll_loss(log_probs: Tensor, targets: Tensor) -> Tensor:
    """Return the negative log-likelihood: minus the mean of the picked log-probabilities.

    Row n picks its own class, log_probs[n, targets[n]]; the mean is over the N picked values, with
    one weight for all. They are used as they come, without another softmax or log.

    Write it from tensor operations: the ready-made losses of torch.nn and torch.nn.functional, and
    their twins elsewhere in torch, are off limits. The inputs are not modified.

    Args:
        log_probs: shape (N, C), log-probabilities.
        targets: shape (N,), int64, each in 0..C-1; a class may be missing from them.

    Returns:
        A 0-dim tensor in the dtype of log_probs, float32 or float64, whose backward() gives
        log_probs its gradient.

    Example:
        >>> nll_loss(torch.tensor([[0.25, 0.75], [0.5, 0.5]]).log(), torch.tensor([1, 0]))
        tensor(0.4904)
    """
    # solution
    picked = log_probs.gather(1, targets.unsqueeze(1))  # (N, 1)
    return -picked.mean()
    # instead
    # # TODO (about two lines): how many numbers do you pick from the (N, C) of them?
    # raise NotImplementedError("nll_loss is yours to write")
    # end


def cross_entropy_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the cross entropy of raw logits: minus the mean log-probability of the true classes.

    Softmax over each row's C logits gives that row's probabilities; the loss is the mean over the
    rows of -log(probability of the row's target). Value and gradient are finite for logits of size
    1e4, and right to the rounding of a float of the logits' size.

    Write it from tensor operations: the ready-made losses of torch.nn and torch.nn.functional, and
    their twins elsewhere in torch, are off limits; log_softmax, logsumexp, softplus and logsigmoid
    are fine. The inputs are not modified.

    Args:
        logits: shape (N, C), raw scores. Rows may differ widely in size.
        targets: shape (N,), int64, each in 0..C-1; a class may be missing from them.

    Returns:
        A 0-dim tensor in the dtype of logits, float32 or float64, whose backward() gives
        logits its gradient.

    Example:
        >>> cross_entropy_loss(torch.tensor([[2.0, 0.0], [0.0, 1000.0]]), torch.tensor([0, 0]))
        tensor(500.0635)
    """
    # solution
    return nll_loss(log_softmax(logits, dim=1), targets)
    # instead
    # # TODO (about two lines): what is exp(1000.0), and which step can do without it?
    # raise NotImplementedError("cross_entropy_loss is yours to write")
    # end


def choose_criterion(task: str) -> nn.Module:
    """Return the loss of torch.nn that fits the task, for a model that returns raw scores.

    "regression" gets nn.MSELoss, "binary" and "multilabel" get nn.BCEWithLogitsLoss, "multiclass"
    gets nn.CrossEntropyLoss: instances, ready to be called, with torch's default settings. (Here
    the ready-made losses are what is asked for.)

    Args:
        task: one of the four names, spelt exactly so, in lower case.

    Raises:
        ValueError: task is anything else; the message contains it, as it was given.

    Example:
        >>> choose_criterion("regression")
        MSELoss()
    """
    # solution
    criteria: dict[str, type[nn.Module]] = {
        "regression": nn.MSELoss,
        "binary": nn.BCEWithLogitsLoss,
        "multilabel": nn.BCEWithLogitsLoss,  # each label is a yes or no of its own
        "multiclass": nn.CrossEntropyLoss,
    }
    if task not in criteria:
        raise ValueError(f"unknown task {task!r}: choose one of {', '.join(criteria)}")
    return criteria[task]()
    # instead
    # # TODO (about ten lines): how many of the labels can be true at once in each task?
    # raise NotImplementedError("choose_criterion is yours to write")
    # end


def _require_equal_shapes(predictions: Tensor, targets: Tensor) -> None:  # solution
    """Refuse what broadcasting would silently blow up: (N, 1) minus (N,) has N·N elements."""
    if predictions.shape != targets.shape:
        raise ValueError(
            "predictions and targets must have the same shape, "
            f"not {tuple(predictions.shape)} and {tuple(targets.shape)}"
        )
