"""Other right ways to write plot_predictions."""

import torch


def sorts_the_inputs(model, train_inputs, train_targets, val_inputs, val_targets):
    """Predicts at the inputs themselves, sorted, and draws points as markers."""
    import matplotlib.pyplot as plt

    model.eval()
    x = torch.cat([train_inputs, val_inputs]).sort(dim=0).values
    with torch.inference_mode():
        y = model(x)
    fig, ax = plt.subplots(figsize=(8, 5))
    ax.plot(train_inputs.numpy(), train_targets.numpy(), "bo", label="train")
    ax.plot(val_inputs.numpy(), val_targets.numpy(), "g^", label="val")
    ax.plot(x.numpy(), y.numpy(), "r-", label="model")
    ax.set_xlabel("x")
    ax.legend()
    plt.close(fig)
    return fig


def names_them_in_the_legend(model, train_inputs, train_targets, val_inputs, val_targets):
    """Draws the line first, from right to left and beyond the data; names are in the legend."""
    from matplotlib.figure import Figure

    was_training = model.training
    model.eval()
    low = float(min(train_inputs.min(), val_inputs.min())) - 0.5
    high = float(max(train_inputs.max(), val_inputs.max())) + 0.5
    grid = torch.linspace(high, low, 50, dtype=train_inputs.dtype).reshape(-1, 1)
    with torch.no_grad():
        heights = model(grid).squeeze(1).tolist()
    model.train(was_training)
    figure = Figure()
    axes = figure.add_subplot()
    line = axes.plot(grid.squeeze(1).tolist(), heights, color="black")[0]
    train = axes.scatter(train_inputs.flatten(), train_targets.flatten(), s=12)
    val = axes.scatter(val_inputs.flatten(), val_targets.flatten(), s=12, marker="x")
    axes.legend([train, val, line], ["train", "val", "model"])
    axes.grid()
    return figure


@torch.no_grad()
def point_by_point(model, train_inputs, train_targets, val_inputs, val_targets):
    """Asks the model for one point after the other; the legend belongs to the figure."""
    import matplotlib.pyplot as plt

    model.train(False)
    figure = plt.figure()
    axes = figure.gca()
    for name, inputs, targets in (
        ("train", train_inputs, train_targets),
        ("val", val_inputs, val_targets),
    ):
        axes.scatter(inputs.tolist(), targets.tolist(), label=name, alpha=0.5)
    known = sorted({float(x) for x in [*train_inputs, *val_inputs]})
    heights = [model(train_inputs.new_tensor([[x]])).item() for x in known]
    axes.plot(known, heights, marker=".", label="model")
    figure.legend()
    return figure


def in_a_copy(model, train_inputs, train_targets, val_inputs, val_targets):
    """Predicts with a copy of the model, on a grid that NumPy makes."""
    import copy

    import matplotlib.pyplot as plt
    import numpy as np

    judge = copy.deepcopy(model).eval()
    both = np.concatenate([train_inputs.numpy(), val_inputs.numpy()]).ravel()
    x = np.linspace(both.min(), both.max(), num=300)
    with torch.set_grad_enabled(False):
        y = judge(torch.as_tensor(x, dtype=train_inputs.dtype)[:, None])
    figure = plt.figure()
    plt.scatter(train_inputs, train_targets, label="train")
    plt.scatter(val_inputs, val_targets, label="val")
    plt.plot(x, y.numpy()[:, 0], "k--", label="model")
    plt.xlabel("inputs")
    plt.ylabel("targets")
    plt.legend()
    plt.close()
    return figure
