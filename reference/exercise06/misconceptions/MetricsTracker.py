"""Wrong implementations of MetricsTracker, as students write them."""

from metrics import MetricsTracker as _Right


class KeepsTheListsOnTheClass(_Right):
    """The lists belong to the class, so all trackers share them.

    Make a second tracker. Is it empty?
    """

    train_losses: list[float] = []
    val_losses: list[float] = []
    train_accs: list[float] = []
    val_accs: list[float] = []

    def __init__(self):
        pass


class SharesADefaultArgument(_Right):
    """The lists are default arguments, which are made once for all trackers.

    When is a default argument made: at the call, or when Python reads the def?
    """

    def __init__(self, a=[], b=[], c=[], d=[]):  # noqa: B006 that is the mistake
        self.train_losses, self.val_losses = a, b
        self.train_accs, self.val_accs = c, d


class EmptiesTheListsOfOthers(_Right):
    """The lists are global, and every new tracker empties them.

    What becomes of the first tracker when a second one is made?
    """

    _lists: tuple[list[float], ...] = ([], [], [], [])

    def __init__(self):
        for each in self._lists:
            each.clear()
        self.train_losses, self.val_losses, self.train_accs, self.val_accs = self._lists


class HasOneListForBothLosses(_Right):
    """train_losses and val_losses are one list.

    How many lists does `a = b = []` make?
    """

    def __init__(self):
        super().__init__()
        self.train_losses = self.val_losses = []


class HasOneListForBothAccuracies(_Right):
    """train_accs and val_accs are one list.

    How many lists does `a = b = []` make?
    """

    def __init__(self):
        super().__init__()
        self.train_accs = self.val_accs = []


class SwapsTheLosses(_Right):
    """The training loss lands among the validation losses, and the reverse.

    Feed 1, 2, 3, 4. Where does each of them land?
    """

    def update(self, train_loss, val_loss, train_acc, val_acc):
        super().update(val_loss, train_loss, train_acc, val_acc)


class TakesTheTrainingNumbersFirst(_Right):
    """The order of the arguments is train_loss, train_acc, val_loss, val_acc.

    Compare your list of arguments with the stub's.
    """

    def update(self, train_loss, train_acc, val_loss, val_acc):
        super().update(train_loss, val_loss, train_acc, val_acc)


class NamesTheArgumentsOtherwise(_Right):
    """The arguments of update have other names.

    How does a caller call update who writes the names down?
    """

    def update(self, loss, val_loss, acc, val_acc):
        super().update(loss, val_loss, acc, val_acc)


class KeepsOnlyTheLastEpoch(_Right):
    """Every update overwrites what was there.

    What do you need for a curve?
    """

    def update(self, train_loss, val_loss, train_acc, val_acc):
        self.__init__()
        super().update(train_loss, val_loss, train_acc, val_acc)


class PutsTheNewestFirst(_Right):
    """The newest number is put in front.

    Which epoch does the first entry of a list belong to?
    """

    def update(self, train_loss, val_loss, train_acc, val_acc):
        super().update(train_loss, val_loss, train_acc, val_acc)
        for each in (self.train_losses, self.val_losses, self.train_accs, self.val_accs):
            each.insert(0, each.pop())


class TakesFractionsForPerCent(_Right):
    """Accuracies are multiplied by 100.

    In which unit does the caller hand them over?
    """

    def update(self, train_loss, val_loss, train_acc, val_acc):
        super().update(train_loss, val_loss, 100 * train_acc, 100 * val_acc)


class RoundsTheNumbers(_Right):
    """Numbers are rounded to two decimals before they are stored.

    Who should decide how many digits are shown?
    """

    def update(self, train_loss, val_loss, train_acc, val_acc):
        numbers = (round(float(n), 2) for n in (train_loss, val_loss, train_acc, val_acc))
        super().update(*numbers)


class StoresWhatItGets(_Right):
    """A tensor is stored as it comes, graph and all.

    What does a loss tensor carry besides its value?
    """

    def update(self, train_loss, val_loss, train_acc, val_acc):
        self.train_losses.append(train_loss)
        self.val_losses.append(val_loss)
        self.train_accs.append(train_acc)
        self.val_accs.append(val_acc)


class StoresDetachedTensors(_Right):
    """A tensor is detached and stored, which still is a tensor.

    If the caller changes its tensor, does your list change?
    """

    def update(self, train_loss, val_loss, train_acc, val_acc):
        numbers = (train_loss, val_loss, train_acc, val_acc)
        lists = (self.train_losses, self.val_losses, self.train_accs, self.val_accs)
        for each, number in zip(lists, numbers):
            each.append(number.detach() if hasattr(number, "detach") else float(number))


class AsksEveryNumberForItsItem(_Right):
    """update calls .item() on everything, and floats have none.

    Which types of number may come in?
    """

    def update(self, train_loss, val_loss, train_acc, val_acc):
        numbers = (train_loss, val_loss, train_acc, val_acc)
        super().update(*(number.item() for number in numbers))


