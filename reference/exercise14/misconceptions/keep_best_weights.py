"""Ways in which keep_best_weights goes wrong."""

import copy
import math

import torch
from torch import nn


def _step(model, inputs, targets, optimizer):
    """One epoch, done right."""
    model.train()
    loss = nn.MSELoss()(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _validate(model, val_inputs, val_targets):
    """The validation loss, done right."""
    model.eval()
    with torch.no_grad():
        return nn.MSELoss()(model(val_inputs), val_targets).item()


def _copied(model):
    return copy.deepcopy(model.state_dict())


def _rank(loss):
    return (math.isnan(loss), loss)


def _best(weights, losses):
    """Of one copy and one loss an epoch, the copy of the first of the lowest."""
    return weights[min(range(len(losses)), key=lambda epoch: _rank(losses[epoch]))]


def keeps_the_models_own_tensors(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """The state_dict is kept, but its tensors are the model's own: the next step changes them.

    Print a weight of it when you store it, and again an epoch later. Whose tensors are these?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(model.state_dict())
    return _best(weights, losses)


def copies_all_but_the_last(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """If the last epoch is the best, the model's own tensors are returned.

    Train the model on after your function has returned. What is in the dict?
    """
    weights, losses = [], []
    for epoch in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model) if epoch + 1 < epochs else model.state_dict())
    return _best(weights, losses)


def copies_parameters_but_not_buffers(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """The buffers in the dict are the model's own: they go on changing.

    Does training change anything in a model that is no parameter?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        names = dict(model.named_parameters())
        state = model.state_dict().items()
        weights.append({name: each.clone() if name in names else each for name, each in state})
    return _best(weights, losses)


def leaves_the_buffers_out(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Only the parameters are kept.

    What does batch norm need in eval mode, and is it a parameter?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        named = model.named_parameters()
        weights.append({name: each.detach().clone() for name, each in named})
    return _best(weights, losses)


def takes_all_named_buffers(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """All named buffers are kept, those too that are no part of the state_dict.

    What does register_buffer do with persistent=False, and what does load_state_dict say to it?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        named = [*model.named_parameters(), *model.named_buffers()]
        weights.append({name: each.detach().clone() for name, each in named})
    return _best(weights, losses)


def returns_the_last_weights(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """The last weights are returned, not the best.

    Is the last epoch always the best one?
    """
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
    return _copied(model)


def restores_the_best_weights(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """The model itself ends with the best weights.

    With which weights should `model` end, and with which does it?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model))
    best = _best(weights, losses)
    model.load_state_dict(best)
    return best


def trains_a_copy(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """A copy of the model is trained, and the given one stays as it was.

    Whose parameters does the optimizer hold, and whose have changed at the end?
    """
    other = copy.deepcopy(model)
    own = torch.optim.SGD(other.parameters(), lr=optimizer.param_groups[0]["lr"])
    weights, losses = [], []
    for _ in range(epochs):
        _step(other, inputs, targets, own)
        losses.append(_validate(other, val_inputs, val_targets))
        weights.append(_copied(other))
    return _best(weights, losses)


def chooses_by_the_training_loss(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """The epoch with the lowest training loss is chosen.

    Which of the two losses tells you about new data?
    """
    weights, losses = [], []
    for _ in range(epochs):
        losses.append(_step(model, inputs, targets, optimizer))
        weights.append(_copied(model))
    return _best(weights, losses)


def validates_on_the_training_data(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """The loss is measured in eval mode, but on the data of the training.

    Which data is this number about?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, inputs, targets))
        weights.append(_copied(model))
    return _best(weights, losses)


def validates_before_the_update(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """The validation loss is measured before the update, and stored with the weights after it.

    Do the weights match the loss that you stored with them?
    """
    weights, losses = [], []
    for _ in range(epochs):
        losses.append(_validate(model, val_inputs, val_targets))
        _step(model, inputs, targets, optimizer)
        weights.append(_copied(model))
    return _best(weights, losses)


def copies_before_the_update(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """The weights are copied before the update, and the loss is measured after it.

    Do the weights match the loss that you stored with them?
    """
    weights, losses = [], []
    for _ in range(epochs):
        weights.append(_copied(model))
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
    return _best(weights, losses)


def counts_the_start_as_an_epoch(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """The weights from before the first update can win too.

    Which epoch are the weights from that the model arrives with?
    """
    losses, weights = [_validate(model, val_inputs, val_targets)], [_copied(model)]
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model))
    return _best(weights, losses)


def skips_the_first_epoch(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """The first epoch can never be the best, unless it is the only one.

    What does your lowest loss start as, and who may beat it?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model))
    return _best(weights[1:] or weights, losses[1:] or losses)


def takes_the_last_on_a_tie(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Of equal losses the last one wins.

    Is "equal" better?
    """
    best, lowest = None, (True, math.inf)
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        rank = _rank(_validate(model, val_inputs, val_targets))
        if best is None or rank <= lowest:
            best, lowest = _copied(model), rank
    return best


def compares_with_the_epoch_before(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """An epoch wins if it is better than the one before it.

    Better than what: the last one, or the best one?
    """
    best, before = None, (False, math.inf)
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        rank = _rank(_validate(model, val_inputs, val_targets))
        if best is None or rank < before:
            best = _copied(model)
        before = rank
    return best


def stops_at_the_first_rise(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Training ends as soon as the loss does not fall.

    How many epochs are asked for? Does the loss fall again later?
    """
    best, lowest = None, (False, math.inf)
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        rank = _rank(_validate(model, val_inputs, val_targets))
        if best is not None and not rank < lowest:
            break
        best, lowest = _copied(model), rank
    return best


def gives_up_after_a_while(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Training ends after a few epochs in a row without a new lowest loss.

    Does the docstring know of early stopping?
    """
    best, lowest, waited = None, (True, math.inf), 0
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        rank = _rank(_validate(model, val_inputs, val_targets))
        waited += 1
        if best is None or rank < lowest:
            best, lowest, waited = _copied(model), rank, 0
        if waited == 5:
            break
    return best


def begins_with_a_large_number(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """The lowest loss starts as 1e6, and losses above it are never the best.

    Can a loss be larger than the number that you start with?
    """
    best, lowest = None, (False, 1e6)
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        rank = _rank(_validate(model, val_inputs, val_targets))
        if rank < lowest or _rank(math.nan) == rank and best is None:
            best, lowest = _copied(model), min(rank, lowest)
    return best or _copied(model)


def asks_for_a_clear_gain(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """An epoch must be better by 1e-4 to become the best.

    Does the docstring mention a least gain?
    """
    best, lowest = None, math.inf
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        loss = _validate(model, val_inputs, val_targets)
        if best is None or loss < lowest - 1e-4 or (lowest != lowest and loss == loss):
            best, lowest = _copied(model), loss
    return best


def lets_nan_stay_the_lowest(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """If the first loss is NaN, no later one is lower.

    What is 1.0 < nan? Then which epoch can still win?
    """
    best, lowest = None, None
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        loss = _validate(model, val_inputs, val_targets)
        if lowest is None or loss < lowest:
            best, lowest = _copied(model), loss
    return best


def takes_the_argmin(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """The lowest is found by torch.argmin, for which NaN is the lowest of all.

    What does argmin say of [1.0, nan, 0.5]?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model))
    return weights[int(torch.tensor(losses, dtype=torch.float64).argmin())]


def returns_nothing_if_all_are_nan(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """If every loss is NaN, None is returned.

    Which comparison with NaN is true? What does the caller load then?
    """
    best, lowest = None, math.inf
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        loss = _validate(model, val_inputs, val_targets)
        if loss < lowest:
            best, lowest = _copied(model), loss
    return best


def returns_the_start_if_all_are_nan(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """If every loss is NaN, the weights from before the first update are returned.

    Of which epoch are these weights?
    """
    best, lowest = _copied(model), math.inf
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        loss = _validate(model, val_inputs, val_targets)
        if loss < lowest:
            best, lowest = _copied(model), loss
    return best


def trains_in_eval_mode_from_epoch_one(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """Train mode is set once, before the loop, and validation ends it.

    In which mode does the second epoch find the model?
    """
    model.train()
    weights, losses = [], []
    for _ in range(epochs):
        loss = nn.MSELoss()(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model))
    return _best(weights, losses)


def validates_in_train_mode(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """The model is in train mode while it is validated.

    What do dropout and batch norm do with the validation data in this mode?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        with torch.no_grad():
            losses.append(nn.MSELoss()(model(val_inputs), val_targets).item())
        weights.append(_copied(model))
    return _best(weights, losses)


def validates_with_gradients(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Gradients are recorded while the model is validated.

    Will anybody call backward on this loss?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        model.eval()
        losses.append(nn.MSELoss()(model(val_inputs), val_targets).item())
        weights.append(_copied(model))
    return _best(weights, losses)


def validates_by_the_absolute_error(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """The mean absolute error is measured on the validation data.

    Which loss does the docstring name? Can the two of them choose another epoch?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        model.eval()
        with torch.no_grad():
            losses.append(nn.L1Loss()(model(val_inputs), val_targets).item())
        weights.append(_copied(model))
    return _best(weights, losses)


def trains_by_the_absolute_error(
    model, inputs, targets, val_inputs, val_targets, optimizer, epochs
):
    """The mean absolute error is trained on.

    Which loss does the docstring name?
    """
    weights, losses = [], []
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad()
        nn.L1Loss()(model(inputs), targets).backward()
        optimizer.step()
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model))
    return _best(weights, losses)


def never_zeroes_gradients(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Gradients are never set to zero.

    What does backward() do to a .grad that already holds something?
    """
    weights, losses = [], []
    for _ in range(epochs):
        model.train()
        nn.MSELoss()(model(inputs), targets).backward()
        optimizer.step()
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model))
    return _best(weights, losses)


def zeroes_only_after_the_step(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Gradients are cleared after each step, but not before the first one.

    Can you be sure that .grad is empty when your function starts?
    """
    weights, losses = [], []
    for _ in range(epochs):
        model.train()
        nn.MSELoss()(model(inputs), targets).backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model))
    return _best(weights, losses)


def centres_the_data_in_place(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """The validation data are changed in place at the end.

    Who else uses these tensors?
    """
    weights, losses = [], []
    for _ in range(epochs):
        _step(model, inputs, targets, optimizer)
        losses.append(_validate(model, val_inputs, val_targets))
        weights.append(_copied(model))
    val_inputs.sub_(1)
    return _best(weights, losses)


def leaves_gradients_off(model, inputs, targets, val_inputs, val_targets, optimizer, epochs):
    """Gradients are switched off for validation, and stay off after the last epoch.

    What does the next training step need?
    """
    weights, losses = [], []
    for _ in range(epochs):
        torch.set_grad_enabled(True)
        _step(model, inputs, targets, optimizer)
        torch.set_grad_enabled(False)
        model.eval()
        losses.append(nn.MSELoss()(model(val_inputs), val_targets).item())
        weights.append(_copied(model))
    return _best(weights, losses)
