"""Ways in which schedule_too_early goes wrong."""

import torch
from torch import nn


def _rate(optimizer):
    return optimizer.param_groups[0]["lr"]


def _step(model, inputs, targets, optimizer):
    """One epoch, done right."""
    model.train()
    loss = nn.MSELoss()(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def steps_the_scheduler_first(model, inputs, targets, optimizer, scheduler, epochs):
    """The scheduler steps before the epoch's update.

    Which rate should the very first update use?
    """
    rates = []
    for _ in range(epochs):
        scheduler.step()
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, optimizer)
    return rates


def notes_the_rate_then_steps_the_scheduler(model, inputs, targets, optimizer, scheduler, epochs):
    """The rate is noted, but the scheduler still steps before the update.

    Is the rate that you note the one that the update uses?
    """
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        scheduler.step()
        _step(model, inputs, targets, optimizer)
    return rates


def notes_the_rate_afterwards(model, inputs, targets, optimizer, scheduler, epochs):
    """The order is right, but the rate is noted after both steps: it is that of the next epoch.

    Which rate gave this epoch's update?
    """
    rates = []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        scheduler.step()
        rates.append(_rate(optimizer))
    return rates


def never_steps_the_scheduler(model, inputs, targets, optimizer, scheduler, epochs):
    """The scheduler never steps.

    Plot the rates. Who changes them?
    """
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, optimizer)
    return rates


def steps_the_scheduler_twice(model, inputs, targets, optimizer, scheduler, epochs):
    """The early step has stayed, and another one is made after the update.

    How many epochs does the scheduler count?
    """
    rates = []
    for _ in range(epochs):
        scheduler.step()
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, optimizer)
        scheduler.step()
    return rates


def skips_the_first_epoch(model, inputs, targets, optimizer, scheduler, epochs):
    """In the first epoch the scheduler does not step; in the others it steps too early.

    The first rate is right now. And after the last epoch, how many steps has the scheduler taken?
    """
    rates = []
    for epoch in range(epochs):
        if epoch > 0:
            scheduler.step()
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, optimizer)
    return rates


def steps_the_scheduler_at_the_end(model, inputs, targets, optimizer, scheduler, epochs):
    """The scheduler steps once, after all epochs.

    How often should the rate change?
    """
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, optimizer)
    scheduler.step()
    return rates


def notes_one_rate_more(model, inputs, targets, optimizer, scheduler, epochs):
    """The rate after the last epoch is in the list too.

    How many epochs were there, and how many rates are in your list?
    """
    rates = [_rate(optimizer)]
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        scheduler.step()
        rates.append(_rate(optimizer))
    return rates


def notes_the_rate_of_the_start(model, inputs, targets, optimizer, scheduler, epochs):
    """The rate that the optimizer was made with is noted for every epoch.

    Does the number that you note change while the training runs?
    """
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0].get("initial_lr", _rate(optimizer)))
        _step(model, inputs, targets, optimizer)
        scheduler.step()
    return rates


def notes_all_groups(model, inputs, targets, optimizer, scheduler, epochs):
    """Each entry is a list, with the rates of all param groups.

    What is get_last_lr() a list of?
    """
    rates = []
    for _ in range(epochs):
        rates.append(scheduler.get_last_lr())
        _step(model, inputs, targets, optimizer)
        scheduler.step()
    return rates


def returns_the_losses(model, inputs, targets, optimizer, scheduler, epochs):
    """The losses are returned, not the rates.

    What does the docstring say under "Returns"?
    """
    losses = []
    for _ in range(epochs):
        losses.append(_step(model, inputs, targets, optimizer))
        scheduler.step()
    return losses


def gives_the_scheduler_the_epoch(model, inputs, targets, optimizer, scheduler, epochs):
    """The scheduler is told the number of the epoch that is over, so it lags behind.

    Does the scheduler need to be told where it is, and where is it in your second call?
    """
    rates = []
    for epoch in range(epochs):
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, optimizer)
        scheduler.step(epoch)
    return rates


def sets_the_rate_back_at_the_end(model, inputs, targets, optimizer, scheduler, epochs):
    """At the end the optimizer gets its first rate again.

    With which rate should the next call begin?
    """
    first = _rate(optimizer)
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, optimizer)
        scheduler.step()
    for group in optimizer.param_groups:
        group["lr"] = first
    return rates


def trains_with_an_optimizer_of_its_own(model, inputs, targets, optimizer, scheduler, epochs):
    """A new optimizer makes the updates; the scheduler changes the rate of the given one.

    Which optimizer's rate does the scheduler change, and which one makes the updates?
    """
    own = torch.optim.SGD(model.parameters(), lr=_rate(optimizer))
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, own)
        scheduler.step()
    return rates


def skips_the_first_update(model, inputs, targets, optimizer, scheduler, epochs):
    """The first epoch has no update, so that the scheduler is not early.

    How many updates are there in three epochs?
    """
    rates = []
    for epoch in range(epochs):
        rates.append(_rate(optimizer))
        if epoch > 0:
            _step(model, inputs, targets, optimizer)
        scheduler.step()
    return rates


def takes_the_absolute_error(model, inputs, targets, optimizer, scheduler, epochs):
    """The mean absolute error is trained on.

    Which loss does the docstring name?
    """
    model.train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        optimizer.zero_grad()
        nn.L1Loss()(model(inputs), targets).backward()
        optimizer.step()
        scheduler.step()
    return rates


def forgets_train_mode(model, inputs, targets, optimizer, scheduler, epochs):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        optimizer.zero_grad()
        nn.MSELoss()(model(inputs), targets).backward()
        optimizer.step()
        scheduler.step()
    return rates


def never_zeroes_gradients(model, inputs, targets, optimizer, scheduler, epochs):
    """Gradients are never set to zero.

    What does backward() do to a .grad that already holds something?
    """
    model.train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        nn.MSELoss()(model(inputs), targets).backward()
        optimizer.step()
        scheduler.step()
    return rates


def zeroes_only_after_the_step(model, inputs, targets, optimizer, scheduler, epochs):
    """Gradients are cleared after each step, but not before the first one.

    Can you be sure that .grad is empty when your function starts?
    """
    model.train()
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        nn.MSELoss()(model(inputs), targets).backward()
        optimizer.step()
        optimizer.zero_grad()
        scheduler.step()
    return rates


def centres_the_inputs_in_place(model, inputs, targets, optimizer, scheduler, epochs):
    """The inputs are changed in place at the end.

    Who else uses this tensor?
    """
    rates = []
    for _ in range(epochs):
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, optimizer)
        scheduler.step()
    inputs.sub_(1)
    return rates


def leaves_gradients_off(model, inputs, targets, optimizer, scheduler, epochs):
    """Gradients are switched off for the scheduler's step, and stay off after the last.

    What does the next training step need?
    """
    rates = []
    for _ in range(epochs):
        torch.set_grad_enabled(True)
        rates.append(_rate(optimizer))
        _step(model, inputs, targets, optimizer)
        torch.set_grad_enabled(False)
        scheduler.step()
    return rates
