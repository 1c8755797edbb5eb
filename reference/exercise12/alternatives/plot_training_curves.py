"""Other right ways to write plot_training_curves."""


def by_pyplot(train_losses, val_losses):
    """Draws with pyplot into a new figure, and lets pyplot forget it."""
    import matplotlib.pyplot as plt

    fig = plt.figure(figsize=(8, 5))
    plt.plot(train_losses, label="train", linewidth=2)
    plt.plot(val_losses, label="val", linestyle="--")
    plt.xlabel("Epoch")
    plt.ylabel("Loss")
    plt.title("Training curves")
    plt.grid(True)
    plt.legend()
    plt.close(fig)
    return fig


def labels_in_the_legend(train_losses, val_losses):
    """Names the curves in the legend only, in another order; epochs are numbered from 1."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    epochs = range(1, len(train_losses) + 1)
    (train,) = axes.plot(epochs, train_losses, "b-")
    (val,) = axes.plot(epochs, val_losses, "r-")
    axes.set_xlabel("Epoch")
    axes.set_ylabel("Loss")
    axes.legend([val, train], ["val", "train"])
    return figure


def both_at_once(train_losses, val_losses):
    """Plots a table with two columns; the legend belongs to the figure."""
    import numpy as np
    from matplotlib.figure import Figure

    figure = Figure(layout="constrained")
    axes = figure.add_subplot(1, 1, 1, xlabel="Epoch", ylabel="Loss")
    table = np.column_stack([np.asarray(train_losses), np.asarray(val_losses)])
    lines = axes.plot(np.arange(len(table)), table, marker="o")
    figure.legend(lines, ["train", "val"])
    return figure


def in_a_loop(train_losses, val_losses):
    """Marks the best epoch, too, with a logarithmic scale."""
    import matplotlib

    matplotlib.use("Agg", force=False)
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 1, num=None)
    for name, losses in {"val": val_losses, "train": train_losses}.items():
        axes.plot(list(range(len(losses))), list(losses), label=name)
    best = min(range(len(val_losses)), key=val_losses.__getitem__)
    axes.axvline(best, color="grey", linestyle=":")
    axes.set(xlabel="Epoch", ylabel="Loss", yscale="symlog")
    axes.legend(loc="upper right")
    figure.tight_layout()
    return figure
