"""Ways in which train_rnn_epoch goes wrong."""

import copy

import torch
from clipping import clip_gradient_norm, clip_gradient_value, clipped_train_step


def _epoch(model, loader, criterion, optimizer, max_norm, device, step=clipped_train_step):
    """A right epoch, but for the step that it is given."""
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += step(model, inputs, targets, criterion, optimizer, max_norm)[0] * len(inputs)
        samples += len(inputs)
    return total / samples


def _backward(model, inputs, targets, criterion, optimizer):
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    return loss


def never_clips(model, loader, criterion, optimizer, max_norm, device):
    """No gradient is ever clipped.

    Print the norm of the gradients before each step. Is it at most max_norm?
    """
    return _epoch(model, loader, criterion, optimizer, float("inf"), device)


def clips_after_the_step(model, loader, criterion, optimizer, max_norm, device):
    """In every step it clips after the update, when the gradient has been used.

    Who reads the gradient, and when?
    """

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        loss = _backward(model, inputs, targets, criterion, optimizer)
        optimizer.step()
        return loss.item(), clip_gradient_norm(model.parameters(), max_norm)

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def clips_by_value(model, loader, criterion, optimizer, max_norm, device):
    """Every element of the gradients is clamped, instead of their norm being limited.

    Does the clipped gradient still point where the gradient did?
    """

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        loss = _backward(model, inputs, targets, criterion, optimizer)
        clip_gradient_value(model.parameters(), max_norm)
        optimizer.step()
        return loss.item(), 0.0

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def clips_each_parameter_separately(model, loader, criterion, optimizer, max_norm, device):
    """Every parameter's gradient is limited for itself.

    Is the gradient of a model one long vector, or many?
    """

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        loss = _backward(model, inputs, targets, criterion, optimizer)
        norms = [clip_gradient_norm([p], max_norm) for p in model.parameters()]
        optimizer.step()
        return loss.item(), norms

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def clips_the_recurrent_layer_only(model, loader, criterion, optimizer, max_norm, device):
    """Only the gradients of the recurrent layer are clipped.

    The layers behind it have gradients too. Which norm is limited?
    """

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        loss = _backward(model, inputs, targets, criterion, optimizer)
        clip_gradient_norm(list(model.parameters())[:4], max_norm)
        optimizer.step()
        return loss.item(), 0.0

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def clips_the_first_batch_only(model, loader, criterion, optimizer, max_norm, device):
    """Only the step of the first batch is clipped.

    In which of the steps may gradients explode?
    """
    limits = iter([max_norm])

    def step(model, inputs, targets, criterion, optimizer, _):
        limit = next(limits, float("inf"))
        return clipped_train_step(model, inputs, targets, criterion, optimizer, limit)

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def clips_the_last_batch_only(model, loader, criterion, optimizer, max_norm, device):
    """Only the step of the last batch is clipped.

    In which of the steps may gradients explode?
    """
    last = len(loader)
    count = 0

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        nonlocal count
        count += 1
        limit = max_norm if count == last else float("inf")
        return clipped_train_step(model, inputs, targets, criterion, optimizer, limit)

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def keeps_one_generator_for_all_steps(model, loader, criterion, optimizer, max_norm, device):
    """model.parameters() is called once before the loop; it is used up in the first step.

    How often can you loop over a generator?
    """
    parameters = model.parameters()

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        loss = _backward(model, inputs, targets, criterion, optimizer)
        norm = clip_gradient_norm(parameters, max_norm)
        optimizer.step()
        return loss.item(), norm

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def always_rescales(model, loader, criterion, optimizer, max_norm, device):
    """Gradients are scaled to max_norm even where they are smaller.

    What should happen to a gradient that is small already?
    """

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        loss = _backward(model, inputs, targets, criterion, optimizer)
        norm = clip_gradient_norm(model.parameters(), float("inf"))
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.grad.mul_(max_norm / (norm + 1e-12))
        optimizer.step()
        return loss.item(), norm

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def ignores_max_norm(model, loader, criterion, optimizer, max_norm, device):
    """The limit is always 1.0, whatever max_norm says.

    Where do you use the argument max_norm?
    """
    return _epoch(model, loader, criterion, optimizer, 1.0, device)


def steps_once_after_the_loop(model, loader, criterion, optimizer, max_norm, device):
    """All batches add up their gradients, which are clipped once, for a single step.

    How many updates do you expect from an epoch of ten batches?
    """
    model.to(device)
    model.train()
    optimizer.zero_grad()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        loss.backward()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    clip_gradient_norm(model.parameters(), max_norm)
    optimizer.step()
    return total / samples


