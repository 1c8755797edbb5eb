"""Other right ways to write train_accumulating."""

import torch


def zeroes_first(model, loader, criterion, optimizer):
    """The order of most tutorials, with a detached tensor for each loss."""
    losses = []
    model.train()
    for _, (inputs, targets) in enumerate(loader):
        optimizer.zero_grad(set_to_none=False)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return losses


def zeroes_before_and_after(model, loader, criterion, optimizer):
    """Clears the model's gradients once before the loop, and after every step."""
    model.train(True)
    model.zero_grad()
    losses = []
    for inputs, targets in iter(loader):
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        model.zero_grad()
        losses += [float(loss.detach())]
    return losses


def steps_with_a_closure(model, loader, criterion, optimizer):
    """Gives the optimizer a closure, which returns the loss."""

    def step(inputs, targets):
        def closure():
            for parameter in model.parameters():
                parameter.grad = None
            loss = criterion(model(inputs), targets)
            loss.backward()
            return loss

        return optimizer.step(closure).item()

    model.train()
    return [step(inputs, targets) for inputs, targets in loader]


def assigns_the_gradients(model, loader, criterion, optimizer):
    """Asks autograd for the gradients, and restores the mode at the end."""
    was_training = model.training
    learning = [p for p in model.parameters() if p.requires_grad]
    model.train()
    losses = []
    for batch in list(loader):
        loss = criterion(model(batch[0]), batch[1])
        for parameter, gradient in zip(learning, torch.autograd.grad(loss, learning)):
            parameter.grad = gradient
        optimizer.step()
        losses.append(loss.tolist())
    model.train(was_training)
    return losses


def yields_the_losses(model, loader, criterion, optimizer):
    """A generator trains and yields, and a progress line is printed."""

    def losses():
        for number, (inputs, targets) in enumerate(loader, start=1):
            model.train()
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            print(f"batch {number}: {loss.item():.4f}")  # noqa: T201
            yield loss.item()

    return list(losses())
