"""Ways in which train_one_epoch goes wrong."""

import copy

import torch
from torch import nn
from training_models import train_step, validate


def never_zeroes_gradients(model, loader, criterion, optimizer, device):
    """Gradients are never set to zero.

    What does backward() do with a .grad that already holds something, and what does it hold when
    the second batch arrives?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def zeroes_gradients_only_after_the_step(model, loader, criterion, optimizer, device):
    """Gradients are cleared after each step, so those left by earlier code enter the first one.

    Can you be sure that .grad is empty when your function starts? Put something into it and see.
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def zeroes_gradients_once_an_epoch(model, loader, criterion, optimizer, device):
    """Gradients are cleared once before the loop, not for every batch.

    The third batch takes its step: which batches' gradients is the optimizer looking at?
    """
    model.to(device)
    model.train()
    optimizer.zero_grad()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def zeroes_gradients_before_the_step(model, loader, criterion, optimizer, device):
    """Gradients are cleared between backward and step.

    What does the optimizer read when it steps, and is it still there?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def never_steps(model, loader, criterion, optimizer, device):
    """The optimizer never takes a step.

    Print a weight before and after the epoch. Which of your lines was meant to change it?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def never_calls_backward(model, loader, criterion, optimizer, device):
    """No gradient is ever computed.

    Look at .grad just before the optimizer steps. Who should have filled it?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def steps_before_backward(model, loader, criterion, optimizer, device):
    """The step comes before backward, so each batch is updated with an older gradient.

    Which batch's gradient does this update use? Walk through the first two batches on paper.
    """
    model.to(device)
    model.train()
    optimizer.zero_grad()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def steps_twice_a_batch(model, loader, criterion, optimizer, device):
    """The optimizer steps twice for every batch.

    How many updates should one batch make?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        optimizer.step()
        samples += len(inputs)
    return total / samples


def steps_once_after_the_loop(model, loader, criterion, optimizer, device):
    """All batches add up their gradients and a single step is taken at the end.

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
    optimizer.step()
    return total / samples


def goes_backward_twice(model, loader, criterion, optimizer, device):
    """backward is called twice for each loss, with retain_graph.

    Why did PyTorch ask for retain_graph, and do you need the second pass at all?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward(retain_graph=True)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def detaches_the_predictions(model, loader, criterion, optimizer, device):
    """The predictions are cut off from the graph before the loss is computed.

    Follow the graph from the loss back to the weights. Where does it end?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        predictions = model(inputs).detach().requires_grad_()
        loss = criterion(predictions, targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def scales_the_loss_before_backward(model, loader, criterion, optimizer, device):
    """The loss is multiplied by the batch size before backward, so the steps are too long.

    Are you scaling the number that you report, or the one that you differentiate?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets) * len(inputs)
        loss.backward()
        optimizer.step()
        total += loss.item()
        samples += len(inputs)
    return total / samples


def clips_the_gradients(model, loader, criterion, optimizer, device):
    """Gradients are clipped, which nobody asked for.

    Does the task mention a limit on the gradients? What happens to a large one here?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.1)
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def forgets_train_mode(model, loader, criterion, optimizer, device):
    """The model is left in the mode in which it arrives, which may be eval mode.

    In which mode does your function receive the model if somebody validated it just before?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def trains_in_eval_mode(model, loader, criterion, optimizer, device):
    """The model trains in eval mode.

    What do dropout and batch norm do in this mode, and is that what training needs?
    """
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def sets_only_the_models_own_flag(model, loader, criterion, optimizer, device):
    """Only the outermost module is put into train mode, its layers are not.

    Which module asks whether it is training: the whole model, or the dropout layer inside it?
    """
    model.to(device)
    model.training = True
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def runs_each_batch_through_the_model_twice(model, loader, criterion, optimizer, device):
    """Each batch passes through the model a second time in train mode.

    What does a forward pass in train mode change, besides giving an output?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        with torch.no_grad():
            model(inputs)
        samples += len(inputs)
    return total / samples


def measures_the_loss_after_the_step(model, loader, criterion, optimizer, device):
    """The loss of each batch is measured again after its update, and that one is reported.

    Does your number describe the model before this update, or after it?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        train_step(model, inputs, targets, criterion, optimizer)
        model.eval()
        with torch.no_grad():
            total += criterion(model(inputs), targets).item() * len(inputs)
        samples += len(inputs)
    return total / samples


