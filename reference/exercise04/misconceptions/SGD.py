"""Wrong implementations of SGD, as students write them."""

import torch
from optimizers import SGD as _Right  # noqa: N811 (a class, in spite of its name)


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

        v = self.velocities[i]
        v.mul_(self.momentum).add_(g)
        p -= self.lr * v


class AveragesTheGradient(_Looped):
    """The velocity is a running mean: each gradient counts only 1 − momentum.

    Write out the velocity after two equal gradients. Is it smaller or larger than one of them?
    """

    def move(self, i, p, g):
        super().move(i, p, (1 - self.momentum) * g)


class LooksAhead(_Looped):
    """It is Nesterov's momentum: the step looks one velocity ahead.

    Does the step use the velocity as it is, or the gradient plus a part of it?
    """

    def move(self, i, p, g):
        v = self.velocities[i]
        v.mul_(self.momentum).add_(g)
        p -= self.lr * (g + self.momentum * v)


class FirstStepIsEmpty(_Looped):
    """The parameter moves by the velocity from before this gradient: the first step does nothing.

    Which comes first, the new velocity or the move? What is the first velocity?
    """

    def move(self, i, p, g):
        v = self.velocities[i]
        p -= self.lr * v
        v.mul_(self.momentum).add_(g)


class FirstGradientCountsTwice(_Looped):
    """The velocity starts as the first gradient, and then the gradient is added again.

    What is the velocity after one step, with a gradient of 1?
    """

    def move(self, i, p, g):
        if not self.velocities[i].any():
            self.velocities[i].copy_(g)
        super().move(i, p, g)


class IgnoresMomentum(_Looped):
    """It is plain gradient descent, whatever the momentum.

    What does a step know of the steps before it?
    """

    def move(self, i, p, g):
        p -= self.lr * g


class HasMomentumByDefault(_Right):
    """Without an argument the momentum is 0.9.

    What does SGD(params, lr=0.1) do in its second step? And what should it do?
    """

    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, lr, momentum)


class FollowsTheSign(_Looped):
    """Only the sign of the gradient counts.

    Is the step proportional to the gradient, entry by entry?
    """

    def move(self, i, p, g):
        super().move(i, p, g.sign())


class ClipsTheGradient(_Looped):
    """Large gradients are cut off at 1.

    Does the rule mention limiting gradients?
    """

    def move(self, i, p, g):
        super().move(i, p, g.clamp(-1, 1))


class VelocityIsTheGradient(_Looped):
    """The first velocity is .grad itself, not a copy: whoever changes the one changes the other.

    Is the velocity a tensor of its own, or another name of .grad?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.velocities = [None for _ in self.params]

    def move(self, i, p, g):
        v = self.velocities[i]
        self.velocities[i] = g if v is None else self.momentum * v + g
        p -= self.lr * self.velocities[i]


class ZerosKeepMoving(_Looped):
    """Where the gradient is zero, the velocity stays as it is instead of fading.

    Follow one entry whose gradient is 1, then 0, then 0 again.
    """

    def move(self, i, p, g):
        v = self.velocities[i]
        v.copy_(torch.where(g == 0, v, self.momentum * v + g))
        p -= self.lr * v


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
        self.velocities = [_fresh(p) for p in self.params]


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
        self.velocities = self.memory.setdefault(shapes, self.velocities)


class RemembersOnTheParameter(_Right):
    """What is remembered is stored on the parameter, where the next optimizer finds it.

    Make a second optimizer for the same parameters. Does it start from nothing?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        for p in self.params:
            if not hasattr(p, "memory"):
                p.memory = _fresh(p)
        self.velocities = [p.memory for p in self.params]


class OneMemoryForEqualShapes(_Right):
    """Parameters of the same shape share what is remembered.

    Two layers of one size: whose history is in the buffer?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        by_shape = {p.shape: _fresh(p) for p in self.params}
        self.velocities = [by_shape[p.shape] for p in self.params]


class RemembersInSinglePrecision(_Right):
    """What is remembered is float32, whatever the parameters are.

    Which dtype does torch.zeros(p.shape) have?
    """

    def __init__(self, params, *args, **kwargs):
        super().__init__(params, *args, **kwargs)
        self.velocities = [_fresh(p.detach().float()) for p in self.params]


class ForgetsWhereAGradientIsMissing(_Looped):
    """A step without a gradient wipes out what was remembered of the parameter.

    A layer takes no part in one batch. Should its history be lost?
    """

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                self.velocities[i] = _fresh(p)
            else:
                self.move(i, p, p.grad)


class TakesTheReadyMadeOne(torch.optim.SGD):
    """It is torch's own class under another name.

    The update rules of torch.optim are off limits here. What do they compute?
    """
