"""Ways in which validate goes wrong."""

import copy

import torch
from torch import nn


def forgets_eval_mode(model, loader, criterion, device):
    """The model is left in the mode in which it arrives, which may be train mode.

    Validate the same model twice. Do you get the same number?
    """
    model.to(device)
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def validates_in_train_mode(model, loader, criterion, device):
    """The model is put into train mode to be validated.

    What do dropout and batch norm do in this mode, and what does that do to your number?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def sets_eval_mode_after_the_loop(model, loader, criterion, device):
    """Eval mode is set once the passes are over.

    By which line does the mode have to be set for the first batch?
    """
    model.to(device)
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    model.eval()
    return total / samples


def goes_back_to_train_mode_in_the_loop(model, loader, criterion, device):
    """Train mode is put back inside the loop, so only the first batch runs in eval mode.

    In which mode does the second batch find the model? Look at the indentation.
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
            model.train()
    return total / samples


def switches_off_dropout_only(model, loader, criterion, device):
    """Only dropout is put into eval mode.

    Which kinds of layer behave differently in the two modes? Did you reach all of them?
    """
    model.to(device)
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def switches_off_batch_norm_only(model, loader, criterion, device):
    """Only batch norm is put into eval mode.

    The statistics stay put, but does the same sample give the same output twice?
    """
    model.to(device)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm1d):
            module.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def sets_only_the_models_own_flag(model, loader, criterion, device):
    """Only the outermost module leaves train mode, its layers do not.

    Which module asks whether it is training: the whole model, or the dropout layer inside it?
    """
    model.to(device)
    model.training = False
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def leaves_autograd_on(model, loader, criterion, device):
    """Gradients are not disabled during the passes.

    Will anybody call backward on these losses? What is kept in memory in case somebody does?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += criterion(model(inputs), targets).item() * len(inputs)
        samples += len(inputs)
    return total / samples


def turns_autograd_off_for_good(model, loader, criterion, device):
    """Autograd is switched off for the whole program and never switched on again.

    What will the next training epoch find when it calls backward?
    """
    model.to(device)
    model.eval()
    torch.set_grad_enabled(False)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += criterion(model(inputs), targets).item() * len(inputs)
        samples += len(inputs)
    return total / samples


def freezes_the_parameters(model, loader, criterion, device):
    """The parameters no longer require grad afterwards.

    Can the model still be trained once your function has seen it?
    """
    model.to(device)
    model.eval()
    model.requires_grad_(False)
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def goes_backward(model, loader, criterion, device):
    """The validation loss is back-propagated into the model's gradients.

    Is the model allowed to learn anything from validation data? Who reads .grad next?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        loss.backward()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def clears_the_gradients(model, loader, criterion, device):
    """The gradients that the caller left in the model are cleared.

    Might the caller still need what is in .grad? Does a look at the loss have to touch it?
    """
    model.to(device)
    model.eval()
    model.zero_grad()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def averages_the_batch_means(model, loader, criterion, device):
    """Every batch counts the same, however small it is.

    Two batches, one of four samples and one of a single sample: how much should each count?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item()
            batches += 1
    return total / batches


def divides_batch_means_by_samples(model, loader, criterion, device):
    """Batch means are summed up and divided by the number of samples.

    What does one term of your sum stand for, and how many terms are there?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item()
            samples += len(inputs)
    return total / samples


def divides_by_the_number_of_batches(model, loader, criterion, device):
    """The loss is summed over samples but divided by the number of batches.

    What does one term of your sum stand for: a batch, or all of its samples?
    """
    model.to(device)
    model.eval()
    total, batches = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            batches += 1
    return total / batches


def divides_by_the_data_sets_size(model, loader, criterion, device):
    """The loss is divided by the size of the data set, whatever the loader yielded.

    Did the loader hand you every sample of its data set? Read what drop_last does.
    """
    model.to(device)
    model.eval()
    total = 0.0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
    return total / len(loader.dataset)


def weighs_all_batches_like_the_first(model, loader, criterion, device):
    """Every batch is weighted with the size of the first one.

    Is the last batch as large as the first?
    """
    model.to(device)
    model.eval()
    total, samples, size = 0.0, 0, None
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            size = size or len(inputs)
            total += criterion(model(inputs), targets).item() * size
            samples += len(inputs)
    return total / samples


def starts_the_total_over_with_every_batch(model, loader, criterion, device):
    """The running total is set back to zero for every batch.

    How often does the line that creates your total run?
    """
    model.to(device)
    model.eval()
    samples = 0
    with torch.no_grad():
        for inputs, targets in loader:
            total = 0.0
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def returns_the_sum_of_batch_losses(model, loader, criterion, device):
    """The batch losses are added up and never divided.

    Should the validation loss double when the validation set does?
    """
    model.to(device)
    model.eval()
    total = 0.0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item()
    return total


