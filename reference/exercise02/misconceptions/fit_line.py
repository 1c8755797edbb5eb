"""Wrong implementations of fit_line, as students write them."""

import torch
from torch import Tensor, nn


def never_moves_the_bias(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The bias stays at zero.

    Does the optimizer hold the bias, and does the prediction depend on it?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def never_moves_the_weight(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The weight stays at zero.

    Does the optimizer hold the weight, and does the prediction depend on it?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def never_clears_gradients(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Gradients are not set to zero between the epochs.

    What does `backward()` do to a `.grad` that already holds something?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def never_moves_a_parameter(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """No step ever reaches the parameters: they end where they started.

    What does the optimizer find in `.grad` at the moment of the step, and whose `.grad` does
    it read?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def steps_before_backward(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Each step uses the gradient of the epoch before.

    From which loss does the gradient come that this step uses?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def steps_twice(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Two steps are made in every epoch.

    How many updates should one gradient give?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def adds_momentum(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The optimizer has momentum; plain SGD has none.

    Which settings of the optimizer does the task mention?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr, momentum=0.9)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def adds_weight_decay(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The optimizer has weight decay; plain SGD has none.

    Which settings of the optimizer does the task mention?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr, weight_decay=0.01)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def uses_another_optimizer(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Adam makes the steps, not SGD.

    Is your first step lr times the gradient, however large the gradient is?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.Adam([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def steps_by_hand(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The right steps are taken by hand, without an optimizer.

    fit_weight was the one by hand. Which class should take the steps here?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        w.grad = b.grad = None
        loss.backward()
        with torch.no_grad():
            for p in (w, b):
                p -= lr * p.grad
        losses.append(loss.item())
    return w.item(), b.item(), losses


def decays_the_learning_rate(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The learning rate shrinks from epoch to epoch.

    Does the task mention a schedule?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.99)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def clips_the_gradients(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The gradients are clipped, which nobody asked for.

    Does the task mention a limit on gradients?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([w, b], max_norm=1.0)
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def ignores_the_learning_rate(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The learning rate is fixed in the code; the argument is ignored.

    What happens to the first step if the caller doubles `lr`?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=0.01)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def ignores_the_epochs(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The number of epochs is fixed in the code; the argument is ignored.

    How many losses come back if the caller asks for three epochs?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(2000):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def has_another_default_learning_rate(
    x: Tensor, y: Tensor, lr: float = 0.001, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The default learning rate is 0.001, not 0.01.

    Compare your signature with the one of the stub.
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def has_another_default_number_of_epochs(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 50
) -> tuple[float, float, list[float]]:
    """The default number of epochs is 50, not 2000.

    Compare your signature with the one of the stub. How close to 3 and 2 do you get?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def runs_one_epoch_too_many(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """One epoch too many is run.

    Count the losses: how many did the caller ask for?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs + 1):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def runs_one_epoch_too_few(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The loop starts at epoch 1 and runs one epoch too few.

    How many numbers are there in `range(1, 3)`?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(1, epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def stops_when_the_loss_is_small(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The loop ends early when the loss is small.

    How many losses did the caller ask for? Try data that the start already fits.
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if losses[-1] < 1e-4:
            break
    return w.item(), b.item(), losses


def starts_at_random(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Weight and bias start at random numbers.

    Call it twice with one epoch. Do you get the same first loss?
    """
    w = torch.randn((), dtype=x.dtype).requires_grad_()
    b = torch.randn((), dtype=x.dtype).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def starts_at_a_random_weight(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Only the bias starts at zero; the weight starts at a random number.

    Which value has the first loss for w = 0 and b = 0?
    """
    w = torch.randn((), dtype=x.dtype).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def starts_at_ones(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Weight and bias start at 1, not at 0.

    Which value has the first loss for w = 0 and b = 0?
    """
    w = x.new_ones(()).requires_grad_()
    b = x.new_ones(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def keeps_the_start_of_a_linear_layer(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The linear layer starts at its own random numbers, not at zeros.

    Which weight does a new `nn.Linear` have, and which one does the task ask for?
    """
    model = nn.Linear(1, 1, dtype=x.dtype)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(x.unsqueeze(1)), y.unsqueeze(1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model.weight.item(), model.bias.item(), losses


def fails_in_double_precision(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Data in float64 raise an error, because the layer is float32.

    Which dtype has a new `nn.Linear`, and which one have the data?
    """
    model = nn.Linear(1, 1)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(x.unsqueeze(1)), y.unsqueeze(1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model.weight.item(), model.bias.item(), losses


def broadcasts_a_column_against_a_row(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Predictions (N, 1) minus targets (N,) give N² differences.

    How many numbers are in the difference before you average? How many should there be?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x.unsqueeze(1) + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def minimises_the_sum_of_squares(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The loss is the sum of the squares, not their mean.

    If every point were there twice, should the loss double?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def minimises_the_absolute_error(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The loss is the mean absolute error.

    Which loss does the task name?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).abs().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def minimises_half_the_loss(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The loss has an extra factor ½.

    Work out the loss of one point with an error of 2 by hand.
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean() / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def updates_point_by_point(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """A step is made after every point, not once an epoch.

    How many steps should an epoch make, whatever the number of points?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        losses.append((w * x + b - y).square().mean().item())
        for x_i, y_i in zip(x, y):
            optimizer.zero_grad()
            (w * x_i + b - y_i).square().backward()
            optimizer.step()
    return w.item(), b.item(), losses


def standardises_the_inputs(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The line is fitted to standardised inputs, so w and b belong to another scale.

    Put one of the caller's points into w·x + b. What should come out?
    """
    x = (x - x.mean()) / x.std()
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def solves_in_one_go(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Weight and bias come from the least-squares solution, not from the descent.

    Where should w and b be after a single step?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    design = torch.stack([x, torch.ones_like(x)], dim=1)
    solution = torch.linalg.pinv(design) @ y
    return solution[0].item(), solution[1].item(), losses


def notes_the_loss_after_the_step(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Each loss is measured after the step, not before it.

    What is the loss of w = 0 and b = 0, and where in your list is it?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append((w * x + b - y).square().mean().item())
    return w.item(), b.item(), losses


def notes_the_loss_now_and_then(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Only the loss of every hundredth epoch is kept.

    How many points should the curve have?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for epoch in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % 100 == 0:
            losses.append(loss.item())
    return w.item(), b.item(), losses


def adds_up_the_losses(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The list holds the sum of all losses so far.

    What is one point of the curve: this epoch, or all of them?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    total = 0.0
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        losses.append(total)
    return w.item(), b.item(), losses


def swaps_weight_and_bias(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Weight and bias come back in the wrong order.

    Which of the two belongs to x?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return b.item(), w.item(), losses


def leaves_out_the_losses(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float]:
    """The losses are not returned.

    Read the `Returns` part of the docstring again.
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item()


def returns_tensors_with_their_graph(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[Tensor, Tensor, list[float]]:
    """Weight and bias come back as tensors that require grad, not as floats.

    What does a parameter carry besides its value, and does the caller need it?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w, b, losses


def keeps_the_graphs_of_the_losses(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[Tensor]]:
    """The losses are tensors that still hold their graphs.

    What does a loss tensor carry besides its value?
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return w.item(), b.item(), losses


def forces_single_precision(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The calculation runs in float32 even when the data are float64.

    Print the dtype of every tensor in the loop. Can float32 hold 1e60?
    """
    x, y = x.float(), y.float()
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def reshapes_the_inputs_in_place(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """The caller's x and y have another shape afterwards.

    What does the underscore at the end of a method's name mean?
    """
    x.unsqueeze_(1)
    y.unsqueeze_(1)
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.item(), b.item(), losses


def leaves_autograd_off(
    x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 2000
) -> tuple[float, float, list[float]]:
    """Autograd is switched off at the end, to read the values, and stays off.

    Who needs autograd after your function has returned? Call it twice in a row.
    """
    w = x.new_zeros(()).requires_grad_()
    b = x.new_zeros(()).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (w * x + b - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    torch.set_grad_enabled(False)
    return w.item(), b.item(), losses
