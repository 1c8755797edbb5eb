"""Ways in which train_one_epoch_amp goes wrong."""

import copy
import math

import torch
from mixed_precision import amp_train_step
from torch.amp import GradScaler


def _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step=amp_train_step):
    """A right epoch, but for the step that it is given."""
    total, samples = 0.0, 0
    for inputs, targets in loader:
        loss = step(model, inputs, targets, criterion, optimizer, scaler, device, dtype)
        total += loss * len(inputs)
        samples += len(inputs)
    return total / samples


def _forward(model, inputs, targets, criterion, device, dtype):
    model.to(device)
    model.train()
    with torch.autocast(device.type, dtype=dtype):
        return criterion(model(inputs.to(device)), targets.to(device))


def ignores_the_scaler(model, loader, criterion, optimizer, scaler, device, dtype):
    """The scaler is not used at all: a step that overflows ruins the weights.

    What becomes of a weight from which inf is subtracted?
    """
    return _epoch(
        model, loader, criterion, optimizer, GradScaler(device.type, enabled=False), device, dtype
    )


def steps_without_the_scaler(model, loader, criterion, optimizer, scaler, device, dtype):
    """The gradients are unscaled, and then the optimizer steps by itself, whatever is in them.

    Who looks for inf among the gradients before the optimizer reads them?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        loss = _forward(model, inputs, targets, criterion, device, dtype)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        optimizer.step()
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def updates_the_scaler_once_an_epoch(model, loader, criterion, optimizer, scaler, device, dtype):
    """The scaler is updated after the loop over batches.

    When does the scaler learn that a step overflowed?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        loss = _forward(model, inputs, targets, criterion, device, dtype)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        return loss.item()

    result = _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)
    scaler.update()
    return result


def makes_a_scaler_for_every_batch(model, loader, criterion, optimizer, scaler, device, dtype):
    """It makes a new scaler for every batch, and the given one stays as it was.

    What does a scaler remember from step to step, and which one does the caller hold?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        own = GradScaler(device.type, enabled=scaler.is_enabled())
        return amp_train_step(model, inputs, targets, criterion, optimizer, own, device, dtype)

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def stops_at_an_overflow(model, loader, criterion, optimizer, scaler, device, dtype):
    """The epoch ends with the first step whose gradients overflow.

    One step was too large. What about the batches that come after it?
    """
    total, samples = 0.0, 0
    for inputs, targets in loader:
        before = scaler.get_scale()
        loss = amp_train_step(model, inputs, targets, criterion, optimizer, scaler, device, dtype)
        total += loss * len(inputs)
        samples += len(inputs)
        if scaler.get_scale() < before:
            break
    return total / samples


def raises_on_overflow(model, loader, criterion, optimizer, scaler, device, dtype):
    """Gradients that overflow raise an error.

    Is an overflow a mistake, or how the scaler finds out how far it can go?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        loss = _forward(model, inputs, targets, criterion, device, dtype)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        if not all(gradient.isfinite().all() for gradient in gradients):
            raise FloatingPointError("gradients overflow")
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def leaves_skipped_steps_out(model, loader, criterion, optimizer, scaler, device, dtype):
    """The losses of steps that the scaler skips are left out of the mean.

    The batch of a skipped step was read, and its loss computed. Is it a sample less?
    """
    total, samples = 0.0, 0
    for inputs, targets in loader:
        before = scaler.get_scale()
        loss = amp_train_step(model, inputs, targets, criterion, optimizer, scaler, device, dtype)
        if scaler.get_scale() >= before:
            total += loss * len(inputs)
            samples += len(inputs)
    return total / max(samples, 1)


def leaves_infinite_losses_out(model, loader, criterion, optimizer, scaler, device, dtype):
    """Losses that are not finite are left out of the mean.

    A curve without its worst points: what does it say of the run?
    """
    total, samples = 0.0, 0
    for inputs, targets in loader:
        loss = amp_train_step(model, inputs, targets, criterion, optimizer, scaler, device, dtype)
        if math.isfinite(loss):
            total += loss * len(inputs)
            samples += len(inputs)
    return total / max(samples, 1)


