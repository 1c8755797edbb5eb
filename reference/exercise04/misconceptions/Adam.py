"""Wrong implementations of Adam, as students write them."""

import torch
from optimizers import Adam as _Right
from optimizers import _Moments


def _fresh(p):
    return _Moments(torch.zeros_like(p), torch.zeros_like(p))


class _Looped(_Right):
    """The reference, with the rule for one parameter as a method."""

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.move(i, p, p.grad)

    def move(self, i, p, g):

        m, s = self.corrected(i, g)
        p -= self.lr * m / (s.sqrt() + self.eps)

    def note(self, i, g):
        moments = self.moments[i]
        moments.steps += 1
        moments.mean.mul_(self.betas[0]).add_((1 - self.betas[0]) * g)
        moments.square.mul_(self.betas[1]).add_((1 - self.betas[1]) * g * g)
        return moments.mean, moments.square

    def corrected(self, i, g):
        mean, square = self.note(i, g)
        t = self.moments[i].steps
        return mean / (1 - self.betas[0] ** t), square / (1 - self.betas[1] ** t)


class ForgetsTheCorrection(_Looped):
    """The means are not corrected for their start at 0.

    How large is the average of one value when you start from zero?
    """

    def move(self, i, p, g):
        m, s = self.note(i, g)
        p -= self.lr * m / (s.sqrt() + self.eps)


class CorrectsOnlyTheMean(_Looped):
    """The mean is corrected, the mean of squares is not.

    Both start at 0. What does that do to the root?
    """

    def move(self, i, p, g):
        m, s = self.note(i, g)
        m = m / (1 - self.betas[0] ** self.moments[i].steps)
        p -= self.lr * m / (s.sqrt() + self.eps)


class CorrectsOnlyTheSquares(_Looped):
    """The mean of squares is corrected, the mean is not.

    Both start at 0. How long is the first step?
    """

    def move(self, i, p, g):
        m, s = self.note(i, g)
        s = s / (1 - self.betas[1] ** self.moments[i].steps)
        p -= self.lr * m / (s.sqrt() + self.eps)


class CorrectsInPlace(_Looped):
    """The corrected means are stored, so the next step corrects them again.

    What does your mean hold after the first step: the mean, or its corrected value?
    """

    def move(self, i, p, g):
        m, s = self.note(i, g)
        t = self.moments[i].steps
        m /= 1 - self.betas[0] ** t
        s /= 1 - self.betas[1] ** t
        p -= self.lr * m / (s.sqrt() + self.eps)


class CountsFromZero(_Looped):
    """t is one too small: the correction of the first step is that of t = 0, or of none at all.

    What is t at the first update?
    """

    def move(self, i, p, g):
        m, s = self.note(i, g)
        t = max(self.moments[i].steps - 1, 1)
        m, s = m / (1 - self.betas[0] ** t), s / (1 - self.betas[1] ** t)
        p -= self.lr * m / (s.sqrt() + self.eps)


class CountsFromTwo(_Looped):
    """t is one too large.

    What is t at the first update?
    """

    def move(self, i, p, g):
        m, s = self.note(i, g)
        t = self.moments[i].steps + 1
        m, s = m / (1 - self.betas[0] ** t), s / (1 - self.betas[1] ** t)
        p -= self.lr * m / (s.sqrt() + self.eps)


class CountsParametersAsSteps(_Looped):
    """t goes up for every parameter, not for every step.

    Print t after the first step of a model with four parameters.
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.t = 0

    def move(self, i, p, g):
        self.t += 1
        self.moments[i].steps = self.t - 1
        super().move(i, p, g)


class CountsStepsOfAll(_Looped):
    """One t for all parameters: one whose first gradient comes late gets the wrong correction.

    Which t does a parameter need that had no gradient so far? What do its means hold?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.t = 0

    def step(self):
        for moments in self.moments:
            moments.steps = self.t
        super().step()
        self.t += 1


class PutsEpsInsideTheRoot(_Looped):
    """eps is added under the root.

    With eps = 1e-8, what is its root? Which gradients are small against that?
    """

    def move(self, i, p, g):
        m, s = self.corrected(i, g)
        p -= self.lr * m / (s + self.eps).sqrt()


class AddsEpsBeforeTheCorrection(_Looped):
    """eps is added to the root of the mean of squares from before its correction.

    Is eps divided by something in your formula? When would that matter?
    """

    def move(self, i, p, g):
        m, s = self.note(i, g)
        t = self.moments[i].steps
        m = m / (1 - self.betas[0] ** t)
        root = (s.sqrt() + self.eps) / (1 - self.betas[1] ** t) ** 0.5
        p -= self.lr * m / root


class ForgetsEps(_Looped):
    """There is no eps: where all gradients were zero, 0 is divided by 0.

    What happens to a weight whose gradient is exactly zero in the first step?
    """

    def move(self, i, p, g):
        m, s = self.corrected(i, g)
        p -= self.lr * m / s.sqrt()


