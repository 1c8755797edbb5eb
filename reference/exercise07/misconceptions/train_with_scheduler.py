"""Ways in which train_with_scheduler goes wrong."""

import torch


def _epoch(model, loader, criterion, optimizer, device):
    """One epoch, done right."""
    model.train()
    for inputs, targets in loader:
        loss = criterion(model(inputs.to(device)), targets.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def _rate(optimizer):
    return optimizer.param_groups[0]["lr"]


def steps_the_scheduler_every_batch(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The scheduler steps once a batch.

    How often should the rate change: with every batch, or with every epoch?
    """
    model.to(device).train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        for inputs, targets in loader:
            loss = criterion(model(inputs.to(device)), targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            scheduler.step()
    return rates


def steps_the_scheduler_first(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The scheduler steps before the epoch's training.

    Which rate should the very first update use?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        scheduler.step()
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
    return rates


def notes_the_rate_then_steps_the_scheduler(
    model, loader, criterion, optimizer, scheduler, epochs, device
):
    """The rate is noted, but the scheduler steps before the epoch trains.

    Is the rate that you note the one that the updates use?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        scheduler.step()
        _epoch(model, loader, criterion, optimizer, device)
    return rates


def steps_the_scheduler_before_the_last_batch(
    model, loader, criterion, optimizer, scheduler, epochs, device
):
    """The scheduler steps before the last optimizer step of the epoch.

    Which rate does the last batch of an epoch train with?
    """
    model.to(device).train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        for number, (inputs, targets) in enumerate(loader, start=1):
            loss = criterion(model(inputs.to(device)), targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            if number == len(loader):
                scheduler.step()
            optimizer.step()
    return rates


def never_steps_the_scheduler(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The scheduler never steps.

    Plot the rates. Who changes them?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
    return rates


def steps_the_scheduler_twice(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The scheduler steps twice an epoch.

    How many epochs does your schedule count?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
        scheduler.step()
    return rates


def skips_the_first_epoch(model, loader, criterion, optimizer, scheduler, epochs, device):
    """After the first epoch the scheduler does not step.

    After how many epochs is the first drop, with a drop every 2 epochs?
    """
    model.to(device)
    rates = []
    for epoch in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        if epoch > 0:
            scheduler.step()
    return rates


def leaves_out_the_last_step(model, loader, criterion, optimizer, scheduler, epochs, device):
    """After the last epoch the scheduler does not step.

    With which rate would the next epoch train, if somebody goes on?
    """
    model.to(device)
    rates = []
    for epoch in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        if epoch + 1 < epochs:
            scheduler.step()
    return rates


def gives_the_scheduler_the_epoch(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The scheduler is told the number of the epoch that is over, so it lags behind.

    Does the scheduler need to be told where it is, and where is it in your second call?
    """
    model.to(device)
    rates = []
    for epoch in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step(epoch)
    return rates


def notes_the_rate_afterwards(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The rate is noted after the scheduler's step: it is that of the next epoch.

    Which rate gave this epoch's updates?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
        rates.append(_rate(optimizer))
    return rates


def notes_one_rate_more(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The rate after the last epoch is in the list too.

    How many epochs were there, and how many rates are in your list?
    """
    model.to(device)
    rates = [_rate(optimizer)]
    for _ in range(epochs):
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
        rates.append(_rate(optimizer))
    return rates


def notes_a_rate_every_batch(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The rate is noted for every batch.

    How many rates does an epoch have?
    """
    model.to(device).train()
    rates = []
    for _ in range(epochs):
        for inputs, targets in loader:
            rates.append(_rate(optimizer))
            loss = criterion(model(inputs.to(device)), targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates


def notes_the_rate_of_the_start(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The rate that the optimizer was made with is noted for every epoch.

    Does the rate that you read change while the training runs?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0].get("initial_lr", _rate(optimizer)))
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
    return rates


def notes_the_last_group(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The rate of the last param group is returned.

    How many rates does an optimizer have, and which is asked for?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[-1]["lr"])
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
    return rates


def notes_all_groups(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Each entry is the list of the rates of all param groups.

    What is get_last_lr() a list of?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(scheduler.get_last_lr())
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
    return rates


def returns_the_losses(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The last loss of each epoch is returned, not its rate.

    What does the docstring say under "Returns"?
    """
    model.to(device).train()
    losses = []
    for _ in range(epochs):
        for inputs, targets in loader:
            loss = criterion(model(inputs.to(device)), targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
        scheduler.step()
    return losses


def trains_with_an_optimizer_of_its_own(
    model, loader, criterion, optimizer, scheduler, epochs, device
):
    """A new optimizer trains the model; the scheduler changes the rate of the given one.

    Which optimizer's rate does the scheduler change, and which one makes the updates?
    """
    model.to(device)
    own = torch.optim.SGD(model.parameters(), lr=_rate(optimizer))
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, own, device)
        scheduler.step()
    return rates


def forgets_train_mode(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        for inputs, targets in loader:
            loss = criterion(model(inputs.to(device)), targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates


def never_zeroes_gradients(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something?
    """
    model.to(device).train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        for inputs, targets in loader:
            criterion(model(inputs.to(device)), targets.to(device)).backward()
            optimizer.step()
        scheduler.step()
    return rates


def zeroes_gradients_only_after_the_step(
    model, loader, criterion, optimizer, scheduler, epochs, device
):
    """Gradients are cleared after each step, so those left by earlier code enter the first one.

    Can you be sure that .grad is empty when your function starts?
    """
    model.to(device).train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        for inputs, targets in loader:
            criterion(model(inputs.to(device)), targets.to(device)).backward()
            optimizer.step()
            optimizer.zero_grad()
        scheduler.step()
    return rates


def zeroes_gradients_once_an_epoch(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Gradients are cleared once an epoch: those of its batches add up.

    The third batch takes its step: which batches' gradients is the optimizer looking at?
    """
    model.to(device).train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        optimizer.zero_grad()
        for inputs, targets in loader:
            criterion(model(inputs.to(device)), targets.to(device)).backward()
            optimizer.step()
        scheduler.step()
    return rates


def never_moves_the_model(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The batches go to the device, the model stays where it is.

    Where are the weights that the batch meets?
    """
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
    return rates


def never_moves_the_batches(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The model goes to the device, the batches stay where they are.

    Where does the loader make its batches?
    """
    model.to(device).train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates


def never_moves_the_targets(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The targets stay where they are.

    What does the criterion compare, and where is each of the two?
    """
    model.to(device).train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        for inputs, targets in loader:
            loss = criterion(model(inputs.to(device)), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates


def moves_only_in_the_first_epoch(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Batches are moved in the first epoch, and not in those after it.

    Does .to() change the loader's tensors, or does it return new ones?
    """
    model.to(device).train()
    rates = []
    for epoch in range(epochs):
        rates.append(_rate(optimizer))
        for inputs, targets in loader:
            if epoch == 0:
                inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates


def keeps_only_the_kind_of_device(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Of the device only its type is used, so the second of a kind becomes the first.

    Which GPU does torch.device("cuda:1").type name?
    """
    device = torch.device(device.type, 0) if device.index else device
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
    return rates


def moves_the_model_back(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The model is brought back to the CPU at the end.

    Where does the caller expect the model, who said `device`?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
    model.cpu()
    return rates


def stays_on_the_cpu(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Everything is done on the CPU, whatever the device argument says.

    Is the argument `device` used?
    """
    device = torch.device("cpu")
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
    return rates


def freezes_the_model_at_the_end(model, loader, criterion, optimizer, scheduler, epochs, device):
    """The parameters no longer require grad when training is over.

    Could the caller go on training this model?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        scheduler.step()
    model.requires_grad_(False)
    return rates


def leaves_gradients_off(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Gradients are switched off for the scheduler's step, and stay off after the last.

    What does the next training step need?
    """
    model.to(device)
    rates = []
    for _ in range(epochs):
        torch.set_grad_enabled(True)
        rates.append(_rate(optimizer))
        _epoch(model, loader, criterion, optimizer, device)
        torch.set_grad_enabled(False)
        scheduler.step()
    return rates
