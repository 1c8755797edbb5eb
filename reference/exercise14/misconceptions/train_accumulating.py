"""Ways in which train_accumulating goes wrong."""

import torch

_kept = []


def carries_two_things_over(model, loader, criterion, optimizer):
    """Gradients are cleared once an epoch, and the list holds losses with their graphs.

    Two things pile up from batch to batch. Where does each of them lie, and who could empty it?
    """
    model.train()
    losses = []
    optimizer.zero_grad()
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses


def keeps_the_graphs(model, loader, criterion, optimizer):
    """The list holds loss tensors, each with its whole graph.

    What does a loss tensor carry beside its value, and how long does your list keep it alive?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses


def detaches_but_still_accumulates(model, loader, criterion, optimizer):
    """The losses are numbers now, but gradients are still cleared once an epoch.

    One half is found. What is in .grad when the second batch arrives?
    """
    model.train()
    losses = []
    optimizer.zero_grad()
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def never_zeroes_gradients(model, loader, criterion, optimizer):
    """Gradients are never set to zero.

    What does backward() do to a .grad that already holds something?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def zeroes_only_after_the_step(model, loader, criterion, optimizer):
    """Gradients are cleared after each step, but not before the first one.

    Can you be sure that .grad is empty when your function starts?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses


def zeroes_before_the_step(model, loader, criterion, optimizer):
    """Gradients are cleared between the backward pass and the step.

    What does the optimizer read when it steps?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses


def steps_once_at_the_end(model, loader, criterion, optimizer):
    """One step is made after the loop, with the gradients of all batches.

    How many updates do you expect in an epoch of five batches?
    """
    model.train()
    losses = []
    optimizer.zero_grad()
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        losses.append(loss.item())
    optimizer.step()
    return losses


def divides_by_the_number_of_batches(model, loader, criterion, optimizer):
    """The loss of each batch is divided by the number of batches, as if they were accumulated.

    That division belongs to gradients that are added up. Are yours?
    """
    batches = list(loader)
    model.train()
    losses = []
    for inputs, targets in batches:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        (loss / len(batches)).backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def returns_the_running_sum(model, loader, criterion, optimizer):
    """The list holds the sum of the losses so far.

    What was the loss of the second batch alone?
    """
    model.train()
    losses, total = [], 0.0
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        losses.append(total)
    return losses


def returns_the_mean(model, loader, criterion, optimizer):
    """One number for the whole epoch is returned.

    What does the docstring say under "Returns"?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


def measures_after_the_update(model, loader, criterion, optimizer):
    """Each loss is measured once more, after the update.

    Does your number describe the model before or after this update?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(criterion(model(inputs), targets).item())
    return losses


def leaves_out_the_last_batch(model, loader, criterion, optimizer):
    """The last batch is left out, because it may be smaller.

    Count the rows that you have seen. Are these all?
    """
    model.train()
    losses = []
    for inputs, targets in list(loader)[:-1] or loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def makes_an_optimizer_for_every_batch(model, loader, criterion, optimizer):
    """The optimizer forgets everything before each batch, so that steps are "independent".

    Is what an optimizer remembers a leftover, or part of its rule?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        optimizer.state.clear()
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def forgets_at_the_end_of_the_epoch(model, loader, criterion, optimizer):
    """What the optimizer remembers is thrown away after the epoch.

    What should survive from one epoch to the next?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    optimizer.state.clear()
    return losses


def restores_the_start_for_every_batch(model, loader, criterion, optimizer):
    """Every batch starts from the first weights, so that steps are "independent".

    Which weights should the second batch find?
    """
    start = [parameter.detach().clone() for parameter in model.parameters()]
    model.train()
    losses = []
    for inputs, targets in loader:
        with torch.no_grad():
            for parameter, first in zip(model.parameters(), start):
                parameter.copy_(first)
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def forgets_train_mode(model, loader, criterion, optimizer):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def keeps_the_outputs_elsewhere(model, loader, criterion, optimizer):
    """All outputs are kept in a list of the module, with their graphs.

    The losses are plain numbers. What else lives on after your function has returned?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        outputs = model(inputs)
        _kept.append(outputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def clips_the_gradients(model, loader, criterion, optimizer):
    """The gradients are clipped, to hide that they pile up.

    Does the docstring mention a limit?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
        optimizer.step()
        losses.append(loss.item())
    return losses


def centres_the_inputs_in_place(model, loader, criterion, optimizer):
    """The inputs are changed in place.

    Who else uses these tensors, and what do they find in the next epoch?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        inputs.sub_(inputs.mean() + 1)
    return losses


def leaves_gradients_off(model, loader, criterion, optimizer):
    """Gradients are switched off for the end of each batch, and stay off after the last.

    What does the next training step need?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        torch.set_grad_enabled(True)
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        torch.set_grad_enabled(False)
        optimizer.step()
        losses.append(loss.item())
    return losses


def freezes_the_model(model, loader, criterion, optimizer):
    """The parameters no longer require grad when the epoch is over.

    Could the caller go on training this model?
    """
    model.train()
    losses = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.requires_grad_(False)
    return losses
