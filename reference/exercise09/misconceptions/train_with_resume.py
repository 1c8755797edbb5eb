"""Ways in which train_with_resume goes wrong."""

import copy
import os
from pathlib import Path

import torch


def _save(path, model, optimizer, done, **more):
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "done": done}
    torch.save({**state, **more}, path)


def _load(path, model, optimizer):
    """What is in the file, after model and optimizer have got their part of it."""
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    return saved


def _start(path, model, optimizer):
    """How many epochs are done."""
    return _load(path, model, optimizer)["done"] if os.path.exists(path) else 0


def _epoch(model, optimizer, inputs, targets, criterion):
    """One epoch, done right."""
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _train(model, optimizer, inputs, targets, criterion, epochs, path):
    """All of it, done right."""
    losses = []
    for epoch in range(_start(path, model, optimizer), epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch + 1)
    return losses


def never_loads(model, optimizer, inputs, targets, criterion, epochs, path):
    """It saves, but never looks for a file: every call begins with epoch 0.

    What is at the path when the function is called a second time?
    """
    losses = []
    for epoch in range(epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch + 1)
    return losses


def runs_that_many_more(model, optimizer, inputs, targets, criterion, epochs, path):
    """It runs `epochs` more epochs, however many are done.

    Two epochs are done, and epochs is 3. How many are left?
    """
    done = _start(path, model, optimizer)
    losses = []
    for epoch in range(done, done + epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch + 1)
    return losses


def repeats_the_last_epoch(model, optimizer, inputs, targets, criterion, epochs, path):
    """The epoch that was done last is run once more.

    Is the number in the file the last finished epoch, or the next one?
    """
    losses = []
    for epoch in range(_start(path, model, optimizer), epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch)
    return losses


def always_runs_one(model, optimizer, inputs, targets, criterion, epochs, path):
    """At least one epoch is run, even if all are done.

    All epochs are done already. What should the call return?
    """
    done = _start(path, model, optimizer)
    losses = []
    while True:
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        done += 1
        _save(path, model, optimizer, done)
        if done >= epochs:
            return losses


def loads_the_weights_only(model, optimizer, inputs, targets, criterion, epochs, path):
    """The optimizer is not restored.

    What do Adam and momentum remember between two epochs?
    """
    done = 0
    if os.path.exists(path):
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        done = saved["done"]
    losses = []
    for epoch in range(done, epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch + 1)
    return losses


def loads_the_optimizer_only(model, optimizer, inputs, targets, criterion, epochs, path):
    """The weights are not restored.

    The new process has made a new model. Which weights does it have?
    """
    done = 0
    if os.path.exists(path):
        saved = torch.load(path, weights_only=True)
        optimizer.load_state_dict(saved["optimizer"])
        done = saved["done"]
    losses = []
    for epoch in range(done, epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch + 1)
    return losses


