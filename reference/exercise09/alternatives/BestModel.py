"""Other right ways to write BestModel."""

import copy
import io

import torch


class ClonesEachTensor:
    """Clones the tensors of the state_dict."""

    def __init__(self):
        self.best_score = None
        self.best_state = None

    def update(self, model, score):
        improved = self.best_state is None or score > self.best_score
        if improved:
            self.best_score = score
            self.best_state = {k: v.detach().clone() for k, v in model.state_dict().items()}
        return improved

    def restore(self, model):
        if self.best_state is None:
            raise RuntimeError("call update() before restore()")
        model.load_state_dict(self.best_state)


class CopiesTheModel:
    """Keeps a deep copy of the whole model, and copies number by number."""

    def __init__(self):
        self.best_score, self.best = None, None

    def update(self, model, score):
        if self.best_score is None or self.best_score < score:
            self.best_score = float(score)
            self.best = copy.deepcopy(model)
            return True
        return False

    @torch.no_grad()
    def restore(self, model):
        if self.best is None:
            raise RuntimeError
        for mine, theirs in zip(self.best.parameters(), model.parameters()):
            theirs.copy_(mine)
        for mine, theirs in zip(self.best.buffers(), model.buffers()):
            theirs.copy_(mine)


class SavesToMemory:
    """Saves the state_dict to bytes, as to a file."""

    best_score = None
    _bytes = b""

    def update(self, model, score):
        if self._bytes and not score > self.best_score:
            return False
        buffer = io.BytesIO()
        torch.save(model.state_dict(), buffer)
        self._bytes = buffer.getvalue()
        self.best_score = score
        return True

    def restore(self, model):
        if not self._bytes:
            raise RuntimeError("nothing has been kept yet")
        model.load_state_dict(torch.load(io.BytesIO(self._bytes), weights_only=True))


class KeepsEverything:
    """Keeps all scores and the snapshots of the best, and says which one it is by a property."""

    def __init__(self):
        self.history = []

    @property
    def best_score(self):
        return self.history[-1][0] if self.history else None

    def update(self, model, score):
        if self.history and not (score > self.history[-1][0]):
            return False
        self.history.append((score, copy.deepcopy(model.state_dict())))
        return True

    def restore(self, model):
        class NothingKept(RuntimeError):
            pass

        if not self.history:
            raise NothingKept("update first")
        return model.load_state_dict(copy.deepcopy(self.history[-1][1]), strict=True)
