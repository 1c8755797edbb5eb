"""Run an implementation on CUDA: in a worker of its own, and again where that is only fair.

After an assertion in a kernel nothing more can be computed in that process: the other cases get a
new worker, so that one bad case does not fail them. Memory that somebody else holds on the GPU is
not the submission's fault: then the run is tried once more, and at last left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from grader.cases import Case, DeviceRecipe
from grader.grading.budget import Budget
from grader.grading.cuda_errors import Trouble, explained, trouble_of
from grader.grading.implementation import Implementation, Kind
from grader.grading.scenario import Need, Scenario, TaskPlan
from grader.isolation import TRUSTED, CudaWorkers, Limits, NoGpu, Worker
from grader.wire import Ask, Load, Loaded, Lost, Observation

Seen = Observation | Lost

CUDA = "cuda"
RESTARTS = 4  # workers that one implementation may use up in a task, beside the first
ALLOCATE = (
    "import torch\n\ndef probe():\n    torch.empty({bytes}, dtype=torch.uint8, device='cuda')\n"
)
CROWDED = "other programs hold the memory of the GPU"
SHARED = "cuda: one worker for all tasks of a submission"
WITHOUT = {
    "cuda: a limit of addresses": (
        "CUDA reserves more of it than there is memory: limited are private memory and, watched "
        "from outside, what is resident; memory that the driver pins is not"
    ),
    "cuda: a firm limit of GPU memory": "torch's allocator has one, which code can get around",
    "cuda: the narrow filter of calls": (
        "the driver needs ioctl on the GPU's devices, memory files, more threads, and a socket "
        "that nobody can connect to"
    ),
}


def is_on_cuda(scenario: Scenario, need: Need) -> bool:
    """Whether a run needs a GPU: it is moved there, or the case itself names it."""
    return on_cuda(scenario.cases[need.index].case, need.variation.device)


def on_cuda(case: Case, device: str) -> bool:
    given = (recipe.name for recipe in case.given.values() if isinstance(recipe, DeviceRecipe))
    return device == CUDA or (not device and CUDA in given)


def owner_of(implementation: Implementation) -> str:
    """Who shares a worker: all trusted code; of others only the same files."""
    if implementation.trusted:
        return TRUSTED
    return hashlib.sha256(repr(implementation.load).encode()).hexdigest()


@dataclass(slots=True)
class OnCuda:
    """The runs of one implementation on CUDA, of one task."""

    workers: CudaWorkers
    limits: Limits
    implementation: Implementation
    plan: TaskPlan
    budget: Budget
    loaded: Loaded | Lost | None = None  # as the first worker said
    runs: dict[Need, Seen] = field(default_factory=dict)
    _waiting: list[tuple[Scenario, Need]] = field(default_factory=list)
    _before: dict[Need, Observation] = field(default_factory=dict)  # what is tried once more
    _doubtful: tuple[Need, Observation] | None = None
    _blocking: bool = False
    _traced: bool = False
    _used_s: float = 0.0  # of the task's time, by the workers so far

    def run(self, needs: list[tuple[Scenario, Need]]) -> None:
        """Run them all, or say of each why not."""
        self._waiting = list(needs)
        rest = Lost("skipped", "It was not run: the runs before it ended badly.")
        for _ in range(1 + RESTARTS):
            if self._waiting and self.budget.is_spent:
                rest = Lost("timeout", self.budget.message)
                break
            try:
                lost = self._in_one_worker()
            except NoGpu as reason:
                rest = Lost("unavailable", f"CUDA could not be started: {reason}")
                break
            if not self._waiting:
                return
            if lost is not None and lost.why in ("timeout", "protocol"):
                late = "It was not run: an earlier run of this task took too long."
                rest = Lost("timeout", late) if lost.why == "timeout" else rest
                break
        for _, need in self._waiting:
            self.runs[need] = self._told(self._before[need]) if need in self._before else rest

    def _in_one_worker(self) -> Lost | None:
        """Go on until all is done or the worker is of no more use; what ended it, if it ended."""
        left_s = self._used_s + self.budget.left_s
        limits = replace(self.limits, time_s=min(self.limits.time_s, left_s))
        worker = self.workers.hire(limits, owner_of(self.implementation), self._blocking)
        worker.charge(self._used_s)
        self._blocking, keep = False, False
        try:
            keep = self._ask_all(worker)
        finally:
            used_s = worker.end()
            self.budget.spend(used_s - self._used_s)
            self._used_s = used_s
            self.workers.leave(worker, keep and self.implementation.kind is not Kind.MUTANT)
        if self._doubtful is not None:  # only now: who holds a worker must not ask for another
            self._settle(*self._doubtful)
        return worker.lost

    def _ask_all(self, worker: Worker) -> bool:
        """Whether the worker is as good as before."""
        load = self.implementation.load
        parameters = {self.plan.task.name: self.plan.parameters}
        loaded = worker.load(replace(load, parameters=parameters))
        self.loaded = self.loaded or loaded
        if isinstance(loaded, Lost) or loaded.raised:
            seen = loaded if isinstance(loaded, Lost) else Observation(raised=loaded.raised)
            while self._waiting:
                self.runs[self._waiting.pop(0)[1]] = seen
            return False
        while self._waiting:
            scenario, need = self._waiting[0]
            seen = worker.observe(scenario.ask(need, before=self.implementation.trusted))
            trouble = trouble_of(seen)
            if trouble is not Trouble.NONE and isinstance(seen, Observation):
                self._in_trouble(need, seen, trouble)
                return False
            self.runs[need] = self._told(self._settled(need, seen))
            self._waiting.pop(0)
            if worker.lost is not None:
                return False
        return True

    def _settled(self, need: Need, seen: Seen) -> Seen:
        """What counts of two tries: an assertion that failed once stays; memory may come back."""
        before = self._before.get(need)
        return before if before and trouble_of(before) is Trouble.DEAD else seen

    def _in_trouble(self, need: Need, seen: Observation, trouble: Trouble) -> None:
        """Leave it in the queue for a new worker, or settle it."""
        is_first = need not in self._before
        if trouble is Trouble.DEAD and is_first and not self._traced:
            # Once: with a worker that waits for each kernel the line is the right one.
            self._traced = self._blocking = True
            self._before[need] = seen
        elif trouble is Trouble.MEMORY and is_first:
            self._before[need] = seen
        elif trouble is Trouble.MEMORY:
            self._doubtful = need, seen
        else:
            self._waiting.pop(0)
            self.runs[need] = self._told(seen)

    def _settle(self, need: Need, seen: Observation) -> None:
        """Twice too little memory: whose fault it is, trusted code finds out."""
        self._doubtful = None
        self._waiting.pop(0)
        crowded = is_crowded(self.workers, self.limits)
        self.runs[need] = Lost("unavailable", CROWDED) if crowded else self._told(seen)

    def _told(self, seen: Seen) -> Seen:
        return explained(seen, self.limits.memory_mb) if isinstance(seen, Observation) else seen


def is_crowded(workers: CudaWorkers, limits: Limits) -> bool:
    """Whether trusted code, too, does not get the memory that a submission may have."""
    try:
        worker = workers.hire(limits, TRUSTED)
    except NoGpu:
        return True
    try:
        source = ALLOCATE.format(bytes=limits.memory_mb << 20)
        worker.load(Load("probe", "probe.py", {"probe.py": source}))
        seen = worker.observe(Ask(Case({}, "float32", 0), "probe"))
    finally:
        workers.leave(worker, keep=False)
    return trouble_of(seen) is Trouble.MEMORY


def kept_apart(
    cpu: Loaded | None, cuda: Loaded | None
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The layers that held, and why others did not, with those of the worker on the GPU."""
    cpu = cpu or Loaded()
    layers, missing = ("process", *cpu.layers), dict(cpu.missing_layers)
    if cuda is None:
        return layers, missing
    lacking = {
        f"cuda: {layer}": cuda.missing_layers.get(layer, "")
        for layer in cpu.layers
        if layer not in cuda.layers
    }
    return (*layers, SHARED), {**missing, **lacking, **WITHOUT}


class MissingDevices(Mapping[str, str]):
    """Why devices cannot be used, by name. CUDA is tried only when somebody asks about it."""

    def __init__(self, missing: Mapping[str, str], why_not: Callable[[], str]) -> None:
        self._missing, self._why_not = dict(missing), why_not
        self._tried = CUDA in self._missing

    def __getitem__(self, name: str) -> str:
        if name == CUDA and not self._tried:
            if reason := self._why_not():
                self._missing[CUDA] = f"CUDA does not run in the sandbox here: {reason}"
            self._tried = True
        return self._missing[name]

    def __iter__(self) -> Iterator[str]:
        self.get(CUDA)
        return iter(self._missing)

    def __len__(self) -> int:
        return sum(1 for _ in self)
