"""Other right ways to write predict_on_device."""

import torch


@torch.no_grad()
def is_decorated(model, inputs, device):
    """Disables gradients by a decorator, and chains the calls."""
    return model.to(device).eval()(inputs.to(device)).to("cpu")


def puts_the_mode_back(model, inputs, device):
    """Leaves the model in the mode in which it came."""
    was_training = model.training
    model = model.to(device)
    model.train(False)
    try:
        with torch.inference_mode():
            predictions = model(inputs.to(device))
    finally:
        model.train(was_training)
    return predictions.detach().cpu()


def predicts_row_by_row(model, inputs, device):
    """Moves and predicts one row after the other, and puts them together on the CPU."""
    model.to(device)
    model.eval()
    rows = []
    with torch.no_grad():
        for row in inputs:
            rows.append(model(row.unsqueeze(0).to(device)).cpu())
    return torch.cat(rows)


def fills_a_tensor(model, inputs, device):
    """Copies the predictions into a new tensor on the CPU."""
    model.eval()
    model.to(device)
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        x = inputs.to(device=device, copy=True)
        y = model(x)
        out = torch.empty(y.shape, dtype=y.dtype, device="cpu")
        out.copy_(y)
    finally:
        torch.set_grad_enabled(before)
    return out


def goes_through_numpy(model, inputs, device):
    """Goes through NumPy, which keeps the dtype."""
    model.to(device).eval()
    with torch.set_grad_enabled(False):
        outputs = model(inputs.to(device, non_blocking=False))
    return torch.from_numpy(outputs.cpu().numpy())