def measures_the_loss_after_the_epoch(model, loader, criterion, optimizer, device):
    """The loss is measured in a pass of its own once the epoch is over.

    Which model do the first batch's loss and the last batch's loss describe here, and which one
    trained on them?
    """
    model.to(device)
    for inputs, targets in loader:
        train_step(model, inputs.to(device), targets.to(device), criterion, optimizer)
    return validate(model, loader, criterion, device)


def averages_the_batch_means(model, loader, criterion, optimizer, device):
    """Every batch counts the same, however small it is.

    Two batches, one of four samples and one of a single sample: how much should each count?
    """
    model.to(device)
    total, batches = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer)
        batches += 1
    return total / batches


def divides_batch_means_by_samples(model, loader, criterion, optimizer, device):
    """Batch means are summed up and divided by the number of samples.

    What does one term of your sum stand for, and how many terms are there?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer)
        samples += len(inputs)
    return total / samples


def divides_by_the_number_of_batches(model, loader, criterion, optimizer, device):
    """The loss is summed over samples but divided by the number of batches.

    What does one term of your sum stand for: a batch, or all of its samples?
    """
    model.to(device)
    total, batches = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        batches += 1
    return total / batches


def divides_by_the_data_sets_size(model, loader, criterion, optimizer, device):
    """The loss is divided by the size of the data set, whatever the loader yielded.

    Did the loader hand you every sample of its data set? Read what drop_last does.
    """
    model.to(device)
    total = 0.0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
    return total / len(loader.dataset)


def weighs_all_batches_like_the_first(model, loader, criterion, optimizer, device):
    """Every batch is weighted with the size of the first one.

    Is the last batch as large as the first?
    """
    model.to(device)
    total, samples, size = 0.0, 0, None
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        size = size or len(inputs)
        total += train_step(model, inputs, targets, criterion, optimizer) * size
        samples += len(inputs)
    return total / samples


def returns_the_sum_of_batch_losses(model, loader, criterion, optimizer, device):
    """The batch losses are added up and never divided.

    Should the loss of an epoch double when the data set does?
    """
    model.to(device)
    total = 0.0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer)
    return total


def returns_the_last_batchs_loss(model, loader, criterion, optimizer, device):
    """The loss of the last batch is returned as that of the epoch.

    Which batches does your number know about?
    """
    model.to(device)
    loss = 0.0
    for inputs, targets in loader:
        loss = train_step(model, inputs.to(device), targets.to(device), criterion, optimizer)
    return loss


def returns_inside_the_loop(model, loader, criterion, optimizer, device):
    """The function returns after the first batch.

    How often does the body of your loop run? Look at the indentation of its last line.
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
        return total / samples


def leaves_out_the_ragged_batch(model, loader, criterion, optimizer, device):
    """A last batch that is smaller than the others is skipped.

    Count the samples that your model saw. Is any of them missing?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        if samples and len(inputs) < loader.batch_size:
            continue
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def passes_over_the_loader_twice(model, loader, criterion, optimizer, device):
    """The loader is gone through twice.

    How many times should one epoch show a sample to the model?
    """
    model.to(device)
    total, samples = 0.0, 0
    for _ in range(2):
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
            samples += len(inputs)
    return total / samples


def returns_a_loss_with_its_graph(model, loader, criterion, optimizer, device):
    """The losses are added up with their graphs, and the result still requires grad.

    What does a loss tensor carry besides its value, and who keeps that alive?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total = total + loss * len(inputs)
        samples += len(inputs)
    return total / samples


def rounds_the_loss(model, loader, criterion, optimizer, device):
    """The loss is rounded before it is returned.

    Is a number for the screen the same as a number to calculate with?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return round(total / samples, 2)


def rebuilds_the_optimizer_for_every_batch(model, loader, criterion, optimizer, device):
    """A new optimizer is made for every batch.

    What does an optimizer with momentum remember from one step to the next?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        fresh = type(optimizer)(optimizer.param_groups)
        total += train_step(model, inputs, targets, criterion, fresh) * len(inputs)
        samples += len(inputs)
    return total / samples


def rebuilds_the_optimizer_for_every_epoch(model, loader, criterion, optimizer, device):
    """A new optimizer is made at the start of the epoch.

    What should survive from one epoch to the next besides the weights?
    """
    model.to(device)
    fresh = type(optimizer)(optimizer.param_groups)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, fresh) * len(inputs)
        samples += len(inputs)
    return total / samples


