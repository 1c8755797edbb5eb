"""Wrong implementations of evaluate, as students write them."""

import copy

import torch
from metrics import mean_absolute_error, r2_score
from torch import nn


def _joined(batches):
    """All predictions and all targets, each in one tensor."""
    return tuple(torch.cat(each) for each in zip(*batches, strict=True))


def averages_r2_over_the_batches(model, loader, criterion, device):
    """R² is the mean of the batches' scores.

    Print R² of two batches, each alone, and of both together. Is it their mean?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": sum(r2_score(p, t) for p, t in batches) / len(batches),
    }


def weighs_the_scores_of_the_batches(model, loader, criterion, device):
    """R² is the mean of the batches' scores, weighted by their sizes.

    With whose mean are the predictions of a batch compared?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": sum(r2_score(p, t) * len(t) for p, t in batches) / len(targets),
    }


def takes_r2_of_the_last_batch(model, loader, criterion, device):
    """R² is that of the last batch.

    Which batches does your number know about?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    score = r2_score(*batches[-1])
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": score,
    }


def swaps_predictions_and_targets(model, loader, criterion, device):
    """R² is called with the targets first.

    In which order does r2_score take its arguments?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(targets, predictions),
    }


def derives_r2_from_the_loss(model, loader, criterion, device):
    """R² is computed from the loss, whatever the criterion is.

    What is the loss if the criterion is the absolute error?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": 1 - total / len(targets) / targets.var(correction=0).clamp(min=1e-30).item(),
    }


def averages_the_batch_losses(model, loader, criterion, device):
    """The loss is the mean of the batches' losses, however small they are.

    Two batches, of 4 and 1 samples. How much should each count?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item()
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(batches),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def sums_the_losses(model, loader, criterion, device):
    """The loss is not divided by anything.

    Should the loss double if every sample is there twice?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total,
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def divides_by_the_size_of_the_data_set(model, loader, criterion, device):
    """The loss is divided by the size of the data set, not by the number of samples seen.

    What does a loader with drop_last=True leave out?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(loader.dataset),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def reports_the_loss_of_the_last_batch(model, loader, criterion, device):
    """The loss is that of the last batch.

    Which batches does your number know about?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total = criterion(predictions, targets).item()
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total,
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def brings_its_own_criterion(model, loader, criterion, device):
    """The loss is the mean squared error, whatever criterion is given.

    Where do you use the argument `criterion`?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += nn.functional.mse_loss(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def swaps_the_arguments_of_the_criterion(model, loader, criterion, device):
    """The criterion is called with the targets first.

    Which losses do not care about the order, and which do?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(targets, predictions).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def reports_the_loss_as_mae(model, loader, criterion, device):
    """The mean absolute error is the loss over again.

    What is "mae" if the criterion is the squared error?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": total / len(targets),
        "r2": r2_score(predictions, targets),
    }


def averages_mae_over_the_batches(model, loader, criterion, device):
    """The mean absolute error is the mean of the batches' errors, however small they are.

    Does each sample count once, also those of a small last batch?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": sum(mean_absolute_error(p, t) for p, t in batches) / len(batches),
        "r2": r2_score(predictions, targets),
    }


def looks_at_the_first_batch_only(model, loader, criterion, device):
    """It ends after the first batch.

    How often does your loop run?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
            break
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def forgets_eval_mode(model, loader, criterion, device):
    """The model is left in the mode in which it arrives, which may be train mode.

    Evaluate the same model twice. Do you get the same numbers?
    """
    model.to(device)
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def asks_for_train_mode(model, loader, criterion, device):
    """The model is put into train mode.

    What do dropout and batch norm do in the mode that model.train() asks for?
    """
    model.to(device)
    model.train()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def goes_back_to_train_mode_in_the_loop(model, loader, criterion, device):
    """Train mode is put back inside the loop, so only the first batch runs in eval mode.

    In which mode does the second batch find the model? Look at the indentation.
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
            model.train()
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def leaves_autograd_on(model, loader, criterion, device):
    """Gradients are not disabled during the passes.

    Will anybody call backward on these losses? What is kept in memory in case somebody does?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.enable_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions.detach(), targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def turns_autograd_off_for_good(model, loader, criterion, device):
    """Autograd is switched off for the whole program and never switched on again.

    What will the next training epoch find when it calls backward?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    torch.set_grad_enabled(False)
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def clears_the_gradients(model, loader, criterion, device):
    """The gradients that are stored in the model are cleared.

    Who might still need these gradients?
    """
    model.to(device)
    model.eval()
    model.zero_grad()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def freezes_the_parameters(model, loader, criterion, device):
    """The parameters are frozen so that no gradients are recorded.

    Can the model still be trained afterwards?
    """
    model.to(device)
    model.eval()
    model.requires_grad_(False)
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def returns_a_tuple(model, loader, criterion, device):
    """It returns three numbers in a row, without names.

    What does the caller write to get at R²?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    mae, r2 = mean_absolute_error(predictions, targets), r2_score(predictions, targets)
    return total / len(targets), mae, r2


def forces_single_precision(model, loader, criterion, device):
    """Predictions and targets are made float32.

    What does .float() do to a tensor of float64?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions.float(), targets.float()),
        "r2": r2_score(predictions.float(), targets.float()),
    }


def never_moves_the_model(model, loader, criterion, device):
    """The batches are moved, and the model stays where it is.

    Where does the model live when the first batch arrives?
    """
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def never_moves_the_targets(model, loader, criterion, device):
    """The targets stay where the loader left them.

    For each tensor in the line of the loss: on which device does it live?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs = inputs.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def never_moves_the_inputs(model, loader, criterion, device):
    """The inputs stay where the loader left them.

    Where does each tensor in the line of the forward pass live?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            targets = targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def copies_the_model_to_the_device(model, loader, criterion, device):
    """A copy of the model is moved, the caller's model stays behind.

    After your function, on which device are the weights of the model that it was given?
    """
    model = copy.deepcopy(model).to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def stays_on_the_cpu(model, loader, criterion, device):
    """Everything is moved to the CPU, whatever the device argument says.

    Where do you use the argument `device`?
    """
    device = torch.device("cpu")
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def compares_on_two_devices(model, loader, criterion, device):
    """The predictions are collected on the CPU, the targets on the device.

    Before you subtract two tensors: where does each of them live?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions.cpu(), targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def keeps_only_the_kind_of_device(model, loader, criterion, device):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    device = torch.device(device.type)
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }


def moves_the_model_back(model, loader, criterion, device):
    """When all is measured, the model is moved back to the CPU.

    Where does the caller expect to find the model? Print the device of a weight after the call.
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            predictions = model(inputs)
            total += criterion(predictions, targets).item() * len(inputs)
            batches.append((predictions, targets))
    predictions, targets = _joined(batches)
    model.cpu()
    return {
        "loss": total / len(targets),
        "mae": mean_absolute_error(predictions, targets),
        "r2": r2_score(predictions, targets),
    }
