"""Ways in which evaluate_in_train_mode goes wrong."""

import torch


def _right(logits, targets):
    return (logits.argmax(dim=1) == targets).sum().item()


def _count(model, loader):
    """The counting, done right."""
    right = total = 0
    for inputs, targets in loader:
        right += _right(model(inputs), targets)
        total += len(targets)
    return 100 * right / total


def evaluates_in_the_mode_it_finds(model, loader):
    """Neither the mode is set nor are gradients disabled.

    Evaluate twice: is it the same number? And will anybody call backward on these outputs?
    """
    return _count(model, loader)


def forgets_eval_mode(model, loader):
    """Gradients are disabled, but the model is left in the mode in which it arrives.

    What do dropout and batch norm do while the model is in train mode?
    """
    with torch.no_grad():
        return _count(model, loader)


def evaluates_in_train_mode(model, loader):
    """The model is put into train mode.

    What do dropout and batch norm do in this mode?
    """
    was_training = model.training
    model.train()
    try:
        with torch.no_grad():
            return _count(model, loader)
    finally:
        model.train(was_training)


def records_gradients(model, loader):
    """The mode is right, but gradients are recorded all the time.

    Is eval() about gradients, or about layers?
    """
    was_training = model.training
    model.eval()
    try:
        return _count(model, loader)
    finally:
        model.train(was_training)


def never_puts_the_mode_back(model, loader):
    """The model stays in eval mode.

    In which mode does the next training epoch find the model?
    """
    model.eval()
    with torch.no_grad():
        return _count(model, loader)


def always_ends_in_train_mode(model, loader):
    """The model is in train mode afterwards, in whichever mode it arrived.

    What if the model was in eval mode before you were called?
    """
    model.eval()
    try:
        with torch.no_grad():
            return _count(model, loader)
    finally:
        model.train()


def puts_the_mode_back_only_if_all_goes_well(model, loader):
    """An error skips the line that puts the mode back.

    Which lines of Python run even if an error passes by?
    """
    was_training = model.training
    model.eval()
    with torch.no_grad():
        accuracy = _count(model, loader)
    model.train(was_training)
    return accuracy


def guards_the_model_but_not_the_loader(model, loader):
    """Only errors of the model put the mode back, not those of the loader.

    Can the line with "for" raise an error too?
    """
    was_training = model.training
    model.eval()
    right = total = 0
    with torch.no_grad():
        for inputs, targets in loader:
            try:
                right += _right(model(inputs), targets)
            except Exception:
                model.train(was_training)
                raise
            total += len(targets)
    model.train(was_training)
    return 100 * right / total


def guards_the_loader_but_not_the_model(model, loader):
    """Only errors of the loader put the mode back, not those of the model.

    Which of your lines can raise an error, and which of them are guarded?
    """
    was_training = model.training
    model.eval()
    try:
        batches = list(loader)
    except Exception:
        model.train(was_training)
        raise
    with torch.no_grad():
        accuracy = _count(model, batches)
    model.train(was_training)
    return accuracy


def swallows_the_error(model, loader):
    """After an error 0.0 is returned, as if nothing had been right.

    How does the caller learn that the disk cannot be read?
    """
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            return _count(model, loader)
    except Exception:
        return 0.0
    finally:
        model.train(was_training)


def puts_back_the_outermost_flag_alone(model, loader):
    """Only the flag of the model itself is put back, not that of its layers.

    Does model.training = True say anything to the dropout layer in it?
    """
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            return _count(model, loader)
    finally:
        model.training = was_training


def switches_dropout_off_alone(model, loader):
    """Only dropout layers go into eval mode.

    Which other layers behave differently in the two modes?
    """
    was_training = model.training
    for layer in model.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.eval()
    try:
        with torch.no_grad():
            return _count(model, loader)
    finally:
        model.train(was_training)


def leaves_gradients_off(model, loader):
    """Gradients are switched off for good.

    What does the next training step need?
    """
    was_training = model.training
    torch.set_grad_enabled(False)
    model.eval()
    try:
        return _count(model, loader)
    finally:
        model.train(was_training)


def leaves_gradients_off_on_error(model, loader):
    """An error skips the line that switches gradients on again.

    Which lines run even if an error passes by? Is that line one of them?
    """
    was_training = model.training
    model.eval()
    recorded = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        accuracy = _count(model, loader)
    finally:
        model.train(was_training)
    torch.set_grad_enabled(recorded)
    return accuracy


def freezes_the_model(model, loader):
    """The parameters no longer require grad, so that nothing is recorded.

    Can the model still be trained afterwards?
    """
    was_training = model.training
    model.requires_grad_(False)
    model.eval()
    try:
        with torch.no_grad():
            return _count(model, loader)
    finally:
        model.train(was_training)


def clears_the_gradients(model, loader):
    """The model's gradients are cleared.

    Might the caller still need them?
    """
    was_training = model.training
    model.eval()
    model.zero_grad()
    try:
        with torch.no_grad():
            return _count(model, loader)
    finally:
        model.train(was_training)


def normalises_in_place(model, loader):
    """The inputs are changed in place.

    Would a second evaluation see the same data?
    """

    def centred(inputs):
        outputs = model(inputs)
        inputs.sub_(inputs.mean(dim=0))
        return outputs

    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            return _count(centred, loader)
    finally:
        model.train(was_training)


def _in_eval_mode(count):
    """All but the counting, done right."""

    def evaluate(model, loader):
        was_training = model.training
        model.eval()
        try:
            with torch.no_grad():
                return count(model, loader)
        finally:
            model.train(was_training)

    return evaluate


def returns_a_fraction(model, loader):
    """A share from 0 to 1 is returned.

    Read the unit in the docstring once more. Which is it?
    """
    return _in_eval_mode(_count)(model, loader) / 100


def averages_the_batches(model, loader):
    """The accuracies of the batches are averaged.

    Two batches, of 4 and 1 samples. How much should each count?
    """

    def count(model, loader):
        found = [_count(model, [batch]) for batch in loader]
        return sum(found) / len(found)

    return _in_eval_mode(count)(model, loader)


def divides_by_the_whole_data_set(model, loader):
    """The number of right ones is divided by the length of the data set.

    Does the loader yield every row of its data set?
    """

    def count(model, loader):
        batches = list(loader)
        total = len(getattr(loader, "dataset", [row for _, y in batches for row in y]))
        return 100 * sum(_right(model(x), y) for x, y in batches) / total

    return _in_eval_mode(count)(model, loader)


def leaves_out_the_last_batch(model, loader):
    """The last batch is left out.

    How many samples have you counted, and how many are there?
    """

    def count(model, loader):
        batches = list(loader)
        return _count(model, batches[:-1] or batches)

    return _in_eval_mode(count)(model, loader)


def takes_the_largest_of_each_column(model, loader):
    """The largest logit is looked for in each column.

    Along which dimension do the classes lie?
    """

    def count(model, loader):
        right = total = 0
        for inputs, targets in loader:
            found = model(inputs).argmax(dim=0)
            least = min(len(found), len(targets))
            right += (found[:least] == targets[:least]).sum().item()
            total += len(targets)
        return 100 * right / total

    return _in_eval_mode(count)(model, loader)


def rounds_down(model, loader):
    """The accuracy is rounded down to a whole number.

    What does // do?
    """

    def count(model, loader):
        found = [(_right(model(x), y), len(y)) for x, y in loader]
        return 100 * sum(right for right, _ in found) // sum(size for _, size in found)

    return _in_eval_mode(count)(model, loader)
