"""Ways in which fit goes wrong."""

import copy

import torch
from torch import nn
from training_models import EarlyStopping, train_one_epoch, validate


def _step(model, inputs, targets, criterion, optimizer):
    """Do one update in whichever mode the model is; return the loss tensor."""
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss


def _finished(early_stopping, val_loss):
    """Tell the stopper, if there is one, and say whether it wants to stop."""
    if early_stopping is None:
        return False
    early_stopping(val_loss)
    return early_stopping.early_stop


def sets_train_mode_once(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Train mode is set once, before the first epoch.

    In which mode did validation leave the model when the second epoch starts?
    """
    history = {"train_loss": [], "val_loss": []}
    model.to(device)
    model.train()
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = _step(model, inputs, targets, criterion, optimizer)
            total += loss.item() * len(inputs)
            samples += len(inputs)
        history["train_loss"].append(total / samples)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def validates_in_train_mode(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Validation runs in train mode.

    Two validations of the same weights: do they give the same number? Which layers decide that?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        total, samples = 0.0, 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                total += criterion(model(inputs), targets).item() * len(inputs)
                samples += len(inputs)
        history["val_loss"].append(total / samples)
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def validates_with_autograd_on(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Gradients are not disabled during validation.

    Will anybody call backward on a validation loss? What is kept in memory in case somebody does?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        model.eval()
        total, samples = 0.0, 0
        for inputs, targets in val_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
        history["val_loss"].append(total / samples)
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def turns_autograd_off_for_good(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Autograd is still switched off when the function returns.

    What else in the program did you switch off, and who switches it on again?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        torch.set_grad_enabled(True)
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        torch.set_grad_enabled(False)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def validates_on_the_training_data(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The training loader is validated.

    Which data is the validation curve about? Which of your arguments is never used?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, train_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def learns_from_the_validation_data(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The optimizer takes steps on the validation data too.

    How many updates should one epoch make? Count them.
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        val_loss = train_one_epoch(model, val_loader, criterion, optimizer, device)
        history["val_loss"].append(val_loss)
        if _finished(early_stopping, val_loss):
            break
    return history


def validates_before_training(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Each epoch validates first and trains afterwards.

    After which update was this validation loss measured? Does its epoch know its own weights?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def validates_only_at_the_end(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Validation happens once, after the last epoch.

    How many entries should the validation curve have, and what can early stopping see?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
    history["val_loss"].append(validate(model, val_loader, criterion, device))
    if early_stopping is not None:
        early_stopping(history["val_loss"][-1])
    return history


def measures_the_training_loss_after_the_epoch(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The training loss is measured in a pass of its own once the epoch is over.

    Which weights does your training loss describe: those that met each batch, or the last ones?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(validate(model, train_loader, criterion, device))
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def averages_the_batch_means(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """In the training loss every batch counts the same, however small it is.

    Two batches, one of four samples and one of a single sample: how much should each count?
    """
    history = {"train_loss": [], "val_loss": []}
    model.to(device)
    for _ in range(epochs):
        model.train()
        losses = []
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            losses.append(_step(model, inputs, targets, criterion, optimizer).item())
        history["train_loss"].append(sum(losses) / len(losses))
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def averages_the_validation_batch_means(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """In the validation loss every batch counts the same, however small it is.

    The validation set is cut into batches of four and of one: how much should each count?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        model.eval()
        losses = []
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                losses.append(criterion(model(inputs), targets).item())
        history["val_loss"].append(sum(losses) / len(losses))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def divides_by_the_data_sets_size(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The training loss is divided by the size of the data set, whatever the loader yielded.

    Did the loader hand you every sample of its data set? Read what drop_last does.
    """
    history = {"train_loss": [], "val_loss": []}
    model.to(device)
    for _ in range(epochs):
        model.train()
        total = 0.0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += _step(model, inputs, targets, criterion, optimizer).item() * len(inputs)
        history["train_loss"].append(total / len(train_loader.dataset))
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def records_the_last_batchs_loss(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The loss of the last batch is recorded as the training loss of the epoch.

    Which batches does this entry of the history know about?
    """
    history = {"train_loss": [], "val_loss": []}
    model.to(device)
    for _ in range(epochs):
        model.train()
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = _step(model, inputs, targets, criterion, optimizer)
        history["train_loss"].append(loss.item())
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def records_losses_with_their_graphs(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The training losses are kept with their graphs and still require grad.

    What does a loss tensor carry besides its value, and how long does your history keep it?
    """
    history = {"train_loss": [], "val_loss": []}
    model.to(device)
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = _step(model, inputs, targets, criterion, optimizer)
            total = total + loss * len(inputs)
            samples += len(inputs)
        history["train_loss"].append(total / samples)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def adds_the_epochs_up(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The running training loss is not set back to zero when a new epoch begins.

    How often does the line that creates your total run, and how often should it?
    """
    history = {"train_loss": [], "val_loss": []}
    total = 0.0
    for _ in range(epochs):
        total += train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(total)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def never_zeroes_gradients(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something?
    """
    history = {"train_loss": [], "val_loss": []}
    model.to(device)
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            samples += len(inputs)
        history["train_loss"].append(total / samples)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def zeroes_gradients_only_after_the_step(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Gradients are cleared after each step, so those left by earlier code enter the first one.

    Can you be sure that .grad is empty when your function starts? Put something into it and see.
    """
    history = {"train_loss": [], "val_loss": []}
    model.to(device)
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(inputs)
            samples += len(inputs)
        history["train_loss"].append(total / samples)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def runs_one_epoch_too_many(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """One epoch more than asked for is run.

    Ask for one epoch and count the entries of the history.
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs + 1):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def runs_one_epoch_too_few(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """One epoch less than asked for is run.

    Ask for one epoch and count the entries of the history.
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(1, epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def stops_before_recording(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The epoch in which training stops is missing from the history.

    Does the history contain the epoch that made the stopper say so?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss = validate(model, val_loader, criterion, device)
        if _finished(early_stopping, val_loss):
            break
        history["train_loss"].append(train_loss)
        history["val_loss"].append(val_loss)
    return history


def leaves_the_last_validation_loss_out(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The training loss of the stopping epoch is recorded, its validation loss is not.

    After an early stop, are the two lists of the same length?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        val_loss = validate(model, val_loader, criterion, device)
        if _finished(early_stopping, val_loss):
            break
        history["val_loss"].append(val_loss)
    return history


def never_asks_early_stopping(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The stopper is never called.

    Where do you use the argument `early_stopping`? How should it know about the losses?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
    return history


def ignores_the_stop_flag(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The stopper is called, but nobody reads what it says.

    The stopper has raised its flag. Which line of your loop looks at it?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if early_stopping is not None:
            early_stopping(history["val_loss"][-1])
    return history


def reads_the_stop_flag_before_the_call(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The flag is read before the stopper has heard of this epoch, so training stops one too late.

    When you read the flag, does the stopper know this epoch's loss already?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if early_stopping is not None:
            if early_stopping.early_stop:
                break
            early_stopping(history["val_loss"][-1])
    return history


def tells_the_stopper_twice(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The stopper is called twice in every epoch.

    How many epochs does the stopper believe to have seen after one of yours?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if early_stopping is not None:
            early_stopping(history["val_loss"][-1])
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def tells_the_stopper_the_training_loss(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The stopper gets the training loss.

    Which of the two curves says something about new data?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["train_loss"][-1]):
            break
    return history


def cannot_do_without_a_stopper(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The stopper is called even when there is none.

    What is early_stopping when the caller leaves it out?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        early_stopping(history["val_loss"][-1])
        if early_stopping.early_stop:
            break
    return history


def stops_though_nobody_asked(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """When no stopper is given, one with the default patience is used.

    Nobody passes a stopper and the loss does not improve. How many epochs should run?
    """
    history = {"train_loss": [], "val_loss": []}
    if early_stopping is None:
        early_stopping = EarlyStopping()
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def uses_a_stopper_of_its_own(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The stopper that was passed in is replaced by one with the default patience.

    The caller chose a patience. Which object in your function knows about it?
    """
    history = {"train_loss": [], "val_loss": []}
    stopper = EarlyStopping() if early_stopping is not None else None
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(stopper, history["val_loss"][-1]):
            break
    return history


def puts_the_best_weights_back(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The model ends with the weights of its best epoch, not those of its last.

    Useful, but is it asked for here? Which weights belong to the last entry of the history?
    """
    history = {"train_loss": [], "val_loss": []}
    best = None
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if history["val_loss"][-1] == min(history["val_loss"]):
            best = copy.deepcopy(model.state_dict())
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    if best is not None:
        model.load_state_dict(best)
    return history


def keeps_both_losses_in_one_list(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Both keys of the history hold the same list.

    You wrote a = b = []. How many lists are there?
    """
    train_losses = val_losses = []
    for _ in range(epochs):
        train_losses.append(train_one_epoch(model, train_loader, criterion, optimizer, device))
        val_losses.append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, val_losses[-1]):
            break
    return {"train_loss": train_losses, "val_loss": val_losses}


def swaps_the_two_losses(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Training losses are stored under val_loss and validation losses under train_loss.

    Print the history next to what each epoch measured. Is each curve under its own name?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss = validate(model, val_loader, criterion, device)
        history["train_loss"].append(val_loss)
        history["val_loss"].append(train_loss)
        if _finished(early_stopping, val_loss):
            break
    return history


def returns_a_tuple(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The two lists are returned as a tuple, not in a dictionary.

    How does the caller get at the validation losses by name?
    """
    train_losses, val_losses = [], []
    for _ in range(epochs):
        train_losses.append(train_one_epoch(model, train_loader, criterion, optimizer, device))
        val_losses.append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, val_losses[-1]):
            break
    return train_losses, val_losses


def names_the_keys_differently(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The keys of the history are train_losses and val_losses.

    Compare the keys of your dictionary with those of the docstring, letter by letter.
    """
    history = {"train_losses": [], "val_losses": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_losses"].append(train_loss)
        history["val_losses"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_losses"][-1]):
            break
    return history


def returns_only_the_last_losses(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The history holds the last epoch's losses only.

    How would you plot a curve from what you return?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        history["train_loss"] = [train_one_epoch(model, train_loader, criterion, optimizer, device)]
        history["val_loss"] = [validate(model, val_loader, criterion, device)]
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def trains_a_copy_of_the_model(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """A copy is trained with an optimizer of its own, the caller's model never changes.

    After the call, what has the model learned that the caller holds in hand?
    """
    model = copy.deepcopy(model)
    groups = [{**group, "params": []} for group in optimizer.param_groups]
    groups[0]["params"] = list(model.parameters())
    optimizer = type(optimizer)(groups[:1])
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def rebuilds_the_optimizer_for_every_epoch(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """A new optimizer is made at the start of every epoch.

    What does an optimizer with momentum remember, and for how long?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        fresh = type(optimizer)(optimizer.param_groups)
        train_loss = train_one_epoch(model, train_loader, criterion, fresh, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def uses_an_optimizer_of_its_own(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The optimizer that was passed in is ignored for a hard-coded SGD.

    Where do you use the argument `optimizer`? Whose learning rate is in force?
    """
    history = {"train_loss": [], "val_loss": []}
    sgd = torch.optim.SGD(model.parameters(), lr=0.01)
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, sgd, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def uses_a_criterion_of_its_own(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The criterion that was passed in is ignored for the mean squared error.

    Where do you use the argument `criterion`? What if it is not the squared error?
    """
    history = {"train_loss": [], "val_loss": []}
    criterion = nn.MSELoss()
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def forces_float32(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Model and batches are turned into float32, whatever they were.

    Your function is given a model in double precision. What precision does it have afterwards?
    """

    def in_float32(loader):
        return [(inputs.float(), targets.float()) for inputs, targets in loader]

    model.float()
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        batches = in_float32(train_loader)
        train_loss = train_one_epoch(model, batches, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, in_float32(val_loader), criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def never_moves_the_model(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The batches are moved to the device, the model is not.

    Where do the weights live when the first batch meets them?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += _step(model, inputs, targets, criterion, optimizer).item() * len(inputs)
            samples += len(inputs)
        history["train_loss"].append(total / samples)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def never_moves_the_validation_batches(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The training batches are moved to the device, the validation batches are not.

    Training runs, then validation complains. What did you do for one loader and not the other?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        model.eval()
        total, samples = 0.0, 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
                samples += len(inputs)
        history["val_loss"].append(total / samples)
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def picks_a_device_of_its_own(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The device that was passed in is ignored for whatever the machine offers.

    Who decides where to train: your function, or whoever calls it?
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def never_moves_the_training_batches(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The model is moved to the device, the training batches are not.

    Your model moved before the loop. Who moves the data that it meets there?
    """
    model.to(device)
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in train_loader:
            total += _step(model, inputs, targets, criterion, optimizer).item() * len(inputs)
            samples += len(inputs)
        history["train_loss"].append(total / samples)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def never_moves_the_training_targets(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Of a training batch the inputs are moved to the device, the targets are not.

    For each tensor in the line of the loss: on which device does it live?
    """
    model.to(device)
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in train_loader:
            inputs = inputs.to(device)
            total += _step(model, inputs, targets, criterion, optimizer).item() * len(inputs)
            samples += len(inputs)
        history["train_loss"].append(total / samples)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def throws_the_moved_batch_away(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The results of inputs.to(device) and targets.to(device) are not used.

    Does .to change a tensor, or return another one? Is it the same for a module?
    """
    model.to(device)
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in train_loader:
            inputs.to(device)
            targets.to(device)
            total += _step(model, inputs, targets, criterion, optimizer).item() * len(inputs)
            samples += len(inputs)
        history["train_loss"].append(total / samples)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def never_moves_the_validation_targets(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Of a validation batch the inputs are moved to the device, the targets are not.

    Training runs, then validation complains. Which line differs between the two loops?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        model.eval()
        total, samples = 0.0, 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs = inputs.to(device)
                total += criterion(model(inputs), targets).item() * len(inputs)
                samples += len(inputs)
        history["val_loss"].append(total / samples)
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def moves_the_batches_in_the_first_epoch_only(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Batches are moved to the device in the first epoch and not in the later ones.

    What does the loader give you in the second epoch: the tensors that you moved, or its own again?
    """
    model.to(device)
    history = {"train_loss": [], "val_loss": []}
    for epoch in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in train_loader:
            if epoch == 0:
                inputs, targets = inputs.to(device), targets.to(device)
            total += _step(model, inputs, targets, criterion, optimizer).item() * len(inputs)
            samples += len(inputs)
        history["train_loss"].append(total / samples)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def trains_on_the_cpu(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Training runs on the CPU, and only validation on the device that was given.

    Which of the two passes takes the most time, and where does it run here?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        cpu = torch.device("cpu")
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, cpu)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def validates_on_the_cpu(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Training runs on the device that was given, validation on the CPU.

    Where is the model after the last validation, and where does the caller look for it?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        val_loss = validate(model, val_loader, criterion, torch.device("cpu"))
        history["val_loss"].append(val_loss)
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def visits_the_cpu_for_validation(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """For each validation the model is moved to the CPU, and to the device again afterwards.

    Which device does the task name for validation? What does the journey of the model cost?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        val_loss = validate(model, val_loader, criterion, torch.device("cpu"))
        history["val_loss"].append(val_loss)
        model.to(device)
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def moves_the_model_when_all_is_over(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """All epochs run wherever the model was, and the model is moved in the end.

    Where does the model live while it trains: before your last lines, not after them?
    """
    home = next(model.parameters()).device
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, home)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, home))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    model.to(device)
    return history


def moves_a_copy_to_another_device(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """On another device a copy of the model is trained, the caller's model stays behind.

    Which object do you hold after .to, the caller's model or another one? Whose parameters are in
    the optimizer?
    """
    if next(model.parameters()).device != device:
        model = copy.deepcopy(model).to(device)
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def replaces_the_parameters(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Parameters are moved by new ones in their place; the optimizer still holds the old ones.

    Who else holds the parameters that you replaced, and is told nothing?
    """
    for module in model.modules():
        for name, old in list(module.named_parameters(recurse=False)):
            if old.device != device:
                moved = nn.Parameter(old.detach().to(device), old.requires_grad)
                setattr(module, name, moved)
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def moves_the_model_back(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """When training is over, the model is moved back to the CPU.

    Where does the caller expect to find the model? Print the device of a weight after the call.
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    model.cpu()
    return history


def keeps_only_the_kind_of_device(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    device = torch.device(device.type)
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def stays_on_the_cpu(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Everything runs on the CPU, whatever the device argument says.

    Where do you use the argument `device`?
    """
    device = torch.device("cpu")
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def stays_where_the_model_is(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """All passes run where the model already is; the device argument is not used.

    Who decides where to train: where the model happens to be, or the argument `device`?
    """
    device = next(model.parameters()).device
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def insists_on_cuda(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """Everything is sent to CUDA, whatever the device argument says.

    What happens on a machine without a GPU, or when the caller asks for the CPU?
    """
    device = torch.device("cuda")
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def sums_in_a_tensor_on_the_cpu(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The running total is a new tensor on the CPU, to which losses on the device are added.

    Where does a tensor live that you make without saying where?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        model.eval()
        total, samples = torch.zeros(1, dtype=torch.float64), 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                total += criterion(model(inputs), targets) * len(inputs)
                samples += len(inputs)
        history["val_loss"].append((total / samples).item())
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history


def turns_the_losses_into_numpy(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None
):
    """The validation losses are turned into NumPy arrays where they are.

    Which memory can NumPy read?
    """
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        history["train_loss"].append(train_loss)
        model.eval()
        total, samples = 0.0, 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                total += criterion(model(inputs), targets).numpy() * len(inputs)
                samples += len(inputs)
        history["val_loss"].append(float(total / samples))
        if _finished(early_stopping, history["val_loss"][-1]):
            break
    return history