def forgets_the_buffers(model, optimizer, inputs, targets, criterion, epochs, path):
    """The buffers are not in the file.

    What does a model carry beside its parameters?
    """
    done = 0
    if os.path.exists(path):
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"], strict=False)
        optimizer.load_state_dict(saved["optimizer"])
        done = saved["done"]
    losses = []
    for epoch in range(done, epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        parameters = {name: p.detach() for name, p in model.named_parameters()}
        state = {"model": parameters, "optimizer": optimizer.state_dict(), "done": epoch + 1}
        torch.save(state, path)
    return losses


def keeps_the_new_settings(model, optimizer, inputs, targets, criterion, epochs, path):
    """Of the optimizer, the settings are not restored.

    A scheduler had lowered the rate. Which rate does the next epoch use?
    """
    rates = [group["lr"] for group in optimizer.param_groups]
    done = _start(path, model, optimizer)
    for group, rate in zip(optimizer.param_groups, rates):
        group["lr"] = rate
    losses = []
    for epoch in range(done, epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch + 1)
    return losses


def saves_at_the_end(model, optimizer, inputs, targets, criterion, epochs, path):
    """It saves once, after the last epoch.

    The power fails in the last epoch. What is in the file?
    """
    done = _start(path, model, optimizer)
    losses = []
    for _ in range(done, epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
    _save(path, model, optimizer, max(done, epochs))
    return losses


def saves_when_it_is_stopped(model, optimizer, inputs, targets, criterion, epochs, path):
    """It saves when training ends, by an error too, but not after every epoch.

    The plug is pulled: no error is raised, nothing runs any more. What is in the file?
    """
    done = _start(path, model, optimizer)
    losses = []
    try:
        for _ in range(done, epochs):
            loss = _epoch(model, optimizer, inputs, targets, criterion)
            losses.append(loss)
    finally:
        if losses:
            _save(path, model, optimizer, done + len(losses))
    return losses


def saves_before_the_update(model, optimizer, inputs, targets, criterion, epochs, path):
    """An epoch is saved as done before its update is made.

    Which weights are in the file that says that an epoch is done?
    """
    losses = []
    model.train()
    for epoch in range(_start(path, model, optimizer), epochs):
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        _save(path, model, optimizer, epoch + 1)
        optimizer.step()
        losses.append(loss.item())
    return losses


_saved = {}


def keeps_it_in_memory(model, optimizer, inputs, targets, criterion, epochs, path):
    """What is saved is kept in a variable; the file is only a sign that there is something.

    What survives the end of a process?
    """
    done = 0
    key = os.path.abspath(path)
    if os.path.exists(path) and key in _saved:
        state, remembered, done = copy.deepcopy(_saved[key])
        model.load_state_dict(state)
        optimizer.load_state_dict(remembered)
    losses = []
    for epoch in range(done, epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _saved[key] = copy.deepcopy((model.state_dict(), optimizer.state_dict(), epoch + 1))
        Path(path).touch()
    return losses


def saves_in_half_precision(model, optimizer, inputs, targets, criterion, epochs, path):
    """The weights are saved in half precision.

    In which dtype does your file keep its numbers?
    """
    losses = []
    for epoch in range(_start(path, model, optimizer), epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        state = model.state_dict().items()
        rounded = {k: v.half() if v.is_floating_point() else v for k, v in state}
        remembered = optimizer.state_dict()
        torch.save({"model": rounded, "optimizer": remembered, "done": epoch + 1}, path)
    return losses


def loads_only_if_epochs_are_left(model, optimizer, inputs, targets, criterion, epochs, path):
    """If all epochs are done, it returns before anything is loaded.

    All epochs are done. Which weights does the caller's new model have after the call?
    """
    if os.path.exists(path) and torch.load(path, weights_only=True)["done"] >= epochs:
        return []
    return _train(model, optimizer, inputs, targets, criterion, epochs, path)


def trains_a_copy(model, optimizer, inputs, targets, criterion, epochs, path):
    """A copy of the model is trained.

    Whose model does the caller look at afterwards?
    """
    model, optimizer = copy.deepcopy((model, optimizer))
    return _train(model, optimizer, inputs, targets, criterion, epochs, path)


def trusts_the_living_model(model, optimizer, inputs, targets, criterion, epochs, path):
    """It loads only if the model looks untouched: an optimizer with a memory keeps what it has.

    An epoch was broken off after its update. Which weights are in the model, which in the file?
    """
    if os.path.exists(path) and optimizer.state:
        done = torch.load(path, weights_only=True)["done"]
    else:
        done = _start(path, model, optimizer)
    losses = []
    for epoch in range(done, epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch + 1)
    return losses


def ignores_the_name(model, optimizer, inputs, targets, criterion, epochs, path):
    """The file always has the same name, whatever the path says.

    Start a second run under another name. What does it find?
    """
    path = Path(path).parent / "run.pt"
    return _train(model, optimizer, inputs, targets, criterion, epochs, path)


def needs_a_path_object(model, optimizer, inputs, targets, criterion, epochs, path):
    """It calls methods of a Path, which a text does not have.

    Which types may path have?
    """
    done = _load(path, model, optimizer)["done"] if path.exists() else 0
    losses = []
    for epoch in range(done, epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch + 1)
    return losses


def hides_the_error(model, optimizer, inputs, targets, criterion, epochs, path):
    """An error in the middle of an epoch ends the training in silence.

    How does the caller learn that something went wrong?
    """
    losses = []
    for epoch in range(_start(path, model, optimizer), epochs):
        try:
            losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        except Exception:
            break
        _save(path, model, optimizer, epoch + 1)
    return losses


def zeroes_after_the_step_only(model, optimizer, inputs, targets, criterion, epochs, path):
    """Gradients are cleared after each step, but not before the first.

    What is in .grad when the first epoch begins, or after one that was broken off?
    """
    losses = []
    model.train()
    for epoch in range(_start(path, model, optimizer), epochs):
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        _save(path, model, optimizer, epoch + 1)
    return losses


def never_sets_train_mode(model, optimizer, inputs, targets, criterion, epochs, path):
    """The model stays in the mode in which it came.

    In which mode did the last evaluation leave the model?
    """
    losses = []
    for epoch in range(_start(path, model, optimizer), epochs):
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        _save(path, model, optimizer, epoch + 1)
    return losses


def goes_on_in_eval_mode(model, optimizer, inputs, targets, criterion, epochs, path):
    """After loading the model is put into eval mode.

    What comes after loading here: training, or prediction?
    """
    done = 0
    model.train()
    if os.path.exists(path):
        done = _load(path, model, optimizer)["done"]
        model.eval()
    losses = []
    for epoch in range(done, epochs):
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        _save(path, model, optimizer, epoch + 1)
    return losses


def measures_after_the_update(model, optimizer, inputs, targets, criterion, epochs, path):
    """Each loss is measured after the update of its epoch.

    Which weights does the first number of your list belong to?
    """
    losses = []
    for epoch in range(_start(path, model, optimizer), epochs):
        _epoch(model, optimizer, inputs, targets, criterion)
        state = copy.deepcopy(model.state_dict())
        with torch.no_grad():
            losses.append(criterion(model(inputs), targets).item())
        model.load_state_dict(state)
        _save(path, model, optimizer, epoch + 1)
    return losses


def returns_the_losses_of_all_calls(model, optimizer, inputs, targets, criterion, epochs, path):
    """The losses of earlier calls are in the list too.

    Which epochs were run in this call?
    """
    done, losses = 0, []
    if os.path.exists(path):
        saved = _load(path, model, optimizer)
        done, losses = saved["done"], list(saved["losses"])
    for epoch in range(done, epochs):
        losses.append(_epoch(model, optimizer, inputs, targets, criterion))
        _save(path, model, optimizer, epoch + 1, losses=losses)
    return losses


def keeps_the_graphs(model, optimizer, inputs, targets, criterion, epochs, path):
    """The losses are tensors that still have their graphs.

    Who still needs the graph behind a loss in your list?
    """
    losses = []
    model.train()
    for epoch in range(_start(path, model, optimizer), epochs):
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)
        _save(path, model, optimizer, epoch + 1)
    return losses


def swaps_predictions_and_targets(model, optimizer, inputs, targets, criterion, epochs, path):
    """The criterion gets the targets first.

    Which of its two arguments does a criterion take for the predictions?
    """
    return _train(
        model, optimizer, inputs, targets, lambda output, y: criterion(y, output), epochs, path
    )


def shifts_the_inputs(model, optimizer, inputs, targets, criterion, epochs, path):
    """The inputs are normalised in place.

    Who else uses these tensors?
    """
    losses = _train(model, optimizer, inputs, targets, criterion, epochs, path)
    inputs -= inputs.mean(dim=0)
    return losses


def leaves_gradients_off(model, optimizer, inputs, targets, criterion, epochs, path):
    """Gradients are switched off when it returns.

    What does the next training step need?
    """
    losses = _train(model, optimizer, inputs, targets, criterion, epochs, path)
    torch.set_grad_enabled(False)
    return losses
