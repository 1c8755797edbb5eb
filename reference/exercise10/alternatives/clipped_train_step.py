"""Other right ways to write clipped_train_step."""

import torch
from clipping import clip_gradient_norm
from torch import nn


def as_in_tutorials(model, inputs, targets, criterion, optimizer, max_norm):
    """Zeroes first and calls clip_grad_norm_ of torch."""
    model.train()
    optimizer.zero_grad()
    output = model(inputs)
    loss = criterion(output, targets)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item(), norm.item()


def returns_tensors(model, inputs, targets, criterion, optimizer, max_norm):
    """Returns tensors without a graph, and leaves clean gradients behind."""
    model.train(True)
    model.zero_grad(set_to_none=False)
    loss = criterion(model(inputs), targets)
    loss.backward()
    total = nn.utils.clip_grad_norm_(list(model.parameters()), max_norm=max_norm, norm_type=2.0)
    optimizer.step()
    optimizer.zero_grad()
    return loss.detach(), total


def assigns_the_gradients(model, inputs, targets, criterion, optimizer, max_norm):
    """Asks autograd for the gradients, scales them and assigns them."""
    model.train()
    parameters = [p for p in model.parameters() if p.requires_grad]
    for parameter in model.parameters():
        parameter.grad = None
    loss = criterion(model(inputs), targets)
    gradients = torch.autograd.grad(loss, parameters)
    norm = torch.cat([g.flatten() for g in gradients]).norm().item()
    factor = max_norm / norm if norm > max_norm else 1.0
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient * factor
    optimizer.step()
    return [float(loss), norm]


def steps_with_a_closure(model, inputs, targets, criterion, optimizer, max_norm):
    """Gives the optimizer a closure that goes back and clips."""
    norms = []

    def closure():
        optimizer.zero_grad()
        loss = criterion(model.train()(inputs), targets)
        loss.backward()
        norms.append(clip_gradient_norm(model.parameters(), max_norm))
        return loss

    loss = optimizer.step(closure)
    return loss.item(), norms[0]


def clips_the_optimizers_parameters(model, inputs, targets, criterion, optimizer, max_norm):
    """Clips what the optimizer holds, over all its groups, and puts the old mode back."""
    was_training = model.training
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    held = (p for group in optimizer.param_groups for p in group["params"])
    norm = clip_gradient_norm(held, max_norm)
    optimizer.step()
    model.train(was_training)
    return loss.item(), norm


def measures_and_scales_apart(model, inputs, targets, criterion, optimizer, max_norm):
    """Measures the norm with torch.nn.utils.get_total_norm and scales by it."""
    model.train()
    with torch.enable_grad():
        loss = criterion(model(inputs), targets)
    model.zero_grad()
    loss.backward()
    norm = nn.utils.get_total_norm(p.grad for p in model.parameters() if p.grad is not None)
    nn.utils.clip_grads_with_norm_(model.parameters(), max_norm, norm)
    optimizer.step()
    return loss.item(), norm.item()
