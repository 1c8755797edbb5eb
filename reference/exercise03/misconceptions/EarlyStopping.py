"""Ways in which EarlyStopping goes wrong."""

import math

from training_models import EarlyStopping as _Right


class TieCountsAsImprovement(_Right):
    """A loss that only equals the best one minus min_delta counts as an improvement.

    Is a loss that stays the same an improvement? When would a flat curve stop?
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return val_loss <= self.best_loss - self.min_delta


class NotWorseCountsAsImprovement(_Right):
    """Whatever is not worse than the best loss counts as an improvement: ties, and NaN too.

    Your comparison asks whether the loss is worse. What does it say about a tie, and about NaN?
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return not val_loss > self.best_loss - self.min_delta


class NanCountsAsImprovement(_Right):
    """NaN becomes the best loss and sets the counter back.

    What is nan >= 1.0? Follow your comparison with a loss of NaN.
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return not val_loss >= self.best_loss - self.min_delta


class StoresAFirstNan(_Right):
    """A NaN in the first epoch is stored as the best loss, which nothing can beat afterwards.

    Let the first loss be NaN and the second 1.0. Can any loss improve on what you stored?
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return True
        return val_loss < self.best_loss - self.min_delta


class DoesNotCountNan(_Right):
    """An epoch with a loss of NaN is passed over, it does not count.

    If every epoch from now on gives NaN, when will training stop?
    """

    def __call__(self, val_loss):
        if not math.isnan(val_loss):
            super().__call__(val_loss)


class DoesNotCountNanAtTheStart(_Right):
    """An epoch with a loss of NaN does not count as long as nothing is stored.

    Let every loss be NaN, from the first on. Does your counter ever reach the patience?
    """

    def __call__(self, val_loss):
        if self.best_loss is not None or not math.isnan(val_loss):
            super().__call__(val_loss)


class RefusesNan(_Right):
    """A loss of NaN raises an error.

    Which of the rules in the docstring says what an epoch with NaN is? Is it an error?
    """

    def __call__(self, val_loss):
        if math.isnan(val_loss):
            raise ValueError("val_loss is NaN")
        super().__call__(val_loss)


class StopsAtTheFirstNan(_Right):
    """One loss of NaN stops the training at once.

    Is NaN worse than any other epoch that does not improve? How many of those are allowed?
    """

    def __call__(self, val_loss):
        super().__call__(val_loss)
        if math.isnan(val_loss):
            self.early_stop = True


class StopsOneEpochLate(_Right):
    """Training stops only when the counter exceeds patience.

    With a patience of 3, how many epochs without improvement are allowed before the flag?
    """

    def __call__(self, val_loss):
        if self._improves(val_loss):
            self.best_loss = val_loss
            self.counter = 0
            return
        self.counter += 1
        if self.counter > self.patience:
            self.early_stop = True


class StopsOneEpochEarly(_Right):
    """Training stops one epoch before the counter reaches patience.

    With a patience of 3, how many epochs without improvement are allowed before the flag?
    """

    def __call__(self, val_loss):
        super().__call__(val_loss)
        if 0 < self.counter >= self.patience - 1:
            self.early_stop = True


class ChecksBeforeCounting(_Right):
    """The counter is compared with patience before this epoch is counted.

    When you compare, is the epoch that you were just told about already in the count?
    """

    def __call__(self, val_loss):
        if self.counter >= self.patience:
            self.early_stop = True
        if self._improves(val_loss):
            self.best_loss = val_loss
            self.counter = 0
        else:
            self.counter += 1


class NeverResetsTheCounter(_Right):
    """An improvement does not set the counter back.

    What does "in a row" mean? Try two bad epochs, a good one, and another bad one.
    """

    def __call__(self, val_loss):
        if self._improves(val_loss):
            self.best_loss = val_loss
            return
        self.counter += 1
        if self.counter >= self.patience:
            self.early_stop = True


class TakesOneOffTheCounter(_Right):
    """An improvement takes one off the counter instead of setting it to 0.

    How many bad epochs does one good epoch make up for?
    """

    def __call__(self, val_loss):
        if self._improves(val_loss):
            self.best_loss = val_loss
            self.counter = max(0, self.counter - 1)
            return
        self.counter += 1
        if self.counter >= self.patience:
            self.early_stop = True


class CountsEveryEpoch(_Right):
    """Every epoch is counted, whether it improves or not.

    What should the counter be after ten epochs that each improve?
    """

    def __call__(self, val_loss):
        if self._improves(val_loss):
            self.best_loss = val_loss
        self.counter += 1
        if self.counter >= self.patience:
            self.early_stop = True


class CountsTheFirstEpoch(_Right):
    """The first epoch is stored, but counted as one without improvement.

    What is the counter after the first call?
    """

    def __call__(self, val_loss):
        if self.best_loss is not None and self._improves(val_loss):
            self.best_loss = val_loss
            self.counter = 0
            return
        if self.best_loss is None and not math.isnan(val_loss):
            self.best_loss = val_loss
        self.counter += 1
        if self.counter >= self.patience:
            self.early_stop = True


