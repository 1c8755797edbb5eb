"""What a run left behind, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.wire.values import NoSuchPart, Value, part


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the student's own code in a traceback."""

    file: str
    line: int
    function: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """An error that came out of a run; `kinds` are the names of its type and of all its bases."""

    kinds: tuple[str, ...]
    message: str
    frames: tuple[Frame, ...] = ()
    during: str = "call"  # or "import"; "build": the grader's own side; "draw": of its figure

    @property
    def kind(self) -> str:
        return self.kinds[0] if self.kinds else "Exception"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a training run, seen by its effect.

    `kind` is batch, forward, backward, criterion, step, update, zero, scheduler_step, shown, or end
    (of the run). `source` is the loader whose batch it works on, if there is one. `facts` says the
    rest: of a forward `mode`, `grad`, `rows`, `autocast` (its dtype, empty without), `dtype` (of
    the output), and `backward`: whether a gradient came back to it.

    On a run on another device, the facts of a forward and a criterion also say where it took place.
    There `asked` is a kind too: the code chose or asked for a device by itself, with the call as
    `source` and the line as `place`.
    """

    kind: str
    source: str = ""
    facts: Mapping[str, bool | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one run of one implementation on one case left behind."""

    values: Mapping[str, Value] = field(default_factory=dict)
    before: Mapping[str, Value] = field(default_factory=dict)
    raised: Raised | None = None
    events: tuple[Event, ...] = ()
    globals_changed: tuple[str, ...] = ()
    rng_used: bool = False
    live_graphs: int = 0
    calls: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    output: str = ""

    def has(self, path: str) -> bool:
        try:
            self.part(path)
        except NoSuchPart:
            return False
        return True

    def part(self, path: str) -> Value:
        return part(self.values, path)

    def count(self, kind: str, source: str = "") -> int:
        """How many events of a kind there were, of one given if it is named."""
        return sum(e.kind == kind and source in ("", e.source) for e in self.events)


@dataclass(frozen=True, slots=True)
class Lost:
    """A run that gave no observation: the worker hung, died or answered rubbish.

    `why` is timeout, memory, crashed, exited, protocol or skipped. Three are no fault of the code:
    unavailable (the device could not be had), busy (the machine was) and closed (the worker was
    ended from outside). `message` is for the student.
    """

    why: str
    message: str
    place: str = ""
