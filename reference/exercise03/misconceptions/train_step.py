"""Wrong implementations of train_step, as students write them."""

import copy
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

_Criterion = Callable[[Tensor, Tensor], Tensor]


def never_zeroes_gradients(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Gradients are never set to zero.

    What may lie in `.grad` when your function starts, and what does backward() do with it?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()


def zeroes_gradients_after_the_step_only(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Gradients are cleared only after the step, so gradients left by earlier code leak in.

    Can you be sure that `.grad` is empty when your function starts?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def never_moves_the_parameters(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """No step ever reaches the parameters: they end where they started.

    Follow the gradient: where is it made, where is it cleared, where is it read?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def steps_one_batch_late(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The step comes before the backward pass, so it uses the gradient of the batch before.

    From which batch does the gradient come that this step uses?
    """
    model.train()
    optimizer.step()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


def steps_twice(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The optimizer makes two steps.

    How many updates should one batch give?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()


def does_everything_twice(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The five steps are run twice.

    How many updates should one batch give, and how many forward passes does it take?
    """
    model.train()
    for _ in range(2):
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


def goes_backward_twice(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The backward pass runs twice, so every gradient counts double.

    Why did PyTorch ask for `retain_graph`, and do you need a second pass?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def steps_uphill(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The loss is negated before the backward pass, so every step makes it larger.

    Print the loss over ten steps on one batch. Where does it go?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    (-loss).backward()
    optimizer.step()
    return loss.item()


def switches_gradients_off(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The forward pass runs with gradients disabled, so backward raises an error.

    Which of the five steps need the graph, and when is it built?
    """
    model.train()
    with torch.no_grad():
        loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def never_switches_to_train_mode(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The model stays in the mode in which it comes.

    In which mode is the model if someone has just validated it?
    """
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def trains_in_eval_mode(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The forward pass runs in eval mode.

    What do dropout and batch norm do in this mode?
    """
    model.eval()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def switches_to_train_mode_too_late(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The model is set to train mode only after the forward pass.

    When does the mode have to be set to make a difference?
    """
    loss = criterion(model(inputs), targets)
    model.train()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def switches_the_outer_module_only(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Only the outermost module is set to train mode; its layers are not.

    Print `training` of every module in `model.modules()`.
    """
    model.training = True
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def reports_the_loss_after_the_update(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The loss is computed again after the update.

    Does the number describe the model before or after this step?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        return criterion(model(inputs), targets).item()


def makes_a_second_forward_pass(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """An extra forward pass in train mode changes the batch-norm statistics once more.

    What does a forward pass change besides its output?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        model(inputs)  # for another look at the predictions
    return loss.item()


def reports_the_loss_in_eval_mode(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The returned loss comes from a second pass in eval mode.

    Which loss did the gradient come from?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    model.eval()
    with torch.no_grad():
        reported = criterion(model(inputs), targets).item()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return reported


def returns_the_loss_with_its_graph(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> Tensor:
    """The loss comes back as a tensor that still holds its graph.

    What does a loss tensor carry besides its value, and does the caller need it?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


def returns_the_outputs(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> Tensor:
    """The model's outputs are returned, not the loss.

    Read the `Returns` part of the docstring again.
    """
    model.train()
    outputs = model(inputs)
    loss = criterion(outputs, targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return outputs.detach()


def returns_nothing(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> None:
    """Nothing is returned.

    How does the caller draw a loss curve?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def returns_the_sum_over_the_batch(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The returned loss is multiplied by the number of samples.

    Who weights the batches: one step, or the epoch around it?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item() * len(inputs)


def divides_the_loss_by_the_batch_size(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The returned loss is divided by the number of samples once more.

    Has the criterion averaged already?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item() / len(inputs)


def rounds_the_loss(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The loss is rounded to four digits.

    Is rounding a matter of the number or of the way you print it?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return round(loss.item(), 4)


def scales_the_loss_by_the_batch_size(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The loss is multiplied by the batch size before the backward pass.

    Are you scaling the number that you report or the one that you differentiate?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    (loss * len(inputs)).backward()
    optimizer.step()
    return loss.item()


def clips_the_gradients(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The gradients are clipped, which nobody asked for.

    Does the task mention a limit on gradients?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    optimizer.step()
    return loss.item()


def swaps_predictions_and_targets(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The criterion gets the targets first and the predictions second.

    Is your criterion symmetric? Is every criterion?
    """
    model.train()
    loss = criterion(targets, model(inputs))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def ignores_the_criterion(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The mean squared error is fixed in the code; the criterion is ignored.

    Which loss does the caller get when the criterion is `nn.L1Loss()`?
    """
    model.train()
    loss = nn.functional.mse_loss(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def ignores_the_optimizer(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """A new SGD with a fixed learning rate is used; the optimizer is ignored.

    Whose learning rate does your step use?
    """
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def rebuilds_the_optimizer(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The optimizer is rebuilt in every step and forgets its momentum.

    What does an optimizer remember from one step to the next?
    """
    model.train()
    optimizer = type(optimizer)(optimizer.param_groups[0]["params"], **optimizer.defaults)
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def decays_the_learning_rate(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The learning rate shrinks a little in every step.

    Does the task mention a schedule?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    for group in optimizer.param_groups:
        group["lr"] *= 0.9
    return loss.item()


def trains_a_copy(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """A copy of the model is used, so the caller's model learns nothing.

    Which model's parameters does the optimizer hold?
    """
    model = copy.deepcopy(model)
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def updates_the_first_parameter_only(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Only the first parameter gets its update.

    Print every parameter before and after the step.
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    for p in list(model.parameters())[1:]:
        p.grad = None
    optimizer.step()
    return loss.item()


def applies_a_softmax(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """A softmax is applied to the outputs before the criterion.

    Does the criterion expect what the model returns, or something made from it?
    """
    model.train()
    loss = criterion(model(inputs).softmax(dim=-1), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def squeezes_the_outputs(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Outputs (N, 1) lose their last dimension and are broadcast against targets (N, 1).

    How many numbers are in the difference before the criterion averages? How many should
    there be?
    """
    model.train()
    loss = criterion(model(inputs).squeeze(), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def uses_the_first_sample_only(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Only the first sample of the batch is learned from.

    Change the last sample. Should the loss notice?
    """
    model.train()
    loss = criterion(model(inputs)[:1], targets[:1])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def standardises_the_inputs(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The inputs are standardised first.

    Which inputs will the model get when it predicts?
    """
    model.train()
    loss = criterion(model((inputs - inputs.mean()) / (inputs.std() + 1e-8)), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def fails_in_double_precision(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The inputs are made float32, which a float64 model does not accept.

    Which dtype do the parameters of the caller's model have?
    """
    model.train()
    loss = criterion(model(inputs.float()), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def forces_single_precision(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The model is made float32, whatever it was before.

    Print the dtype of the parameters before and after the step.
    """
    model.float().train()
    loss = criterion(
        model(inputs.float()), targets.float() if targets.is_floating_point() else targets
    )
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def adds_noise_to_the_inputs_in_place(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Noise is added to the caller's inputs in place.

    Would the next epoch see the same data?
    """
    model.train()
    inputs.add_(0.01 * torch.randn_like(inputs))
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def marks_the_inputs_for_autograd(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """The caller's inputs require grad afterwards.

    With respect to which tensors do you need gradients?
    """
    model.train()
    inputs.requires_grad_()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def leaves_autograd_off(
    model: nn.Module, inputs: Tensor, targets: Tensor, criterion: _Criterion, optimizer: Optimizer
) -> float:
    """Autograd stays switched off for the rest of the program.

    What does the next step see?
    """
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    torch.set_grad_enabled(False)
    return loss.item()
