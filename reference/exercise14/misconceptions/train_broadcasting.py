"""Ways in which train_broadcasting goes wrong."""

import copy

import torch
from torch import nn


def _loss(model, inputs, targets):
    """The right one."""
    return nn.MSELoss()(model(inputs).squeeze(1), targets)


def _train(model, inputs, targets, optimizer, epochs, loss_of=_loss):
    """Done right, but for the loss."""
    model.train()
    losses = []
    for _ in range(epochs):
        loss = loss_of(model, inputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def broadcasts_to_a_square(model, inputs, targets, optimizer, epochs):
    """The difference of (N, 1) and (N,) is taken: every output with every target.

    Print the shape of the difference for three rows. How many errors should there be?
    """

    def loss_of(model, inputs, targets):
        return ((model(inputs) - targets) ** 2).mean()

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def averages_the_outputs(model, inputs, targets, optimizer, epochs):
    """The outputs are averaged away, so that the shapes fit.

    Does every row still have an output of its own?
    """

    def loss_of(model, inputs, targets):
        return ((model(inputs).mean() - targets) ** 2).mean()

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def takes_the_first_output_only(model, inputs, targets, optimizer, epochs):
    """The first row's output is compared with all targets.

    Which index does [0] take: a column, or a row?
    """

    def loss_of(model, inputs, targets):
        return ((model(inputs)[0] - targets) ** 2).mean()

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def takes_the_diagonal_times_n(model, inputs, targets, optimizer, epochs):
    """Only the diagonal of the square is used, but divided by N squared.

    Over how many numbers is the mean taken now?
    """

    def loss_of(model, inputs, targets):
        return ((model(inputs) - targets) ** 2).diagonal().sum() / len(targets) ** 2

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def sums_the_errors(model, inputs, targets, optimizer, epochs):
    """The squared errors are summed, not averaged.

    If every row were there twice, should the loss change?
    """

    def loss_of(model, inputs, targets):
        return ((model(inputs).squeeze(1) - targets) ** 2).sum()

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def takes_the_absolute_error(model, inputs, targets, optimizer, epochs):
    """The mean absolute error is taken.

    What is the loss of a single error of 3?
    """

    def loss_of(model, inputs, targets):
        return (model(inputs).squeeze(1) - targets).abs().mean()

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def detaches_the_outputs(model, inputs, targets, optimizer, epochs):
    """The shape is mended on a copy that the model does not feel.

    Follow the graph from the loss back to the weights. Where is it cut?
    """

    def loss_of(model, inputs, targets):
        return ((model(inputs).detach().squeeze(1).requires_grad_() - targets) ** 2).mean()

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def sorts_both_sides(model, inputs, targets, optimizer, epochs):
    """Outputs and targets are sorted before they are compared.

    Which output belongs to which target?
    """

    def loss_of(model, inputs, targets):
        return nn.MSELoss()(model(inputs).squeeze(1).sort().values, targets.sort().values)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def computes_in_float32(model, inputs, targets, optimizer, epochs):
    """Everything is brought to float32 first.

    In which dtype do outputs and targets come, and what is lost on the way?
    """

    def loss_of(model, inputs, targets):
        return nn.MSELoss()(model(inputs).squeeze(1).float(), targets.float())

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def reshapes_the_targets_in_place(model, inputs, targets, optimizer, epochs):
    """The caller's targets have another shape afterwards.

    What does the underscore at the end of unsqueeze_ say, and who else uses this tensor?
    """
    targets.unsqueeze_(1)
    return _train(model, inputs, targets, optimizer, epochs, lambda m, x, y: nn.MSELoss()(m(x), y))


def never_zeroes_gradients(model, inputs, targets, optimizer, epochs):
    """Gradients are never set to zero.

    What does backward() do to a .grad that already holds something?
    """
    model.train()
    losses = []
    for _ in range(epochs):
        loss = _loss(model, inputs, targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def zeroes_only_after_the_step(model, inputs, targets, optimizer, epochs):
    """Gradients are cleared after each step, but not before the first one.

    Can you be sure that .grad is empty when your function starts?
    """
    model.train()
    losses = []
    for _ in range(epochs):
        loss = _loss(model, inputs, targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses


def measures_after_the_update(model, inputs, targets, optimizer, epochs):
    """Each loss is measured once more, after the update.

    Does your number describe the model before or after this update?
    """
    model.train()
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        _loss(model, inputs, targets).backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(_loss(model, inputs, targets).item())
    return losses


def keeps_the_graphs(model, inputs, targets, optimizer, epochs):
    """The list holds loss tensors, each with its whole graph.

    What does a loss tensor carry beside its value?
    """
    model.train()
    losses = []
    for _ in range(epochs):
        loss = _loss(model, inputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses


def forgets_train_mode(model, inputs, targets, optimizer, epochs):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """
    losses = []
    for _ in range(epochs):
        loss = _loss(model, inputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def forgets_at_the_end(model, inputs, targets, optimizer, epochs):
    """What the optimizer remembers is thrown away at the end.

    Whose optimizer is it, and what should it know when somebody trains on?
    """
    losses = _train(model, inputs, targets, optimizer, epochs)
    optimizer.state.clear()
    return losses


def trains_with_an_optimizer_of_its_own(model, inputs, targets, optimizer, epochs):
    """A new optimizer makes the steps, the given one none.

    Are you using what you were given?
    """
    own = torch.optim.SGD(model.parameters(), lr=optimizer.param_groups[0]["lr"])
    return _train(model, inputs, targets, own, epochs)


def trains_a_copy(model, inputs, targets, optimizer, epochs):
    """A copy of the model is trained, and the given one stays as it was.

    Whose parameters does the optimizer hold, and whose have changed at the end?
    """
    other = copy.deepcopy(model)
    own = type(optimizer)(other.parameters(), lr=optimizer.param_groups[0]["lr"])
    return _train(other, inputs, targets, own, epochs)


def trains_an_epoch_more(model, inputs, targets, optimizer, epochs):
    """One epoch more than asked for is trained.

    How many losses come back for epochs=1?
    """
    return _train(model, inputs, targets, optimizer, epochs + 1)


def freezes_the_model(model, inputs, targets, optimizer, epochs):
    """The parameters no longer require grad when training is over.

    Could the caller go on training this model?
    """
    losses = _train(model, inputs, targets, optimizer, epochs)
    model.requires_grad_(False)
    return losses


def leaves_gradients_off(model, inputs, targets, optimizer, epochs):
    """Gradients are switched off at the end, and stay off.

    What does the next training step need?
    """
    with torch.enable_grad():
        losses = _train(model, inputs, targets, optimizer, epochs)
    torch.set_grad_enabled(False)
    return losses
