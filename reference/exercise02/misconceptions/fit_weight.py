"""Wrong implementations of fit_weight, as students write them."""

import torch
from torch import Tensor


def notes_the_loss_after_the_update(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Each loss is measured after the update, not before it.

    What is the loss of w = 0, and where in your list is it?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        w = w - lr * (2 * (w * x - y) * x).mean()
        losses.append((w * x - y).square().mean().item())
    return w.item(), losses


def starts_at_one(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The weight starts at 1, not at 0.

    Which loss should the first entry of the list be?
    """
    w = x.new_ones(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def starts_at_random(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The weight starts at a random number.

    Call it twice on the same data. Do you get the same answer?
    """
    w = torch.randn((), dtype=x.dtype)
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def ignores_the_learning_rate(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The learning rate is fixed in the code; the argument is ignored.

    What happens to the first update if the caller doubles `lr`?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - 0.01 * (2 * error * x).mean()
    return w.item(), losses


def ignores_the_epochs(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The number of epochs is fixed in the code; the argument is ignored.

    How many losses come back if the caller asks for three epochs?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(40):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def has_another_default_learning_rate(
    x: Tensor, y: Tensor, lr: float = 0.1, epochs: int = 40
) -> tuple[float, list[float]]:
    """The default learning rate is 0.1, not 0.01.

    Compare your signature with the one of the stub.
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def has_another_default_number_of_epochs(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 100
) -> tuple[float, list[float]]:
    """The default number of epochs is 100, not 40.

    Compare your signature with the one of the stub.
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def runs_one_epoch_too_many(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """One epoch too many is run.

    Count the losses: how many did the caller ask for?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs + 1):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def runs_one_epoch_too_few(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The loop starts at epoch 1 and runs one epoch too few.

    How many numbers are there in `range(1, 3)`?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(1, epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def returns_the_weight_before_the_last_update(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The returned weight misses the last update.

    How many updates had been made when you kept this weight?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        last = w
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return last.item(), losses


def climbs_uphill(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The update goes along the gradient, not against it.

    Print the losses. Do they grow or shrink?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w + lr * (2 * error * x).mean()
    return w.item(), losses


def forgets_the_factor_two(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The factor 2 of the derivative is missing in the update.

    What is the derivative of e² with respect to e?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (error * x).mean()
    return w.item(), losses


def sums_over_the_batch(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The update uses the sum over the points, not the mean.

    If every point were there twice, should the first step be longer?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).sum()
    return w.item(), losses


def forgets_the_inner_derivative(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The factor x of the chain rule is missing in the update.

    How does the error of a point change when w does?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error).mean()
    return w.item(), losses


def never_clears_the_gradient(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The gradients of all epochs so far add up.

    What does `backward()` do to a `.grad` that already holds something?
    """
    w = x.new_zeros(()).requires_grad_()
    losses = []
    for _ in range(epochs):
        loss = (w * x - y).square().mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        losses.append(loss.item())
    return w.item(), losses


def updates_point_by_point(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The weight is updated after every point, not once an epoch.

    How many updates should an epoch make, whatever the size of the batch?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        losses.append((w * x - y).square().mean().item())
        for x_i, y_i in zip(x.reshape(-1), y.reshape(-1)):
            w = w - lr * 2 * (w * x_i - y_i) * x_i
    return w.item(), losses


def uses_the_first_point_only(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Only the first point of a batch is learned from.

    Change the last point. Should the answer change?
    """
    x, y = x.reshape(-1)[0], y.reshape(-1)[0]
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def fails_for_one_point(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """A single point, a 0-dim x, raises an error.

    What is `len` of a tensor that has no dimension?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).sum() / len(x)
    return w.item(), losses


def adds_momentum(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The optimizer has momentum; plain gradient descent has none.

    What does your update remember from the epoch before?
    """
    w = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w], lr=lr, momentum=0.9)
    losses = []
    for _ in range(epochs):
        loss = (w * x - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), losses


def uses_another_optimizer(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Adam makes the updates, not plain gradient descent.

    Is your first step lr times the gradient, however large the gradient is?
    """
    w = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.Adam([w], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), losses


def learns_a_bias_too(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """A bias is learned beside the weight.

    How many numbers does the model of the task have?
    """
    w = x.new_zeros(())
    b = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x + b - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
        b = b - lr * (2 * error).mean()
    return w.item(), losses


def stops_when_the_loss_is_small(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The loop ends early when the loss is small.

    How many losses did the caller ask for? Try data that w = 0 already fits.
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
        if losses[-1] < 1e-3:
            break
    return w.item(), losses


def returns_the_best_weight(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The weight with the lowest loss is returned, not the last one.

    Which weight comes back when the learning rate is so large that the loss grows?
    """
    w = x.new_zeros(())
    losses = []
    weights = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
        weights.append(w.item())
    distances = [(weight * x - y).square().mean().item() for weight in weights]
    return weights[distances.index(min(distances))], losses


def solves_in_one_go(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The weight comes from the closed-form solution, not from the descent.

    What should the weight be after a single epoch with a small learning rate?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return ((x * y).sum() / (x * x).sum()).item(), losses


def reports_the_sum_of_squares(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The losses are sums of squares, not means.

    If every point were there twice, should the loss double?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().sum().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def reports_half_the_loss(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The losses are half the mean squared error.

    Work out the loss of one point with an error of 2 by hand.
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item() / 2)
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def reports_the_root(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The losses are roots of the mean squared error.

    Compare the unit of your loss with the unit of the targets.
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().sqrt().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def reports_the_absolute_error(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The losses are mean absolute errors.

    Which loss does the update make smaller, and which one do you write down?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.abs().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def rounds_the_losses(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The losses are rounded to four digits.

    Is rounding a matter of the number or of the way you print it?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(round(error.square().mean().item(), 4))
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def notes_every_tenth_loss(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Only the loss of every tenth epoch is kept.

    How many points should the curve have?
    """
    w = x.new_zeros(())
    losses = []
    for epoch in range(epochs):
        error = w * x - y
        if epoch % 10 == 0:
            losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def returns_the_last_loss_only(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, float]:
    """Only the last loss is returned, not the list.

    What do you need if you want to draw a curve?
    """
    w = x.new_zeros(())
    losses = 0.0
    for _ in range(epochs):
        error = w * x - y
        losses = error.square().mean().item()
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def returns_the_losses_first(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[list[float], float]:
    """The two results come back in the wrong order.

    Read the `Returns` part of the docstring again.
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return losses, w.item()


def returns_a_tensor_with_its_graph(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[Tensor, list[float]]:
    """The weight comes back as a tensor that requires grad, not as a float.

    What does a tensor carry besides its value, and does the caller need it?
    """
    w = x.new_zeros(()).requires_grad_()
    losses = []
    for _ in range(epochs):
        loss = (w * x - y).square().mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
        losses.append(loss.item())
    return w, losses


def keeps_the_graphs_of_the_losses(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[Tensor]]:
    """The losses are tensors that still hold their graphs.

    What does a loss tensor carry besides its value?
    """
    w = x.new_zeros(()).requires_grad_()
    losses = []
    for _ in range(epochs):
        loss = (w * x - y).square().mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
        losses.append(loss)
    return w.item(), losses


def forces_single_precision(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The calculation runs in float32 even when the data are float64.

    Print the dtype of every tensor in the loop. Can float32 hold 1e60?
    """
    x, y = x.float(), y.float()
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def overwrites_the_targets(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The caller's targets are overwritten in every epoch.

    What does the underscore at the end of a method's name mean?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = y.sub_(w * x)
        losses.append(error.square().mean().item())
        w = w + lr * (2 * error * x).mean()
    return w.item(), losses


def marks_the_inputs_for_autograd(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The caller's x requires grad afterwards.

    With respect to which tensor do you need a gradient?
    """
    x.requires_grad_()
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = (w - lr * (2 * error * x).mean()).detach()
    return w.item(), losses


def leaves_autograd_off(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """Autograd stays switched off for the rest of the program.

    What else did you switch off, and who switches it on again?
    """
    torch.set_grad_enabled(False)
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    return w.item(), losses


def keeps_the_weight_in_float32(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The weight is a float32 tensor, changed in place, whatever the dtype of the data.

    Which dtype has torch.tensor(0.0), and what does -= do to it?
    """
    w = torch.tensor(0.0)
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w -= lr * 2 * (error * x).mean()
    return w.item(), losses


def returns_the_weight_of_the_lowest_loss(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The weight that had the lowest loss of the list is returned, not the last one.

    After how many updates does the docstring ask for the weight?
    """
    w = x.new_zeros(())
    best, losses = w, []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        if losses[-1] == min(losses):
            best = w
        w = w - lr * (2 * error * x).mean()
    return best.item(), losses


def notes_a_loss_at_the_end_too(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 40
) -> tuple[float, list[float]]:
    """The loss after the last update is in the list too.

    How many losses does the docstring ask for?
    """
    w = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = w * x - y
        losses.append(error.square().mean().item())
        w = w - lr * (2 * error * x).mean()
    losses.append((w * x - y).square().mean().item())
    return w.item(), losses
