"""Other right ways to write validate."""

import contextlib
import statistics

import torch


@torch.no_grad()
def decorated_with_no_grad(model, loader, criterion, device):
    """Is decorated with torch.no_grad, and adds up detached tensors."""
    model.to(device).eval()
    total, count = 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        total += criterion(model(x), y) * len(x)
        count += len(x)
    return total / count


def in_inference_mode(model, loader, criterion, device):
    """Runs in torch.inference_mode and prints the result, as many tutorials do."""
    model.to(device)
    test_loss, seen = 0.0, 0
    model.eval()
    with torch.inference_mode():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            test_pred = model(x)
            test_loss += criterion(test_pred, y).item() * y.size(0)
            seen += y.size(0)
        test_loss /= seen
    print(f"Test loss: {test_loss:.5f}")  # noqa: T201 students print
    return test_loss


def concatenates_the_outputs(model, loader, criterion, device):
    """Collects all predictions and computes one loss at the end."""
    model.to(device)
    model.train(False)
    outputs, truths = [], []
    for inputs, targets in loader:
        with torch.no_grad():
            outputs.append(model(inputs.to(device)))
        truths.append(targets.to(device))
    return criterion(torch.cat(outputs), torch.cat(truths)).item()


def puts_the_mode_back(model, loader, criterion, device):
    """Puts the mode of every submodule back when it is done."""
    model.to(device)
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    losses, sizes = [], []
    try:
        with torch.set_grad_enabled(False):
            for inputs, targets in loader:
                losses.append(criterion(model(inputs.to(device)), targets.to(device)).item())
                sizes.append(targets.size(0))
    finally:
        for module, training in modes:
            module.training = training
    return statistics.fmean(losses, weights=sizes)


def generates_the_terms(model, loader, criterion, device):
    """Computes the terms of the sum in a generator."""

    def terms():
        for inputs, targets in loader:
            yield float(criterion(model(inputs.to(device)), targets.to(device))), len(inputs)

    model.to(device)
    with contextlib.ExitStack() as stack:
        stack.enter_context(torch.no_grad())
        model.eval()
        pairs = list(terms())
    return sum(loss * size for loss, size in pairs) / sum(size for _, size in pairs)


def switches_grad_by_hand(model, loader, criterion, device):
    """Switches autograd off by hand, puts it back in any case, and keeps a running mean."""
    before = torch.is_grad_enabled()
    model = model.to(device)
    model.eval()
    torch.set_grad_enabled(False)
    try:
        mean, seen = 0.0, 0
        for i, batch in enumerate(loader):
            inputs, targets = batch[0].to(device), batch[1].to(device)
            size = inputs.shape[0]
            loss = criterion(model(inputs), targets)
            mean = (mean * seen + loss.detach().cpu().numpy().item() * size) / (seen + size)
            seen += size
    finally:
        torch.set_grad_enabled(before)
    return mean


def _to(value, device):
    """Whatever a batch consists of, on the device."""
    if isinstance(value, torch.Tensor):
        return value.to(device=device)
    return type(value)(_to(item, device) for item in value)


def moves_in_a_helper(model, loader, criterion, device):
    """Moves each batch in a helper of its own, and asks the model where it has gone."""
    model = model.to(device=device)
    model.eval()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    with torch.no_grad():
        for batch in loader:
            inputs, targets = _to(batch, place)
            total += criterion(model(inputs), targets).item() * inputs.size(0)
            count += inputs.size(0)
    return total / count


@torch.no_grad()
def makes_its_total_on_the_device(model, loader, criterion, device):
    """Makes the running total in double precision on the device, and the batches with as_tensor."""
    model.eval().to(device, non_blocking=True)
    total, count = torch.zeros(1, dtype=torch.float64, device=device), 0
    for inputs, targets in loader:
        inputs = torch.as_tensor(inputs, device=device)
        targets = torch.as_tensor(targets, device=inputs.device)
        total += criterion(model(inputs), targets) * len(inputs)
        count += len(inputs)
    return (total / count).item()


@torch.no_grad()
def brings_everything_home(model, loader, criterion, device):
    """Runs the passes on the device and averages on the CPU, in NumPy's memory."""
    model.to(str(device)).eval()
    moved = [tuple(tensor.to(str(device), non_blocking=True) for tensor in b) for b in loader]
    losses = torch.stack([criterion(model(x), y) for x, y in moved]).cpu().numpy()
    sizes = [len(x) for x, _ in moved]
    return float((losses * sizes).sum() / sum(sizes))


def works_inside_the_device(model, loader, criterion, device):
    """Makes its own tensors inside `with device`, and returns a 0-dim tensor that stays there."""
    model.to(device).eval()
    losses, sizes = [], []
    with torch.no_grad():
        for inputs, targets in loader:
            losses.append(criterion(model(inputs.to(device)), targets.to(device)))
            sizes.append(len(inputs))
    with device:
        weights = torch.tensor(sizes, dtype=losses[0].dtype)
    return torch.stack(losses) @ weights / weights.sum()


def follows_the_first_parameter(model, loader, criterion, device):
    """Sends inputs to where a parameter is and targets to where the inputs are."""
    model.to(device).eval()
    weight = next(model.parameters())
    total = torch.zeros(())  # a number: it may meet tensors of any device
    count = 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs = inputs.to(weight)
            targets = targets.to(inputs.device)
            total = total + criterion(model(inputs), targets).double() * len(inputs)
            count += len(inputs)
    return float(total / count)