def never_zeroes_gradients(model, loader, criterion, optimizer, max_norm, device):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something?
    """

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        model.train()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = clip_gradient_norm(model.parameters(), max_norm)
        optimizer.step()
        return loss.item(), norm

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def zeroes_gradients_only_after_the_step(model, loader, criterion, optimizer, max_norm, device):
    """Gradients are cleared after each step, so those left by earlier code enter the first.

    Can you be sure that .grad is empty when your function starts?
    """

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        model.train()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = clip_gradient_norm(model.parameters(), max_norm)
        optimizer.step()
        optimizer.zero_grad()
        return loss.item(), norm

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def forgets_train_mode(model, loader, criterion, optimizer, max_norm, device):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        norm = clip_gradient_norm(model.parameters(), max_norm)
        optimizer.step()
        return loss.item(), norm

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)


def averages_the_batch_means(model, loader, criterion, optimizer, max_norm, device):
    """The mean of the batch losses is returned, in which a small last batch counts as much.

    Two batches, of 4 and 1 samples. How much should each count?
    """
    model.to(device)
    losses = []
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss, _ = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
        losses.append(loss)
    return sum(losses) / len(losses)


def divides_by_the_data_sets_size(model, loader, criterion, optimizer, max_norm, device):
    """The sum is divided by the size of the data set, also where the loader drops rows.

    How many samples does a loader with drop_last=True yield?
    """
    model.to(device)
    total = 0.0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss, _ = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
        total += loss * len(inputs)
    return total / len(loader.dataset)


def leaves_autograd_off(model, loader, criterion, optimizer, max_norm, device):
    """Autograd is off when the epoch has ended.

    What does the next epoch record?
    """
    result = _epoch(model, loader, criterion, optimizer, max_norm, device)
    torch.set_grad_enabled(False)
    return result


def scales_the_data(model, loader, criterion, optimizer, max_norm, device):
    """The data themselves are clipped in place, so that no gradient becomes large.

    Whose data are these, and what does the next epoch see?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss, _ = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
        loader.dataset.tensors[0].clamp_(-max_norm, max_norm)
        total += loss * len(inputs)
        samples += len(inputs)
    return total / samples


def never_moves_the_model(model, loader, criterion, optimizer, max_norm, device):
    """The batches are moved, the model is not.

    Where do the two operands of the first multiplication live?
    """
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss, _ = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
        total += loss * len(inputs)
        samples += len(inputs)
    return total / samples


def never_moves_the_targets(model, loader, criterion, optimizer, max_norm, device):
    """The model and the inputs are moved, the targets are not.

    Which two tensors does the criterion compare, and where does each live?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs = inputs.to(device)
        loss, _ = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
        total += loss * len(inputs)
        samples += len(inputs)
    return total / samples


def throws_the_moved_batch_away(model, loader, criterion, optimizer, max_norm, device):
    """The results of .to(device) are not kept.

    What does inputs.to(device) change, and what does it return?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs.to(device)
        targets.to(device)
        loss, _ = clipped_train_step(model, inputs, targets, criterion, optimizer, max_norm)
        total += loss * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_a_copy_of_the_model(model, loader, criterion, optimizer, max_norm, device):
    """On another device a copy of the model is trained.

    Which model does the optimizer hold, and which does the caller look at?
    """
    moved = model if device.type == "cpu" else copy.deepcopy(model)
    return _epoch(moved, loader, criterion, optimizer, max_norm, device)


def keeps_only_the_kind_of_device(model, loader, criterion, optimizer, max_norm, device):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    return _epoch(model, loader, criterion, optimizer, max_norm, device.type)


def stays_where_the_model_is(model, loader, criterion, optimizer, max_norm, device):
    """The batches follow the model to where it already is; the device argument is not used.

    Who decides where to train: where the model happens to be, or the argument `device`?
    """
    place = next(model.parameters()).device
    return _epoch(model, loader, criterion, optimizer, max_norm, place)


def adds_norms_up_on_the_cpu(model, loader, criterion, optimizer, max_norm, device):
    """The squares of the gradients are added up in a tensor that is made on the CPU.

    Where does a tensor live that you make without saying where?
    """

    def step(model, inputs, targets, criterion, optimizer, max_norm):
        loss = _backward(model, inputs, targets, criterion, optimizer)
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        squares = torch.zeros(1, dtype=inputs.dtype)
        for gradient in gradients:
            squares += gradient.square().sum()
        factor = (max_norm / (squares.sqrt() + 1e-6)).clamp(max=1.0)
        for gradient in gradients:
            gradient.mul_(factor)
        optimizer.step()
        return loss.item(), 0.0

    return _epoch(model, loader, criterion, optimizer, max_norm, device, step)
