"""Objects that record what a training run does to them.

The probes live in the objects that the grader hands over (model, criterion, loader, optimizer), not
in hooks on the student's own, and look at effects: gradients that are gone, parameters that moved.
So `p.grad = None`, `p.grad.zero_()`, `optimizer.zero_grad()` and `model.zero_grad()` are one event.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.multiprocessing.reductions import StorageWeakRef
from torch.optim.lr_scheduler import LRScheduler
from torch.utils.data import DataLoader, Sampler, TensorDataset

from grader.observing.marks import Marks
from grader.observing.placement import Places
from grader.observing.precision import autocast_dtype, overflowing
from grader.observing.reading import copied, is_same, is_zero, numbers, requires_grad
from grader.observing.reading import gradient as gradient_of
from grader.wire import Event

MAX_EVENTS = 2_000
NONE = Marks()

# Bound before a submission is loaded: what it puts in their place records nothing less.
_isfinite, _quietly, _together = np.isfinite, np.errstate, np.concatenate
_register_hook: Any = Tensor.register_hook
_is_grad_enabled = torch.is_grad_enabled
_weak: Callable[..., Any] = StorageWeakRef


class Recorder:
    """The events of one run, in order; `watch` says whose parameters are looked at."""

    def __init__(self, marks: Marks = NONE) -> None:
        self.events: list[Event] = []
        self.marks = marks
        self.source = ""  # the loader that yielded last
        self._owners: dict[int, tuple[str, Any]] = {}
        self.parameters: list[Tensor] = []
        self.places: Places | None = None  # looked at on a run on another device
        self._empty = True
        self._values: list[Tensor] = []
        self._leftover: set[int] = set()  # parameters whose gradient was old when a new one came
        self._incoming: dict[int, Tensor] = {}
        self._graphs: weakref.WeakSet[_Token] = weakref.WeakSet()

    def watch(self, parameters: list[Tensor]) -> None:
        """Look at these leaf tensors from now on."""
        self.parameters = parameters
        self._empty = self._no_gradients()
        self._values = [copied(p) for p in parameters]
        for index, parameter in enumerate(parameters):
            if requires_grad(parameter):
                _on_gradient(parameter, _GradientArrives(self, index))

    def owns(self, batch: Tensor, loader: str) -> None:
        """A loader has yielded a batch. It may be kept for later, when another has yielded."""
        self.source = loader
        self._owners[batch.data_ptr()] = loader, _weak(batch.untyped_storage())

    def source_of(self, inputs: Tensor) -> str:
        """The loader whose batch this is; if it is none's, the one that yielded last."""
        if inputs.device.type != "cpu":  # a copy elsewhere may lie where another batch once lay
            return self.source
        loader, storage = self._owners.get(inputs.data_ptr(), (self.source, None))
        is_gone = storage is not None and storage.expired()  # something else lies there now
        return self.source if is_gone else loader

    def add(self, kind: str, source: str = "", **facts: Any) -> dict[str, Any]:
        """Record an event, and before it what has happened to the parameters since the last."""
        self._notice()
        self._append(Event(kind, source, facts))
        return facts

    def _append(self, event: Event) -> None:
        if len(self.events) < MAX_EVENTS:
            self.events.append(event)

    def hold(self, output: Tensor) -> None:
        """Count the autograd graph behind an output as alive until torch frees it."""
        if output.grad_fn is not None:
            token = _Token()
            self._graphs.add(token)
            metadata: Any = output.grad_fn.metadata
            metadata["grade.token"] = token

    @property
    def live_graphs(self) -> int:
        if self._graphs:
            gc.collect()  # a graph in a cycle that nobody can reach is not held
        return len(self._graphs)

    def gradient_arrives(self, index: int, gradient: Tensor) -> None:
        """A backward pass reached a parameter; what is in .grad now is from an earlier one."""
        fresh = copied(gradient)
        if _is_empty(gradient_of(self.parameters[index])):  # whatever came before has been cleared
            self._leftover.discard(index)
        elif index in self._incoming:
            fresh = self._incoming[index].to(fresh.device) + fresh
        else:
            self._leftover.add(index)
        self._incoming[index] = fresh

    def stepped(self) -> None:
        """An optimizer step has just been taken: were its gradients those of this batch alone?"""
        leaked = [index for index in self._leftover if self._leaks(index)]
        self.add("step", leaked=0 if self._is_rescaled() else len(leaked))
        self._leftover.clear()
        self._incoming.clear()

    def _leaks(self, index: int) -> bool:
        grad = gradient_of(self.parameters[index])
        if grad is None:
            return False
        found, fresh = numbers(grad), numbers(self._incoming[index])
        if not fresh.size or not _isfinite(fresh).all():
            return False  # NaN plus anything is NaN: nothing can be told apart
        with _quietly(all="ignore"):  # a submission may have made errors of warnings
            allowed = 1e-4 * abs(fresh) + 1e-6 * abs(fresh).max()
            return not (abs(found - fresh) <= allowed).all()

    def _is_rescaled(self) -> bool:
        """Whether what lies in .grad is the new gradients made smaller, as by a clip or a mean.

        Of one number alone that says nothing: any number is a multiple of any other. Nor does it if
        they are larger: old gradients that point the same way may have been added.
        """
        grads = [gradient_of(self.parameters[index]) for index in sorted(self._leftover)]
        if not grads or any(grad is None for grad in grads):
            return False
        found = _together([numbers(grad) for grad in grads if grad is not None])
        new = _together([numbers(self._incoming[index]) for index in sorted(self._leftover)])
        if new.size < 2 or found.shape != new.shape or not _isfinite(new).all():
            return False
        with _quietly(all="ignore"):
            factor = found.dot(new) / max(new.dot(new), 1e-30)
            gap = found - factor * new
            return bool(0 < factor <= 1) and bool(gap.dot(gap) <= 1e-8 * found.dot(found))

    def _notice(self) -> None:
        if not all(map(is_same, self._values, self.parameters)):
            self._values = [copied(p) for p in self.parameters]
            self._append(Event("update"))
        empty = self._no_gradients()
        if empty and not self._empty:
            self._append(Event("zero"))
        self._empty = empty

    def _no_gradients(self) -> bool:
        return all(_is_empty(gradient_of(p)) for p in self.parameters)