class ForgetsTheRoot(_Looped):
    """It divides by the mean of squares, without the root.

    Compare the units: what is a gradient divided by a square?
    """

    def move(self, i, p, g):
        m, s = self.corrected(i, g)
        p -= self.lr * m / (s + self.eps)


class DividesTheGradient(_Looped):
    """It divides the gradient itself, not the mean of gradients: there is no momentum.

    Which of your two means is never read?
    """

    def move(self, i, p, g):
        _, s = self.corrected(i, g)
        p -= self.lr * g / (s.sqrt() + self.eps)


class SwapsTheBetas(_Right):
    """The two betas are swapped.

    Which of the two means should be the slower one?
    """

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), *args, **kwargs):
        super().__init__(params, lr, (betas[1], betas[0]), *args, **kwargs)


class SquaresTheMean(_Looped):
    """The mean of squares is the square of the mean.

    Gradients 1 and −1: what is the mean of their squares, and what the square of their mean?
    """

    def move(self, i, p, g):
        moments = self.moments[i]
        moments.steps += 1
        moments.mean.mul_(self.betas[0]).add_((1 - self.betas[0]) * g)
        moments.square.mul_(self.betas[1]).add_((1 - self.betas[1]) * moments.mean**2)
        t = moments.steps
        m = moments.mean / (1 - self.betas[0] ** t)
        s = moments.square / (1 - self.betas[1] ** t)
        p -= self.lr * m / (s.sqrt() + self.eps)


class KeepsTheLargestMean(_Looped):
    """It divides by the largest mean of squares so far, as AMSGrad does.

    After one huge gradient, do the steps ever get longer again?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.largest = [torch.zeros_like(p) for p in self.params]

    def move(self, i, p, g):
        m, s = self.note(i, g)
        t = self.moments[i].steps
        torch.maximum(self.largest[i], s, out=self.largest[i])
        m, s = m / (1 - self.betas[0] ** t), self.largest[i] / (1 - self.betas[1] ** t)
        p -= self.lr * m / (s.sqrt() + self.eps)


class DefaultsToAnotherRate(_Right):
    """By default lr is 0.01.

    Compare your signature with the contract, number by number.
    """

    def __init__(self, params, lr=0.01, *args, **kwargs):
        super().__init__(params, lr, *args, **kwargs)


class DefaultsToOtherBetas(_Right):
    """By default the second beta is 0.99.

    Compare your signature with the contract, number by number.
    """

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.99), *args, **kwargs):
        super().__init__(params, lr, betas, *args, **kwargs)


class DefaultsToAnotherEps(_Right):
    """By default eps is 1e-7.

    Compare your signature with the contract, number by number.
    """

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-7, **kwargs):
        super().__init__(params, lr, betas, eps, **kwargs)


class TakesEpsBeforeTheBetas(_Right):
    """eps and betas stand in the wrong order.

    What does the third argument by place mean?
    """

    def __init__(self, params, lr=1e-3, eps=1e-8, betas=(0.9, 0.999), **kwargs):
        super().__init__(params, lr, betas, eps, **kwargs)


class PointsUphill(_Looped):
    """Every step goes with the gradient, not against it.

    In which direction does the gradient point, towards higher or lower losses?
    """

    def move(self, i, p, g):
        before = p.clone()
        super().move(i, p, g)
        p.copy_(2 * before - p)


class HardCodesTheRate(_Right):
    """The learning rate is always 0.05, whatever is given.

    What happens if you double the argument?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.lr = 0.05


class UpdatesOnlyTheFirst(_Looped):
    """Only the first parameter that has a gradient is updated.

    Print every parameter before and after. At which line does your loop end?
    """

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.move(i, p, p.grad)
                return


class RebindsTheParameter(_Looped):
    """The new value gets the name of the parameter; the parameter itself stays as it was.

    After the loop, which tensor did you change: the parameter or a new one?
    """

    def move(self, i, p, g):
        p = p.clone()
        super().move(i, p, g)


