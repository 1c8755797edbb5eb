"""Other right ways to write clip_gradient_norm."""

import itertools
import math

import torch

by_torch = torch.nn.utils.clip_grad_norm_


def square_root_of_a_python_sum(parameters, max_norm):
    """Adds squares up as Python floats, and always multiplies by a factor of at most 1."""
    parameters = list(parameters)
    total = 0.0
    for p in parameters:
        if p.grad is not None:
            total += p.grad.data.norm(2).item() ** 2
    total_norm = total**0.5
    clip_coef = min(1.0, max_norm / (total_norm + 1e-6))
    for p in parameters:
        if p.grad is not None:
            p.grad.data.mul_(clip_coef)
    return total_norm


def norm_of_the_norms(parameters, max_norm):
    """Takes the norm of the norms, and keeps everything in tensors."""
    grads = [p.grad.detach() for p in parameters if p.grad is not None]
    if len(grads) == 0:
        return torch.tensor(0.0)
    total_norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in grads]))
    coefficient = torch.clamp(max_norm / (total_norm + 1e-6), max=1.0)
    for grad in grads:
        grad.mul_(coefficient.to(grad.dtype))
    return total_norm


def one_long_vector(parameters, max_norm):
    """Lays all gradients end to end, scales that vector, and copies its pieces back."""
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([torch.zeros(0), *(g.reshape(-1) for g in gradients)])
    norm = float(flat.norm())
    if norm <= max_norm:
        return norm
    pieces = torch.split(flat / norm * max_norm, [g.numel() for g in gradients])
    for gradient, piece in zip(gradients, pieces, strict=True):
        gradient.copy_(piece.view_as(gradient))
    return norm


def hypot_over_every_element(parameters, max_norm):
    """Gives every element to math.hypot, and divides by how many times too long it is."""
    first, second = itertools.tee(parameters)
    numbers = [x for p in first if p.grad is not None for x in p.grad.flatten().tolist()]
    norm = math.hypot(*numbers)
    excess = norm / max_norm
    for p in second:
        if p.grad is not None and excess > 1:
            p.grad /= excess
    return norm


def foreach_operations(parameters, max_norm):
    """Works on the whole list at once, as torch's optimizers do."""
    with torch.no_grad():
        grads = [g for g in (p.grad for p in parameters) if g is not None]
        if not grads:
            return 0.0
        total = torch.stack(torch._foreach_norm(grads, 2)).norm(2)
        if total > max_norm:
            torch._foreach_mul_(grads, (max_norm / total).item())
        return total.detach()


def dot_products(parameters, max_norm):
    """Adds dot products up in a dict of gradients, and assigns by slice."""
    gradients = {}
    for index, parameter in enumerate(parameters):
        if parameter.grad is not None:
            gradients[index] = parameter.grad
    squares = [torch.dot(g.flatten(), g.flatten()).double() for g in gradients.values()]
    norm = torch.as_tensor(sum(squares)).double().sqrt().item()
    scale = 1.0 if norm <= max_norm else max_norm / (norm + 1e-8)
    for gradient in gradients.values():
        gradient[...] = gradient * scale
    return norm


def _total(gradients):
    return math.sqrt(math.fsum(torch.sum(g**2).item() for g in gradients))


def stays_if_small(parameters, max_norm):
    """Asks a helper for the norm, and returns early if nothing is to be done."""
    gradients = []
    for parameter in parameters:
        if parameter.grad is None:
            continue
        gradients.append(parameter.grad)
    norm = _total(gradients)
    if not gradients or norm < max_norm:
        return norm
    ratio = max_norm / norm
    for gradient in gradients:
        torch.mul(gradient, ratio, out=gradient)
    return norm