def _is_empty(gradient: Tensor | None) -> bool:
    return gradient is None or is_zero(gradient)


def _on_gradient(tensor: Tensor, hook: Callable[[Tensor], Tensor | None]) -> None:
    _register_hook(tensor, hook)


class _Token:
    """Lives as long as one autograd graph."""


class _GradientArrives:
    """A tensor hook; it holds no reference to the tensor."""

    def __init__(self, recorder: Recorder, index: int) -> None:
        self.recorder, self.index = recorder, index

    def __call__(self, gradient: Tensor) -> None:
        self.recorder.gradient_arrives(self.index, gradient)


# Objects of a case outlive no run, and a worker runs one case at a time. A module global, not an
# attribute: a student may deep-copy or pickle the model, and the copy must record here too.
_active = Recorder()


def start_recording(marks: Marks = NONE) -> Recorder:
    """A new recorder, which all probes write to from now on."""
    global _active
    _active = Recorder(marks)
    return _active


def record(kind: str) -> None:
    """Record an event of the run that is under way."""
    _active.add(kind)


class ProbedModel(nn.Sequential):
    """nn.Sequential that records each forward pass."""

    in_two_parts = False  # see `Variation.rewrite`

    def forward(self, inputs: Tensor) -> Tensor:
        facts = _begin_forward(self, inputs)
        whole = inputs.dim() == 0 or len(inputs) < 2 or not self.in_two_parts
        parts = (inputs,) if whole else inputs.tensor_split(2)
        outputs = [super(ProbedModel, self).forward(part) for part in parts]  # type: ignore[no-untyped-call]
        return _end_forward(outputs[0] if whole else torch.cat(outputs), facts, inputs)


class Clock(nn.Module):
    """Its one weight counts its updates; its buffer counts forward passes in train mode."""

    ticks: Tensor

    def __init__(self, dtype: torch.dtype) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1, dtype=dtype))
        self.register_buffer("ticks", torch.zeros((), dtype=dtype))

    def forward(self, inputs: Tensor) -> Tensor:
        facts = _begin_forward(self, inputs)
        if self.training:
            self.ticks += 1
        return _end_forward(inputs * self.weight, facts)


def _begin_forward(model: nn.Module, inputs: Tensor) -> dict[str, Any]:
    modes = {module.training for module in model.modules()}
    mode = "mixed" if len(modes) > 1 else "train" if modes.pop() else "eval"
    source = _active.source_of(inputs)
    where = _active.places.of_pass(model, inputs) if _active.places else {}
    rows = len(inputs) if inputs.dim() else 1
    under = autocast_dtype(inputs)
    # Whoever detaches an output inside the model, with a hook, has recorded a graph all the same.
    records = _is_grad_enabled() and any(map(requires_grad, model.parameters()))
    return _active.add(
        "forward", source, mode=mode, rows=rows, autocast=under, recording=records, **where
    )