def uses_an_optimizer_of_its_own(model, loader, criterion, optimizer, device):
    """The optimizer that was passed in is ignored for a hard-coded SGD.

    Where do you use the argument `optimizer`? Whose learning rate is in force?
    """
    model.to(device)
    sgd = torch.optim.SGD(model.parameters(), lr=0.01)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, sgd) * len(inputs)
        samples += len(inputs)
    return total / samples


def uses_a_criterion_of_its_own(model, loader, criterion, optimizer, device):
    """The criterion that was passed in is ignored for the mean squared error.

    Where do you use the argument `criterion`? What if it is not the squared error?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, nn.MSELoss(), optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def squeezes_the_predictions(model, loader, criterion, optimizer, device):
    """The predictions lose their last dimension, so the loss broadcasts them against the targets.

    Print both shapes just before the loss. How many differences are averaged, and how many
    should there be?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs).squeeze(), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def forces_float32(model, loader, criterion, optimizer, device):
    """Model and batches are turned into float32, whatever they were.

    Your function is given a model in double precision. What precision does it have afterwards?
    """
    model.to(device)
    model.float()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.float().to(device), targets.float().to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def trains_a_copy_of_the_model(model, loader, criterion, optimizer, device):
    """A copy of the model makes the predictions, and the optimizer holds the original's weights.

    Whose parameters does the optimizer hold, and whose gradients did backward fill?
    """
    copied = copy.deepcopy(model).to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(copied, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def never_moves_the_model(model, loader, criterion, optimizer, device):
    """The batches are moved to the device, the model is not.

    Where do the weights live when the first batch meets them?
    """
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def throws_the_moved_batch_away(model, loader, criterion, optimizer, device):
    """The results of inputs.to(device) and targets.to(device) are not used.

    Does .to change a tensor, or return another one? Is it the same for a module?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs.to(device)
        targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def never_moves_the_targets(model, loader, criterion, optimizer, device):
    """The inputs are moved to the device, the targets are not.

    For each tensor in the line of the loss: on which device does it live?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs = inputs.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def picks_a_device_of_its_own(model, loader, criterion, optimizer, device):
    """The device that was passed in is ignored for whatever the machine offers.

    Who decides where to train: your function, or whoever calls it?
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def insists_on_cuda(model, loader, criterion, optimizer, device):
    """Everything is sent to CUDA, whatever the device argument says.

    What happens on a machine without a GPU, or when the caller asks for the CPU?
    """
    model.cuda()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.cuda(), targets.cuda()
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def never_moves_the_inputs(model, loader, criterion, optimizer, device):
    """The targets are moved to the device, the inputs are not.

    Which tensors meet inside the model, and where does each of them live?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        targets = targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def never_moves_the_batches(model, loader, criterion, optimizer, device):
    """The model is moved to the device, the batches are not.

    Your model moved. Who moves the data that it meets?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_only_the_first_batch(model, loader, criterion, optimizer, device):
    """The first batch is moved to the device, the others are not.

    The first step goes through. What is different when the second batch comes?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        if samples == 0:
            inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_only_the_last_batch(model, loader, criterion, optimizer, device):
    """The last batch is moved to the device, those before it are not.

    Put a print into your loop: on which device is each batch when the model gets it?
    """
    model.to(device)
    batches = list(loader)
    batches[-1] = tuple(tensor.to(device) for tensor in batches[-1])
    total, samples = 0.0, 0
    for inputs, targets in batches:
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_only_whole_batches(model, loader, criterion, optimizer, device):
    """A last batch that is smaller than the others stays where it was.

    Does your loop treat the last batch, which may be smaller, like the others?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        if len(inputs) == loader.batch_size:
            inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_only_floating_point(model, loader, criterion, optimizer, device):
    """Tensors of floats are moved to the device, class indices are not.

    Train a classifier: of which type are its targets, and where are they?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs = inputs.to(device)
        if targets.is_floating_point():
            targets = targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_the_parameters_but_no_buffers(model, loader, criterion, optimizer, device):
    """The parameters are moved one by one; what batch norm keeps beside them stays behind.

    Is model.parameters() all that a model holds? Look at model.state_dict().
    """
    for parameter in model.parameters():
        parameter.data = parameter.data.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_only_what_learns(model, loader, criterion, optimizer, device):
    """Only parameters that require grad are moved; a frozen layer stays behind.

    A frozen layer does not learn. Does it take part in the forward pass?
    """
    learning = (parameter for parameter in model.parameters() if parameter.requires_grad)
    for tensor in (*learning, *model.buffers()):
        tensor.data = tensor.data.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_the_model_only_in_train_mode(model, loader, criterion, optimizer, device):
    """The model is moved only if it arrives in train mode.

    In which mode does your function receive the model, and is it moved in the other one?
    """
    if model.training:
        model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_the_model_after_training(model, loader, criterion, optimizer, device):
    """The epoch runs wherever the model was, and the model is moved when it is over.

    Where does the model live while it trains: before your last lines, not after them?
    """
    total, samples = 0.0, 0
    for inputs, targets in loader:
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    model.to(device)
    return total / samples


def moves_the_model_after_the_first_batch(model, loader, criterion, optimizer, device):
    """The model is moved at the end of the loop's body, when the first batch has met it.

    Where is the model when the first batch arrives?
    """
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
        model.to(device)
    return total / samples


def moves_a_copy_to_another_device(model, loader, criterion, optimizer, device):
    """On another device a copy of the model is trained, the caller's model stays behind.

    Which object do you hold after .to, the caller's model or another one? Whose parameters are in
    the optimizer?
    """
    if next(model.parameters()).device != device:
        model = copy.deepcopy(model).to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def replaces_the_parameters(model, loader, criterion, optimizer, device):
    """Parameters are moved by new ones in their place; the optimizer still holds the old ones.

    Who else holds the parameters that you replaced, and is told nothing?
    """
    for module in model.modules():
        for name, old in list(module.named_parameters(recurse=False)):
            if old.device != device:
                moved = nn.Parameter(old.detach().to(device), old.requires_grad)
                setattr(module, name, moved)
    model.to(device)  # the buffers
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_the_model_back(model, loader, criterion, optimizer, device):
    """When the epoch is over, the model is moved back to the CPU.

    Where does the caller expect to find the model? Print the device of a weight after the call.
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    model.cpu()
    return total / samples


def brings_the_predictions_back(model, loader, criterion, optimizer, device):
    """The predictions are brought to the CPU, while the targets are on the device.

    For each tensor in the line of the loss: on which device does it live?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs).cpu(), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples


