"""Wrong implementations of plot_training_curves, as students write them."""

from monitoring import plot_training_curves


def swaps_the_labels(train_losses, val_losses):
    """The labels of the curves are swapped.

    Which list is drawn under which label?
    """
    return plot_training_curves(val_losses, train_losses)


def has_two_axes(train_losses, val_losses):
    """Each curve has axes of its own.

    How do you compare two curves that are in different pictures?
    """
    figure = plot_training_curves(train_losses, val_losses)
    (axes,) = figure.axes
    other = axes.twinx()
    other.plot(val_losses, label="val")
    other.set(xlabel="Epoch", ylabel="Loss")
    axes.get_lines()[1].remove()
    return figure


def returns_the_axes(train_losses, val_losses):
    """The axes are returned.

    What does type() say of what you return?
    """
    return plot_training_curves(train_losses, val_losses).axes[0]


def forgets_the_legend(train_losses, val_losses):
    """The curves have labels, but there is no legend.

    What does a reader see who does not know your code?
    """
    figure = plot_training_curves(train_losses, val_losses)
    figure.axes[0].get_legend().remove()
    return figure


def makes_the_legend_too_early(train_losses, val_losses):
    """The legend is made before there is anything that it could name.

    What has been drawn when your code calls legend()?
    """
    figure = plot_training_curves(train_losses, val_losses)
    lines = figure.axes[0].get_lines()
    figure.axes[0].legend(handles=[])
    assert len(lines) == 2
    return figure


def forgets_the_axis_labels(train_losses, val_losses):
    """The axes have no labels.

    Which numbers are on the x-axis, which on the y-axis?
    """
    figure = plot_training_curves(train_losses, val_losses)
    figure.axes[0].set(xlabel="", ylabel="")
    return figure


def shifts_validation(train_losses, val_losses):
    """Validation begins an epoch after training.

    At which x are the two losses of the first epoch?
    """
    figure = plot_training_curves(train_losses, val_losses)
    figure.axes[0].get_lines()[1].set_xdata(range(1, len(val_losses) + 1))
    return figure


def leaves_the_last_epoch_out(train_losses, val_losses):
    """The last epoch is missing.

    How many points should a curve of three epochs have?
    """
    return plot_training_curves(train_losses[:-1], val_losses[:-1])


def sorts_the_losses(train_losses, val_losses):
    """The losses are sorted, for a curve that falls.

    What do you look at curves for?
    """
    train_losses.sort(reverse=True)
    return plot_training_curves(train_losses, val_losses)


def forgets_the_oldest_losses(train_losses, val_losses):
    """The lists are emptied once they are drawn.

    Does drawing need the lists to be changed?
    """
    figure = plot_training_curves(list(train_losses), list(val_losses))
    train_losses.clear()
    return figure


def draws_into_the_current_figure(train_losses, val_losses):
    """It draws into whatever figure pyplot has open.

    Call it twice. How many curves are in the second figure?
    """
    import matplotlib.pyplot as plt

    plt.plot(train_losses, label="train")
    plt.plot(val_losses, label="val")
    plt.gca().set(xlabel="Epoch", ylabel="Loss")
    plt.legend()
    return plt.gcf()


def shows_the_figure(train_losses, val_losses):
    """The figure is shown on screen.

    What happens on a server that has no screen?
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot(train_losses, label="train")
    axes.plot(val_losses, label="val")
    axes.set(xlabel="Epoch", ylabel="Loss")
    axes.legend()
    plt.show()
    return figure