def _end_forward(output: Tensor, facts: dict[str, Any], inputs: Tensor | None = None) -> Tensor:
    """Record how a pass was made; of one with `inputs`, marks show it too."""
    facts["grad"] = requires_grad(output) or facts.pop("recording")
    source = "" if inputs is None else _active.source_of(inputs)
    if inputs is not None:
        output = _active.marks.on_output(output, facts, source)
    facts["dtype"] = str(output.dtype).removeprefix("torch.")
    facts["backward"] = False
    if requires_grad(output):
        _active.hold(output)
        _on_gradient(output, _Backward(facts, source, is_marked=inputs is not None))
    return output


class _Backward:
    def __init__(self, facts: dict[str, Any], source: str, is_marked: bool) -> None:
        self.facts, self.source, self.is_marked = facts, source, is_marked

    def __call__(self, gradient: Tensor) -> Tensor | None:
        if not self.facts["backward"]:
            self.facts["backward"] = True
            _active.add("backward", _active.source, autocast=autocast_dtype(gradient))
        if not self.is_marked:
            return None
        return _active.marks.on_gradient(gradient, self.facts, self.source)


class ScriptedLoss(nn.Module):
    """The criterion of a `Clock`: see `ScriptRecipe`."""

    def __init__(self, losses: tuple[float, ...], updates_per_epoch: int) -> None:
        super().__init__()
        self.losses, self.updates_per_epoch = losses, updates_per_epoch

    def forward(self, outputs: Tensor, targets: Tensor) -> Tensor:
        count = outputs.mean()  # () the weight, since the inputs are ones
        if not bool(targets.any()):
            return -count
        epoch = round(count.item()) // self.updates_per_epoch - 1
        scripted = self.losses[min(max(epoch, 0), len(self.losses) - 1)]
        # The value is exactly the script's; the gradient is 1, so a step taken here would show.
        return scripted + (count - count.detach())


class ProbedLoader(DataLoader[tuple[Tensor, ...]]):
    """DataLoader that records each batch it yields, under the name of its given."""

    given_name = ""

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        for batch in super().__iter__():
            _active.owns(batch[0], self.given_name)
            _active.add("batch", self.given_name, rows=len(batch[0]))
            yield batch


class SameOrder(Sampler[int]):
    """A shuffled order, the same on every pass: peeking at a batch changes nothing."""

    def __init__(self, rows: int, seed: int) -> None:
        self.order = torch.randperm(rows, generator=torch.Generator().manual_seed(seed)).tolist()

    def __iter__(self) -> Iterator[int]:
        return iter(self.order)

    def __len__(self) -> int:
        return len(self.order)


def probed_loader(
    name: str,
    dataset: TensorDataset,
    batch_size: int,
    sampler: SameOrder | None = None,
    drop_last: bool = False,
    batch_sampler: Any = None,
) -> ProbedLoader:
    """A loader with a generator of its own, so that a pass leaves the global RNG alone."""
    generator = torch.Generator().manual_seed(0)
    if batch_sampler is not None:
        loader = ProbedLoader(dataset, batch_sampler=batch_sampler, generator=generator)
    else:
        loader = ProbedLoader(dataset, batch_size, False, sampler, None, drop_last=drop_last,
                              generator=generator)  # fmt: skip
    loader.given_name = name
    return loader


def probed_criterion(kind: type[nn.Module], overflow_at: int = 0) -> nn.Module:
    """An instance of a loss class that records each call; still an instance of that class.

    The gradients of its `overflow_at`-th loss that requires grad are infinite.
    """

    def forward(self: nn.Module, *args: Tensor, **kwargs: Tensor) -> Tensor:
        where = _active.places.of_criterion(*args, **kwargs) if _active.places else {}
        under = autocast_dtype(*args, *kwargs.values())
        _active.add("criterion", _active.source, autocast=under, **where)
        loss: Tensor = kind.forward(self, *args, **kwargs)
        if loss.requires_grad and overflow_at:
            number = vars(self)["losses"] = vars(self).get("losses", 0) + 1
            return overflowing(loss) if number == overflow_at else loss
        return loss

    probed: nn.Module = type(kind.__name__, (kind,), {"forward": forward})()
    return probed


def probe_optimizer(optimizer: torch.optim.Optimizer) -> None:
    """Record each step, once it has been taken (a closure has run by then)."""
    optimizer.register_step_post_hook(lambda *_: _active.stepped())


def probe_scheduler(scheduler: LRScheduler) -> None:
    """Record each step from now on. A class, since a state_dict holds all attributes."""
    kind: Any = type(scheduler)

    def step(self: LRScheduler, *args: Any, **kwargs: Any) -> None:
        kind.step(self, *args, **kwargs)
        _active.add("scheduler_step")

    scheduler.__class__ = type(kind.__name__, (kind,), {"step": step})