class ReplacesTheParameters(_Looped):
    """New tensors are put into the list that was given; the model keeps the old ones.

    The model and the optimizer hold the same tensors at first. Do they still after a step?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.params = params if isinstance(params, list) else self.params

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                new = p.clone().requires_grad_()
                self.move(i, new, p.grad)
                self.params[i] = new


class RecordsTheUpdate(_Looped):
    """Autograd is on during the update, so the change in place is refused.

    Should the update itself be part of the graph?
    """

    def step(self):
        with torch.enable_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.move(i, p, p.grad)


class LosesRequiresGrad(_Right):
    """After a step the parameters do not require grad any more.

    Can the next backward pass still reach this tensor?
    """

    def step(self):
        super().step()
        for p in self.params:
            p.requires_grad_(False)


class LeavesGradientsOff(_Right):
    """Gradients are switched off for good, not only during the update.

    What else in the program did you switch off?
    """

    def step(self):
        super().step()
        torch.set_grad_enabled(False)


class FailsWithoutAGradient(_Looped):
    """It fails at a parameter whose gradient is None.

    What is the gradient of a parameter that took no part?
    """

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            self.move(i, p, p.grad)


class StopsAtAMissingGradient(_Looped):
    """The first parameter without a gradient ends the step; those after it get none.

    What does your loop do with the parameters after one that it skips?
    """

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                return
            self.move(i, p, p.grad)


class TakesAMissingGradientForZero(_Looped):
    """A parameter without a gradient is treated as if its gradient were zeros.

    Does a parameter that took no part move? Does its memory fade?
    """

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            self.move(i, p, torch.zeros_like(p) if p.grad is None else p.grad)


class SkipsZeroGradients(_Looped):
    """A gradient of zeros is treated as if there were none.

    Is a gradient that happens to be zero the same as no gradient? What remembers it?
    """

    def move(self, i, p, g):
        if g.any():
            super().move(i, p, g)


class ClearsGradientsInStep(_Right):
    """A step also clears the gradients.

    Which of the two methods is there to clear them? Who may look at them in between?
    """

    def step(self):
        super().step()
        self.zero_grad()


class SpoilsTheGradient(_Looped):
    """The step scales the gradient in place before it uses it.

    Print .grad before and after a step. Whose tensor is it?
    """

    def move(self, i, p, g):
        super().move(i, p, g.clone())
        g.mul_(self.lr)


class ZeroGradDoesNothing(_Right):
    """zero_grad leaves the gradients where they are.

    Call it, then print .grad. What will the next backward() add to?
    """

    def zero_grad(self):
        for p in self.params:
            grad = p.grad  # noqa: F841
            grad = None  # noqa: F841


class ZeroGradMultipliesByZero(_Right):
    """zero_grad multiplies by 0, which leaves NaN and inf as NaN.

    What is 0 times NaN?
    """

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad *= 0


class ZeroGradNeedsGradients(_Right):
    """zero_grad fails at a parameter that has no gradient.

    What does p.grad.zero_() do before the first backward pass?
    """

    def zero_grad(self):
        for p in self.params:
            p.grad.zero_()


class ZeroGradClearsTheFirst(_Right):
    """zero_grad clears the gradient of the first parameter only.

    How many of the gradients are left after the call?
    """

    def zero_grad(self):
        self.params[0].grad = None


class ZeroGradForgetsEverything(_Right):
    """zero_grad also forgets what the optimizer remembers, so each step is a first one.

    What should survive from one step to the next?
    """

    def zero_grad(self):
        super().zero_grad()
        self.moments = [_fresh(p) for p in self.params]


class ReadsTheGeneratorAgain(_Looped):
    """It keeps the iterable that it was given: a generator is empty the second time.

    How often can you go through a generator?
    """

    def __init__(self, params, *args, **kwargs):
        kept = list(params)
        super().__init__(kept, *args, **kwargs)
        if not isinstance(params, list):
            self.params = iter(kept)


class SharesItsMemory(_Right):
    """What is remembered belongs to the class, so every optimizer finds what others left.

    Make two optimizers, and step with one. What does the other know of it?
    """

    memory = {}

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        shapes = tuple(p.shape for p in self.params), tuple(p.dtype for p in self.params)
        self.moments = self.memory.setdefault(shapes, self.moments)


class RemembersOnTheParameter(_Right):
    """What is remembered is stored on the parameter, where the next optimizer finds it.

    Make a second optimizer for the same parameters. Does it start from nothing?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        for p in self.params:
            if not hasattr(p, "memory"):
                p.memory = _fresh(p)
        self.moments = [p.memory for p in self.params]


class OneMemoryForEqualShapes(_Right):
    """Parameters of the same shape share what is remembered.

    Two layers of one size: whose history is in the buffer?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        by_shape = {p.shape: _fresh(p) for p in self.params}
        self.moments = [by_shape[p.shape] for p in self.params]


class RemembersInSinglePrecision(_Right):
    """What is remembered is float32, whatever the parameters are.

    Which dtype does torch.zeros(p.shape) have?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.moments = [_fresh(p.detach().float()) for p in self.params]


class ForgetsWhereAGradientIsMissing(_Looped):
    """A step without a gradient wipes out what was remembered of the parameter.

    A layer takes no part in one batch. Should its history be lost?
    """

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                self.moments[i] = _fresh(p)
            else:
                self.move(i, p, p.grad)


class TakesTheReadyMadeOne(torch.optim.Adam):
    """It is torch's own class under another name.

    The update rules of torch.optim are off limits here. What do they compute?
    """
