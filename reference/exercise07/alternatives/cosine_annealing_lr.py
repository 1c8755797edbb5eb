"""Other right ways to write cosine_annealing_lr."""

import math

import numpy as np
import torch


def leaves_early(base_lr, epoch, t_max, eta_min=0.0):
    """Returns eta_min first, and needs no minimum in the formula then."""
    if epoch >= t_max:
        return eta_min
    cosine = math.cos(epoch * math.pi / t_max)
    return eta_min + 0.5 * (base_lr - eta_min) * (1.0 + cosine)


def by_the_square_of_a_cosine(base_lr, epoch, t_max, eta_min=0.0):
    """Uses (1 + cos 2a) / 2 = cos² a."""
    quarter = math.pi / 2 * min(epoch, t_max) / t_max
    return eta_min + (base_lr - eta_min) * math.cos(quarter) ** 2


def by_the_square_of_a_sine(base_lr, epoch, t_max, eta_min=0.0):
    """Comes down from base_lr instead of up from eta_min."""
    quarter = math.pi / 2 * min(epoch / t_max, 1)
    return base_lr - (base_lr - eta_min) * math.sin(quarter) ** 2


def as_a_mixture(base_lr, epoch, t_max, eta_min=0.0):
    """Mixes the two rates with weights that add up to 1."""
    weight = (math.cos(math.pi * min(epoch, t_max) / t_max) + 1) / 2
    return weight * base_lr + (1 - weight) * eta_min


def with_torch_in_single_precision(base_lr, epoch, t_max, eta_min=0.0):
    """Lets torch take the cosine."""
    angle = torch.tensor(math.pi * min(epoch, t_max) / t_max)
    return (eta_min + (base_lr - eta_min) * (1 + torch.cos(angle)) / 2).item()


def with_numpy(base_lr, epoch, t_max, eta_min=0.0):
    """Clips and takes the cosine with NumPy."""
    progress = np.clip(epoch / t_max, 0.0, 1.0)
    return float(eta_min + (base_lr - eta_min) * 0.5 * (1 + np.cos(np.pi * progress)))


def asks_torch(base_lr, epoch, t_max, eta_min=0.0):
    """Lets torch's CosineAnnealingLR run, but never beyond t_max."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base_lr)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, t_max, eta_min=eta_min)
    for _ in range(min(epoch, t_max)):
        optimizer.step()
        cosine.step()
    return optimizer.param_groups[0]["lr"]