class ResetsTheCounterWhenItStops(_Right):
    """The counter is set back to 0 when training is to stop.

    What does the docstring say sets the counter back, and what does it show after the stop?
    """

    def __call__(self, val_loss):
        super().__call__(val_loss)
        if self.counter >= self.patience:
            self.counter = 0


class IgnoresMinDelta(_Right):
    """min_delta plays no part.

    When is a gain too small to count? Where does your comparison say so?
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return val_loss < self.best_loss


class AddsMinDelta(_Right):
    """min_delta is added to the best loss instead of being subtracted.

    Does a larger min_delta make it harder to improve, or easier?
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return val_loss < self.best_loss + self.min_delta


class TakesMinDeltaAsAFraction(_Right):
    """min_delta is taken as a fraction of the best loss.

    Would your stopper behave the same if all losses were ten times larger? Should it?
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return val_loss < self.best_loss * (1 - self.min_delta)


class ComparesRoundedLosses(_Right):
    """The losses are compared at four digits, so that small improvements are none.

    How large must an improvement be when min_delta is 0? Try 1.0 and then 0.99999.
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return round(val_loss, 4) < round(self.best_loss - self.min_delta, 4)


class ComparesWithTheEpochBefore(_Right):
    """An epoch is compared with the one before it, not with the best.

    Better than the last one, or better than the best one? Try a curve that goes up and half back.
    """

    def __init__(self, patience=7, min_delta=0.0):
        super().__init__(patience, min_delta)
        self._previous = math.inf

    def __call__(self, val_loss):
        if self.best_loss is None and not math.isnan(val_loss):
            improves = True
        else:
            improves = val_loss < self._previous - self.min_delta
        self._previous = val_loss
        if improves:
            lowest = self.best_loss is None or val_loss < self.best_loss
            self.best_loss = val_loss if lowest else self.best_loss
            self.counter = 0
            return
        self.counter += 1
        if self.counter >= self.patience:
            self.early_stop = True


class StoresEveryLossAsTheBest(_Right):
    """best_loss is overwritten in every epoch, also when the loss is worse.

    What should the best loss never do from one epoch to the next?
    """

    def __call__(self, val_loss):
        super().__call__(val_loss)
        if not math.isnan(val_loss):
            self.best_loss = val_loss


class LetsTheBestLossCreepDown(_Right):
    """A gain smaller than min_delta is stored as the best loss, though it does not count.

    If the loss falls by a little in each of ten epochs, against which loss is the tenth measured?
    """

    def __call__(self, val_loss):
        super().__call__(val_loss)
        if self.best_loss is not None and val_loss < self.best_loss:
            self.best_loss = val_loss


class NeverUpdatesTheBestLoss(_Right):
    """The first loss stays the best one forever.

    A better loss arrives. Which of your lines remembers it?
    """

    def __call__(self, val_loss):
        first = self.best_loss
        super().__call__(val_loss)
        if first is not None:
            self.best_loss = first


