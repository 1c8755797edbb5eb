"""What looks like a plot, and shows nothing."""

from matplotlib.figure import Figure


def draws_empty_axes(model, train_inputs, train_targets, val_inputs, val_targets):
    """The right words, no points, and no line."""
    figure = Figure()
    axes = figure.subplots()
    for label in ("train", "val"):
        axes.scatter([], [], label=label)
    axes.plot([], label="model")
    axes.legend()
    return figure
