"""Ways in which ReduceOnPlateau goes wrong."""

import math

from schedules import ReduceOnPlateau as _Right


class ReducesAnEpochEarly(_Right):
    """The rates are lowered when the count reaches patience, not when it gets above it.

    How many epochs without improvement are allowed, with a patience of 1?
    """

    def step(self, val_loss):
        if val_loss < self.best:
            self.best, self.bad_epochs = val_loss, 0
            return
        self.bad_epochs += 1
        if self.bad_epochs >= self.patience:
            self._reduce()

    def _reduce(self):
        for group in self.optimizer.param_groups:
            group["lr"] = max(group["lr"] * self.factor, self.min_lr)
        self.bad_epochs = 0


class LooksAtTheCountInEveryEpoch(_Right):
    """The count is compared with >=, and after an improvement too: with a patience of 0 always.

    How many epochs without improvement are allowed, with a patience of 1? And with one of 0?
    """

    def step(self, val_loss):
        if val_loss < self.best:
            self.best, self.bad_epochs = val_loss, 0
        else:
            self.bad_epochs += 1
        if self.bad_epochs >= self.patience:
            for group in self.optimizer.param_groups:
                group["lr"] = max(group["lr"] * self.factor, self.min_lr)
            self.bad_epochs = 0


class _Parts(_Right):
    """The reference in parts, each of which one misconception replaces."""

    def _improves(self, val_loss):
        return val_loss < self.best

    def _improved(self, val_loss):
        self.best, self.bad_epochs = val_loss, 0

    def _lowered(self, rate):
        return max(rate * self.factor, self.min_lr)

    def _reduce(self):
        for group in self.optimizer.param_groups:
            group["lr"] = self._lowered(group["lr"])
        self.bad_epochs = 0

    def step(self, val_loss):
        if self._improves(val_loss):
            self._improved(val_loss)
            return
        self.bad_epochs += 1
        if self.bad_epochs > self.patience:
            self._reduce()


class ReducesAnEpochLate(_Parts):
    """The rates are lowered one epoch too late.

    With a patience of 0, how many epochs without improvement lower the rates?
    """

    def step(self, val_loss):
        if self._improves(val_loss):
            self._improved(val_loss)
            return
        if self.bad_epochs > self.patience:
            self._reduce()
        self.bad_epochs += 1


class ReducesOnlyWhenExactlyAbove(_Parts):
    """The count goes on after the first reduction, so there is never a second one.

    When may the next reduction come?
    """

    def step(self, val_loss):
        if self._improves(val_loss):
            self._improved(val_loss)
            return
        self.bad_epochs += 1
        if self.bad_epochs == self.patience + 1:
            for group in self.optimizer.param_groups:
                group["lr"] = self._lowered(group["lr"])


class KeepsTheCountAfterAReduction(_Parts):
    """The count does not restart after a reduction, so every further epoch lowers the rates.

    When may the next reduction come?
    """

    def _reduce(self):
        for group in self.optimizer.param_groups:
            group["lr"] = self._lowered(group["lr"])


class RestartsTheCountAtOne(_Parts):
    """The count restarts at 1 after a reduction.

    How many epochs are there between two reductions?
    """

    def _reduce(self):
        super()._reduce()
        self.bad_epochs = 1


class KeepsTheCountAfterAnImprovement(_Parts):
    """An improvement does not set the count back: bad epochs add up.

    What does "in a row" mean for the count?
    """

    def _improved(self, val_loss):
        self.best = val_loss


class CountsDownOnAnImprovement(_Parts):
    """An improvement takes one off the count instead of setting it to 0.

    What does "in a row" mean for the count?
    """

    def _improved(self, val_loss):
        self.best, self.bad_epochs = val_loss, max(self.bad_epochs - 1, 0)


class TieCountsAsImprovement(_Parts):
    """A loss equal to the best one counts as an improvement.

    Is a loss that stays the same an improvement? When would a flat curve lower the rates?
    """

    def _improves(self, val_loss):
        return val_loss <= self.best


class NotWorseCountsAsImprovement(_Parts):
    """NaN counts as an improvement, and becomes the best loss.

    Your comparison asks whether the loss is worse. What does it say about NaN?
    """

    def _improves(self, val_loss):
        return not val_loss >= self.best


class StoresAFirstNan(_Parts):
    """A first loss is stored whatever it is, NaN too, which nothing beats afterwards.

    Let the first loss be NaN and the second 1.0. Is the second an improvement?
    """

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)
        self.best = None

    def _improves(self, val_loss):
        return self.best is None or val_loss < self.best


class DoesNotCountNan(_Parts):
    """An epoch with a loss of NaN is passed over, it does not count.

    If every epoch from now on gives NaN, when will the rates be lowered?
    """

    def step(self, val_loss):
        if not math.isnan(val_loss):
            super().step(val_loss)


class ReducesAtOnceOnNan(_Parts):
    """A loss of NaN lowers the rates at once.

    How many epochs without improvement does patience allow, NaN included?
    """

    def step(self, val_loss):
        if math.isnan(val_loss):
            self.bad_epochs = self.patience
        super().step(val_loss)


class ComparesWithTheLastLoss(_Parts):
    """A loss is compared with the one before it, not with the best so far.

    Let the losses be 1, 3, 2. Is the 2 an improvement?
    """

    def step(self, val_loss):
        super().step(val_loss)
        self.best = val_loss


