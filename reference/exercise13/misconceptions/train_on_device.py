"""Wrong implementations of train_on_device, as students write them."""

import copy

import torch
from devices import train_on_device
from torch import nn


def _step(model, inputs, targets, criterion, optimizer):
    """One update in whichever mode the model is; the loss of its forward pass, a float."""
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()


def _epoch(model, loader, criterion, optimizer, device):
    """An epoch in train mode; its sample-weighted mean loss."""
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        total += _step(model, inputs, targets, criterion, optimizer) * len(inputs)
        samples += len(inputs)
    return total / samples


def _epochs(model, loader, criterion, optimizer, epochs, device):
    """All epochs, and their losses."""
    return [_epoch(model, loader, criterion, optimizer, device) for _ in range(epochs)]


def never_sets_train_mode(model, loader, criterion, make_optimizer, epochs, device):
    """The model stays in the mode in which it came.

    In which mode does your function receive the model?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += _step(model, inputs, targets, criterion, optimizer) * len(inputs)
            samples += len(inputs)
        losses.append(total / samples)
    return losses


def never_zeroes_gradients(model, loader, criterion, make_optimizer, epochs, device):
    """Gradients are never set to zero.

    What does backward() do to a .grad that already holds something?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            samples += len(inputs)
        losses.append(total / samples)
    return losses


def zeroes_gradients_after_the_step(model, loader, criterion, make_optimizer, epochs, device):
    """Gradients are set to zero after each step only: those that the model brings leak in.

    Can you be sure that .grad is empty when your function starts?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(inputs)
            samples += len(inputs)
        losses.append(total / samples)
    return losses


def steps_once_an_epoch(model, loader, criterion, make_optimizer, epochs, device):
    """There is one update an epoch, with the gradients of all batches added up.

    How many updates do you expect in an epoch of three batches?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        optimizer.zero_grad()
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
            loss.backward()
            total += loss.item() * len(inputs)
            samples += len(inputs)
        optimizer.step()
        losses.append(total / samples)
    return losses


def averages_batch_means(model, loader, criterion, make_optimizer, epochs, device):
    """Every batch counts the same, however small it is.

    Two batches, of 4 and 1 samples. How much should each count?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        means = []
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            means.append(_step(model, inputs, targets, criterion, optimizer))
        losses.append(sum(means) / len(means))
    return losses


def divides_by_the_data_set(model, loader, criterion, make_optimizer, epochs, device):
    """The sum is divided by the size of the data set, also if the loader drops rows.

    Did every sample of the data set come?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += _step(model, inputs, targets, criterion, optimizer) * len(inputs)
        rows = len(loader.dataset) if hasattr(loader, "dataset") else sum(len(x) for x, _ in loader)
        losses.append(total / rows)
    return losses


def returns_the_last_batch(model, loader, criterion, make_optimizer, epochs, device):
    """The loss of each epoch is that of its last batch.

    Which batches does your number know about?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = _step(model, inputs, targets, criterion, optimizer)
        losses.append(loss)
    return losses


def never_resets_the_sum(model, loader, criterion, make_optimizer, epochs, device):
    """The sum goes on from epoch to epoch: the losses are means over all epochs so far.

    In which loop should the sum begin at zero?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses, total, samples = [], 0.0, 0
    for _ in range(epochs):
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += _step(model, inputs, targets, criterion, optimizer) * len(inputs)
            samples += len(inputs)
        losses.append(total / samples)
    return losses


def returns_batch_losses(model, loader, criterion, make_optimizer, epochs, device):
    """There is an entry for every batch, not for every epoch.

    How long should the list be?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            losses.append(_step(model, inputs, targets, criterion, optimizer))
    return losses


def keeps_the_graphs(model, loader, criterion, make_optimizer, epochs, device):
    """The losses are tensors that still hang on their graphs.

    What does a loss tensor carry besides its value?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss * len(inputs)
            samples += len(inputs)
        losses.append(total / samples)
    return losses


