"""Correct implementations of predict, written differently."""

import torch
from torch import Tensor, nn


@torch.no_grad()
def under_a_decorator(model: nn.Module, inputs: Tensor) -> Tensor:
    """Switches gradients off with a decorator."""
    model.eval()
    y_pred: Tensor = model(inputs)
    return y_pred


def in_inference_mode(model: nn.Module, inputs: Tensor) -> Tensor:
    """Uses inference mode, as newer tutorials do."""
    model.eval()
    with torch.inference_mode():
        y_preds: Tensor = model(inputs)
    return y_preds


def restores_the_mode(model: nn.Module, inputs: Tensor) -> Tensor:
    """Puts the model back into the mode that it came in, even on error."""
    was_training = model.training
    model.train(False)
    try:
        with torch.set_grad_enabled(False):
            outputs: Tensor = model(inputs)
    finally:
        model.train(was_training)
    return outputs.detach()


@torch.inference_mode()
def clones_the_output(model: nn.Module, inputs: Tensor) -> Tensor:
    """Returns a copy of the output from inside inference mode."""
    return model.eval()(inputs).clone()  # type: ignore[no-any-return]


def switches_grad_mode_by_hand(model: nn.Module, inputs: Tensor) -> Tensor:
    """Switches gradients off globally and back to what they were in a finally block."""
    was_enabled = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        for module in model.modules():
            module.training = False
        outputs: Tensor = model(inputs)
        return outputs
    finally:
        torch.set_grad_enabled(was_enabled)


def calls_forward_with_frozen_parameters(model: nn.Module, inputs: Tensor) -> Tensor:
    """Runs the model functionally on detached parameters, gradients off."""
    model.eval()
    state = {name: p.detach() for name, p in model.named_parameters()}
    with torch.no_grad():
        outputs: Tensor = torch.func.functional_call(model, state, (inputs,))
    return outputs
