"""Other right ways to write step_lr."""

import math

import torch


def multiplies_in_a_loop(base_lr, epoch, step_size, gamma=0.1):
    """Multiplies once for every drop that lies behind."""
    lr = base_lr
    for _ in range(epoch // step_size):
        lr *= gamma
    return lr


def walks_through_the_epochs(base_lr, epoch, step_size, gamma=0.1):
    """Walks from epoch 1 to the one asked for and drops in multiples of step_size."""
    lr = float(base_lr)
    for e in range(1, epoch + 1):
        if e % step_size == 0:
            lr = lr * gamma
    return lr


def by_floor_and_pow(base_lr, epoch, step_size, gamma=0.1):
    """Uses math.floor and math.pow, as the formula is written."""
    return base_lr * math.pow(gamma, math.floor(epoch / step_size))


def by_recursion(base_lr, epoch, step_size, gamma=0.1):
    """Goes back one step at a time."""
    if epoch < step_size:
        return base_lr
    return gamma * by_recursion(base_lr, epoch - step_size, step_size, gamma)


def asks_torch(base_lr, epoch, step_size, gamma=0.1):
    """Lets torch's StepLR run over an optimizer that has nothing to train."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base_lr)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=step_size, gamma=gamma)
    for _ in range(epoch):
        optimizer.step()
        scheduler.step()
    return scheduler.get_last_lr()[0]


def as_a_tensor(base_lr, epoch, step_size, gamma=0.1):
    """Computes with torch in double precision."""
    drops = torch.div(torch.tensor(epoch), step_size, rounding_mode="floor")
    return (base_lr * torch.tensor(gamma, dtype=torch.float64) ** drops).item()


def through_logarithms(base_lr, epoch, step_size, gamma=0.1):
    """Adds logarithms instead of multiplying."""
    return math.exp(math.log(base_lr) + divmod(epoch, step_size)[0] * math.log(gamma))
