"""Other right ways to write train_with_scheduler."""

import torch


def asks_the_scheduler(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Takes the rates from the scheduler, and sets train mode in every epoch."""
    model = model.to(device)
    lrs = []
    for epoch in range(epochs):
        model.train()
        running = 0.0
        for batch, (x, y) in enumerate(loader):
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            running += loss.item()
        lr = scheduler.get_last_lr()[0]
        lrs.append(lr)
        print(f"epoch {epoch}: lr {lr}, loss {running / (batch + 1):.4f}")  # noqa: T201
        scheduler.step()
    return lrs


def fills_a_list_beforehand(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Makes the list first, notes each rate after the epoch's steps, before the scheduler's."""
    rates = [0.0] * epochs
    optimizer.zero_grad(set_to_none=False)
    model.to(device).train(True)
    for epoch in range(epochs):
        for inputs, targets in loader:
            criterion(model(inputs.to(device)), targets.to(device)).backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
        rates[epoch] = float(optimizer.param_groups[0]["lr"])
        scheduler.step()
    return rates


def steps_with_a_closure(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Gives the optimizer a closure, and lets an inner function train an epoch."""
    model.to(device)

    def train_epoch():
        model.train()
        for batch in loader:
            inputs, targets = (part.to(device) for part in batch)

            def closure(inputs=inputs, targets=targets):
                model.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                return loss

            optimizer.step(closure)

    rates = []
    while len(rates) < epochs:
        rates += [optimizer.param_groups[0]["lr"]]
        train_epoch()
        scheduler.step()
    return rates


def yields_the_rates(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Makes a list of what a generator yields, one rate an epoch."""

    def run():
        for _ in range(epochs):
            yield next(iter(optimizer.param_groups))["lr"]
            for inputs, targets in loader:
                inputs, targets = inputs.to(device), targets.to(device)
                outputs = model(inputs)
                for parameter in model.parameters():
                    parameter.grad = None
                criterion(outputs, targets).backward()
                optimizer.step()
            scheduler.step()

    model.to(device=device)
    model.train()
    return list(run())


def steps_before_the_next_epoch(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Steps the scheduler between the epochs, and once more at the end."""
    model.train()
    model.to(str(device))
    rates = []
    for epoch in range(epochs + 1):
        if epoch > 0:
            scheduler.step()
        if epoch == epochs:
            break
        rates.append(scheduler.optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            loss = criterion(model(inputs.to(device)), targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return rates


def assigns_the_gradients(model, loader, criterion, optimizer, scheduler, epochs, device):
    """Asks autograd for the gradients, moves all batches beforehand, restores the mode."""
    was_training = model.training
    model.to(device).train()
    learning = [p for p in model.parameters() if p.requires_grad]
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        moved = [tuple(torch.as_tensor(part, device=device) for part in batch) for batch in loader]
        for inputs, targets in moved:
            loss = criterion(model(inputs), targets)
            for parameter, gradient in zip(learning, torch.autograd.grad(loss, learning)):
                parameter.grad = gradient
            optimizer.step()
        scheduler.step()
    model.train(was_training)
    return rates
