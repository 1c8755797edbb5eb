"""What the judge asks a worker to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from grader.cases import Case
from grader.wire.observation import Raised

Rewrite = Literal[
    "", "moved", "permuted", "chunked", "foreach", "plain loop", "no dropout", "no modes"
]


@dataclass(frozen=True, slots=True)
class Variation:
    """How a run differs from the plain one.

    `repeat` calls on the same live objects; on `device` instead of the case's; `watch`ing for calls
    of these names; `again` numbers runs that are otherwise equal.

    A `rewrite` changes the world around the implementation. `no dropout` (dropout layers let all
    pass) is for devices that have another random stream, and `no modes` (layers compute in train
    mode as in eval mode) for runs in which marks show the mode. The others change no result by more
    than rounding, and only the audit asks for them: `moved` (on `device`, with every event recorded
    as on the CPU), `permuted` (the samples of each batch of a loader in another order), `chunked`
    (the model computes a batch in two parts), `foreach` and `plain loop` (how optimizers go through
    their parameters).

    `shows` asks for marks that show in the values how the given model was run: `train`, `eval`,
    `no_grad`, `autocast` or on the `device` that was given, and the loader whose data it is about,
    or nothing for all passes. See `grader.observing.marks`.
    """

    repeat: int = 1
    device: str = ""
    watch: tuple[str, ...] = ()
    again: int = 0
    rewrite: Rewrite = ""
    shows: tuple[str, ...] = ()


PLAIN = Variation()


@dataclass(frozen=True, slots=True)
class Ask:
    """Run this case: `run` is the instructor's snippet, or empty for the plain call of `task`.

    `resume` are lines to be run afterwards in a fresh process, which finds the files of the first
    and nothing else of it.
    """

    case: Case
    task: str
    run: str = ""
    observe: tuple[str, ...] = ()
    variation: Variation = PLAIN
    before: bool = False  # also report what the givens were before: asked of trusted code only
    resume: str = ""
    keep_files: bool = False  # the second half of such an ask: the folder stays as it is
    read_files: bool = True  # not where another process reads what the folders hold
    draw: bool = False  # the `figure` that the lines leave comes as its pixels

    def halves(self) -> tuple[Ask, Ask]:
        """What the first process and the fresh one are asked."""
        first = replace(self, resume="")
        return first, replace(first, run=self.resume, keep_files=True)


@dataclass(frozen=True, slots=True)
class Load:
    """Load an implementation: `sources` by path, `main` the one that holds the tasks.

    `bind` replaces names of the main module by others of `overlay`, a further source that may
    import the main module (a misconception beside its reference). `parameters` are what each task
    will be called with; a task that cannot take them is a problem to report. Of a task without
    any nothing is known: how it is called stands in the lines that are run. Of a notebook, `main`
    is its path, and `cells` are the sources that are executed, one after the other.
    """

    module: str
    main: str
    sources: Mapping[str, str]
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overlay: str = ""
    overlay_path: str = ""
    bind: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a Load: the error that it raised, or what is wrong with each task.

    `globals_changed` is what the top of a file changed for everything; it has been put back.
    """

    raised: Raised | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    missing_layers: Mapping[str, str] = field(default_factory=dict)
    globals_changed: tuple[str, ...] = ()
