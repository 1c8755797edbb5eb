"""Other right ways to write accuracy."""

import torch


def counts_and_divides(logits, targets):
    """Counts the right rows and divides by their number, as many tutorials do."""
    _, predicted = torch.max(logits.data, 1)
    correct = (predicted == targets).sum().item()
    return 100.0 * correct / targets.size(0)


def as_a_mean_of_floats(logits, targets):
    """Takes the mean of zeros and ones in float32."""
    return (logits.argmax(-1) == targets).float().mean().item() * 100


def by_probabilities(logits, targets):
    """Makes probabilities of the logits first."""
    predicted = logits.softmax(dim=1).topk(1, dim=1).indices.squeeze(1)
    return predicted.eq(targets.view_as(predicted)).float().mean().mul(100)


def row_by_row(logits, targets):
    """Walks over the rows in plain Python."""
    right = 0
    for row, target in zip(logits.tolist(), targets.tolist(), strict=True):
        right += row.index(max(row)) == target
    return right / len(targets) * 100


def compares_the_largest_with_the_targets_logit(logits, targets):
    """Asks whether the target's logit is the largest of its row."""
    own = logits.gather(1, targets.unsqueeze(1)).squeeze(1)
    return torch.eq(own, logits.amax(dim=1)).sum().item() / len(logits) * 100


def in_numpy(logits, targets):
    """Computes in NumPy."""
    return (logits.detach().numpy().argmax(axis=1) == targets.numpy()).mean() * 100


def by_ranks(logits, targets):
    """Sorts each row, the largest first."""
    first = torch.argsort(logits, dim=1, descending=True)[:, 0]
    wrong = torch.count_nonzero(first - targets).item()
    return 100 - 100 * wrong / first.numel()
