"""Wrong implementations of log_epoch, as students write them."""

from monitoring import log_epoch


class _Recorded:
    """What the reference tells its writer, as a list, to be told to another with changes."""

    def __init__(self):
        self.scalars, self.histograms = [], []

    def add_scalar(self, tag, value, step):
        self.scalars.append((tag, value, step))

    def add_histogram(self, tag, values, step):
        self.histograms.append((tag, values, step))


def _log(writer, *told, scalar=None, histogram=None):
    """As the reference, with each call changed: a function gives the new arguments, or None."""
    recorded = _Recorded()
    log_epoch(recorded, *told)
    for call in recorded.scalars:
        call = scalar(*call) if scalar else call
        if call is not None:
            writer.add_scalar(*call)
    for call in recorded.histograms:
        call = histogram(*call) if histogram else call
        if call is not None:
            writer.add_histogram(*call)


def names_no_step(writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model):
    """The step is not given, so all points are at step 0.

    Where on the x-axis does each point go?
    """
    told = (epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    _log(
        writer,
        *told,
        scalar=lambda tag, value, step: (tag, value),
        histogram=lambda tag, values, step: (tag, values),
    )


def counts_steps_from_one(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """The step is epoch + 1.

    What is the number of the first epoch, and at which step do you want to find it?
    """
    told = (epoch + 1, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    _log(writer, *told)


def swaps_train_and_val(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """The losses of training and validation are swapped.

    Log 1 and 2. Which number is under which tag?
    """
    log_epoch(writer, epoch, val_loss, train_loss, train_acc, val_acc, learning_rate, model)


def logs_the_accuracies_as_fractions(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """The accuracies are divided by 100.

    In which unit do they come, and in which does the caller want to read them?
    """
    log_epoch(
        writer, epoch, train_loss, val_loss, train_acc / 100, val_acc / 100, learning_rate, model
    )


def adds_scalars_together(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """The losses are logged by add_scalars, which makes a run of its own of each.

    Which folders does add_scalars make, and what are the tags called in them?
    """
    told = (epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    _log(writer, *told, scalar=lambda tag, *rest: None if "Loss" in tag else (tag, *rest))
    writer.add_scalars("Loss", {"train": train_loss, "val": val_loss}, epoch)


def writes_tags_in_small_letters(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """The tag is learning_rate, not Learning_rate.

    Compare your tags with the docstring, letter by letter.
    """
    told = (epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    _log(writer, *told, scalar=lambda tag, *rest: (tag.replace("Lea", "lea"), *rest))


def rounds_the_numbers(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """Numbers are rounded to four digits before they are logged.

    What becomes of a learning rate of 0.00002?
    """
    told = (epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    _log(writer, *told, scalar=lambda tag, value, step: (tag, round(value, 4), step))


def logs_the_whole_state(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """Everything in the state_dict is logged as a parameter, buffers too.

    Which tensors belong under Parameters/, those of a frozen layer too? What else has batch norm?
    """
    log_epoch(writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    for name, buffer in model.named_buffers():
        writer.add_histogram(f"Parameters/{name}", buffer, epoch)


def logs_only_parameters_with_gradients(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """A parameter without a gradient is skipped altogether.

    Which of the two histograms needs the gradient?
    """
    without = {f"Parameters/{n}" for n, p in model.named_parameters() if p.grad is None}
    told = (epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    _log(writer, *told, histogram=lambda tag, *rest: None if tag in without else (tag, *rest))


def writes_slashes_for_dots(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """The dots in the names become slashes.

    What does named_parameters() call the weight of the first layer?
    """
    told = (epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    _log(writer, *told, histogram=lambda tag, *rest: (tag.replace(".", "/"), *rest))


def expects_every_gradient(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """It fails where a parameter has no gradient.

    Does every parameter have a gradient at this point?
    """
    log_epoch(writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    for name, parameter in model.named_parameters():
        if parameter.grad is None:
            writer.add_histogram(f"Gradients/{name}", parameter.grad, epoch)


def logs_zeros_for_no_gradient(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """A missing gradient is logged as zeros.

    Do None and zeros say the same about a layer?
    """
    log_epoch(writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    for name, parameter in model.named_parameters():
        if parameter.grad is None:
            writer.add_histogram(f"Gradients/{name}", 0 * parameter, epoch)


def leaves_zero_gradients_out(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """A gradient of zeros is not logged.

    What would you like to see of a layer that has stopped learning?
    """
    told = (epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)

    def not_zero(tag, values, step):
        return (tag, values, step) if tag.startswith("P") or values.any() else None

    _log(writer, *told, histogram=not_zero)


def logs_no_gradients(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """Gradients are not logged.

    Which histograms beside those of the parameters does the docstring name?
    """
    told = (epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    _log(writer, *told, histogram=lambda tag, *rest: (tag, *rest) if tag.startswith("P") else None)


def makes_its_own_writer(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """It opens a second writer in the same folder.

    Which writer were you given, and how many event files are there after three epochs?
    """
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(writer.log_dir) as own:
        log_epoch(own, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)


def closes_the_writer(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """It closes the writer after the epoch.

    Whose writer is it, and who wants to use it afterwards?
    """
    log_epoch(writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    writer.close()


def clears_the_gradients(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """The gradients are cleared after they are logged.

    Who may still need them?
    """
    log_epoch(writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    model.zero_grad()


def leaves_out_what_is_frozen(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """The gradient of a frozen parameter is not logged.

    A layer was frozen after a step. Is its gradient still there?
    """

    def learning(tag, values, step):
        name = tag.removeprefix("Gradients/")
        is_frozen = name != tag and not model.get_parameter(name).requires_grad
        return None if is_frozen else (tag, values, step)

    told = (epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
    _log(writer, *told, histogram=learning)


def switches_gradients_off(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """Gradients are switched off for good.

    What does the next training step see?
    """
    import torch

    torch.set_grad_enabled(False)
    log_epoch(writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model)
