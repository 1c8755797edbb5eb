"""Wrong implementations of predict, as students write them."""

import torch
from torch import Tensor, nn


def never_switches_to_eval_mode(model: nn.Module, inputs: Tensor) -> Tensor:
    """The model stays in the mode in which it comes.

    Predict twice with a model that has just been trained. Do you get the same numbers?
    """
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs


def predicts_in_train_mode(model: nn.Module, inputs: Tensor) -> Tensor:
    """The forward pass runs in train mode.

    What do dropout and batch norm do in this mode?
    """
    model.train()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs


def switches_to_eval_mode_too_late(model: nn.Module, inputs: Tensor) -> Tensor:
    """The model is set to eval mode only after the forward pass.

    When does the mode have to be set to make a difference?
    """
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    model.eval()
    return outputs


def switches_the_outer_module_only(model: nn.Module, inputs: Tensor) -> Tensor:
    """Only the outermost module is set to eval mode; its layers are not.

    Print `training` of every module in `model.modules()`.
    """
    model.training = False
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs


def switches_off_dropout_only(model: nn.Module, inputs: Tensor) -> Tensor:
    """Only the dropout layers are set to eval mode.

    Which kinds of layers behave differently in the two modes?
    """
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs


def lets_the_result_require_grad(model: nn.Module, inputs: Tensor) -> Tensor:
    """Gradients stay enabled, and the result requires grad.

    Will anybody call `backward` on a prediction?
    """
    model.eval()
    return model(inputs)  # type: ignore[no-any-return]


def detaches_instead_of_disabling(model: nn.Module, inputs: Tensor) -> Tensor:
    """Gradients stay enabled during the forward pass; the result is cut off afterwards.

    When is the graph built: in the forward pass or when you look at the result?
    """
    model.eval()
    outputs: Tensor = model(inputs)
    return outputs.detach()


def marks_the_result_for_autograd(model: nn.Module, inputs: Tensor) -> Tensor:
    """The result is made to require grad again.

    What does the docstring say about the tensor that comes back?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs.requires_grad_()


def leaves_autograd_off(model: nn.Module, inputs: Tensor) -> Tensor:
    """Autograd stays switched off for the rest of the program.

    What does the next training epoch see?
    """
    model.eval()
    torch.set_grad_enabled(False)
    return model(inputs)  # type: ignore[no-any-return]


def freezes_the_parameters(model: nn.Module, inputs: Tensor) -> Tensor:
    """The model's parameters do not require grad any more afterwards.

    Can the model still be trained after a prediction?
    """
    model.eval()
    model.requires_grad_(False)
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs


def clears_the_gradients(model: nn.Module, inputs: Tensor) -> Tensor:
    """The model's gradients are cleared.

    Might the caller still need them for a step?
    """
    model.eval()
    model.zero_grad()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs


def learns_from_the_inputs(model: nn.Module, inputs: Tensor) -> Tensor:
    """A backward pass leaves gradients in the model.

    Is there anything to learn in a prediction?
    """
    model.eval()
    with torch.enable_grad():
        model(inputs).sum().backward()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs


def warms_up_in_train_mode(model: nn.Module, inputs: Tensor) -> Tensor:
    """An extra forward pass in train mode changes the batch-norm statistics first.

    What does a forward pass change besides its output?
    """
    with torch.no_grad():
        model.train()
        model(inputs)
        model.eval()
        outputs: Tensor = model(inputs)
    return outputs


def returns_the_class(model: nn.Module, inputs: Tensor) -> Tensor:
    """The index of the largest output is returned, not the outputs.

    What would this return for a model with a single output?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs.argmax(dim=-1)


def returns_probabilities(model: nn.Module, inputs: Tensor) -> Tensor:
    """A softmax is applied to the outputs.

    Does the task ask for probabilities or for what the model returns?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs.softmax(dim=-1)


def applies_a_sigmoid(model: nn.Module, inputs: Tensor) -> Tensor:
    """A sigmoid is applied to the outputs.

    Does the task ask for probabilities or for what the model returns?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs.sigmoid()


def squeezes_the_outputs(model: nn.Module, inputs: Tensor) -> Tensor:
    """Dimensions of size 1 are removed from the outputs.

    Compare the shape of the model's output with the shape of yours, for a single sample too.
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs.squeeze()


def rounds_the_outputs(model: nn.Module, inputs: Tensor) -> Tensor:
    """The outputs are rounded to two digits.

    Is rounding a matter of the number or of the way you print it?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs.round(decimals=2)


def returns_a_list(model: nn.Module, inputs: Tensor) -> list[float]:
    """A list of numbers is returned, not a tensor.

    What does the signature say about the type of the result?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs.tolist()  # type: ignore[no-any-return]


def forces_single_precision(model: nn.Module, inputs: Tensor) -> Tensor:
    """The outputs are float32 even when the model is float64.

    Print the dtype of the model's output and that of your result.
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs.float()


def fails_in_double_precision(model: nn.Module, inputs: Tensor) -> Tensor:
    """The inputs are made float32, which a float64 model does not accept.

    Which dtype do the parameters of the caller's model have?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs.float())
    return outputs


def predicts_the_first_sample_only(model: nn.Module, inputs: Tensor) -> Tensor:
    """Only the first sample gets a prediction.

    How many predictions should come back for five inputs?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs[:1])
    return outputs


def drops_the_ragged_rest(model: nn.Module, inputs: Tensor) -> Tensor:
    """The inputs go through in batches of two, and an odd sample at the end is dropped.

    Count the predictions for an odd number of inputs.
    """
    model.eval()
    full = max(len(inputs) // 2 * 2, 1)
    with torch.no_grad():
        outputs = [model(batch) for batch in inputs[:full].split(2)]
    return torch.cat(outputs)


def adds_a_batch_dimension(model: nn.Module, inputs: Tensor) -> Tensor:
    """The batch is wrapped in one more dimension.

    Compare the number of dimensions of the model's output with yours.
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs.unsqueeze(0)


def standardises_the_inputs(model: nn.Module, inputs: Tensor) -> Tensor:
    """The inputs are standardised with their own mean and deviation first.

    Should the prediction for one sample change when its neighbours do?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model((inputs - inputs.mean()) / (inputs.std() + 1e-8))
    return outputs


def overwrites_the_inputs(model: nn.Module, inputs: Tensor) -> Tensor:
    """The caller's inputs are set to zero after use.

    Would a second call with the same tensor see the same data?
    """
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
        inputs.zero_()
    return outputs


def marks_the_inputs_for_autograd(model: nn.Module, inputs: Tensor) -> Tensor:
    """The caller's inputs require grad afterwards.

    With respect to which tensor does a prediction need a gradient?
    """
    model.eval()
    inputs.requires_grad_()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs
