"""Wrong implementations of Adagrad, as students write them."""

import torch
from optimizers import Adagrad as _Right


def _fresh(p):
    return torch.zeros_like(p)


class _Looped(_Right):
    """The reference, with the rule for one parameter as a method."""

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.move(i, p, p.grad)

    def move(self, i, p, g):

        s = self.sums[i]
        s.add_(g * g)
        p -= self.lr * g / (s.sqrt() + self.eps)


class PutsEpsInsideTheRoot(_Looped):
    """eps is added under the root.

    With eps = 1e-10, what is its root? Which gradients are small against that?
    """

    def move(self, i, p, g):
        s = self.sums[i]
        s.add_(g * g)
        p -= self.lr * g / (s + self.eps).sqrt()


class ForgetsEps(_Looped):
    """There is no eps: where all gradients were zero, 0 is divided by 0.

    What happens to a weight whose gradient is exactly zero in the first step?
    """

    def move(self, i, p, g):
        s = self.sums[i]
        s.add_(g * g)
        p -= self.lr * g / s.sqrt()


class AddsEpsToTheSum(_Looped):
    """eps is added to the sum in every step and stays there.

    What does the sum hold besides squares after a hundred steps?
    """

    def move(self, i, p, g):
        s = self.sums[i]
        s.add_(g * g + self.eps**2)
        p -= self.lr * g / s.sqrt()


class LetsTheSumFade(_Looped):
    """The sum forgets: it is a running mean, as in RMSprop.

    Does an old gradient ever lose its weight here?
    """

    def move(self, i, p, g):
        s = self.sums[i]
        s.mul_(0.9).add_(0.1 * g * g)
        p -= self.lr * g / (s.sqrt() + self.eps)


class ForgetsTheRoot(_Looped):
    """It divides by the sum of squares, without the root.

    Compare the units: what is a gradient divided by a square?
    """

    def move(self, i, p, g):
        s = self.sums[i]
        s.add_(g * g)
        p -= self.lr * g / (s + self.eps)


class AddsUpSizes(_Looped):
    """It sums up the sizes of the gradients, not their squares.

    With gradients 3 and 4, is the divisor 7 or 5?
    """

    def move(self, i, p, g):
        s = self.sums[i]
        s.add_(g.abs())
        p -= self.lr * g / (s + self.eps)


class KeepsOnlyTheLastSquare(_Looped):
    """Each square replaces the one before, so every step has the same length.

    With equal gradients, how long is the fourth step compared to the first?
    """

    def move(self, i, p, g):
        s = self.sums[i]
        s.copy_(g * g)
        p -= self.lr * g / (s.sqrt() + self.eps)


class DividesBeforeItTakesNote(_Looped):
    """It divides by the sum from before this gradient.

    Which comes first, the new sum or the move? What is the sum at the start?
    """

    def move(self, i, p, g):
        s = self.sums[i]
        p -= self.lr * g / (s.sqrt() + self.eps)
        s.add_(g * g)


class OneSumPerTensor(_Looped):
    """The sum of squares is one number for a whole tensor.

    Should a large entry slow down its neighbours?
    """

    def move(self, i, p, g):
        s = self.sums[i]
        s.add_((g * g).sum())
        p -= self.lr * g / (s.sqrt() + self.eps)


class StartsAtATenth(_Right):
    """The sum starts at 0.1, as in another library.

    How long is the first step, for a gradient of 1?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.sums = [torch.full_like(p, 0.1).detach() for p in self.params]


class DividesTheRateToo(_Looped):
    """The rate also falls with the number of steps.

    Which part of the rule makes steps shorter? Is there a second one?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.count = [0 for _ in self.params]

    def move(self, i, p, g):
        self.count[i] += 1
        before = p.clone()
        super().move(i, p, g)
        p.copy_(before + (p - before) / self.count[i] ** 0.5)


class DefaultsToAnotherRate(_Right):
    """By default lr is 0.1.

    Compare your signature with the contract, number by number.
    """

    def __init__(self, params, lr=0.1, eps=1e-10):
        super().__init__(params, lr, eps)


class DefaultsToAnotherEps(_Right):
    """By default eps is 1e-8, as in Adam.

    Compare your signature with the contract, number by number.
    """

    def __init__(self, params, lr=0.01, eps=1e-8):
        super().__init__(params, lr, eps)


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
        self.sums = [_fresh(p) for p in self.params]


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
        self.sums = self.memory.setdefault(shapes, self.sums)


class RemembersOnTheParameter(_Right):
    """What is remembered is stored on the parameter, where the next optimizer finds it.

    Make a second optimizer for the same parameters. Does it start from nothing?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        for p in self.params:
            if not hasattr(p, "memory"):
                p.memory = _fresh(p)
        self.sums = [p.memory for p in self.params]


class OneMemoryForEqualShapes(_Right):
    """Parameters of the same shape share what is remembered.

    Two layers of one size: whose history is in the buffer?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        by_shape = {p.shape: _fresh(p) for p in self.params}
        self.sums = [by_shape[p.shape] for p in self.params]


class RemembersInSinglePrecision(_Right):
    """What is remembered is float32, whatever the parameters are.

    Which dtype does torch.zeros(p.shape) have?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.sums = [_fresh(p.detach().float()) for p in self.params]


class ForgetsWhereAGradientIsMissing(_Looped):
    """A step without a gradient wipes out what was remembered of the parameter.

    A layer takes no part in one batch. Should its history be lost?
    """

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                self.sums[i] = _fresh(p)
            else:
                self.move(i, p, p.grad)


class TakesTheReadyMadeOne(torch.optim.Adagrad):
    """It is torch's own class under another name.

    The update rules of torch.optim are off limits here. What do they compute?
    """
