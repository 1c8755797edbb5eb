"""Other right ways to write MetricsTracker."""

import dataclasses

import numpy as np
import torch


class DrawsWithPyplot:
    """Draws with plt.subplots, as many tutorials do, from epoch 1 on."""

    def __init__(self):
        self.train_losses, self.val_losses = [], []
        self.train_accs, self.val_accs = [], []

    def update(self, train_loss, val_loss, train_acc, val_acc):
        self.train_losses.append(float(train_loss))
        self.val_losses.append(float(val_loss))
        self.train_accs.append(float(train_acc))
        self.val_accs.append(float(val_acc))

    def best_epoch(self):
        if len(self.val_losses) == 0:
            return None
        return int(np.argmin(self.val_losses))

    def plot(self):
        import matplotlib.pyplot as plt

        fig, (ax1, ax2) = plt.subplots(1, 2, figsize=(12, 4))
        epochs = range(1, len(self.train_losses) + 1)
        ax1.plot(epochs, self.train_losses, "b-", label="train")
        ax1.plot(epochs, self.val_losses, "r--", label="val")
        ax1.set_title("Loss")
        ax1.legend()
        ax2.plot(epochs, self.train_accs, "b-", label="train")
        ax2.plot(epochs, self.val_accs, "r--", label="val")
        ax2.set_title("Accuracy")
        ax2.legend(loc="lower right")
        fig.tight_layout()
        return fig


class DrawsIntoTheCurrentFigure:
    """Makes a figure current, draws through pyplot's functions, and closes it."""

    def __init__(self):
        for name in ("train_losses", "val_losses", "train_accs", "val_accs"):
            setattr(self, name, [])

    def update(self, train_loss, val_loss, train_acc, val_acc):
        for name, value in (
            ("train_losses", train_loss),
            ("val_losses", val_loss),
            ("train_accs", train_acc),
            ("val_accs", val_acc),
        ):
            getattr(self, name).append(value.item() if torch.is_tensor(value) else value)

    def best_epoch(self):
        best = None
        for epoch, loss in enumerate(self.val_losses):
            if best is None or loss < self.val_losses[best]:
                best = epoch
        return best

    def plot(self):
        from matplotlib import pyplot

        figure = pyplot.figure()
        pyplot.subplot(2, 1, 1)
        pyplot.plot(self.val_losses, label="val")
        pyplot.plot(self.train_losses, label="train")
        pyplot.title("Loss")
        pyplot.grid(True)
        pyplot.legend()
        pyplot.subplot(2, 1, 2)
        pyplot.plot(self.train_accs, marker="o")
        pyplot.plot(self.val_accs, marker="o")
        pyplot.title("Accuracy", loc="left")
        pyplot.legend(["train", "val"])
        for line, label in zip(pyplot.gca().get_lines(), ("train", "val")):
            line.set_label(label)
        pyplot.close(figure)
        return figure


@dataclasses.dataclass
class Dataclass:
    """Is a dataclass, follows the best epoch as it goes, and marks it in the figure."""

    train_losses: list[float] = dataclasses.field(default_factory=list)
    val_losses: list[float] = dataclasses.field(default_factory=list)
    train_accs: list[float] = dataclasses.field(default_factory=list)
    val_accs: list[float] = dataclasses.field(default_factory=list)
    _best: tuple[float, int] | None = None

    def update(self, train_loss, val_loss, train_acc, val_acc):
        epoch = len(self.val_losses)
        self.train_losses += [float(train_loss)]
        self.val_losses += [float(val_loss)]
        self.train_accs += [float(train_acc)]
        self.val_accs += [float(val_acc)]
        if self._best is None or self.val_losses[-1] < self._best[0]:
            self._best = (self.val_losses[-1], epoch)

    def best_epoch(self):
        return None if self._best is None else self._best[1]

    def plot(self):
        from matplotlib.figure import Figure

        figure = Figure()
        figure.suptitle("Training")
        for place, (title, name) in enumerate((("Accuracy", "accs"), ("Loss", "losses")), 1):
            axes = figure.add_subplot(1, 2, place, title=title, xlabel="epoch")
            for part in ("train", "val"):
                axes.plot(getattr(self, f"{part}_{name}"), label=part)
            if self._best is not None:
                axes.axvline(self._best[1], linestyle=":", label="best epoch")
            axes.legend()
        return figure


class KeepsADict:
    """Keeps the lists in a dict, shows them as properties, and reuses a cleared figure."""

    def __init__(self):
        self._history = {}

    def _list(self, name):
        return self._history.setdefault(name, [])

    train_losses = property(lambda self: self._list("train_loss"))
    val_losses = property(lambda self: self._list("val_loss"))
    train_accs = property(lambda self: self._list("train_acc"))
    val_accs = property(lambda self: self._list("val_acc"))

    def update(self, train_loss, val_loss, train_acc, val_acc):
        given = {k: v for k, v in locals().items() if k != "self"}
        for name, value in given.items():
            self._list(name).append(torch.as_tensor(value, dtype=torch.float64).item())

    def best_epoch(self):
        pairs = [(loss, epoch) for epoch, loss in enumerate(self.val_losses)]
        return min(pairs)[1] if pairs else None

    def plot(self):
        import matplotlib.pyplot as plt

        figure, axes = plt.subplots(2, num="history", clear=True)
        for ax, kind in zip(axes, ("loss", "acc")):
            x = np.arange(len(self._list(f"train_{kind}")))
            ax.plot(x, np.array(self._list(f"train_{kind}")), label="train")
            ax.plot(x, np.array(self._list(f"val_{kind}")), label="val")
            ax.set(title={"loss": "Loss", "acc": "Accuracy"}[kind])
            figure.sca(ax)
            plt.legend()
        return figure
