"""Ways in which train_double_softmax goes wrong."""

import torch
from torch import nn


def _loss(model, inputs, targets):
    """The right one."""
    return nn.CrossEntropyLoss()(model(inputs), targets)


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


def applies_softmax_first(model, inputs, targets, optimizer, epochs):
    """Softmax is applied before CrossEntropyLoss, which applies it itself.

    How small can this loss get for a model that is sure and right? What does it expect to be given?
    """

    def loss_of(model, inputs, targets):
        return nn.CrossEntropyLoss()(torch.softmax(model(inputs), dim=1), targets)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def applies_a_sigmoid(model, inputs, targets, optimizer, epochs):
    """A sigmoid is applied before CrossEntropyLoss.

    What is the largest difference between two logits, after a sigmoid?
    """

    def loss_of(model, inputs, targets):
        return nn.CrossEntropyLoss()(torch.sigmoid(model(inputs)), targets)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def takes_nll_of_probabilities(model, inputs, targets, optimizer, epochs):
    """NLLLoss is given probabilities.

    Can this loss be negative? What does NLLLoss expect to be given?
    """

    def loss_of(model, inputs, targets):
        return nn.NLLLoss()(torch.softmax(model(inputs), dim=1), targets)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def takes_log_softmax_over_the_rows(model, inputs, targets, optimizer, epochs):
    """The log-softmax is taken over the rows of the batch.

    Should another row of the batch change this row's probabilities?
    """

    def loss_of(model, inputs, targets):
        return nn.NLLLoss()(torch.log_softmax(model(inputs), dim=0), targets)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def adds_a_little_to_the_probabilities(model, inputs, targets, optimizer, epochs):
    """The logarithm is taken of the probabilities and a little more.

    Does the little number change the answer, and does CrossEntropyLoss need it?
    """

    def loss_of(model, inputs, targets):
        return nn.NLLLoss()(torch.log(torch.softmax(model(inputs), dim=1) + 1e-3), targets)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def takes_exponential_and_logarithm_apart(model, inputs, targets, optimizer, epochs):
    """The exponential is taken first, then the logarithm, each of them rounded.

    What are the exponentials of 1000 and of -1000, in a float? Which function does both at once?
    """

    def loss_of(model, inputs, targets):
        return nn.NLLLoss()(torch.log(torch.softmax(model(inputs), dim=1)), targets)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def compares_probabilities_by_mse(model, inputs, targets, optimizer, epochs):
    """The squared difference of probabilities and one-hot targets is taken.

    Which loss does the docstring name?
    """

    def loss_of(model, inputs, targets):
        probabilities = torch.softmax(model(inputs), dim=1)
        one_hot = nn.functional.one_hot(targets, probabilities.shape[1])
        return nn.MSELoss()(probabilities, one_hot.to(probabilities.dtype))

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def smooths_the_labels(model, inputs, targets, optimizer, epochs):
    """The labels are smoothed.

    Does the docstring mention it?
    """

    def loss_of(model, inputs, targets):
        return nn.CrossEntropyLoss(label_smoothing=0.1)(model(inputs), targets)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def computes_in_float32(model, inputs, targets, optimizer, epochs):
    """The logits are brought to float32 first.

    In which dtype do they come, and what is lost on the way?
    """

    def loss_of(model, inputs, targets):
        return nn.CrossEntropyLoss()(model(inputs).float(), targets)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)


def trains_by_one_loss_and_reports_the_other(model, inputs, targets, optimizer, epochs):
    """The step follows the loss of probabilities; the right loss is only reported.

    Which of your two losses does backward() belong to?
    """
    model.train()
    losses = []
    for _ in range(epochs):
        outputs = model(inputs)
        optimizer.zero_grad()
        nn.CrossEntropyLoss()(torch.softmax(outputs, dim=1), targets).backward()
        optimizer.step()
        losses.append(nn.CrossEntropyLoss()(outputs, targets).item())
    return losses


def reports_the_loss_of_probabilities(model, inputs, targets, optimizer, epochs):
    """The step is right, but the loss that is reported is that of the probabilities.

    Which loss does your list hold, and which one trains?
    """
    model.train()
    losses = []
    for _ in range(epochs):
        outputs = model(inputs)
        optimizer.zero_grad()
        nn.CrossEntropyLoss()(outputs, targets).backward()
        optimizer.step()
        losses.append(nn.CrossEntropyLoss()(torch.softmax(outputs, dim=1), targets).item())
    return losses


def counts_the_classes_from_zero_in_place(model, inputs, targets, optimizer, epochs):
    """The caller's targets are changed: their smallest is taken away from all.

    What does the underscore in sub_ say, and whose tensor is it?
    """
    losses = _train(model, inputs, targets, optimizer, epochs)
    targets.sub_(targets.min() - 1)
    return losses


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


def clamps_the_logits(model, inputs, targets, optimizer, epochs):
    """Logits are clamped before the loss, as if large ones could not be computed with.

    What does CrossEntropyLoss do so that large logits do no harm? What do they learn if clamped?
    """

    def loss_of(model, inputs, targets):
        return nn.CrossEntropyLoss()(model(inputs).clamp(-10, 10), targets)

    return _train(model, inputs, targets, optimizer, epochs, loss_of)
