"""Other right ways to write evaluate_in_train_mode."""

import contextlib

import torch


@torch.no_grad()
def decorated(model, loader):
    """A decorator disables gradients; the mean is taken of float32 zeros and ones."""
    before = model.training
    try:
        model.eval()
        hits = [(model(x).softmax(1).max(1)[1] == y).float() for x, y in loader]
    finally:
        model.train(before)
    return (torch.cat(hits).mean() * 100).item()


def all_outputs_together(model, loader):
    """Keeps all outputs and targets, under inference mode, and compares them at the end."""
    mode = model.training
    try:
        with torch.inference_mode():
            model.train(False)
            batches = [(model(inputs), targets) for inputs, targets in loader]
    except BaseException:
        model.train(mode)
        raise
    model.train(mode)
    logits = torch.cat([outputs for outputs, _ in batches])
    targets = torch.cat([targets for _, targets in batches])
    return float((logits.argmax(-1) == targets).double().mean() * 100)


@contextlib.contextmanager
def _evaluating(model):
    modes = {layer: layer.training for layer in model.modules()}
    recorded = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    model.eval()
    try:
        yield model
    finally:
        torch.set_grad_enabled(recorded)
        for layer, mode in modes.items():
            layer.training = mode


def in_a_context_of_its_own(model, loader):
    """A context manager notes the mode of every layer, and puts each of them back."""
    right = count = 0
    with _evaluating(model):
        for inputs, targets in loader:
            found = model(inputs).topk(1, dim=1).indices.squeeze(1)
            right += int(found.eq(targets).sum())
            count += targets.numel()
    return right / count * 100.0


def weighs_the_batches(model, loader):
    """A mean of the batches' accuracies, each weighted by its size; a stack calls back."""
    with contextlib.ExitStack() as stack:
        stack.callback(model.train, model.training)
        stack.enter_context(torch.no_grad())
        total, mean = 0, 0.0
        for inputs, targets in loader:
            model.eval()
            accuracy = (model(inputs).argmax(dim=1) == targets).to(torch.float64).mean()
            total += len(inputs)
            mean += (accuracy.item() - mean) * len(inputs) / total
        return 100 * mean


def in_plain_python(model, loader):
    """Lists and a loop over the rows; every return goes through finally."""
    training, rows = model.training, []
    try:
        model.eval()
        for batch in loader:
            with torch.no_grad():
                outputs = model(batch[0]).tolist()
            rows += [(row.index(max(row)), y) for row, y in zip(outputs, batch[1].tolist())]
        return 100.0 * sum(found == y for found, y in rows) / len(rows)
    finally:
        if training:
            model.train()
        else:
            model.eval()
