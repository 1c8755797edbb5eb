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
