"""Other right ways to write train_on_device."""

import statistics

import torch


def writes_a_tutorial_loop(model, loader, criterion, make_optimizer, epochs, device):
    """Sets train mode in every epoch, zeroes first and prints its progress."""
    model = model.to(device)
    optimizer = make_optimizer(model.parameters())
    history = []
    for epoch in range(epochs):
        model.train()
        running_loss = 0.0
        n = 0
        for _, (x, y) in enumerate(loader):
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            out = model(x)
            loss = criterion(out, y)
            loss.backward()
            optimizer.step()
            running_loss += loss.item() * x.size(0)
            n += x.size(0)
        history.append(running_loss / n)
        print(f"Epoch {epoch + 1}/{epochs}, loss {history[-1]:.4f}")  # noqa: T201
    return history


def sums_on_the_device(model, loader, criterion, make_optimizer, epochs, device):
    """Adds detached losses up on the device, and hands over a list of parameters."""
    model.to(device).train()
    optimizer = make_optimizer(list(model.parameters()))
    losses = []
    for _ in range(epochs):
        total = torch.zeros((), device=device, dtype=torch.float64)
        count = 0
        for batch in loader:
            inputs, targets = (part.to(device, non_blocking=True) for part in batch)
            for parameter in model.parameters():
                parameter.grad = None
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.detach() * inputs.shape[0]
            count += inputs.shape[0]
        losses.append(total / count)
    return losses


def steps_with_a_closure(model, loader, criterion, make_optimizer, epochs, device):
    """Gives the optimizer a closure, and only the parameters that learn."""
    model.to(device)
    optimizer = make_optimizer([p for p in model.parameters() if p.requires_grad])

    def train_epoch():
        model.train()
        means, sizes = [], []
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)

            def closure(inputs=inputs, targets=targets):
                model.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                return loss

            means.append(optimizer.step(closure).item())
            sizes.append(len(targets))
        return statistics.fmean(means, weights=sizes)

    return [train_epoch() for _ in range(epochs)]


def moves_all_batches_beforehand(model, loader, criterion, make_optimizer, epochs, device):
    """Goes through the loader once an epoch, and moves its batches before it trains on them."""
    model.to(device)
    optimizer = make_optimizer(params=model.parameters())
    optimizer.zero_grad(set_to_none=False)
    model.train(True)
    result = [0.0] * epochs
    for epoch in range(epochs):
        batches = [(x.to(device), y.to(device)) for x, y in loader]
        samples = sum(x.size(0) for x, _ in batches)
        for x, y in batches:
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
            result[epoch] += loss.detach().item() * x.size(0) / samples
    return result


class _Trainer:
    """A class that holds what the loop needs."""

    def __init__(self, model, criterion, make_optimizer, device):
        self.model = model.to(device)
        self.criterion, self.device = criterion, device
        self.optimizer = make_optimizer(self.model.parameters())

    def epoch(self, loader):
        self.model.train()
        seen, mean = 0, 0.0
        for inputs, targets in loader:
            loss = self.step(inputs.to(self.device), targets.to(self.device))
            seen += len(inputs)
            mean += (loss - mean) * len(inputs) / seen
        return mean

    def step(self, inputs, targets):
        with torch.enable_grad():
            loss = self.criterion(self.model(inputs), targets)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return float(loss.detach())


def keeps_a_running_mean(model, loader, criterion, make_optimizer, epochs, device):
    """Keeps a running mean, in a class of its own."""
    trainer = _Trainer(model, criterion, make_optimizer, device)
    return list(map(trainer.epoch, [loader] * epochs))
