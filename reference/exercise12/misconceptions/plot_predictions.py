"""Wrong implementations of plot_predictions, as students write them."""

import torch


def _grid(*inputs):
    both = torch.cat(inputs)
    return torch.linspace(both.min().item(), both.max().item(), 200, dtype=both.dtype).unsqueeze(1)


def _predicted(model, x):
    model.eval()
    with torch.no_grad():
        return model(x)


def _drawn(train, val, line):
    """The figure, of pairs of x and y."""
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    axes.scatter(*train, label="train")
    axes.scatter(*val, label="val")
    axes.plot(*line, label="model")
    axes.legend()
    return figure


def predicts_in_train_mode(model, train_inputs, train_targets, val_inputs, val_targets):
    """model.eval() is missing.

    Draw it twice. Is it the same line?
    """
    x = _grid(train_inputs, val_inputs)
    buffers = {name: buffer.clone() for name, buffer in model.named_buffers()}
    model.train()
    with torch.no_grad():
        y = model(x)
        for name, buffer in model.named_buffers():
            buffer.copy_(buffers[name])
    return _drawn((train_inputs, train_targets), (val_inputs, val_targets), (x, y))


def only_detaches(model, train_inputs, train_targets, val_inputs, val_targets):
    """Gradients are recorded, and thrown away by detach().

    Dropping the graph afterwards is not the same as not recording it. Who needs it here?
    """
    x = _grid(train_inputs, val_inputs)
    y = model.eval()(x).detach()
    return _drawn((train_inputs, train_targets), (val_inputs, val_targets), (x, y))


def joins_unsorted_points(model, train_inputs, train_targets, val_inputs, val_targets):
    """The line joins the inputs in the order in which they come.

    In which order does matplotlib join the points of a line?
    """
    x = torch.cat([train_inputs, val_inputs])
    y = _predicted(model, x)
    return _drawn((train_inputs, train_targets), (val_inputs, val_targets), (x, y))


def stops_at_the_training_data(model, train_inputs, train_targets, val_inputs, val_targets):
    """The line covers the training inputs only.

    Where does your line end, and where do the points?
    """
    x = _grid(train_inputs)
    line = (x, _predicted(model, x))
    return _drawn((train_inputs, train_targets), (val_inputs, val_targets), line)


def draws_a_fixed_range(model, train_inputs, train_targets, val_inputs, val_targets):
    """The line goes from 0 to 1, wherever the data are.

    For which data is your range right?
    """
    x = _grid(torch.zeros_like(train_inputs), torch.ones_like(val_inputs))
    line = (x, _predicted(model, x))
    return _drawn((train_inputs, train_targets), (val_inputs, val_targets), line)


def joins_the_ends(model, train_inputs, train_targets, val_inputs, val_targets):
    """The line has two points, the first and the last.

    Draw y = x² by two points and a line. What do you see?
    """
    x = _grid(train_inputs, val_inputs)[[0, -1]]
    line = (x, _predicted(model, x))
    return _drawn((train_inputs, train_targets), (val_inputs, val_targets), line)


def draws_predictions_as_points(model, train_inputs, train_targets, val_inputs, val_targets):
    """The model is drawn as points, not as a line.

    What is between two of your points?
    """
    from matplotlib.figure import Figure

    x = _grid(train_inputs, val_inputs)
    axes = Figure().subplots()
    axes.scatter(train_inputs, train_targets, label="train")
    axes.scatter(val_inputs, val_targets, label="val")
    axes.scatter(x, _predicted(model, x), label="model")
    axes.legend()
    return axes.figure


def joins_the_data_by_lines(model, train_inputs, train_targets, val_inputs, val_targets):
    """The data are drawn as lines.

    Do the targets between two samples lie on a line?
    """
    from matplotlib.figure import Figure

    x = _grid(train_inputs, val_inputs)
    axes = Figure().subplots()
    axes.plot(train_inputs, train_targets, label="train")
    axes.plot(val_inputs, val_targets, label="val")
    axes.plot(x, _predicted(model, x), label="model")
    axes.legend()
    return axes.figure


def swaps_the_labels(model, train_inputs, train_targets, val_inputs, val_targets):
    """The labels of the two sets are swapped.

    Which set is drawn under which label?
    """
    x = _grid(train_inputs, val_inputs)
    line = (x, _predicted(model, x))
    return _drawn((val_inputs, val_targets), (train_inputs, train_targets), line)


def forgets_the_legend(model, train_inputs, train_targets, val_inputs, val_targets):
    """There is no legend.

    What does a reader see who does not know your code?
    """
    x = _grid(train_inputs, val_inputs)
    line = (x, _predicted(model, x))
    figure = _drawn((train_inputs, train_targets), (val_inputs, val_targets), line)
    figure.axes[0].get_legend().remove()
    return figure


def returns_the_axes(model, train_inputs, train_targets, val_inputs, val_targets):
    """The axes are returned.

    What does type() say of what you return?
    """
    x = _grid(train_inputs, val_inputs)
    line = (x, _predicted(model, x))
    return _drawn((train_inputs, train_targets), (val_inputs, val_targets), line).axes[0]


def draws_into_the_current_figure(model, train_inputs, train_targets, val_inputs, val_targets):
    """It draws into whatever figure pyplot has open.

    Call it twice. How many lines are in the second figure?
    """
    import matplotlib.pyplot as plt

    x = _grid(train_inputs, val_inputs)
    plt.scatter(train_inputs, train_targets, label="train")
    plt.scatter(val_inputs, val_targets, label="val")
    plt.plot(x, _predicted(model, x), label="model")
    plt.legend()
    return plt.gcf()


def shows_the_figure(model, train_inputs, train_targets, val_inputs, val_targets):
    """The figure is shown on screen.

    What happens on a server that has no screen?
    """
    import matplotlib.pyplot as plt

    x = _grid(train_inputs, val_inputs)
    figure, axes = plt.subplots()
    axes.scatter(train_inputs, train_targets, label="train")
    axes.scatter(val_inputs, val_targets, label="val")
    axes.plot(x, _predicted(model, x), label="model")
    axes.legend()
    figure.show()
    return figure


def sorts_the_inputs_in_place(model, train_inputs, train_targets, val_inputs, val_targets):
    """The inputs that were given are sorted themselves, the targets are not.

    Which target belongs to which input afterwards?
    """
    train, val = (train_inputs.clone(), train_targets), (val_inputs.clone(), val_targets)
    train_inputs.copy_(train_inputs.sort(dim=0).values)
    x = _grid(train_inputs, val_inputs)
    return _drawn(train, val, (x, _predicted(model, x)))


def switches_gradients_off(model, train_inputs, train_targets, val_inputs, val_targets):
    """Gradients stay switched off.

    What does the next training step see?
    """
    torch.set_grad_enabled(False)
    x = _grid(train_inputs, val_inputs)
    line = (x, _predicted(model, x))
    return _drawn((train_inputs, train_targets), (val_inputs, val_targets), line)


def takes_training_inputs_for_the_left_ones(
    model, train_inputs, train_targets, val_inputs, val_targets
):
    """The line runs from the first training input to the last validation input.

    Who says that the validation data lie on the right?
    """
    low, high = train_inputs.min().item(), val_inputs.max().item()
    x = torch.linspace(low, high, 200, dtype=train_inputs.dtype).unsqueeze(1)
    line = (x, _predicted(model, x))
    return _drawn((train_inputs, train_targets), (val_inputs, val_targets), line)
