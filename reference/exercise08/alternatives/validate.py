"""Other right ways to write validate."""

import contextlib
from types import SimpleNamespace

import torch


@torch.no_grad()
def decorated_with_no_grad(model, loader, criterion, device):
    """Is decorated with torch.no_grad, and returns tensors."""
    model.to(device).eval()
    total, correct, count = 0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        out = model(x)
        total += criterion(out, y) * len(x)
        correct += out.max(1)[1].eq(y).sum()
        count += len(x)
    return total / count, correct / count * 100


def in_inference_mode(model, loader, criterion, device):
    """Runs in torch.inference_mode and prints the result, as many tutorials do."""
    model.to(device)
    test_loss, correct, size = 0.0, 0.0, 0
    model.eval()
    with torch.inference_mode():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            pred = model(x)
            test_loss += criterion(pred, y).item() * y.size(0)
            correct += (pred.argmax(1) == y).type(torch.float).sum().item()
            size += y.size(0)
    test_loss /= size
    correct /= size
    print(f"Accuracy: {100 * correct:>0.1f}%, Avg loss: {test_loss:>8f}")  # noqa: T201
    return test_loss, 100 * correct


def concatenates_the_outputs(model, loader, criterion, device):
    """Collects all logits, and computes one loss and one accuracy at the end."""
    model.to(device)
    model.train(False)
    outputs, truths = [], []
    for inputs, targets in loader:
        with torch.no_grad():
            outputs.append(model(inputs.to(device)))
        truths.append(targets.to(device))
    logits, labels = torch.cat(outputs), torch.cat(truths)
    right = torch.where(logits.argmax(dim=-1) == labels, 100.0, 0.0)
    return criterion(logits, labels).item(), right.mean().item()


def puts_the_mode_back(model, loader, criterion, device):
    """Puts the mode of every submodule back when it is done, and counts in Python."""
    model.to(device)
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    losses, right = [], []
    try:
        with torch.set_grad_enabled(False):
            for inputs, targets in loader:
                logits = model(inputs.to(device))
                loss = criterion(logits, targets.to(device)).item()
                for row, target in zip(logits.tolist(), targets.tolist()):
                    losses.append(loss)
                    right.append(row.index(max(row)) == target)
    finally:
        for module, training in modes:
            module.training = training
    return sum(losses) / len(losses), sum(right) / len(right) * 100


def switches_grad_by_hand(model, loader, criterion, device):
    """Switches autograd off by hand, puts it back in any case, and sums up in an object."""
    before = torch.is_grad_enabled()
    meter = SimpleNamespace(loss=0.0, right=0, seen=0)
    torch.set_grad_enabled(False)
    try:
        net = model.to(device=device).eval()
        for batch in loader:
            inputs, targets = batch[0].to(device), batch[1].to(device)
            logits = net(inputs)
            meter.loss += criterion(logits, targets).cpu().numpy().item() * targets.numel()
            meter.right += torch.count_nonzero(logits.argmax(1) == targets).item()
            meter.seen += targets.numel()
    finally:
        torch.set_grad_enabled(before)
    return meter.loss / meter.seen, meter.right * 100 / meter.seen


def generates_the_terms(model, loader, criterion, device):
    """Computes the terms of both sums in a generator."""

    def terms():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            logits = model(inputs)
            wrong = int((logits.argsort(dim=1, descending=True)[:, 0] != targets).sum())
            yield float(criterion(logits, targets)), len(inputs) - wrong, len(inputs)

    model.to(device)
    with contextlib.ExitStack() as stack:
        stack.enter_context(torch.no_grad())
        model.eval()
        losses, right, sizes = zip(*terms())
    size = sum(sizes)
    return sum(a * b for a, b in zip(losses, sizes)) / size, sum(right) / size * 100.0