class LooksForTheLargestLoss(_Right):
    """A larger loss counts as an improvement.

    Which direction is good for a loss?
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return val_loss > self.best_loss + self.min_delta


class CountsAnyChangeAsImprovement(_Right):
    """The size of the change counts, whichever way the loss went.

    The loss doubles. Is that a change, and is it an improvement?
    """

    def _improves(self, val_loss):
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return abs(self.best_loss - val_loss) > self.min_delta


class StartsWithABestLossOfZero(_Right):
    """The best loss starts at 0, which no loss can fall below.

    Can the very first epoch be an improvement?
    """

    def __init__(self, patience=7, min_delta=0.0):
        super().__init__(patience, min_delta)
        self.best_loss = 0.0


class StartsWithABestLossOfInfinity(_Right):
    """best_loss is infinity, not None, before the first call.

    What does the docstring say that best_loss is before anything has been stored?
    """

    def __init__(self, patience=7, min_delta=0.0):
        super().__init__(patience, min_delta)
        self.best_loss = math.inf


class TakesZeroForNothing(_Right):
    """A best loss of 0.0 is taken for one that has not been stored yet.

    Is 0.0 the same as "nothing yet"? What does `not 0.0` give?
    """

    def _improves(self, val_loss):
        if not self.best_loss:
            return not math.isnan(val_loss)
        return val_loss < self.best_loss - self.min_delta


class TakesTheStopBack(_Right):
    """early_stop becomes False again when a later loss improves.

    Can a training that has been told to stop be un-stopped?
    """

    def __call__(self, val_loss):
        super().__call__(val_loss)
        self.early_stop = self.counter >= self.patience


class StopsOnlyAtExactlyPatience(_Right):
    """early_stop is true only while the counter equals patience, and no longer after that.

    What if somebody calls once more after the stop?
    """

    def __call__(self, val_loss):
        super().__call__(val_loss)
        self.early_stop = self.counter == self.patience


class IgnoresCallsAfterTheStop(_Right):
    """Once stopped, later losses are not looked at any more.

    The flag stays up after the stop, but what do the counter and the best loss do?
    """

    def __call__(self, val_loss):
        if not self.early_stop:
            super().__call__(val_loss)


class KeepsTheCounterAtPatience(_Right):
    """The counter stops at patience, and does not count the epochs after it.

    The flag is up. Which number does the docstring ask for after one more bad epoch?
    """

    def __call__(self, val_loss):
        super().__call__(val_loss)
        self.counter = min(self.counter, self.patience)


class SharesItsStateBetweenInstances(_Right):
    """The counter, the best loss and the flag belong to the class, not to the instance.

    Make a second stopper after the first has stopped. What does it remember?
    """

    counter = 0
    best_loss = None
    early_stop = False

    def __init__(self, patience=7, min_delta=0.0):
        super().__init__(patience, min_delta)
        del self.counter, self.best_loss, self.early_stop

    def __call__(self, val_loss):
        cls = type(self)
        if self._improves(val_loss):
            cls.best_loss = val_loss
            cls.counter = 0
            return
        cls.counter += 1
        if cls.counter >= self.patience:
            cls.early_stop = True


class ReturnsTheFlagOnly(_Right):
    """The decision is returned, but early_stop is never set.

    Which of the two does the training loop read: what the call returns, or the attribute?
    """

    def __call__(self, val_loss):
        if self._improves(val_loss):
            self.best_loss = val_loss
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience


class IgnoresThePatienceGiven(_Right):
    """A patience of 7 is used whatever the argument says.

    Make a stopper with a patience of 1. Where does your code read the argument?
    """

    def __init__(self, patience=7, min_delta=0.0):
        super().__init__(patience, min_delta)
        self.patience = 7


class DefaultsToAPatienceOfTen(_Right):
    """The default patience is 10.

    Compare your default values with those of the signature.
    """

    def __init__(self, patience=10, min_delta=0.0):
        super().__init__(patience, min_delta)


class DefaultsToASmallMinDelta(_Right):
    """The default min_delta is not 0.

    Compare your default values with those of the signature.
    """

    def __init__(self, patience=7, min_delta=1e-4):
        super().__init__(patience, min_delta)


class AcceptsAnyPatience(_Right):
    """A patience of 0 or less is accepted.

    What would a stopper with a patience of 0 do? Who should tell the caller?
    """

    def __init__(self, patience=7, min_delta=0.0):
        super().__init__(max(patience, 1), min_delta)
        self.patience = patience


class AcceptsPatienceZero(_Right):
    """A patience of 0 is accepted, only negative ones are refused.

    Which is the smallest patience that the docstring allows? Try the number below it.
    """

    def __init__(self, patience=7, min_delta=0.0):
        super().__init__(patience or 1, min_delta)
        self.patience = patience


class RefusesPatienceOne(_Right):
    """A patience of 1 is refused.

    Which is the smallest patience that the docstring allows? Try it.
    """

    def __init__(self, patience=7, min_delta=0.0):
        if patience <= 1:
            raise ValueError(f"patience must be at least 1, got {patience}")
        super().__init__(patience, min_delta)


class AcceptsANegativeMinDelta(_Right):
    """A negative min_delta is accepted.

    What would a min_delta below zero mean? Who should tell the caller?
    """

    def __init__(self, patience=7, min_delta=0.0):
        super().__init__(patience, abs(min_delta))
        self.min_delta = min_delta


class RefusesAMinDeltaOfZero(_Right):
    """A min_delta of 0 is refused when it is given.

    Is zero negative? Try the default value, written out.
    """

    def __init__(self, patience=7, min_delta=0.0):
        if min_delta <= 0:
            raise ValueError(f"min_delta must not be negative, got {min_delta}")
        super().__init__(patience, min_delta)


class AssertsInsteadOfRaising(_Right):
    """Bad arguments give an AssertionError, not a ValueError.

    Which error does the docstring promise? What remains of assert under python -O?
    """

    def __init__(self, patience=7, min_delta=0.0):
        assert patience >= 1, f"patience must be at least 1, got {patience}"
        assert min_delta >= 0, f"min_delta must not be negative, got {min_delta}"
        super().__init__(patience, min_delta)


class RaisesWithoutSayingWhy(_Right):
    """The ValueError does not say which argument is bad.

    You read "ValueError" in a log with twenty arguments in play. What would you like to know?
    """

    def __init__(self, patience=7, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError("invalid argument")
        super().__init__(patience, min_delta)


class ComplainsAtTheFirstCall(_Right):
    """Bad arguments are noticed when the stopper is called, not when it is made.

    An epoch of training takes an hour. When should the caller learn about a typing mistake?
    """

    def __init__(self, patience=7, min_delta=0.0):
        super().__init__(max(patience, 1), abs(min_delta))
        self.patience, self.min_delta = patience, min_delta

    def __call__(self, val_loss):
        if self.patience < 1:
            raise ValueError(f"patience must be at least 1, got {self.patience}")
        if self.min_delta < 0:
            raise ValueError(f"min_delta must not be negative, got {self.min_delta}")
        super().__call__(val_loss)