def keeps_only_the_kind_of_device(model, loader, criterion, optimizer, device):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    model.to(device.type)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device.type), targets.to(device.type)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_batches_to_the_kind_of_device(model, loader, criterion, optimizer, device):
    """The model is moved to the device, the batches to any of its type.

    On a machine with two GPUs, where is the model and where is the batch?
    """
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device.type), targets.to(device.type)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def stays_on_the_cpu(model, loader, criterion, optimizer, device):
    """Everything is moved to the CPU, whatever the device argument says.

    Where do you use the argument `device`?
    """
    device = torch.device("cpu")
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def stays_where_the_model_is(model, loader, criterion, optimizer, device):
    """The batches follow the model to where it already is; the device argument is not used.

    Who decides where to train: where the model happens to be, or the argument `device`?
    """
    device = next(model.parameters()).device
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def moves_only_to_cuda(model, loader, criterion, optimizer, device):
    """Everything is moved if the device is a CUDA device, and nothing if it is any other.

    Which devices does torch know besides the CPU and CUDA? Do you have to tell them apart?
    """
    if device.type == "cuda":
        model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        if device.type == "cuda":
            inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def insists_on_the_first_gpu(model, loader, criterion, optimizer, device):
    """Everything is moved to "cuda:0", whatever the device argument says.

    What happens on a machine without a GPU, or with two of them?
    """
    device = torch.device("cuda:0")
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += train_step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def sums_in_a_tensor_on_the_cpu(model, loader, criterion, optimizer, device):
    """The running total is a new tensor on the CPU, to which losses on the device are added.

    Where does a tensor live that you make without saying where?
    """
    model.to(device)
    model.train()
    total, samples = torch.zeros(1, dtype=torch.float64), 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(inputs)
        samples += len(inputs)
    return (total / samples).item()


def weighs_with_a_tensor_on_the_cpu(model, loader, criterion, optimizer, device):
    """The batch sizes are made a new tensor on the CPU, and meet losses on the device.

    Each of the two tensors that you multiply was made somewhere. Where?
    """
    model.to(device)
    model.train()
    losses, sizes = [], []
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        sizes.append(len(inputs))
    weights = torch.tensor(sizes, dtype=losses[0].dtype)
    return ((torch.stack(losses) * weights).sum() / weights.sum()).item()


def turns_the_loss_into_numpy(model, loader, criterion, optimizer, device):
    """The loss is turned into a NumPy array where it is.

    Which memory can NumPy read?
    """
    model.to(device)
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.detach().numpy() * len(inputs)
        samples += len(inputs)
    return float(total / samples)