class NamesTheHighestLoss(_Right):
    """best_epoch is that of the highest validation loss.

    Is a high loss good or bad?
    """

    def best_epoch(self):
        return self.val_losses.index(max(self.val_losses)) if self.val_losses else None


class LooksAtTheTrainingLoss(_Right):
    """best_epoch is that of the lowest training loss.

    Which of the two curves tells you about new data?
    """

    def best_epoch(self):
        return self.train_losses.index(min(self.train_losses)) if self.train_losses else None


class LooksAtTheAccuracy(_Right):
    """best_epoch is that of the highest validation accuracy.

    Which list does the contract name?
    """

    def best_epoch(self):
        return self.val_accs.index(max(self.val_accs)) if self.val_accs else None


class CountsFromOne(_Right):
    """best_epoch counts the epochs from 1.

    Does val_losses[best_epoch()] give the lowest loss?
    """

    def best_epoch(self):
        return self.val_losses.index(min(self.val_losses)) + 1 if self.val_losses else None


class TakesTheLastOnATie(_Right):
    """On a tie, best_epoch is the last of the best epochs.

    Is an epoch that is just as good a better one?
    """

    def best_epoch(self):
        epochs = range(len(self.val_losses))
        return min(epochs, key=lambda epoch: (self.val_losses[epoch], -epoch), default=None)


class ReturnsTheLoss(_Right):
    """best_epoch returns the lowest loss itself.

    Does the caller ask how low, or when?
    """

    def best_epoch(self):
        return min(self.val_losses, default=None)


class ComparesWithZero(_Right):
    """best_epoch asks whether there are numbers other than zero, not whether there are any.

    Is a loss of 0.0 no loss?
    """

    def best_epoch(self):
        return super().best_epoch() if any(self.val_losses) else None


class NamesAnEpochOfNone(_Right):
    """Without any epoch, best_epoch is 0.

    Which epoch has the number 0?
    """

    def best_epoch(self):
        return super().best_epoch() or 0


class ReturnsTheAxes(_Right):
    """plot returns the axes, not the figure.

    What does type(tracker.plot()) say?
    """

    def plot(self):
        return super().plot().axes


class DrawsEverythingIntoOneAxes(_Right):
    """All four curves are in the same axes.

    Which unit has the y axis?
    """

    def plot(self):
        import matplotlib.pyplot as plt

        figure, axes = plt.subplots()
        axes.set_title("Loss")
        for label, numbers in (
            ("train", self.train_losses),
            ("val", self.val_losses),
            ("train", self.train_accs),
            ("val", self.val_accs),
        ):
            axes.plot(numbers, label=label)
        axes.legend()
        return figure


class DrawsWrongCurves(_Right):
    """The curve that is labelled val is the training curve over again.

    Which list is drawn under which title and label?
    """

    def plot(self):
        figure = super().plot()
        for axes in figure.axes:
            train, val = axes.get_lines()
            val.set_ydata(train.get_ydata())
        return figure


class ForgetsTheLegends(_Right):
    """There is no legend, so nobody reads the labels.

    What does a reader see who does not know your code?
    """

    def plot(self):
        figure = super().plot()
        for axes in figure.axes:
            axes.get_legend().remove()
        return figure


class ShowsTheFigure(_Right):
    """The figure is shown on screen.

    What happens in plt.show() on a server without a screen, and in the middle of a training run?
    """

    def plot(self):
        import matplotlib.pyplot as plt

        fig, axes = plt.subplots(1, 2)
        for ax, title, train, val in (
            (axes[0], "Loss", self.train_losses, self.val_losses),
            (axes[1], "Accuracy", self.train_accs, self.val_accs),
        ):
            ax.plot(train, label="train")
            ax.plot(val, label="val")
            ax.set_title(title)
            ax.legend()
        plt.show()
        return fig


class DrawsIntoTheOldFigure(_Right):
    """Every plot draws into the figure that is already there.

    Call plot() twice. How many curves are in the second figure?
    """

    def plot(self):
        import matplotlib.pyplot as plt

        plt.subplot(1, 2, 1)
        plt.plot(self.train_losses, label="train")
        plt.plot(self.val_losses, label="val")
        plt.title("Loss")
        plt.legend()
        plt.subplot(1, 2, 2)
        plt.plot(self.train_accs, label="train")
        plt.plot(self.val_accs, label="val")
        plt.title("Accuracy")
        plt.legend()
        return plt.gcf()


class EmptiesTheListsAfterDrawing(_Right):
    """The lists are emptied when they have been drawn.

    Does the training run end when somebody looks at it?
    """

    def plot(self):
        figure = super().plot()
        for each in (self.train_losses, self.val_losses, self.train_accs, self.val_accs):
            each.clear()
        return figure
