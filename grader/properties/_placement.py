"""Tell where things were on a run on another device, and explain the errors that come of it.

What is looked at, in this order: the error that ended the run; where the passes through the given
model took place, and the losses of training; where models, optimizers and results are afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from grader.properties._raised import at, told, uses_cuda
from grader.properties._show import show
from grader.properties.model import Evidence, Finding
from grader.wire import Event, Observation, Raised, Tensor, Value, leaves

ResultPlace = Literal["any", "given", "cpu"]

# What torch says a tensor is on, where a check has this name for the device.
TORCH_NAMES = {"cpu": "cpu", "simulated": "sim:0", "simulated:1": "sim:1", "cuda": "cuda:0"}

NOT = "not on the device that was given"
TWO_DEVICES = (
    "same device",
    "weight type",
    "device type for generator",
    "on CPU, but expected",
    "to be on GPU",
)
NO_NUMPY = "can't convert", "to numpy"


def mixes_devices(raised: Raised) -> bool:
    """Whether it comes of tensors on two devices that meet."""
    return any(words in raised.message for words in TWO_DEVICES)


def asks_for_numpy(raised: Raised) -> bool:
    """Whether it comes of a tensor that NumPy cannot see, for it is on a device."""
    return all(words in raised.message for words in NO_NUMPY)


def is_misplaced(raised: Raised) -> bool:
    """Whether the error comes of where tensors are."""
    return mixes_devices(raised) or asks_for_numpy(raised)


@dataclass(frozen=True, slots=True)
class OnDevice:
    """A run on a device, with what a check asks about it."""

    seen: Evidence
    run: Observation
    device: str
    of: tuple[str, ...]
    results: ResultPlace = "any"

    @property
    def place(self) -> str:
        return TORCH_NAMES[self.device]

    def finding(self) -> Finding | None:
        """What was elsewhere, or failed because of it."""
        if self.run.raised is not None:
            return self._error(self.run.raised)
        return self._pass() or self._loss() or self._missing() or self._left()

    def _error(self, raised: Raised) -> Finding:
        if uses_cuda(raised) and self.device != "cuda":
            return self._own_device("it uses CUDA", told(raised), at(raised))
        if mixes_devices(raised):
            met = _meeting(self.run) or self._behind()
            message = "tensors on two devices meet" + (f": {met}" if met else "")
            return Finding(message, self._everything, _with_line(raised), place=at(raised))
        if asks_for_numpy(raised):
            message = "a tensor on the device is made a NumPy array"
            return Finding(message, "first .cpu()", _with_line(raised), place=at(raised))
        message = f"it fails on {self.device}"
        return Finding(message, "the same as on the CPU", _with_line(raised), place=at(raised))

    def _pass(self) -> Finding | None:
        """A pass through the given model that took place elsewhere.

        Passes of a copy count where the given one makes none. No pass at all computes nothing.
        """
        passes = _passes(self.run)
        is_run = any(seen.count("forward") for seen in self.seen.expected[:1])
        if is_run and not self.run.count("forward"):
            return Finding("the model is never run", f"forward passes on {self.place}", "none")
        own = [event for event in passes if event.facts["model"]] or passes
        away = [event for event in own if event.facts["inputs"] != self.place]
        if not away:
            return None
        on = f"took place on {away[0].facts['inputs']}"
        if len(away) == len(own):
            return self._own_device(f"every forward pass {on}", f"forward passes on {_at(away[0])}")
        which = _batch(self.run, away[0])
        message = f"the forward pass of {which} {on}, {NOT}"
        return Finding(message, self._everything, f"inputs and model on {_at(away[0])}")

    def _loss(self) -> Finding | None:
        """A loss of training that was computed elsewhere: its targets were not moved."""
        for event in self.run.events:
            if event.kind == "criterion" and event.facts.get("differentiated"):
                for part in ("targets", "outputs"):
                    if event.facts[part] != self.place:
                        on = event.facts[part]
                        message = f"the {part} of {_batch(self.run, event)} are on {on}, {NOT}"
                        actual = f"a loss of outputs and targets on {on}"
                        return Finding(message, self._everything, actual)
        return None

    def _missing(self) -> Finding | None:
        """A result that is on no device, for there is none: two runs without one agree.

        Where tensors must be somewhere, each of the reference's must be there; else any number.
        """
        for name in self.of:
            is_given = name.partition(".")[0] in self.seen.case.given
            if is_given or not self.seen.expected or not self.seen.expected[0].has(name):
                continue
            wanted = [*_numbers(self.seen.expected[0], name)]
            own = dict(_numbers(self.run, name)) if self.run.has(name) else {}
            if self.results == "any":
                lost = [] if own else wanted[:1]
            else:
                tensors = {path for path, leaf in own.items() if isinstance(leaf, Tensor)}
                lost = [
                    (path, leaf)
                    for path, leaf in wanted
                    if isinstance(leaf, Tensor) and path not in tensors
                ]
            for path, leaf in lost:
                message = f"there is no {'tensor' if isinstance(leaf, Tensor) else 'number'} {path}"
                left = show(self.run.part(name)) if self.run.has(name) else "nothing"
                return Finding(message, show(leaf), f"{name} is {left}")
        return None

    def _left(self) -> Finding | None:
        """What is elsewhere when the run has ended."""
        for path, on, wanted in self.elsewhere():
            if wanted == "cpu" != self.place:
                return Finding(f"{path} is on {on}, not on the CPU", "the result on the CPU", on)
            message = f"{path} is on {on}, {NOT}{self._what_became(path)}"
            return Finding(message, self._everything, f"{path} on {on}")
        return None

    def _what_became(self, path: str) -> str:
        """What the passes say about a model that is elsewhere in the end."""
        is_model = _is_model(self.run.part(path.partition(".")[0].partition("[")[0]))
        passes = _passes(self.run) if is_model else []
        if any(event.facts["model"] for event in passes):
            return ": it is moved away again"
        return ": only a copy of the model is moved" if passes else ""

    def _behind(self) -> str:
        """The first part of a given that stayed behind, asked about or not."""
        everything = OnDevice(self.seen, self.run, self.device, tuple(self.seen.case.given))
        return next((f"{path} is on {on}" for path, on, _ in everything.elsewhere()), "")

    def elsewhere(self) -> Iterator[tuple[str, str, str]]:
        """Every tensor that is not where it should be: its path, where it is, and should be."""
        for name in self.of:
            head = name.partition(".")[0]
            is_given = head in self.seen.case.given
            if self.run.has(name):
                whole, value = self.run.part(head), self.run.part(name)
                wanted = self._wanted(whole, is_given)
                for path, leaf in leaves(value, name):
                    if not isinstance(leaf, Tensor) or (_is_optimizer(whole) and not leaf.shape):
                        continue  # an optimizer's count of steps stays on the CPU
                    if wanted and leaf.device != wanted:
                        yield path, leaf.device, wanted

    def _wanted(self, value: Value, is_given: bool) -> str:
        """Where the tensors of a part should be, or nothing if they may be anywhere."""
        if not is_given and self.results != "any":
            return "cpu" if self.results == "cpu" else self.place
        return self.place if _is_model(value) or (is_given and _is_optimizer(value)) else ""

    def _own_device(self, what: str, actual: str, place: str = "") -> Finding:
        """The code computes on a device of its own choice; where it chooses is said, if known."""
        asked = next((event for event in self.run.events if event.kind == "asked"), None)
        if asked is None:
            message = f"{what}, {NOT}" if not place else f"{what}, not the device that was given"
            return Finding(message, self._everything, actual, place=place)
        does = "asks" if asked.source.startswith("torch.") else "calls"
        message = f"it {does} {asked.source} instead of using the device that it was given: {what}"
        line = str(asked.facts["place"])
        return Finding(message, self._everything, f"{asked.source} in {line}, {actual}", place=line)

    @property
    def _everything(self) -> str:
        kind = "simulated device" if self.place.startswith("sim") else "device"
        return f"everything on {self.place}, the {kind} that was given"


def _numbers(run: Observation, name: str) -> Iterator[tuple[str, Value]]:
    """The tensors and numbers of a part of a run, by their paths."""
    for path, leaf in leaves(run.part(name), name):
        if isinstance(leaf, Tensor | float | int) and not isinstance(leaf, bool):
            yield path, leaf


def _is_model(value: Value) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("parameters"), Mapping)


def _is_optimizer(value: Value) -> bool:
    return isinstance(value, Mapping) and value.keys() == {"state", "param_groups"}


def _passes(run: Observation) -> list[Event]:
    return [event for event in run.events if event.kind == "forward" and "inputs" in event.facts]


def _meeting(run: Observation) -> str:
    """Which tensors met in the step that ended a run, where the last event says so."""
    steps = [event for event in run.events if event.kind in ("forward", "criterion", "backward")]
    if not steps or steps[-1].kind == "backward":
        return ""
    last, facts = steps[-1], steps[-1].facts
    batch = _batch(run, last)
    if last.kind == "forward" and facts.get("inputs") != facts.get("weights"):
        return f"the inputs of {batch} are on {facts['inputs']}, the model on {facts['weights']}"
    if last.kind == "criterion" and facts.get("outputs") != facts.get("targets"):
        return (
            f"the targets of {batch} are on {facts['targets']}, "
            f"the model's outputs on {facts['outputs']}"
        )
    return ""


def _batch(run: Observation, event: Event) -> str:
    """Which batch an event belongs to: the last one before it."""
    before = run.events[: next(i for i, one in enumerate(run.events) if one is event)]
    number = sum(one.kind == "batch" and one.source == event.source for one in before)
    return f"batch {number} of {event.source}" if number else "the case"


def _at(event: Event) -> str:
    return str(event.facts["inputs"])


def _with_line(raised: Raised) -> str:
    source = raised.frames[-1].source if raised.frames else ""
    return f"{told(raised)} In {at(raised)}: {source}" if source else told(raised)
