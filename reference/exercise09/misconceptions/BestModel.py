"""Ways in which BestModel goes wrong."""

import copy

from checkpoints import BestModel as _Right


class KeepsTheStateDict(_Right):
    """The snapshot is the state_dict itself, which shares the model's memory.

    What does optimizer.step() do to the tensors of a state_dict?
    """

    def update(self, model, score):
        if self.best_score is not None and not score > self.best_score:
            return False
        self.best_score, self._snapshot = score, model.state_dict()
        return True


class CountsEqualScores(_Right):
    """An equal score counts as better.

    Is equal strictly above?
    """

    def update(self, model, score):
        if self.best_score is not None and score == self.best_score:
            super().update(model, float("inf"))
            self.best_score = score
            return True
        return super().update(model, score)


class PrefersLowScores(_Right):
    """The lowest score counts as the best.

    Which is better, an accuracy of 60 or one of 80?
    """

    def update(self, model, score):
        if self.best_score is not None and not score < self.best_score:
            return False
        self.best_score = None
        return super().update(model, score)


class ComparesWithTheLastScore(_Right):
    """A score is compared with the one before, not with the best.

    Better than which of all scores so far?
    """

    def __init__(self):
        super().__init__()
        self.last = None

    def update(self, model, score):
        if self.last is None or score > self.last:
            self.best_score = None
            kept = super().update(model, score)
        else:
            kept = False
        self.last = score
        return kept


class StartsAtZero(_Right):
    """The best score starts at 0, which no negative score gets above.

    What if the first score is lower than the one from which you start?
    """

    def __init__(self):
        super().__init__()
        self.best = 0.0

    def update(self, model, score):
        if not score > self.best:
            return False
        self.best = score
        return super().update(model, score)


class ShowsMinusInfinity(_Right):
    """best_score is minus infinity before the first update.

    What should best_score say while there is none?
    """

    def __init__(self):
        super().__init__()
        self.best_score = float("-inf")


class DoesNotCountTheFirst(_Right):
    """The first update sets the best score, but keeps no snapshot.

    What is there to restore if no later score is better?
    """

    def update(self, model, score):
        if self.best_score is None:
            self.best_score = score
            return False
        return super().update(model, score)


class AsksForMore(_Right):
    """A score must be above the best by a margin.

    By how much must a score be above the best?
    """

    def update(self, model, score):
        if self.best_score is not None and score < self.best_score + 1e-3:
            return False
        return super().update(model, score)


class KeepsTheLast(_Right):
    """A snapshot is taken in every update, better or not.

    When is a snapshot worth taking?
    """

    def update(self, model, score):
        self._snapshot = copy.deepcopy(model.state_dict())
        if self.best_score is not None and not score > self.best_score:
            return False
        self.best_score = score
        return True


class NeverRaisesTheBar(_Right):
    """best_score stays that of the first update.

    Which score does the next one have to beat?
    """

    def update(self, model, score):
        best = self.best_score
        kept = super().update(model, score)
        self.best_score = score if best is None else best
        return kept


class KeepsParametersOnly(_Right):
    """The buffers are not in the snapshot.

    What does a forward pass in train mode change, besides nothing that an optimizer knows of?
    """

    def update(self, model, score):
        if self.best_score is not None and not score > self.best_score:
            return False
        self.best_score = score
        self._snapshot = {name: p.detach().clone() for name, p in model.named_parameters()}
        return True

    def restore(self, model):
        if self._snapshot is None:
            raise RuntimeError("no update yet")
        model.load_state_dict(self._snapshot, strict=False)


class KeepsHalfPrecision(_Right):
    """The snapshot is in half precision, to save memory.

    Is what you restore what you had?
    """

    def update(self, model, score):
        kept = super().update(model, score)
        if kept:
            state = self._snapshot.items()
            self._snapshot = {k: v.half() if v.is_floating_point() else v for k, v in state}
        return kept


class ReturnsNothing(_Right):
    """update returns nothing.

    How does the caller learn that there is a new best?
    """

    def update(self, model, score):
        super().update(model, score)


class GivesItsSnapshotAway(_Right):
    """After restore the model's parameters are the snapshot's own tensors.

    After restore, do model and snapshot share their memory?
    """

    def restore(self, model):
        if self._snapshot is None:
            raise RuntimeError("no update yet")
        for name, parameter in model.named_parameters():
            parameter.data = self._snapshot[name]
        for name, buffer in model.named_buffers():
            buffer.data = self._snapshot[name]


class ReplacesTheParameters(_Right):
    """The model gets new parameters, and the optimizer goes on steering the old ones.

    Whose parameters does the optimizer hold after restore?
    """

    def restore(self, model):
        if self._snapshot is None:
            raise RuntimeError("no update yet")
        model.load_state_dict(copy.deepcopy(self._snapshot), assign=True)


class RestoresOnce(_Right):
    """The snapshot is gone after it was restored.

    What if somebody restores again?
    """

    def restore(self, model):
        super().restore(model)
        self._snapshot = None


class StartsAnewAfterRestore(_Right):
    """restore forgets the best score.

    Training goes on after restore. Which score does the next one have to beat?
    """

    def restore(self, model):
        super().restore(model)
        self.best_score = None


class RestoresTheModelItKnows(_Right):
    """It restores the model of the update, whatever model restore is given.

    Which model does restore change?
    """

    def update(self, model, score):
        self.model = model
        return super().update(model, score)

    def restore(self, model):
        super().restore(getattr(self, "model", model))


class RestoresNothingSilently(_Right):
    """restore before any update does nothing.

    How does the caller learn that there was nothing to restore?
    """

    def restore(self, model):
        if self._snapshot is not None:
            super().restore(model)


class RaisesAnotherError(_Right):
    """restore before any update raises a ValueError.

    Is one of the arguments wrong, or is it the wrong time?
    """

    def restore(self, model):
        if self._snapshot is None:
            raise ValueError("restore before update")
        super().restore(model)


class SharesItsSnapshot(_Right):
    """The snapshot belongs to the class, so all instances have the same one.

    Start a second run. What does it remember of the first?
    """

    best = None

    def update(self, model, score):
        kept = super().update(model, score)
        if kept:
            type(self).best = self._snapshot
        return kept

    def restore(self, model):
        if self.best is None:
            raise RuntimeError("no update yet")
        model.load_state_dict(self.best)


class SharesItsBestScore(_Right):
    """The best score belongs to the class, so all instances have the same one.

    Start a second run. Which score does it have to beat?
    """

    best = None

    def update(self, model, score):
        if self._snapshot is not None:
            self.best_score = type(self).best
        kept = super().update(model, score)
        type(self).best = self.best_score
        return kept


class ClearsTheGradients(_Right):
    """update clears the model's gradients.

    Should taking a snapshot change anything?
    """

    def update(self, model, score):
        model.zero_grad()
        return super().update(model, score)