class ForgetsTheBestAfterAReduction(_Parts):
    """The best loss is forgotten when the rates are lowered.

    After a reduction, which loss must the next epoch beat?
    """

    def _reduce(self):
        super()._reduce()
        self.best = math.inf


class HigherIsBetter(_Parts):
    """A higher loss counts as an improvement, as if it were an accuracy.

    Does better mean smaller or larger here?
    """

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)
        self.best = -math.inf

    def _improves(self, val_loss):
        return val_loss > self.best


class HasAThreshold(_Parts):
    """A loss must be lower by one part in ten thousand to count, as torch has it by default.

    Is a tiny improvement an improvement?
    """

    def _improves(self, val_loss):
        return val_loss < self.best * (1 - 1e-4) if self.best < math.inf else val_loss < self.best


class AsksForATenThousandth(_Parts):
    """A loss must be lower by 1e-4 to count.

    Is a tiny improvement an improvement?
    """

    def _improves(self, val_loss):
        return val_loss < self.best - 1e-4


class StartsAtALargeNumber(_Parts):
    """The best loss starts at a thousand million, so that a larger first loss is a bad epoch.

    What if the first loss is larger than your first best?
    """

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)
        self.best = 1e9


class StartsAtZero(_Parts):
    """The best loss starts at 0, which no loss of squares can beat.

    Is the first epoch an improvement?
    """

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)
        self.best = 0.0


class LowersTheFirstGroupOnly(_Parts):
    """Only the first param group's rate is lowered.

    Does every group follow?
    """

    def _reduce(self):
        group = self.optimizer.param_groups[0]
        group["lr"] = self._lowered(group["lr"])
        self.bad_epochs = 0


class GivesAllGroupsOneRate(_Parts):
    """All param groups get the first one's lowered rate.

    One group had a quarter of the other's rate. What has it now?
    """

    def _reduce(self):
        rate = self._lowered(self.optimizer.param_groups[0]["lr"])
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.bad_epochs = 0


class KeepsTheRateToItself(_Parts):
    """A rate of the schedule's own is lowered, the optimizer never hears of it.

    Who has to know the new value?
    """

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)
        self.lr = optimizer.param_groups[0]["lr"]

    def _reduce(self):
        self.lr = self._lowered(self.lr)
        self.bad_epochs = 0


class RemembersTheRatesItFound(_Parts):
    """The rates are lowered from the ones that were there at the start, not the present ones.

    Suppose somebody else sets the rate between two epochs. Is it lost?
    """

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)
        self.rates = [group["lr"] for group in optimizer.param_groups]

    def _reduce(self):
        self.rates = [self._lowered(rate) for rate in self.rates]
        for group, rate in zip(self.optimizer.param_groups, self.rates):
            group["lr"] = rate
        self.bad_epochs = 0


class IgnoresTheLowestRate(_Parts):
    """The argument min_lr is not used.

    What becomes of the rate after a hundred flat epochs?
    """

    def _lowered(self, rate):
        return rate * self.factor


class StaysAboveTheLowestRate(_Parts):
    """A rate that would fall below min_lr is left as it is, instead of becoming min_lr.

    Where should a rate of 0.25 end, with a factor of 0.5 and a min_lr of 0.1875?
    """

    def _lowered(self, rate):
        lowered = rate * self.factor
        return lowered if lowered >= self.min_lr else rate


class StartsAtTheLowestRate(_Parts):
    """A rate that is below min_lr is raised to it at once, when the scheduler is made.

    Which epoch of a plateau was that? When does the contract let a rate change?
    """

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)
        for group in optimizer.param_groups:
            group["lr"] = max(group["lr"], min_lr)


class SubtractsTheFactor(_Parts):
    """The rate is lowered by a part `factor` of it, instead of to that part.

    Which share of the rate is left after a reduction, with a factor of 0.1?
    """

    def _lowered(self, rate):
        return max(rate - rate * self.factor, self.min_lr)


class HalvesByDefault(_Parts):
    """The default factor is 0.5 and the default patience 5.

    Which values does the signature give?
    """

    def __init__(self, optimizer, factor=0.5, patience=5, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)


class TakesPatienceFirst(_Parts):
    """The arguments come in another order than the docstring says.

    In which order does the caller give them?
    """

    def __init__(self, optimizer, patience=10, factor=0.1, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)


class SharesItsCount(_Parts):
    """The count belongs to the class, so all schedules count together.

    Start a second run. What does it remember of the first?
    """

    _shared = {"bad_epochs": 0}

    def __init__(self, optimizer, factor=0.1, patience=10, min_lr=0.0):
        super().__init__(optimizer, factor, patience, min_lr)
        self._shared["bad_epochs"] = 0

    @property
    def bad_epochs(self):
        return self._shared["bad_epochs"]

    @bad_epochs.setter
    def bad_epochs(self, count):
        self._shared["bad_epochs"] = count


class StepsTheOptimizerToo(_Parts):
    """The optimizer takes a step as well.

    Whose step is it?
    """

    def step(self, val_loss):
        self.optimizer.step()
        super().step(val_loss)


class ForgetsTheMomentum(_Parts):
    """What the optimizer remembers is thrown away when the rates are lowered.

    What besides the rate does the docstring allow you to change?
    """

    def _reduce(self):
        super()._reduce()
        self.optimizer.state.clear()
