"""Ways in which train_model goes wrong."""

import copy
from pathlib import Path

import torch
from classification import train_one_epoch, validate
from torch import nn

_BEST = {}
_CURVES = [], [], [], []


def _exists(path):
    return path is not None and Path(path).exists()


def _single(loader):
    """The batches in float32."""
    return [(inputs.float(), targets) for inputs, targets in loader]


def saves_ties_too(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """An epoch that is just as good as the best is saved as well.

    Is equal better?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc >= best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def starts_from_zero_per_cent(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The best accuracy starts at 0, so an epoch at 0 per cent is never saved.

    What is in the file if every epoch scores exactly your starting value?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = 0.0
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def compares_with_the_epoch_before(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """An epoch is saved if it is better than the one before it.

    Better than what: the last one, or the best?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
        best = val_acc
    return train_losses, train_accs, val_losses, val_accs


def never_updates_the_best(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Every epoch that is better than the first is saved.

    Which line tells the next epoch what the best is?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc if best is None else best
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def selects_by_the_training_accuracy(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The epoch with the best training accuracy is saved.

    Which curve tells you about new data?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or train_acc > best:
            best = train_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def selects_by_the_validation_loss(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The epoch with the lowest validation loss is saved.

    Which of the two numbers of validation does the task name?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_loss < best:
            best = val_loss
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def compares_whole_per_cents(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Accuracies are cut to whole numbers before they are compared.

    Is 70.6 strictly above 70.2?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or int(val_acc) > int(best):
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def saves_only_at_the_end(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The best weights are kept in memory and written when all epochs are over.

    The power fails in the last epoch. What is left of the others?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                kept = copy.deepcopy(model.state_dict())
    if best_path is not None:
        torch.save(kept, best_path)
    return train_losses, train_accs, val_losses, val_accs


def saves_the_weights_before_the_epoch(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """What is saved are the weights from before the epoch that scored best.

    Do the weights in the file match the accuracy that they were saved for?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        before = copy.deepcopy(model.state_dict())
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(before, best_path)
    return train_losses, train_accs, val_losses, val_accs


def saves_the_whole_model(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The model object is saved instead of its state_dict.

    What does torch.load with weights_only=True accept?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model, best_path)
    return train_losses, train_accs, val_losses, val_accs


def saves_a_checkpoint(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The state_dict is saved inside another dict.

    What would load_state_dict say to what you saved?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save({"model_state_dict": model.state_dict(), "val_acc": val_acc}, best_path)
    return train_losses, train_accs, val_losses, val_accs


def saves_the_parameters_only(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The parameters are saved, the buffers are not.

    Is model.parameters() all that a model holds? Look at model.state_dict().
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(dict(model.named_parameters()), best_path)
    return train_losses, train_accs, val_losses, val_accs


def replaces_the_suffix(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The file always ends in .pt, whatever best_path says.

    Is the path yours to change?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), Path(best_path).with_suffix(".pt"))
    return train_losses, train_accs, val_losses, val_accs


def takes_a_path_only(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Only a pathlib.Path will do for best_path; a text raises an error.

    Who turns a text into a Path, if you need one?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                best_path.parent.mkdir(exist_ok=True)
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def writes_without_a_path(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Without best_path the weights are written to a file all the same.

    What does the caller want who gives no path?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            torch.save(model.state_dict(), best_path or "best.pt")
    return train_losses, train_accs, val_losses, val_accs


def asks_whether_the_file_exists(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """A file that is there from an earlier call is not overwritten in the first epoch.

    What does the accuracy of an earlier training say about this one?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if (best is None and not _exists(best_path)) or val_acc > (best or 0):
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def remembers_the_best_of_all_calls(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The best accuracy is kept from call to call.

    What was the best accuracy when this call began?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if val_acc > _BEST.get("accuracy", -1.0):
            _BEST["accuracy"] = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def puts_the_best_weights_back_from_memory(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The model ends with the weights of its best epoch.

    From which epoch should the weights be when you return?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            kept = copy.deepcopy(model.state_dict())
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    model.load_state_dict(kept)
    return train_losses, train_accs, val_losses, val_accs


def validates_before_training(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Each epoch validates before it trains.

    After which update was each number measured?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def learns_from_the_validation_data(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The model is trained on the validation data too.

    How many updates were made after one epoch, and on which data?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_one_epoch(model, val_loader, criterion, optimizer, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def measures_the_training_curves_afterwards(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Training loss and accuracy are measured in eval mode, after the epoch.

    On which passes does the task want them to be measured?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        train_loss, train_acc = validate(model, train_loader, criterion, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def sets_train_mode_once(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Train mode is set once, before the first epoch.

    In which mode did validation leave the model when the second epoch starts?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    model.to(device)
    model.train()
    for _ in range(num_epochs):
        total, correct, samples = 0.0, 0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
        train_loss, train_acc = total / samples, 100 * correct / samples
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def validates_in_train_mode(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Validation runs in train mode.

    Two validations of the same weights: do they give the same number?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        total, correct, samples = 0.0, 0, 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                outputs = model(inputs)
                total += criterion(outputs, targets).item() * len(inputs)
                correct += (outputs.argmax(dim=1) == targets).sum().item()
                samples += len(inputs)
        val_loss, val_acc = total / samples, 100 * correct / samples
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def validates_with_autograd_on(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Gradients are not disabled during validation.

    What is kept in memory in case somebody calls backward?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        model.eval()
        total, correct, samples = 0.0, 0, 0
        for inputs, targets in val_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
        val_loss, val_acc = total / samples, 100 * correct / samples
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def never_zeroes_gradients(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Gradients are never set to zero.

    Whose gradients are in .grad when the second batch arrives?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        model.to(device)
        model.train()
        total, correct, samples = 0.0, 0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
        train_loss, train_acc = total / samples, 100 * correct / samples
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def turns_autograd_off_for_good(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Autograd is left switched off after the last validation.

    What will the caller's next call of backward find?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    torch.set_grad_enabled(False)
    return train_losses, train_accs, val_losses, val_accs


def averages_the_validation_batches(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Loss and accuracy of validation are means over batches, however small the last one is.

    Two batches, of 4 and 1 samples: how much should each count?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        model.eval()
        total, correct, samples = 0.0, 0, 0
        with torch.no_grad():
            samples = len(list(val_loader))
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                outputs = model(inputs)
                total += criterion(outputs, targets).item()
                correct += (outputs.argmax(dim=1) == targets).double().mean().item()
        val_loss, val_acc = total / samples, 100 * correct / samples
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def keeps_losses_with_their_graphs(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The training losses are kept as tensors that still require grad.

    What does a loss tensor carry besides its value, and for how long?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        model.to(device)
        model.train()
        total, correct, samples = 0.0, 0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total = total + loss * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
        train_loss, train_acc = total / samples, 100 * correct / samples
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def uses_one_list_for_all(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """All four curves are one and the same list.

    How many lists does [] * 4 or a = b = [] make?
    """
    train_losses = train_accs = val_losses = val_accs = []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def returns_losses_first(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Both losses are returned first, then both accuracies.

    In which order does the docstring name the four lists?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, val_losses, train_accs, val_accs


def uses_a_criterion_of_its_own(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The criterion that was given is ignored for cross entropy.

    Where do you use the argument criterion?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    criterion = nn.CrossEntropyLoss()
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def unfreezes_the_model(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """All parameters are made to require grad.

    Who froze that layer, and may you undo it?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    model.requires_grad_()
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def changes_the_data(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The validation inputs are centred in place, in the loader's own memory.

    Who iterates over the loaders after you?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        model.eval()
        total, correct, samples = 0.0, 0, 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                inputs -= inputs.mean()
                outputs = model(inputs)
                total += criterion(outputs, targets).item() * len(inputs)
                correct += (outputs.argmax(dim=1) == targets).sum().item()
                samples += len(inputs)
        val_loss, val_acc = total / samples, 100 * correct / samples
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def trains_on_the_cpu(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Training runs on the CPU, and only validation on the device that was given.

    Which of the two passes takes the most time, and where does it run here?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        cpu = torch.device("cpu")
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, cpu)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def validates_on_the_cpu(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Training runs on the device that was given, validation on the CPU.

    Where is the model after the last validation, and where does the caller look for it?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, torch.device("cpu"))
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def stays_where_the_model_is(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """All passes run where the model already is.

    Who decides where to train: where the model happens to be, or the argument device?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    device = next(model.parameters()).device
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def keeps_only_the_kind_of_device(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    device = torch.device(device.type)
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def moves_the_model_to_save_it(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The model is moved to the CPU to be saved, and stays there.

    Where does the caller expect to find the model after the last epoch?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_acc = validate(model, val_loader, criterion, device)
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.cpu().state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs


def never_moves_the_validation_batches(
    model, train_loader, val_loader, criterion, optimizer, device, num_epochs, best_path=None
):
    """The training batches are moved to the device, the validation batches are not.

    Training runs, then validation complains. What did you do for one loader and not the other?
    """
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    best = None
    for _ in range(num_epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer, device)
        model.eval()
        total, correct, samples = 0.0, 0, 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                outputs = model(inputs)
                total += criterion(outputs, targets).item() * len(inputs)
                correct += (outputs.argmax(dim=1) == targets).sum().item()
                samples += len(inputs)
        val_loss, val_acc = total / samples, 100 * correct / samples
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if best is None or val_acc > best:
            best = val_acc
            if best_path is not None:
                torch.save(model.state_dict(), best_path)
    return train_losses, train_accs, val_losses, val_accs