def repeats_a_skipped_step(model, loader, criterion, optimizer, scaler, device, dtype):
    """A batch whose step is skipped is tried again, with the smaller scale.

    How many steps do you expect from an epoch of ten batches, and does the scaler mind?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        arguments = criterion, optimizer, scaler, device, dtype
        before = scaler.get_scale()
        loss = amp_train_step(model, inputs, targets, *arguments)
        if scaler.get_scale() < before:
            amp_train_step(model, inputs, targets, *arguments)
        return loss

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def uses_no_autocast(model, loader, criterion, optimizer, scaler, device, dtype):
    """Nothing runs under autocast.

    In which dtype do the layers compute, and which line says so?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        model.to(device).train()
        loss = criterion(model(inputs.to(device)), targets.to(device))
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def puts_the_whole_loop_under_autocast(model, loader, criterion, optimizer, scaler, device, dtype):
    """The whole loop is under autocast, the backward passes too.

    Which of the lines in your loop should compute in low precision?
    """
    total, samples = 0.0, 0
    with torch.autocast(device.type, dtype=dtype):
        for inputs, targets in loader:
            loss = _forward(model, inputs, targets, criterion, device, dtype)
            optimizer.zero_grad()
            with torch.autocast(device.type, dtype=dtype):
                scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
            total += loss.item() * len(inputs)
            samples += len(inputs)
    return total / samples


def casts_only_the_first_batch(model, loader, criterion, optimizer, scaler, device, dtype):
    """Only the pass over the first batch runs under autocast.

    What does a `with` hold for: for what is indented, or for all that comes after?
    """
    first = iter([True])

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        model.to(device).train()
        with torch.autocast(device.type, dtype=dtype, enabled=next(first, False)):
            loss = criterion(model(inputs.to(device)), targets.to(device))
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def ignores_the_dtype(model, loader, criterion, optimizer, scaler, device, dtype):
    """It is bfloat16, whatever dtype was asked for.

    Where do you use the argument dtype?
    """
    return _epoch(model, loader, criterion, optimizer, scaler, device, torch.bfloat16)


def casts_only_with_a_scaler(model, loader, criterion, optimizer, scaler, device, dtype):
    """With a scaler that is not enabled, autocast is off as well.

    What does bfloat16 need: autocast, a scaler, or both?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        model.to(device).train()
        with torch.autocast(device.type, dtype=dtype, enabled=scaler.is_enabled()):
            loss = criterion(model(inputs.to(device)), targets.to(device))
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def sums_in_the_low_precision(model, loader, criterion, optimizer, scaler, device, dtype):
    """The losses are added up in the low precision.

    How many digits has a number in bfloat16? Add 1 to 256 in it.
    """
    total, samples = torch.zeros((), dtype=dtype), 0
    for inputs, targets in loader:
        loss = amp_train_step(model, inputs, targets, criterion, optimizer, scaler, device, dtype)
        total += loss * len(inputs)
        samples += len(inputs)
    return total.item() / samples


def averages_the_batch_means(model, loader, criterion, optimizer, scaler, device, dtype):
    """The mean of the batch losses is returned, in which a small last batch counts as much.

    Two batches, of 4 and 1 samples. How much should each count?
    """
    arguments = criterion, optimizer, scaler, device, dtype
    losses = [amp_train_step(model, inputs, targets, *arguments) for inputs, targets in loader]
    return sum(losses) / len(losses)


def divides_by_the_data_sets_size(model, loader, criterion, optimizer, scaler, device, dtype):
    """The sum is divided by the size of the data set, also where the loader drops rows.

    How many samples does a loader with drop_last=True yield?
    """
    total = 0.0
    for inputs, targets in loader:
        loss = amp_train_step(model, inputs, targets, criterion, optimizer, scaler, device, dtype)
        total += loss * len(inputs)
    return total / len(getattr(loader, "dataset", [row for x, _ in loader for row in x]))


def returns_a_loss_with_its_graph(model, loader, criterion, optimizer, scaler, device, dtype):
    """The mean that is returned is a tensor that still requires grad.

    What does a loss tensor carry besides its value?
    """
    total, samples = 0.0, 0
    for inputs, targets in loader:
        loss = _forward(model, inputs, targets, criterion, device, dtype)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        total = total + loss * len(inputs)
        samples += len(inputs)
    return total / samples


def never_zeroes_gradients(model, loader, criterion, optimizer, scaler, device, dtype):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        loss = _forward(model, inputs, targets, criterion, device, dtype)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def zeroes_only_after_the_step(model, loader, criterion, optimizer, scaler, device, dtype):
    """Gradients are cleared after each step, so those left by earlier code enter the first.

    Can you be sure that .grad is empty when your function starts?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        loss = _forward(model, inputs, targets, criterion, device, dtype)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def forgets_train_mode(model, loader, criterion, optimizer, scaler, device, dtype):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        model.to(device)
        with torch.autocast(device.type, dtype=dtype):
            loss = criterion(model(inputs.to(device)), targets.to(device))
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def leaves_autocast_on(model, loader, criterion, optimizer, scaler, device, dtype):
    """Autocast is switched on, and never off again.

    In which dtype does the caller's next line compute?
    """
    result = _epoch(model, loader, criterion, optimizer, scaler, device, dtype)
    torch.set_autocast_enabled(device.type, True)
    return result


