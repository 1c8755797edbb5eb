"""Wrong implementations of predict_on_device, as students write them."""

import copy

import torch
from devices import predict_on_device


def never_sets_eval_mode(model, inputs, device):
    """The model stays in the mode in which it came.

    Predict twice. Do you get the same numbers?
    """
    model.to(device)
    with torch.no_grad():
        return model(inputs.to(device)).cpu()


def switches_off_dropout_alone(model, inputs, device):
    """Only the dropout layers are put into eval mode.

    Which other layer behaves differently while training?
    """
    model.to(device)
    model.train()
    for layer in model.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.eval()
    with torch.no_grad():
        return model(inputs.to(device)).cpu()


def records_a_graph(model, inputs, device):
    """Gradients are recorded, and the result is cut off afterwards.

    Dropping the graph afterwards is not the same as not recording it. What does it cost meanwhile?
    """
    model.to(device)
    model.eval()
    return model(inputs.to(device)).detach().cpu()


def returns_a_graph(model, inputs, device):
    """The result still requires grad.

    What does .numpy() say of your result?
    """
    model.to(device)
    model.eval()
    return model(inputs.to(device)).cpu()


def makes_it_require_grad(model, inputs, device):
    """The result is made to require grad.

    Will anybody call backward on a prediction?
    """
    return predict_on_device(model, inputs, device).requires_grad_()


def leaves_gradients_off(model, inputs, device):
    """Gradients are switched off, and never on again.

    What does the next training step see?
    """
    torch.set_grad_enabled(False)
    return predict_on_device(model, inputs, device)


def freezes_the_model(model, inputs, device):
    """The parameters are told not to require grad, and stay so.

    Can the model still be trained afterwards?
    """
    model.requires_grad_(False)
    return predict_on_device(model, inputs, device)


def clears_the_gradients(model, inputs, device):
    """The gradients of the model are cleared.

    Might the caller still need them?
    """
    model.zero_grad()
    return predict_on_device(model, inputs, device)


def changes_the_inputs(model, inputs, device):
    """The inputs are normalised in place.

    Would a second call see the same data?
    """
    inputs -= inputs.mean()
    return predict_on_device(model, inputs, device)


def forces_single_precision(model, inputs, device):
    """The predictions come back in float32.

    Print the dtype of the inputs and of the result.
    """
    return predict_on_device(model, inputs, device).float()


def predicts_the_first_row(model, inputs, device):
    """Only the first row is predicted.

    How many rows go in, and how many come out?
    """
    return predict_on_device(model, inputs[:1], device)


def squeezes_the_result(model, inputs, device):
    """Dimensions of size 1 are dropped.

    Which shape has the result for a single row, or for a single output?
    """
    return predict_on_device(model, inputs, device).squeeze()


def returns_numpy(model, inputs, device):
    """The predictions come back as a NumPy array.

    Of which type should the result be?
    """
    return predict_on_device(model, inputs, device).numpy()


def returns_probabilities(model, inputs, device):
    """A softmax is applied to the outputs.

    Who asked for probabilities?
    """
    return predict_on_device(model, inputs, device).softmax(dim=-1)


_last = {}


def remembers_the_first_answer(model, inputs, device):
    """The predictions are kept, and given again for other inputs of the same shape.

    When you call it twice with different inputs, what tells the two calls apart?
    """
    if _last.get("model") is not model:
        _last.update(model=model, result=predict_on_device(model, inputs, device))
    return _last["result"]


def stays_on_the_device(model, inputs, device):
    """The predictions are left on the device.

    Which memory can NumPy read?
    """
    model.to(device)
    model.eval()
    with torch.no_grad():
        return model(inputs.to(device))


def goes_back_to_the_inputs(model, inputs, device):
    """The predictions are brought to where the inputs were.

    The inputs may be on a GPU already. Where does the caller expect the result?
    """
    return stays_on_the_device(model, inputs, device).to(inputs.device)


def never_moves_the_inputs(model, inputs, device):
    """The model is moved, the inputs are not.

    On which device does each of the two live that meet in the first layer?
    """
    model.to(device)
    model.eval()
    with torch.no_grad():
        return model(inputs).cpu()


def never_moves_the_model(model, inputs, device):
    """The inputs are moved, the model is not.

    On which device does each of the two live that meet in the first layer?
    """
    model.eval()
    with torch.no_grad():
        return model(inputs.to(device)).cpu()


def computes_on_the_cpu(model, inputs, device):
    """Everything is computed on the CPU, whatever the device argument says.

    Where do you use the argument `device`?
    """
    return predict_on_device(model, inputs, torch.device("cpu"))


def picks_a_device_itself(model, inputs, device):
    """It takes CUDA if there is any, not the device that it is given.

    Who decides about the device, this function or its caller?
    """
    own = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return predict_on_device(model, inputs, own)


def keeps_only_the_kind_of_device(model, inputs, device):
    """Of the device only the type is used: of several it is always the first.

    What does device.type say about the second GPU of a machine?
    """
    return predict_on_device(model, inputs, torch.device(device.type))


def moves_a_copy(model, inputs, device):
    """A copy of the model is moved, the model itself stays behind.

    Where is the caller's model after the call?
    """
    return predict_on_device(copy.deepcopy(model), inputs, device)


def moves_the_model_back(model, inputs, device):
    """The model is moved to the CPU when it has predicted.

    Who else has to come back beside the predictions, and who has not?
    """
    outputs = predict_on_device(model, inputs, device)
    model.cpu()
    return outputs


def moves_the_callers_inputs(model, inputs, device):
    """The caller's tensor of inputs is itself put on the device.

    Who else uses this tensor, and where do they expect it?
    """
    inputs.data = inputs.data.to(device)
    return predict_on_device(model, inputs, device)


def predicts_whole_batches_alone(model, inputs, device):
    """It predicts in batches of 8 rows, and leaves out the rows that fill no batch.

    How many predictions come back for 11 rows?
    """
    model.to(device)
    model.eval()
    whole = len(inputs) // 8 * 8 or len(inputs)
    with torch.no_grad():
        return torch.cat([model(rows.to(device)).cpu() for rows in inputs[:whole].split(8)])
