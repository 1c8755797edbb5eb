"""Wrong implementations of train_with_logging, as students write them."""

import contextlib
import os

import torch
from monitoring import _train_epoch, _validate, log_epoch


@contextlib.contextmanager
def _writing(log_dir):
    """A writer that is closed in whatever way the block is left."""
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(log_dir) as writer:
        yield writer


def _run(
    model,
    train_loader,
    val_loader,
    criterion,
    optimizer,
    epochs,
    device,
    log_dir,
    writing=_writing,
    train=_train_epoch,
    validate=_validate,
    log=log_epoch,
    first=0,
):
    """The reference, with parts that can be replaced."""
    model.to(device)
    losses = []
    with writing(log_dir) as writer:
        for epoch in range(first, first + epochs):
            train_loss, train_acc = train(model, train_loader, criterion, optimizer, device)
            val_loss, val_acc = validate(model, val_loader, criterion, device)
            lr = optimizer.param_groups[0]["lr"]
            log(writer, epoch, train_loss, val_loss, train_acc, val_acc, lr, model)
            losses.append(val_loss)
    return losses


def _epoch(model, loader, criterion, optimizer, device, before=lambda: None, update=None):
    """A training epoch whose update can be replaced; sums over the batches, per batch."""
    before()
    losses, hits, sizes = [], [], []
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        logits = model(inputs)
        loss = criterion(logits, targets)
        if update:
            update(loss)
        losses.append(loss.item())
        hits.append(int((logits.argmax(dim=1) == targets).sum()))
        sizes.append(len(inputs))
    return losses, hits, sizes


def _mean(losses, hits, sizes):
    total = sum(loss * size for loss, size in zip(losses, sizes))
    return total / sum(sizes), 100.0 * sum(hits) / sum(sizes)


def closes_only_at_the_end(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The writer is closed after the loop, which an error never reaches.

    Which line of yours is the last that runs when the loader raises an error?
    """

    @contextlib.contextmanager
    def writing(log_dir):
        from torch.utils.tensorboard import SummaryWriter

        writer = SummaryWriter(log_dir)
        try:
            yield writer
        except BaseException:
            writer.flush()
            raise
        writer.close()

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, writing=writing)


def flushes_but_never_closes(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The writer is flushed, but not closed.

    What does an open writer keep, beside the file?
    """

    @contextlib.contextmanager
    def writing(log_dir):
        from torch.utils.tensorboard import SummaryWriter

        writer = SummaryWriter(log_dir)
        try:
            yield writer
        finally:
            writer.flush()

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, writing=writing)


def swallows_the_error(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The error is printed, and training ends as if nothing had happened.

    What does your caller see when the loader raises an error?
    """
    losses = []

    def validate(*told):
        result = _validate(*told)
        losses.append(result[0])
        return result

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    try:
        _run(*args, validate=validate)
    except Exception as error:
        print(f"training failed: {error}")  # noqa: T201
    return losses


def raises_another_error(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The error becomes a RuntimeError.

    What if the caller has an `except` for the error of its own loader?
    """
    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    try:
        return _run(*args)
    except Exception as error:
        raise RuntimeError("training failed") from error


def logs_everything_at_the_end(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The numbers are kept in a list and logged after the last epoch.

    Training stops in epoch 7. What is in the log?
    """
    kept = []

    def keep(writer, *told):
        import copy

        copied = copy.deepcopy(told[-1])
        for own, parameter in zip(copied.parameters(), told[-1].parameters()):
            own.grad = None if parameter.grad is None else parameter.grad.clone()
        kept.append((*told[:-1], copied))

    @contextlib.contextmanager
    def writing(log_dir):
        with _writing(log_dir) as writer:
            yield writer
            for told in kept:
                log_epoch(writer, *told)

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, writing=writing, log=keep)


def opens_a_writer_every_epoch(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Every epoch has a writer of its own.

    How many event files does a run of 100 epochs leave behind?
    """

    def log(_, *told):
        with _writing(log_dir) as writer:
            log_epoch(writer, *told)

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, writing=contextlib.nullcontext, log=log)


def logs_into_a_folder_below(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The log goes into a folder in log_dir.

    Where will your caller look for the log?
    """
    log_dir = os.path.join(log_dir, "run")
    return _run(model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)


def counts_epochs_from_one(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The first epoch is logged at step 1.

    What is the number of the first epoch?
    """
    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, first=1)


def logs_no_histograms(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Only the scalars are logged.

    What else does log_epoch write?
    """

    def log(writer, *told):
        log_epoch(writer, *told[:-1], torch.nn.Identity())

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, log=log)


def logs_no_gradients(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The gradients that training has left are not logged.

    What is in .grad when an epoch is over?
    """

    def log(writer, *told):
        model = told[-1]
        kept = [parameter.grad for parameter in model.parameters()]
        model.zero_grad()
        log_epoch(writer, *told)
        for parameter, gradient in zip(model.parameters(), kept):
            parameter.grad = gradient

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, log=log)


def logs_before_training(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The parameters are logged as they are when the epoch begins.

    When in an epoch does your code look at the parameters?
    """
    import copy

    starts = []

    def train(model, *rest):
        starts.append(copy.deepcopy(model))
        return _train_epoch(model, *rest)

    def log(writer, *told):
        start = starts[-1]
        for own, parameter in zip(start.parameters(), told[-1].parameters()):
            own.grad = parameter.grad
        log_epoch(writer, *told[:-1], start)

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, train=train, log=log)


def logs_the_default_rate(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The learning rate comes from the optimizer's defaults, which never change.

    Is a rate logged for every epoch that was asked for, and is it the one that the steps use?
    """

    def log(writer, *told):
        log_epoch(writer, *told[:-2], optimizer.defaults["lr"], told[-1])

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, log=log)


def returns_training_losses(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The training losses are returned.

    Which list does the docstring promise?
    """
    losses = []

    def train(*told):
        result = _train_epoch(*told)
        losses.append(result[0])
        return result

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    _run(*args, train=train)
    return losses


def validates_first(model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir):
    """Each epoch is validated before it is trained.

    After which update is each validation loss measured?
    """
    early = []

    def train(model, loader, criterion, optimizer, device):
        early.append(_validate(model, val_loader, criterion, device))
        return _train_epoch(model, loader, criterion, optimizer, device)

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, train=train, validate=lambda *told: early[-1])


def stops_when_validation_gets_worse(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Training ends at the first validation loss that is above the one before.

    Who decides how many epochs there are?
    """

    class Worse(Exception):
        """The end of the run."""

    losses = []

    def log(writer, epoch, *told):
        log_epoch(writer, epoch, *told)
        losses.append(told[1])
        if losses[-1] > min(losses):
            raise Worse

    with contextlib.suppress(Worse):
        _run(
            model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir, log=log
        )
    return losses


def takes_a_criterion_of_its_own(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Cross entropy is computed, whatever criterion is given.

    Where do you use the argument criterion? Which loss does the caller ask for?
    """
    own = torch.nn.CrossEntropyLoss()
    return _run(model, train_loader, val_loader, own, optimizer, epochs, device, log_dir)


def takes_the_mean_of_batch_means(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Every batch weighs the same, however small it is.

    Two batches, of 4 and 1 samples. How much should each count?
    """

    def validate(model, loader, criterion, device):
        _, accuracy = _validate(model, loader, criterion, device)
        model.eval()
        with torch.no_grad():
            losses, _, _ = _epoch(model, loader, criterion, None, device)
        return sum(losses) / len(losses), accuracy

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, validate=validate)


def divides_by_the_data_set(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Sums are divided by the size of the data set.

    How many samples does a loader with drop_last=True yield?
    """

    def train(model, loader, *rest):
        loss, accuracy = _train_epoch(model, loader, *rest)
        part = sum(len(targets) for _, targets in loader) / len(loader.dataset)
        return loss * part, accuracy * part

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, train=train)


def logs_accuracies_as_fractions(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The accuracies are between 0 and 1.

    In which unit does the docstring want them, and of how many samples?
    """

    def log(writer, epoch, train_loss, val_loss, train_acc, val_acc, lr, model):
        log_epoch(writer, epoch, train_loss, val_loss, train_acc / 100, val_acc / 100, lr, model)

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, log=log)


def measures_training_afterwards(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The accuracy of training is measured after the epoch, in eval mode.

    Which outputs does the docstring speak of?
    """

    def train(model, loader, criterion, optimizer, device):
        loss, _ = _train_epoch(model, loader, criterion, optimizer, device)
        return loss, _validate(model, loader, criterion, device)[1]

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, train=train)


def sets_train_mode_once(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """model.train() is called once, before the first epoch.

    In which mode did validation leave the model?
    """
    model.train()

    def update(loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def train(model, loader, criterion, optimizer, device):
        return _mean(*_epoch(model, loader, criterion, optimizer, device, update=update))

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, train=train)


def validates_in_train_mode(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """model.eval() is missing.

    What do dropout and batch norm do in train mode?
    """

    def validate(model, loader, criterion, device):
        with torch.no_grad():
            return _mean(*_epoch(model, loader, criterion, None, device))

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, validate=validate)


def validates_with_gradients(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Gradients are enabled in validation.

    Will anybody call backward on this?
    """

    def validate(model, loader, criterion, device):
        return _mean(*_epoch(model, loader, criterion, None, device, before=model.eval))

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, validate=validate)


def never_zeroes_gradients(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something?
    """

    def update(loss):
        loss.backward()
        optimizer.step()

    def train(model, loader, criterion, optimizer, device):
        return _mean(*_epoch(model, loader, criterion, optimizer, device, model.train, update))

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, train=train)


def switches_gradients_off(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Gradients stay switched off after the last validation.

    What does the next training see?
    """
    losses = _run(model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    torch.set_grad_enabled(False)
    return losses


def scales_the_inputs_in_place(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The data themselves are changed, for good.

    Who else uses these tensors?
    """
    losses = _run(model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    val_loader.dataset.tensors[0].mul_(0.5)
    return losses


def never_moves_the_batches(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The model is moved, the batches are not.

    Where does each tensor in your forward pass live?
    """

    def train(model, loader, criterion, optimizer, device):
        return _mean(*_unmoved(model.train(), loader, criterion, optimizer))

    def validate(model, loader, criterion, device):
        with torch.no_grad():
            return _mean(*_unmoved(model.eval(), loader, criterion, None))

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, train=train, validate=validate)


def _unmoved(model, loader, criterion, optimizer, inputs_to=None, targets_to=None):
    losses, hits, sizes = [], [], []
    for inputs, targets in loader:
        inputs = inputs if inputs_to is None else inputs.to(inputs_to)
        targets = targets if targets_to is None else targets.to(targets_to)
        logits = model(inputs)
        loss = criterion(logits, targets)
        if optimizer is not None:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
        hits.append(int((logits.argmax(dim=1) == targets).sum()))
        sizes.append(len(inputs))
    return losses, hits, sizes


def never_moves_validation_batches(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Training batches are moved, those of validation are not.

    Where does each tensor in validation live?
    """

    def validate(model, loader, criterion, device):
        with torch.no_grad():
            return _mean(*_unmoved(model.eval(), loader, criterion, None))

    args = (model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)
    return _run(*args, validate=validate)


def never_moves_the_model(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The batches are moved, the model is not.

    Where do the weights live?
    """
    losses = []
    with _writing(log_dir) as writer:
        for epoch in range(epochs):
            train = _train_epoch(model, train_loader, criterion, optimizer, device)
            val = _validate(model, val_loader, criterion, device)
            numbers = (train[0], val[0], train[1], val[1], optimizer.param_groups[0]["lr"])
            log_epoch(writer, epoch, *numbers, model)
            losses.append(val[0])
    return losses


def uses_any_device_of_the_kind(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """The index of the device is lost.

    Which of two GPUs does torch.device("cuda") mean?
    """
    device = torch.device(device.type)
    return _run(model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir)


def trains_on_the_cpu(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Everything runs on the CPU, and the model is moved at the end.

    Which of your arguments do you use too late?
    """
    cpu = torch.device("cpu")
    losses = _run(model, train_loader, val_loader, criterion, optimizer, epochs, cpu, log_dir)
    model.to(device)
    return losses
