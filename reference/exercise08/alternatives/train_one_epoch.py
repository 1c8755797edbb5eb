"""Other right ways to write train_one_epoch."""

import itertools

import torch


def as_in_many_tutorials(model, loader, criterion, optimizer, device):
    """Zeroes first, takes the second of what max returns, and prints."""
    model.to(device)
    model.train()
    running_loss = 0.0
    correct = 0
    total = 0
    for batch_idx, (images, labels) in enumerate(loader):
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        outputs = model(images)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * images.size(0)
        _, predicted = torch.max(outputs.data, 1)
        total += labels.size(0)
        correct += predicted.eq(labels).sum().item()
        if batch_idx % 100 == 0:
            print(f"Batch {batch_idx}: {loss.item():.4f}")  # noqa: T201 students print
    epoch_loss = running_loss / total
    epoch_acc = 100.0 * correct / total
    return epoch_loss, epoch_acc


def sums_on_the_device(model, loader, criterion, optimizer, device):
    """Adds up on the device, and returns tensors without a graph."""
    model = model.to(device).train()
    total, correct, count = 0, 0, 0
    for inputs, targets in loader:
        inputs = inputs.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        optimizer.zero_grad(set_to_none=False)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        total = total + loss.detach() * targets.shape[0]
        correct = correct + (outputs.detach().topk(1, dim=1).indices[:, 0] == targets).sum()
        count += targets.shape[0]
    return total / count, 100 * correct / count


def weighs_the_batches(model, loader, criterion, optimizer, device):
    """Keeps a loss, an accuracy and a size for each batch, and weights them in the end."""
    model.to(device)
    model.train(True)
    rows = []
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        model.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        accuracy = (logits.softmax(-1).argmax(-1) == y).float().mean() * 100
        rows.append((float(loss.detach()), accuracy.item(), len(y)))
    size = sum(n for _, _, n in rows)
    return [sum(loss * n for loss, _, n in rows) / size, sum(a * n for _, a, n in rows) / size]


def counts_at_the_end(model, loader, criterion, optimizer, device):
    """Keeps the outputs of all passes without their graphs, and counts when the epoch is over."""
    was_training = model.training
    model.to(device)
    model.train()
    losses, outputs, truths = [], [], []
    for inputs, targets in loader:
        targets = targets.to(device)
        output = model(inputs.to(device))
        loss = criterion(output, targets)
        for parameter in model.parameters():
            parameter.grad = None
        loss.backward()
        optimizer.step()
        losses.extend([loss.item()] * len(targets))
        outputs.append(output.detach().cpu())
        truths.append(targets.cpu())
    predicted = torch.cat(outputs).numpy().argmax(axis=1)
    model.train(was_training)
    return sum(losses) / len(losses), float((predicted == torch.cat(truths).numpy()).mean() * 100)


def steps_with_a_closure(model, loader, criterion, optimizer, device):
    """Gives the optimizer a closure, and keeps running means."""
    model.to(device)
    model.train()
    loss_mean, acc_mean, seen = 0.0, 0.0, 0
    for batch in loader:
        inputs, targets = (tensor.to(device=device) for tensor in batch)
        right = []

        def closure(inputs=inputs, targets=targets, right=right):
            optimizer.zero_grad()
            outputs = model(inputs)
            right.extend(int(row.argmax()) == int(t) for row, t in zip(outputs, targets))
            loss = criterion(outputs, targets)
            loss.backward()
            return loss

        loss = optimizer.step(closure).item()
        seen += len(right)
        loss_mean += (loss - loss_mean) * len(right) / seen
        acc_mean += (100 * sum(right) / len(right) - acc_mean) * len(right) / seen
    return loss_mean, acc_mean


def counts_on_the_device(model, loader, criterion, optimizer, device):
    """Counts in tensors that it makes on the device, and asks for batches by hand."""
    model.train().to(str(device))
    totals = torch.zeros(2, dtype=torch.float64, device=device)
    count = torch.zeros((), dtype=torch.int64, device=device)
    batches = iter(loader)
    for number in itertools.count():
        batch = next(batches, None)
        if batch is None:
            break
        inputs, targets = batch[0].to(device), batch[1].to(device)
        if number == 0:
            optimizer.zero_grad()
        logits = model(inputs)
        loss = criterion(logits, targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        with torch.no_grad():
            totals[0] += loss * len(inputs)
            totals[1] += (logits.argmax(1) == targets).sum()
            count += len(inputs)
    loss, share = (totals / count).tolist()
    return loss, share * 100
