"""Other right ways to write evaluate."""

import math

import torch
from metrics import mean_absolute_error, r2_score


@torch.no_grad()
def decorated_with_no_grad(model, loader, criterion, device):
    """Is decorated with torch.no_grad, and takes the loss of all predictions at the end."""
    model.to(device).eval()
    outputs, truths = [], []
    for x, y in loader:
        outputs.append(model(x.to(device)))
        truths.append(y.to(device))
    p, t = torch.cat(outputs), torch.cat(truths)
    return {"loss": criterion(p, t), "mae": mean_absolute_error(p, t), "r2": r2_score(p, t)}


def collects_on_the_cpu(model, loader, criterion, device):
    """Runs in torch.inference_mode, collects on the CPU, and prints, as many tutorials do."""
    model = model.to(device)
    model.eval()
    test_loss, seen, preds, trues = 0.0, 0, [], []
    with torch.inference_mode():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            pred = model(x)
            test_loss += criterion(pred, y).item() * y.size(0)
            seen += y.size(0)
            preds.append(pred.cpu())
            trues.append(y.cpu())
    pred, true = torch.vstack(preds), torch.vstack(trues)
    print(f"Test loss: {test_loss / seen:.5f}")  # noqa: T201 students print
    return {
        "r2": r2_score(pred, true),
        "mae": mean_absolute_error(pred, true),
        "loss": test_loss / seen,
    }


def adds_up_the_errors(model, loader, criterion, device):
    """Adds up absolute and squared errors, and keeps only the targets for R²."""
    model.to(device)
    model.train(False)
    losses, sizes, absolute, squared, elements, truths = [], [], 0.0, 0.0, 0, []
    for batch in loader:
        inputs, targets = batch[0].to(device), batch[1].to(device)
        with torch.no_grad():
            outputs = model(inputs)
            losses.append(criterion(outputs, targets).item())
        sizes.append(inputs.shape[0])
        absolute += (outputs - targets).abs().sum().item()
        squared += (outputs - targets).pow(2).sum().item()
        elements += targets.numel()
        truths.extend(targets.flatten().tolist())
    mean = math.fsum(truths) / len(truths)
    total = sum((truth - mean) ** 2 for truth in truths)
    constant = len(set(truths)) == 1
    r2 = float(squared == 0) if constant else 1 - squared / total
    loss = sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)
    return {"loss": loss, "mae": absolute / elements, "r2": r2}


def goes_through_the_loader_twice(model, loader, criterion, device):
    """Finds the mean of all targets in a pass of its own, and puts the mode back."""
    model.to(device)
    was_training = model.training
    model.eval()
    with torch.set_grad_enabled(False):
        truth = torch.cat([targets for _, targets in loader]).to(device).double()
        loss = mae = residual = 0.0
        exact = True
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            weight = len(targets) / len(truth)
            loss += float(criterion(predictions, targets)) * weight
            mae += mean_absolute_error(predictions, targets) * weight
            residual += float((predictions - targets).double().pow(2).sum())
            exact = exact and torch.equal(predictions, targets)
    model.train(was_training)
    if truth.min() == truth.max():
        return {"loss": loss, "mae": mae, "r2": float(exact)}
    total = float((truth - truth.mean()).pow(2).sum())
    return {"loss": loss, "mae": mae, "r2": 1.0 - residual / total}


def fills_tensors_on_the_device(model, loader, criterion, device):
    """Switches autograd off by hand, and puts it back in any case."""
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        model.eval().to(str(device), non_blocking=True)
        pairs = [(x.to(str(device)), y.to(str(device))) for x, y in loader]
        made = [(model(x), y) for x, y in pairs]
        sizes = torch.tensor([len(y) for _, y in made], dtype=torch.float64, device=device)
        losses = torch.stack([criterion(p, y) for p, y in made])
        predictions = torch.cat([p for p, _ in made])
        targets = torch.cat([y for _, y in made])
        return dict(
            loss=(losses * (sizes / sizes.sum()).to(losses)).sum().item(),
            mae=mean_absolute_error(predictions, targets),
            r2=r2_score(predictions, targets),
        )
    finally:
        torch.set_grad_enabled(before)