def measures_after_the_update(model, loader, criterion, make_optimizer, epochs, device):
    """The loss of a batch is measured anew after its update.

    Does the number describe the pass that trained?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            _step(model, inputs, targets, criterion, optimizer)
            model.eval()
            with torch.no_grad():
                total += criterion(model(inputs), targets).item() * len(inputs)
            model.train()
            samples += len(inputs)
        losses.append(total / samples)
    return losses


def trains_one_epoch_alone(model, loader, criterion, make_optimizer, epochs, device):
    """There is one epoch, whatever `epochs` says.

    Where do you use the argument `epochs`?
    """
    return train_on_device(model, loader, criterion, make_optimizer, 1, device) * epochs


def trains_a_copy(model, loader, criterion, make_optimizer, epochs, device):
    """A copy of the model is trained, the model itself stays as it was.

    Which model does the caller hold after the call?
    """
    twin = copy.deepcopy(model)
    return train_on_device(twin, loader, criterion, make_optimizer, epochs, device)


def stops_when_the_loss_rises(model, loader, criterion, make_optimizer, epochs, device):
    """Training ends as soon as an epoch is no better than the one before.

    How many epochs does the caller ask for, and how many losses come back?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    losses = []
    for _ in range(epochs):
        losses.append(_epoch(model, loader, criterion, optimizer, device))
        if len(losses) > 1 and losses[-1] >= losses[-2]:
            break
    return losses


def weighs_by_the_number_of_targets(model, loader, criterion, make_optimizer, epochs, device):
    """A batch counts with all numbers in its targets, and is divided by its rows.

    How many samples are two rows of three numbers each?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += _step(model, inputs, targets, criterion, optimizer) * targets.numel()
            samples += len(inputs)
        losses.append(total / samples)
    return losses


def makes_an_optimizer_every_epoch(model, loader, criterion, make_optimizer, epochs, device):
    """There is a new optimizer in every epoch.

    What does an optimizer remember between steps?
    """
    model.to(device)
    losses = []
    for _ in range(epochs):
        optimizer = make_optimizer(model.parameters())
        losses.append(_epoch(model, loader, criterion, optimizer, device))
    return losses


def makes_an_optimizer_of_its_own(model, loader, criterion, make_optimizer, epochs, device):
    """It trains with SGD of its own, and never calls make_optimizer.

    Where do you use the argument `make_optimizer`?
    """

    def own(params):
        return torch.optim.SGD(params, lr=0.01)

    return train_on_device(model, loader, criterion, own, epochs, device)


def leaves_out_the_biases(model, loader, criterion, make_optimizer, epochs, device):
    """Only weights are handed to make_optimizer, no biases.

    Which parameters have moved after a step?
    """
    model.to(device)
    weights = [p for name, p in model.named_parameters() if name.endswith("weight")]
    return _epochs(model, loader, criterion, make_optimizer(weights), epochs, device)


def hands_over_copies(model, loader, criterion, make_optimizer, epochs, device):
    """The optimizer holds copies of the parameters.

    Are these the same objects that the forward pass uses?
    """
    model.to(device)
    copies = [nn.Parameter(p.detach().clone(), p.requires_grad) for p in model.parameters()]
    optimizer = make_optimizer(copies)
    return _epochs(model, loader, criterion, optimizer, epochs, device)


def unfreezes_the_model(model, loader, criterion, make_optimizer, epochs, device):
    """Frozen parameters are made to learn.

    Who froze the first layer, and why?
    """
    model.requires_grad_(True)
    return train_on_device(model, loader, criterion, make_optimizer, epochs, device)


def changes_the_data(model, loader, criterion, make_optimizer, epochs, device):
    """The inputs of each batch are scaled in place.

    Does the second epoch see the same data as the first?
    """
    if hasattr(loader, "dataset"):
        loader.dataset.tensors[0].mul_(0.5)
    return train_on_device(model, loader, criterion, make_optimizer, epochs, device)


def leaves_gradients_off(model, loader, criterion, make_optimizer, epochs, device):
    """When it is done, gradients are switched off for everybody.

    What does the next training run see?
    """
    losses = train_on_device(model, loader, criterion, make_optimizer, epochs, device)
    torch.set_grad_enabled(False)
    return losses


_made = {}


def keeps_the_optimizer_for_the_next_call(model, loader, criterion, make_optimizer, epochs, device):
    """The optimizer of the first call is used in the next one, too.

    What does your function keep from one call to the next?
    """
    model.to(device)
    if _made.get("model") is not model:
        _made.update(model=model, optimizer=make_optimizer(model.parameters()))
    return _epochs(model, loader, criterion, _made["optimizer"], epochs, device)


def makes_the_optimizer_first(model, loader, criterion, make_optimizer, epochs, device):
    """The optimizer is made before the model is moved.

    An optimizer may make tensors of its own when it is made. On which device?
    """
    optimizer = make_optimizer(model.parameters())
    model.to(device)
    return _epochs(model, loader, criterion, optimizer, epochs, device)


def never_moves_the_model(model, loader, criterion, make_optimizer, epochs, device):
    """The batches are moved, the model is not.

    On which device does each of the two live that meet in the first layer?
    """
    optimizer = make_optimizer(model.parameters())
    return _epochs(model, loader, criterion, optimizer, epochs, device)


def never_moves_the_batches(model, loader, criterion, make_optimizer, epochs, device):
    """The model is moved, the batches are not.

    Where do the tensors live that a DataLoader yields?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            total += _step(model, inputs, targets, criterion, optimizer) * len(inputs)
            samples += len(inputs)
        losses.append(total / samples)
    return losses


