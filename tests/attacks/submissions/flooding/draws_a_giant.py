"""Return figures that are too large, too many, or run code when they are looked at.

Task: exercise06/MetricsTracker
Honest: 2.0
"""

import itertools

from matplotlib.figure import Figure


class Hostile(Figure):
    @property
    def axes(self):
        return itertools.repeat(self)

    def get_suptitle(self):
        return "::error::\x1b[2J" * 10**6

    def __getattr__(self, name):
        return lambda *_, **__: self


def giant():
    figure = Figure(figsize=(60_000, 60_000))
    axes = figure.subplots(1, 2)
    for each in axes:
        each.plot(range(10**6), label="\x1b[2J" * 10**5)
    return figure


TURN = itertools.cycle([Hostile, giant])


class MetricsTracker:
    def __init__(self):
        self.train_losses, self.val_losses = [], []
        self.train_accs, self.val_accs = [], []

    def update(self, train_loss, val_loss, train_acc, val_acc):
        self.train_losses = self

    def best_epoch(self):
        return 0.0

    def plot(self):
        return next(TURN)()
