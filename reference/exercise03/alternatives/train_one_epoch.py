"""Other right ways to write train_one_epoch."""

import statistics

import torch


def zeroes_first_and_enumerates(model, loader, criterion, optimizer, device):
    """Enumerates the batches, zeroes first and prints its progress, as many tutorials do."""
    model.to(device)
    model.train()
    running_loss = 0.0
    seen = 0
    for batch, (x, y) in enumerate(loader):
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        pred = model(x)
        loss = criterion(pred, y)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * x.size(0)
        seen += x.size(0)
        if batch % 100 == 0:
            print(f"loss: {loss.item():>7f}  [{seen:>5d}]")  # noqa: T201 students print
    return running_loss / seen


def zeroes_before_the_loop_and_after_each_step(model, loader, criterion, optimizer, device):
    """Starts with clean gradients and leaves them clean after every step."""
    model = model.to(device).train()
    optimizer.zero_grad(set_to_none=False)
    loss_sum, count = 0.0, 0
    for inputs, targets in loader:
        loss = criterion(model(inputs.to(device)), targets.to(device))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        loss_sum += float(loss.detach()) * targets.shape[0]
        count += targets.shape[0]
    return loss_sum / count


def sums_on_the_device(model, loader, criterion, optimizer, device):
    """Adds detached losses up on the device and returns a tensor without a graph."""
    model.to(device)
    model.train(True)
    total, count = 0, 0
    for inputs, targets in loader:
        inputs = inputs.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        for parameter in model.parameters():
            parameter.grad = None
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total = total + loss.detach() * inputs.shape[0]
        count += inputs.shape[0]
    return total / count


def steps_with_a_closure(model, loader, criterion, optimizer, device):
    """Gives the optimizer a closure that runs the model and returns the loss."""
    model.to(device)
    model.train()
    losses, sizes = [], []
    for batch in loader:
        inputs, targets = (tensor.to(device) for tensor in batch)

        def closure(inputs=inputs, targets=targets):
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            return loss

        losses.append(optimizer.step(closure).item())
        sizes.append(len(targets))
    return statistics.fmean(losses, weights=sizes)


def assigns_the_gradients(model, loader, criterion, optimizer, device):
    """Asks autograd for the gradients and assigns them, without backward or zero_grad."""
    model.to(device)
    model.train()
    parameters = [p for p in model.parameters() if p.requires_grad]
    pairs = []
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = gradient
        optimizer.step()
        pairs.append((loss.item(), len(inputs)))
    return sum(loss * size for loss, size in pairs) / sum(size for _, size in pairs)


def updates_a_running_mean(model, loader, criterion, optimizer, device):
    """Draws from the iterator by hand, keeps a running mean and puts the old mode back."""
    was_training = model.training
    model.train()
    model.to(device)
    mean, seen = 0.0, 0
    batches = iter(loader)
    while True:
        try:
            inputs, targets = next(batches)
        except StopIteration:
            break
        loss = criterion(model(inputs.to(device)), targets.to(device))
        model.zero_grad()
        loss.backward()
        optimizer.step()
        seen += len(inputs)
        mean += (loss.item() - mean) * len(inputs) / seen
    model.train(was_training)
    return mean


class _AverageMeter:
    def __init__(self, name):
        self.name = name
        self.sum = 0.0
        self.count = 0

    def update(self, val, n=1):
        self.sum += val * n
        self.count += n

    @property
    def avg(self):
        return self.sum / self.count


def keeps_an_average_meter(model, loader, criterion, optimizer, device):
    """Keeps the average in a small class, as the ImageNet example does."""
    losses = _AverageMeter("Loss")
    model = model.to(device)
    model.train()
    for images, target in loader:
        images = images.to(device)
        target = target.to(device)
        output = model(images)
        loss = criterion(output, target)
        losses.update(loss.item(), images.size(0))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses.avg


def works_inside_set_grad_enabled(model, loader, criterion, optimizer, device):
    """Sets the mode for every batch, inside torch.set_grad_enabled(True)."""
    model.to(device)
    epoch_loss, n = torch.zeros(1, dtype=torch.float64), 0
    with torch.set_grad_enabled(True):
        for inputs, labels in loader:
            model.train()
            inputs = inputs.to(device)
            labels = labels.to(device)
            optimizer.zero_grad(set_to_none=True)
            outputs = model(inputs)
            loss = criterion(outputs, labels)
            loss.backward()
            optimizer.step()
            epoch_loss += loss.item() * inputs.size(0)
            n += inputs.size(0)
    return (epoch_loss / n).item()


def _to(value, device):
    """Whatever a batch consists of, on the device."""
    if isinstance(value, torch.Tensor):
        return value.to(device=device)
    return type(value)(_to(item, device) for item in value)


def moves_in_a_helper(model, loader, criterion, optimizer, device):
    """Moves each batch in a helper of its own, and asks the model where it has gone."""
    model = model.to(device=device)
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for batch in loader:
        inputs, targets = _to(batch, place)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * inputs.size(0)
        count += inputs.size(0)
    return total / count


def moves_all_batches_beforehand(model, loader, criterion, optimizer, device):
    """Moves every batch before the first step, by the name of the device, and the criterion too."""
    where = str(device)
    model.to(where).train()
    if isinstance(criterion, torch.nn.Module):
        criterion.to(where)
    moved = [{"x": x.to(where), "y": y.to(where)} for x, y in loader]
    losses = torch.zeros(len(moved), dtype=torch.float64)
    for number, batch in enumerate(moved):
        loss = criterion(model(batch["x"]), batch["y"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses[number] = loss.detach()
    sizes = torch.tensor([len(batch["x"]) for batch in moved])
    return (losses * sizes).sum().item() / sizes.sum().item()


def makes_its_total_on_the_device(model, loader, criterion, optimizer, device):
    """Makes the running total in double precision on the device, and the batches with as_tensor."""
    model.train().to(device, non_blocking=True)
    total, count = torch.zeros(1, dtype=torch.float64, device=device), 0
    for inputs, targets in loader:
        inputs = torch.as_tensor(inputs, device=device)
        targets = torch.as_tensor(targets, device=inputs.device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            total += loss * len(inputs)
        count += len(inputs)
    return (total / count).item()


def works_inside_the_device(model, loader, criterion, optimizer, device):
    """Makes its own tensors inside `with device`, and moves what it is given all the same."""
    model.to(device).train()
    losses, sizes = [], []
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        model.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        sizes.append(len(inputs))
    with device:
        weights = torch.tensor(sizes, dtype=losses[0].dtype)
    return torch.stack(losses) @ weights / weights.sum()


def follows_the_first_parameter(model, loader, criterion, optimizer, device):
    """Sends inputs to where a parameter is and targets to where the inputs are."""
    model.to(device).train()
    weight = next(model.parameters())
    total = torch.zeros(())  # a number: it may meet tensors of any device
    count = 0
    for inputs, targets in loader:
        inputs = inputs.to(weight)
        targets = targets.to(inputs.device)
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total = total + loss.detach().double() * len(inputs)
        count += len(inputs)
    return float(total / count)