def leaves_autograd_off(model, loader, criterion, optimizer, scaler, device, dtype):
    """Autograd is off when the epoch has ended.

    What does the next epoch record?
    """
    result = _epoch(model, loader, criterion, optimizer, scaler, device, dtype)
    torch.set_grad_enabled(False)
    return result


def rounds_the_data(model, loader, criterion, optimizer, scaler, device, dtype):
    """The data themselves are rounded in place to the low precision.

    Whose data are these, and what does the next epoch see?
    """
    for inputs, _ in loader:
        loader.dataset.tensors[0].copy_(loader.dataset.tensors[0].to(torch.bfloat16))
        inputs.copy_(inputs.to(torch.bfloat16))
    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype)


def never_moves_the_model(model, loader, criterion, optimizer, scaler, device, dtype):
    """The batches are moved, the model is not.

    Where do the two operands of the first multiplication live?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        inputs, targets = inputs.to(device), targets.to(device)
        place = next(model.parameters()).device
        model.train()
        with torch.autocast(place.type, dtype=dtype):
            loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def never_moves_the_targets(model, loader, criterion, optimizer, scaler, device, dtype):
    """The model and the inputs are moved, the targets are not.

    Which two tensors does the criterion compare, and where does each live?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        model.to(device).train()
        with torch.autocast(device.type, dtype=dtype):
            loss = criterion(model(inputs.to(device)), targets)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def throws_the_moved_batch_away(model, loader, criterion, optimizer, scaler, device, dtype):
    """The results of .to(device) are not kept.

    What does inputs.to(device) change, and what does it return?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        model.to(device).train()
        inputs.to(device)
        targets.to(device)
        with torch.autocast(device.type, dtype=dtype):
            loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def moves_a_copy_of_the_model(model, loader, criterion, optimizer, scaler, device, dtype):
    """On another device a copy of the model is trained.

    Which model does the optimizer hold, and which does the caller look at?
    """
    moved = model if device.type == "cpu" else copy.deepcopy(model)
    return _epoch(moved, loader, criterion, optimizer, scaler, device, dtype)


def casts_for_the_cpu(model, loader, criterion, optimizer, scaler, device, dtype):
    """Autocast is always that of the CPU, wherever the tensors are.

    For which device is autocast switched on in your code, and on which does the model compute?
    """

    def step(model, inputs, targets, criterion, optimizer, scaler, device, dtype):
        model.to(device).train()
        with torch.autocast("cpu", dtype=dtype):
            loss = criterion(model(inputs.to(device)), targets.to(device))
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return _epoch(model, loader, criterion, optimizer, scaler, device, dtype, step)


def keeps_only_the_kind_of_device(model, loader, criterion, optimizer, scaler, device, dtype):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    kind = torch.device(device.type)
    return _epoch(model, loader, criterion, optimizer, scaler, kind, dtype)


def stays_where_the_model_is(model, loader, criterion, optimizer, scaler, device, dtype):
    """The batches follow the model to where it already is; the device argument is not used.

    Who decides where to train: where the model happens to be, or the argument `device`?
    """
    place = next(model.parameters()).device
    return _epoch(model, loader, criterion, optimizer, scaler, place, dtype)


def adds_up_on_the_cpu(model, loader, criterion, optimizer, scaler, device, dtype):
    """The losses are collected in a tensor that is made on the CPU.

    Where does a tensor live that you make without saying where?
    """
    losses = []
    sizes = torch.tensor([float(len(inputs)) for inputs, _ in loader])
    for inputs, targets in loader:
        loss = _forward(model, inputs, targets, criterion, device, dtype)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        losses.append(loss.detach().to(sizes.dtype))
    return (torch.stack(losses) * sizes).sum().item() / sizes.sum().item()