def never_moves_the_targets(model, loader, criterion, make_optimizer, epochs, device):
    """The inputs are moved, the targets are not.

    Which two tensors meet in the criterion, and where does each of them live?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            total += _step(model, inputs, targets, criterion, optimizer) * len(inputs)
            samples += len(inputs)
        losses.append(total / samples)
    return losses


def moves_the_callers_batches(model, loader, criterion, make_optimizer, epochs, device):
    """The tensors of the loader are themselves put on the device.

    Who else uses these tensors, and where do they expect them?
    """
    for inputs, targets in loader:
        inputs.data, targets.data = inputs.data.to(device), targets.data.to(device)
    return train_on_device(model, loader, criterion, make_optimizer, epochs, device)


def moves_the_parameters_alone(model, loader, criterion, make_optimizer, epochs, device):
    """The parameters are moved one by one; what batch norm keeps beside them stays behind.

    Is model.parameters() all that a model holds? Look at model.state_dict().
    """
    for parameter in model.parameters():
        parameter.data = parameter.data.to(device)
    optimizer = make_optimizer(model.parameters())
    return _epochs(model, loader, criterion, optimizer, epochs, device)


def moves_a_copy(model, loader, criterion, make_optimizer, epochs, device):
    """On another device a copy of the model is trained, the model itself stays behind.

    Which object do you hold after .to, the caller's model or another one?
    """
    if next(model.parameters()).device != device:
        model = copy.deepcopy(model).to(device)
    return train_on_device(model, loader, criterion, make_optimizer, epochs, device)


def moves_the_model_back(model, loader, criterion, make_optimizer, epochs, device):
    """When the training is over, the model is moved to the CPU.

    Where does the caller expect to find the model? Print the device of a weight after the call.
    """
    losses = train_on_device(model, loader, criterion, make_optimizer, epochs, device)
    model.cpu()
    return losses


def moves_the_model_when_it_is_over(model, loader, criterion, make_optimizer, epochs, device):
    """It trains on the CPU, and the model is moved when the training is over.

    Where does the model live while it trains: before your last lines, not after them?
    """
    cpu = torch.device("cpu")
    losses = train_on_device(model, loader, criterion, make_optimizer, epochs, cpu)
    model.to(device)
    return losses


def stays_on_the_cpu(model, loader, criterion, make_optimizer, epochs, device):
    """Everything is moved to the CPU, whatever the device argument says.

    Where do you use the argument `device`?
    """
    cpu = torch.device("cpu")
    return train_on_device(model, loader, criterion, make_optimizer, epochs, cpu)


def picks_a_device_itself(model, loader, criterion, make_optimizer, epochs, device):
    """It takes CUDA if there is any, not the device that it is given.

    Who decides about the device, this function or its caller?
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return train_on_device(model, loader, criterion, make_optimizer, epochs, device)


def keeps_only_the_kind_of_device(model, loader, criterion, make_optimizer, epochs, device):
    """Of the device only the type is used: of several it is always the first.

    What does device.type say about the second GPU of a machine?
    """
    device = torch.device(device.type)
    return train_on_device(model, loader, criterion, make_optimizer, epochs, device)


def sums_in_a_tensor_on_the_cpu(model, loader, criterion, make_optimizer, epochs, device):
    """The batch sizes are made a new tensor on the CPU, and meet losses on the device.

    Where does a tensor live that you make without saying where?
    """
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    epoch_losses = []
    for _ in range(epochs):
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
        epoch_losses.append(((torch.stack(losses) * weights).sum() / weights.sum()).item())
    return epoch_losses
