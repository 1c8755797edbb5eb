"""Ways in which learning_rate_sweep goes wrong."""

import copy
import math

import torch
from torch import nn


def _run(model, inputs, targets, lr, epochs, optimizer=None):
    """One run, done right: its losses and its final loss."""
    optimizer = optimizer or torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    model.train()
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, _measured(model, inputs, targets)


def _measured(model, inputs, targets):
    model.eval()
    with torch.no_grad():
        return nn.functional.mse_loss(model(inputs), targets).item()


def _started(make_model):
    """A function that makes models which all start alike."""
    start = copy.deepcopy(make_model().state_dict())

    def make():
        model = make_model()
        model.load_state_dict(start)
        return model

    return make


def _table(learning_rates, runs):
    return {
        "learning_rate": list(learning_rates),
        "final_train_loss": [final for _, final in runs],
        "losses": [losses for losses, _ in runs],
    }


def trains_one_model_on(make_model, inputs, targets, learning_rates, epochs):
    """One model is trained on through all rates.

    Does the second rate start where the first began?
    """
    model = make_model()
    runs = [_run(model, inputs, targets, lr, epochs) for lr in learning_rates]
    return _table(learning_rates, runs)


def starts_each_run_anew(make_model, inputs, targets, learning_rates, epochs):
    """Each run keeps the weights that its own model was drawn with.

    What besides the rate has changed between two runs?
    """
    runs = [_run(make_model(), inputs, targets, lr, epochs) for lr in learning_rates]
    return _table(learning_rates, runs)


def keeps_a_state_that_is_trained(make_model, inputs, targets, learning_rates, epochs):
    """The first model's state is kept without a copy, and its training changes it.

    Are the tensors of a state_dict copies?
    """
    first = make_model()
    start = first.state_dict()
    runs = []
    for number, lr in enumerate(learning_rates):
        model = make_model() if number else first
        model.load_state_dict(start)
        runs.append(_run(model, inputs, targets, lr, epochs))
    return _table(learning_rates, runs)


def starts_from_the_second_model(make_model, inputs, targets, learning_rates, epochs):
    """A first model is thrown away, and all runs start from the next.

    Whose weights are "the first model's initial weights"?
    """
    make_model()
    make = _started(make_model)
    return _table(
        learning_rates, [_run(make(), inputs, targets, lr, epochs) for lr in learning_rates]
    )


def ignores_the_rates(make_model, inputs, targets, learning_rates, epochs):
    """Every run trains with a rate of 0.01.

    Is the loop variable used?
    """
    make = _started(make_model)
    return _table(
        learning_rates, [_run(make(), inputs, targets, 0.01, epochs) for _ in learning_rates]
    )


def keeps_the_first_optimizer(make_model, inputs, targets, learning_rates, epochs):
    """One optimizer, made for the first model, is stepped in all runs.

    Which model does this optimizer steer?
    """
    make = _started(make_model)
    models = [make() for _ in learning_rates]
    optimizer = torch.optim.SGD(models[0].parameters(), lr=learning_rates[0])
    runs = []
    for model, lr in zip(models, learning_rates):
        optimizer.param_groups[0]["lr"] = lr
        runs.append(_run(model, inputs, targets, lr, epochs, optimizer))
    return _table(learning_rates, runs)


def adds_momentum(make_model, inputs, targets, learning_rates, epochs):
    """SGD has momentum.

    Which settings of SGD does the docstring name, and which did you add?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        model = make()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
        runs.append(_run(model, inputs, targets, lr, epochs, optimizer))
    return _table(learning_rates, runs)


def trains_row_by_row(make_model, inputs, targets, learning_rates, epochs):
    """Each row of the data gets a step of its own.

    How many steps are there in an epoch of a full batch?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        model = make()
        model.train()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        losses = []
        for _ in range(epochs):
            with torch.no_grad():
                losses.append(nn.functional.mse_loss(model(inputs), targets).item())
            for x, y in zip(inputs.split(1), targets.split(1)):
                optimizer.zero_grad()
                nn.functional.mse_loss(model(x), y).backward()
                optimizer.step()
        runs.append((losses, _measured(model, inputs, targets)))
    return _table(learning_rates, runs)


