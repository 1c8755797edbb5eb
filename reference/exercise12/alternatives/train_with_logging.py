"""Other right ways to write train_with_logging."""

import contextlib
from pathlib import Path

import torch
from monitoring import log_epoch


def closes_in_finally(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Closes the writer in a finally, and clears gradients first."""
    from torch.utils.tensorboard import SummaryWriter

    writer = SummaryWriter(log_dir=str(log_dir))
    model = model.to(device)
    history = []
    try:
        for epoch in range(epochs):
            model.train()
            running_loss = 0.0
            correct = 0
            total = 0
            for inputs, targets in train_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                optimizer.zero_grad()
                outputs = model(inputs)
                loss = criterion(outputs, targets)
                loss.backward()
                optimizer.step()
                running_loss += loss.item() * inputs.size(0)
                _, predicted = outputs.max(1)
                total += targets.size(0)
                correct += predicted.eq(targets).sum().item()
            train_loss, train_acc = running_loss / total, 100.0 * correct / total

            model.eval()
            running_loss, correct, total = 0.0, 0, 0
            with torch.no_grad():
                for inputs, targets in val_loader:
                    inputs, targets = inputs.to(device), targets.to(device)
                    outputs = model(inputs)
                    running_loss += criterion(outputs, targets).item() * inputs.size(0)
                    _, predicted = outputs.max(1)
                    total += targets.size(0)
                    correct += predicted.eq(targets).sum().item()
            val_loss, val_acc = running_loss / total, 100.0 * correct / total
            history.append(val_loss)
            rate = optimizer.param_groups[0]["lr"]
            log_epoch(writer, epoch, train_loss, val_loss, train_acc, val_acc, rate, model)
    finally:
        writer.close()
    return history


def closes_and_raises_again(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Catches the error, closes the writer and raises it again; logs by itself, bit by bit."""
    from torch.utils.tensorboard import SummaryWriter

    Path(log_dir).mkdir(parents=True, exist_ok=True)
    writer = SummaryWriter(log_dir, flush_secs=1)
    losses = torch.zeros(epochs, dtype=torch.float64)
    try:
        model.to(device)
        for epoch in range(epochs):
            writer.add_scalar("Learning_rate", optimizer.param_groups[0]["lr"], epoch)
            for part, loader in (("train", train_loader), ("val", val_loader)):
                is_training = part == "train"
                model.train(is_training)
                sums, hits, count = [], [], 0
                with torch.set_grad_enabled(is_training):
                    for batch in loader:
                        x, y = (tensor.to(device) for tensor in batch)
                        logits = model(x)
                        loss = criterion(logits, y)
                        if is_training:
                            model.zero_grad()
                            loss.backward()
                            optimizer.step()
                        sums.append(loss.detach() * len(y))
                        hits.append((logits.detach().argmax(-1) == y).sum())
                        count += len(y)
                mean = (torch.stack(sums).sum() / count).item()
                writer.add_scalar(f"Loss/{part}", mean, epoch)
                hit = torch.stack(hits).sum().item()
                writer.add_scalar(f"Accuracy/{part}", hit * 100 / count, epoch)
                losses[epoch] = mean
            for name, parameter in model.named_parameters():
                writer.add_histogram(f"Parameters/{name}", parameter, epoch)
                if parameter.grad is not None:
                    writer.add_histogram(f"Gradients/{name}", parameter.grad, epoch)
    except BaseException:
        writer.close()
        raise
    writer.close()
    return losses.tolist()


def clears_gradients_after_the_step(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Clears gradients at the start and after each step, so none is left to log."""
    from torch.utils.tensorboard import SummaryWriter

    def run(loader, learn):
        loss_sum, right, seen = 0.0, 0, 0
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            out = model(x)
            loss = criterion(out, y)
            if learn:
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
            loss_sum += float(loss.detach()) * y.numel()
            right += float((out.argmax(1) == y).float().sum())
            seen += y.numel()
        return loss_sum / seen, 100 * right / seen

    model.to(device)
    optimizer.zero_grad()
    losses = []
    with contextlib.closing(SummaryWriter(log_dir)) as writer:
        for epoch in range(epochs):
            model.train()
            train_loss, train_acc = run(train_loader, True)
            model.eval()
            with torch.inference_mode():
                val_loss, val_acc = run(val_loader, False)
            (lr, *_) = [group["lr"] for group in optimizer.param_groups]
            log_epoch(writer, epoch, train_loss, val_loss, train_acc, val_acc, lr, model)
            losses.append(val_loss)
    return losses


def zeroes_in_place_and_returns_tensors(
    model, train_loader, val_loader, criterion, optimizer, epochs, device, log_dir
):
    """Keeps gradients as zeros, and returns 0-dim tensors; an ExitStack closes the writer."""
    from torch.utils.tensorboard import SummaryWriter

    losses = []
    with contextlib.ExitStack() as stack:
        writer = SummaryWriter(log_dir)
        stack.callback(writer.close)
        model.to(device)
        optimizer.zero_grad(set_to_none=False)
        for epoch in range(epochs):
            model.train()
            outs, labels, total = [], [], torch.zeros((), device=device, dtype=torch.float64)
            for x, y in train_loader:
                y = y.to(device)
                out = model(x.to(device))
                loss = criterion(out, y)
                loss.backward()
                optimizer.step()
                optimizer.zero_grad(set_to_none=False)
                total += loss.detach() * len(y)
                outs.append(out.detach())
                labels.append(y)
            answers = torch.cat(outs).argmax(dim=1) == torch.cat(labels)
            train_loss, train_acc = total / len(answers), 100 * answers.double().mean()
            model.eval()
            with torch.no_grad():
                pairs = [(model(x.to(device)), y.to(device)) for x, y in val_loader]
                logits, targets = (torch.cat(each) for each in zip(*pairs))
                sizes = torch.tensor([len(y) for _, y in pairs], dtype=logits.dtype, device=device)
                means = torch.stack([criterion(each, y) for each, y in pairs])
                val_loss = (means * sizes).sum() / sizes.sum()
                val_acc = 100 * (logits.argmax(dim=1) == targets).double().mean()
            numbers = train_loss.item(), val_loss.item(), train_acc.item(), val_acc.item()
            log_epoch(writer, epoch, *numbers, optimizer.param_groups[0]["lr"], model)
            writer.flush()
            losses.append(val_loss)
    return losses