def returns_the_last_batchs_loss(model, loader, criterion, device):
    """The loss of the last batch is returned as that of the whole set.

    Which batches does your number know about?
    """
    model.to(device)
    model.eval()
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
    return loss.item()


def looks_at_the_first_batch_only(model, loader, criterion, device):
    """Only the first batch is evaluated.

    How many of the validation samples did you look at?
    """
    model.to(device)
    model.eval()
    with torch.no_grad():
        inputs, targets = next(iter(loader))
        inputs, targets = inputs.to(device), targets.to(device)
        return criterion(model(inputs), targets).item()


def leaves_out_the_ragged_batch(model, loader, criterion, device):
    """A last batch that is smaller than the others is skipped.

    Count the samples that your model saw. Is any of them missing?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            if samples and len(inputs) < loader.batch_size:
                continue
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def returns_a_loss_with_its_graph(model, loader, criterion, device):
    """The losses are added up with their graphs, and the result still requires grad.

    What does a loss tensor carry besides its value, and does anybody need it here?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total = total + criterion(model(inputs), targets) * len(inputs)
        samples += len(inputs)
    return total / samples


def rounds_the_loss(model, loader, criterion, device):
    """The loss is rounded before it is returned.

    Is a number for the screen the same as a number to compare epochs with?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return round(total / samples, 2)


def uses_a_criterion_of_its_own(model, loader, criterion, device):
    """The criterion that was passed in is ignored for the mean squared error.

    Where do you use the argument `criterion`? What if it is not the squared error?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += nn.functional.mse_loss(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def squeezes_the_predictions(model, loader, criterion, device):
    """The predictions lose their last dimension, so the loss broadcasts them against the targets.

    Print both shapes just before the loss. How many differences are averaged, and how many
    should there be?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs).squeeze(), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def forces_float32(model, loader, criterion, device):
    """Model and batches are turned into float32, whatever they were.

    Your function is given a model in double precision. What precision does it have afterwards?
    """
    model.to(device)
    model.float()
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.float().to(device), targets.float().to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_a_copy_of_the_model(model, loader, criterion, device):
    """A copy of the model is moved to the device, the caller's model stays behind.

    After your function, on which device are the weights of the model that it was given?
    """
    model = copy.deepcopy(model).to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def never_moves_the_model(model, loader, criterion, device):
    """The batches are moved to the device, the model is not.

    Where do the weights live when the first batch meets them?
    """
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def throws_the_moved_batch_away(model, loader, criterion, device):
    """The results of inputs.to(device) and targets.to(device) are not used.

    Does .to change a tensor, or return another one? Is it the same for a module?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs.to(device)
            targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def never_moves_the_targets(model, loader, criterion, device):
    """The inputs are moved to the device, the targets are not.

    For each tensor in the line of the loss: on which device does it live?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            total += criterion(model(inputs.to(device)), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def picks_a_device_of_its_own(model, loader, criterion, device):
    """The device that was passed in is ignored for whatever the machine offers.

    Who decides where to validate: your function, or whoever calls it?
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def insists_on_cuda(model, loader, criterion, device):
    """Everything is sent to CUDA, whatever the device argument says.

    What happens on a machine without a GPU, or when the caller asks for the CPU?
    """
    model.cuda()
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.cuda(), targets.cuda()
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def never_moves_the_inputs(model, loader, criterion, device):
    """The targets are moved to the device, the inputs are not.

    Which tensors meet inside the model, and where does each of them live?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            targets = targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def never_moves_the_batches(model, loader, criterion, device):
    """The model is moved to the device, the batches are not.

    Your model moved. Who moves the data that it meets?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_only_the_first_batch(model, loader, criterion, device):
    """The first batch is moved to the device, the others are not.

    The first pass goes through. What is different when the second batch comes?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            if samples == 0:
                inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_only_whole_batches(model, loader, criterion, device):
    """A last batch that is smaller than the others stays where it was.

    Does your loop treat the last batch, which may be smaller, like the others?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            if len(inputs) == loader.batch_size:
                inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_only_floating_point(model, loader, criterion, device):
    """Tensors of floats are moved to the device, class indices are not.

    Validate a classifier: of which type are its targets, and where are they?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs = inputs.to(device)
            if targets.is_floating_point():
                targets = targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_the_parameters_but_no_buffers(model, loader, criterion, device):
    """The parameters are moved one by one; what batch norm keeps beside them stays behind.

    Is model.parameters() all that a model holds? Look at model.state_dict().
    """
    for parameter in model.parameters():
        parameter.data = parameter.data.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_only_what_learns(model, loader, criterion, device):
    """Only parameters that require grad are moved; a frozen layer stays behind.

    A frozen layer does not learn. Does it take part in the forward pass?
    """
    learning = (parameter for parameter in model.parameters() if parameter.requires_grad)
    for tensor in (*learning, *model.buffers()):
        tensor.data = tensor.data.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_the_model_only_in_eval_mode(model, loader, criterion, device):
    """The model is moved only if it arrives in eval mode.

    In which mode does your function receive the model, and is it moved in the other one?
    """
    if not model.training:
        model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_the_model_after_validating(model, loader, criterion, device):
    """The model is measured wherever it was, and moved when that is over.

    Where does the model live during the passes: before your last lines, not after them?
    """
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    model.to(device)
    return total / samples


def copies_the_model_to_another_device(model, loader, criterion, device):
    """On another device a copy of the model is measured, the caller's model stays behind.

    After your function, on which device are the weights of the model that it was given?
    """
    if next(model.parameters()).device != device:
        model = copy.deepcopy(model).to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def replaces_the_parameters(model, loader, criterion, device):
    """Parameters are moved by new ones in their place, without the gradients of the old ones.

    Who else holds the parameters that you replaced, and what was stored in them?
    """
    for module in model.modules():
        for name, old in list(module.named_parameters(recurse=False)):
            if old.device != device:
                moved = nn.Parameter(old.detach().to(device), old.requires_grad)
                setattr(module, name, moved)
    model.to(device)  # the buffers
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_the_model_back(model, loader, criterion, device):
    """When all is measured, the model is moved back to the CPU.

    Where does the caller expect to find the model? Print the device of a weight after the call.
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    model.cpu()
    return total / samples


def brings_the_predictions_back(model, loader, criterion, device):
    """The predictions are brought to the CPU, while the targets are on the device.

    For each tensor in the line of the loss: on which device does it live?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs).cpu(), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def keeps_only_the_kind_of_device(model, loader, criterion, device):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    model.to(device.type)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device.type), targets.to(device.type)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_batches_to_the_kind_of_device(model, loader, criterion, device):
    """The model is moved to the device, the batches to any of its type.

    On a machine with two GPUs, where is the model and where is the batch?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device.type), targets.to(device.type)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def stays_on_the_cpu(model, loader, criterion, device):
    """Everything is moved to the CPU, whatever the device argument says.

    Where do you use the argument `device`?
    """
    device = torch.device("cpu")
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def stays_where_the_model_is(model, loader, criterion, device):
    """The batches follow the model to where it already is; the device argument is not used.

    Who decides where to validate: where the model happens to be, or the argument `device`?
    """
    device = next(model.parameters()).device
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def moves_only_to_cuda(model, loader, criterion, device):
    """Everything is moved if the device is a CUDA device, and nothing if it is any other.

    Which devices does torch know besides the CPU and CUDA? Do you have to tell them apart?
    """
    if device.type == "cuda":
        model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            if device.type == "cuda":
                inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def insists_on_the_first_gpu(model, loader, criterion, device):
    """Everything is moved to "cuda:0", whatever the device argument says.

    What happens on a machine without a GPU, or with two of them?
    """
    device = torch.device("cuda:0")
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples


def sums_in_a_tensor_on_the_cpu(model, loader, criterion, device):
    """The running total is a new tensor on the CPU, to which losses on the device are added.

    Where does a tensor live that you make without saying where?
    """
    model.to(device)
    model.eval()
    total, samples = torch.zeros(1, dtype=torch.float64), 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets) * len(inputs)
            samples += len(inputs)
    return (total / samples).item()


def weighs_with_a_tensor_on_the_cpu(model, loader, criterion, device):
    """The batch sizes are made a new tensor on the CPU, and meet losses on the device.

    Each of the two tensors that you multiply was made somewhere. Where?
    """
    model.to(device)
    model.eval()
    losses, sizes = [], []
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            losses.append(criterion(model(inputs), targets))
            sizes.append(len(inputs))
    weights = torch.tensor(sizes, dtype=losses[0].dtype)
    return ((torch.stack(losses) * weights).sum() / weights.sum()).item()


def turns_the_loss_into_numpy(model, loader, criterion, device):
    """The loss is turned into a NumPy array where it is.

    Which memory can NumPy read?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).numpy() * len(inputs)
            samples += len(inputs)
    return float(total / samples)