def sums_the_squares(make_model, inputs, targets, learning_rates, epochs):
    """The squared errors are added up, not averaged.

    If you doubled the data, should the loss double?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        model = make()
        model.train()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        losses = []
        for _ in range(epochs):
            loss = (model(inputs) - targets).square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            runs.append((losses, (model(inputs) - targets).square().sum().item()))
    return _table(learning_rates, runs)


def zeroes_gradients_only_after_the_step(make_model, inputs, targets, learning_rates, epochs):
    """Gradients are cleared after each step, so those a model came with enter the first one.

    Can you be sure that .grad is empty in a model that you did not make?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        model = make()
        model.train()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        losses = []
        for _ in range(epochs):
            loss = nn.functional.mse_loss(model(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
        runs.append((losses, _measured(model, inputs, targets)))
    return _table(learning_rates, runs)


def never_zeroes_gradients(make_model, inputs, targets, learning_rates, epochs):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        model = make()
        model.train()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        losses = []
        for _ in range(epochs):
            loss = nn.functional.mse_loss(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        runs.append((losses, _measured(model, inputs, targets)))
    return _table(learning_rates, runs)


def takes_the_last_loss_for_the_final_one(make_model, inputs, targets, learning_rates, epochs):
    """The final loss is the last of the list, from before the last update.

    After three updates, how many losses are there to be seen?
    """
    make = _started(make_model)
    runs = [_run(make(), inputs, targets, lr, epochs) for lr in learning_rates]
    return _table(learning_rates, [(losses, losses[-1]) for losses, _ in runs])


def notes_losses_after_the_update(make_model, inputs, targets, learning_rates, epochs):
    """Each epoch's loss is from after its update.

    Which weights belong to the first loss?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        losses, final = _run(make(), inputs, targets, lr, epochs)
        runs.append(([*losses[1:], final], final))
    return _table(learning_rates, runs)


def puts_the_final_loss_into_the_list(make_model, inputs, targets, learning_rates, epochs):
    """The final loss is the last of the list as well.

    How many losses does a run of two epochs have?
    """
    make = _started(make_model)
    runs = [_run(make(), inputs, targets, lr, epochs) for lr in learning_rates]
    return _table(learning_rates, [([*losses, final], final) for losses, final in runs])


def sorts_the_rates(make_model, inputs, targets, learning_rates, epochs):
    """The rates are tried from the smallest to the largest.

    In which order does the caller expect the results?
    """
    make = _started(make_model)
    rates = sorted(learning_rates)
    return _table(rates, [_run(make(), inputs, targets, lr, epochs) for lr in rates])


def empties_the_callers_list(make_model, inputs, targets, learning_rates, epochs):
    """Each rate is taken out of the caller's list when it is tried.

    Whose list is it?
    """
    make = _started(make_model)
    rates, runs = [], []
    while learning_rates:
        rates.append(learning_rates.pop(0))
        runs.append(_run(make(), inputs, targets, rates[-1], epochs))
    return _table(rates, runs)


def tries_each_rate_once(make_model, inputs, targets, learning_rates, epochs):
    """A rate that is given twice is tried once.

    What becomes of two equal keys in a dict?
    """
    make = _started(make_model)
    runs = {lr: _run(make(), inputs, targets, lr, epochs) for lr in learning_rates}
    return _table(runs, list(runs.values()))


def stops_at_a_number_that_is_none(make_model, inputs, targets, learning_rates, epochs):
    """A run ends as soon as its loss is inf or NaN.

    How many losses does the caller expect of each run?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        losses, final = _run(make(), inputs, targets, lr, epochs)
        bad = [n for n, loss in enumerate(losses, start=1) if not math.isfinite(loss)]
        runs.append((losses[: bad[0]] if bad else losses, final))
    return _table(learning_rates, runs)


def leaves_out_what_diverges(make_model, inputs, targets, learning_rates, epochs):
    """A rate that diverges is left out of the results.

    What would you want to know about a rate that is too large?
    """
    make = _started(make_model)
    runs = [(lr, _run(make(), inputs, targets, lr, epochs)) for lr in learning_rates]
    kept = [(lr, run) for lr, run in runs if math.isfinite(run[1])]
    return _table([lr for lr, _ in kept], [run for _, run in kept])


def raises_when_it_diverges(make_model, inputs, targets, learning_rates, epochs):
    """A rate that diverges raises an error.

    Should one bad rate cost the caller the results of the others?
    """
    make = _started(make_model)
    runs = [_run(make(), inputs, targets, lr, epochs) for lr in learning_rates]
    if not all(math.isfinite(final) for _, final in runs):
        raise RuntimeError("a run has diverged")
    return _table(learning_rates, runs)


def puts_a_number_in_the_place_of_nan(make_model, inputs, targets, learning_rates, epochs):
    """Losses that are inf or NaN are replaced by a large number.

    How can the caller tell your number from a loss?
    """
    make = _started(make_model)
    runs = [_run(make(), inputs, targets, lr, epochs) for lr in learning_rates]

    def tame(loss):
        return loss if math.isfinite(loss) else 1e9

    return _table(learning_rates, [([tame(x) for x in losses], tame(y)) for losses, y in runs])


def forgets_train_mode(make_model, inputs, targets, learning_rates, epochs):
    """The models are trained in the mode in which make_model hands them over.

    In which mode is a model that somebody else has made?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        model = make()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        losses = []
        for _ in range(epochs):
            loss = nn.functional.mse_loss(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        runs.append((losses, _measured(model, inputs, targets)))
    return _table(learning_rates, runs)


def returns_losses_with_their_graphs(make_model, inputs, targets, learning_rates, epochs):
    """The losses are tensors that still require grad.

    What does each loss in your list hold on to?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        model = make()
        model.train()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        losses = []
        for _ in range(epochs):
            loss = nn.functional.mse_loss(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss)
        runs.append((losses, _measured(model, inputs, targets)))
    return _table(learning_rates, runs)


def leaves_gradients_off(make_model, inputs, targets, learning_rates, epochs):
    """Gradients are switched off for the final loss, and stay off after the last.

    What does the next training step need?
    """
    make = _started(make_model)
    runs = []
    for lr in learning_rates:
        torch.set_grad_enabled(True)
        runs.append(_run(make(), inputs, targets, lr, epochs))
        torch.set_grad_enabled(False)
    return _table(learning_rates, runs)


def computes_in_single_precision(make_model, inputs, targets, learning_rates, epochs):
    """Models and data are turned into float32.

    In which dtype did the data come?
    """
    make = _started(lambda: make_model().float())
    x, y = inputs.float(), targets.float()
    return _table(learning_rates, [_run(make(), x, y, lr, epochs) for lr in learning_rates])


def centres_the_inputs_in_place(make_model, inputs, targets, learning_rates, epochs):
    """The mean is taken from the caller's inputs, in place, once all is done.

    Who else uses these tensors?
    """
    make = _started(make_model)
    runs = [_run(make(), inputs, targets, lr, epochs) for lr in learning_rates]
    inputs -= inputs.mean(dim=0)
    return _table(learning_rates, runs)
