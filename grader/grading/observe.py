"""Run implementations on the cases of a task, and collect what they left behind."""

from __future__ import annotations

import contextlib
import copy
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from grader.cases import Case, DeviceRecipe
from grader.errors import InfrastructureError
from grader.grading.bank import Bank
from grader.grading.budget import Budget
from grader.grading.implementation import Implementation, Kind
from grader.grading.on_cuda import CUDA, MissingDevices, OnCuda, is_on_cuda, owner_of
from grader.grading.scenario import Need, Scenario, TaskPlan, watched_names
from grader.isolation import Limits, NoGpu, Worker, Zygote
from grader.wire import Ask, Loaded, Lost, Observation, Value, encode_evaluate

Seen = Observation | Lost
RESTARTS = 2  # workers that a submission may crash, a task, before the rest is not run


@dataclass(slots=True)
class Observed:
    """What one implementation did in one task."""

    loaded: Loaded | Lost
    runs: dict[Need, Seen] = field(default_factory=dict)
    on_cuda: Loaded | Lost | None = None  # by the worker on the GPU, if there were runs there
    used_s: float = 0.0  # of the time of the task, by workers on the CPU

    def is_unusable(self, task: str) -> bool:
        """Whether the file could not be loaded, or has no such task."""
        return isinstance(self.loaded, Lost) or bool(self.loaded.raised or self.problem(task))

    def problem(self, task: str) -> str:
        """Why the task could not be called at all, or nothing."""
        return self.loaded.problems.get(task, "") if isinstance(self.loaded, Loaded) else ""


class Bench:
    """Runs implementations: a zygote, the limits of the exercise, and the bank."""

    def __init__(self, zygote: Zygote, limits: Limits, bank: Bank | None) -> None:
        self.zygote, self.limits, self.bank = zygote, limits, bank
        self._evaluator: list[Worker] = []  # one at most; it ends with the zygote
        self._lock = threading.Lock()
        self._missing: Mapping[str, str] | None = None
        self._shared: Budget | None = None  # by all that is not trusted
        self._on_gpu: set[str] = (
            set()
        )  # those of untrusted code that workers on the GPU are kept for

    def observe(
        self, implementation: Implementation, plan: TaskPlan, budget: Budget | None = None
    ) -> Observed:
        """All runs that the checks of a task need, of one implementation.

        Trusted observations come from the bank where it has them. After a crash a new worker goes
        on with the next case; after a timeout the rest is not run. `budget` is the time that is
        left to the submission as a whole.
        """
        runs = self._runs(implementation, plan)
        once = list({need: (scenario, need) for scenario, need in runs.values()}.values())
        on_gpu = [pair for pair in once if is_on_cuda(*pair)]
        elsewhere = [pair for pair in once if pair not in on_gpu]
        budget = budget or Budget(self.limits.submission_s)
        observed = self._from_bank(implementation, (need for _, need in elsewhere))
        if observed is None:
            observed = self._run(implementation, plan, elsewhere, budget)
            self._to_bank(implementation, observed)
        if on_gpu and not observed.is_unusable(plan.task.name):
            self._run_on_gpu(implementation, plan, on_gpu, budget, observed)
        done = observed.runs
        observed.runs = {need: done[run] for need, (_, run) in runs.items() if run in done}
        return observed

    def order(
        self, implementation: Implementation, plan: TaskPlan
    ) -> list[tuple[Scenario, Need, set[Need]]]:
        """Every run of a task on the CPU, as they follow each other; which needs each answers."""
        answers: dict[Need, tuple[Scenario, Need, set[Need]]] = {}
        for need, (scenario, run) in self._runs(implementation, plan).items():
            if not is_on_cuda(scenario, run):
                answers.setdefault(run, (scenario, run, set()))[2].add(need)
        return list(answers.values())

    def _runs(
        self, implementation: Implementation, plan: TaskPlan
    ) -> dict[Need, tuple[Scenario, Need]]:
        """The run that answers each need of a task."""
        return {
            need: (scenario, _run_for(implementation, scenario, need))
            for scenario, need in plan.needs(self.missing_devices)
        }

    def hurried(self, time_s: float) -> Bench:
        """The same bench, on which a task may take so long at most."""
        limits = replace(self.limits, time_s=min(self.limits.time_s, time_s))
        other = Bench(self.zygote, limits, self.bank)
        other._missing = self.missing_devices  # to find out may take longer than that
        return other

    def sharing(self, time_s: float) -> Bench:
        """The same bench, on which whatever a submission runs further takes so long in all."""
        other = copy.copy(self)
        other._shared = Budget(max(time_s, 0.0))
        return other

    @property
    def missing_devices(self) -> Mapping[str, str]:
        """Why each device that cannot be used cannot: it is not there, or not in the sandbox."""
        if self._missing is None:
            missing, cuda = self.zygote.missing_devices, self.zygote.cuda
            self._missing = MissingDevices(missing, lambda: cuda.why_not(self.limits))
        return self._missing

    def start_ahead(self, plans: Iterable[TaskPlan]) -> bool:
        """Have a worker on the GPU started, if any of these tasks needs one; whether one does."""
        needs = (pair for plan in plans for pair in plan.needs(self.missing_devices))
        if not any(is_on_cuda(*pair) for pair in needs):
            return False
        self.zygote.cuda.ahead(self.limits)
        return True

    @contextlib.contextmanager
    def worker(
        self,
        implementation: Implementation,
        task: str,
        parameters: tuple[str, ...],
        limits: Limits | None = None,
        device: str = "",
        used_s: float = 0.0,
    ) -> Iterator[tuple[Worker, Loaded | Lost]]:
        """A worker that has loaded an implementation, and that can compute on a device.

        `used_s`: what earlier workers of the same task have used of its time.

        Raises InfrastructureError if it cannot. Who has one on the GPU must not ask for another:
        there may be room for one only.
        """
        limits = limits or self.limits
        shared = None if implementation.trusted else self._shared
        if shared is not None:
            limits = replace(limits, time_s=min(limits.time_s, shared.left_s))
        kind, kept = implementation.kind.value, self.zygote.trusted
        if device == CUDA:
            worker = self._hire(implementation, limits)
        elif implementation.trusted:
            worker = kept.hire(limits, kind)
        else:
            worker = self.zygote.fork(limits, sandboxed=True)
        worker.charge(used_s)
        try:
            yield worker, worker.load(replace(implementation.load, parameters={task: parameters}))
        finally:
            if shared is not None:
                shared.spend(worker.end())
            if device == CUDA:
                self.zygote.cuda.leave(worker, keep=implementation.trusted)
            elif implementation.trusted:
                kept.leave(worker, kind)
            else:
                worker.close()

    def _hire(self, implementation: Implementation, limits: Limits) -> Worker:
        try:
            return self.zygote.cuda.hire(limits, owner_of(implementation))
        except NoGpu as reason:
            raise InfrastructureError(f"CUDA could not be started: {reason}") from None

    def losses(self, case: Case, states: tuple[Value, ...]) -> tuple[float, ...]:
        """The loss of a case's model with each of these states, computed by trusted code.

        One worker serves many calls; when its time is used up, a fresh one is asked again.
        """
        with self._lock:
            for _ in range(2):
                if not self._evaluator or self._evaluator[0].lost is not None:
                    self._evaluator[:] = [self.zygote.fork(self.limits, sandboxed=False)]
                answer = self._evaluator[0].exchange(encode_evaluate(case, states))
                if isinstance(answer, tuple):
                    return answer
        raise InfrastructureError(f"the loss could not be recomputed: {answer}")

    def close(self) -> None:
        """End the worker that is kept for recomputing losses, and those on the GPU.

        Those of trusted code stay, for the next submission.
        """
        while self._on_gpu:
            self.zygote.cuda.dismiss(self._on_gpu.pop())
        with self._lock:
            for worker in self._evaluator:
                worker.close()
            self._evaluator.clear()

    def _run(
        self,
        implementation: Implementation,
        plan: TaskPlan,
        needs: list[tuple[Scenario, Need]],
        budget: Budget,
    ) -> Observed:
        waiting = list(needs)
        observed: Observed | None = None
        rest = _not_run(None)
        used_s, was_busy = 0.0, False
        for _ in range(1 + RESTARTS):
            if budget.is_spent:
                rest = Lost("timeout", budget.message)
                break
            limits = replace(self.limits, time_s=min(self.limits.time_s, used_s + budget.left_s))
            opened = self.worker(
                implementation, plan.task.name, plan.parameters, limits, used_s=used_s
            )
            with opened as (worker, loaded):
                observed = observed or Observed(loaded)
                if not isinstance(loaded, Lost) and not loaded.raised:
                    _ask_all(worker, implementation, waiting, observed)
                lost, ended_s = worker.lost, worker.end()  # now: soon it may serve another
            budget.spend(ended_s - used_s)
            observed.used_s = used_s = ended_s
            if lost is not None and lost.why == "busy":
                if was_busy:
                    raise InfrastructureError(lost.message)
                waiting, observed, used_s, was_busy = list(needs), None, 0.0, True
                continue
            rest = _not_run(lost)
            if not waiting or observed.is_unusable(plan.task.name):
                return observed
            if lost is not None and lost.why in ("timeout", "protocol"):
                break  # what disturbs the channel does it again, and at a price
        observed = observed or Observed(Loaded())
        for _, need in waiting:
            observed.runs[need] = rest
        return observed

    def _run_on_gpu(
        self,
        implementation: Implementation,
        plan: TaskPlan,
        needs: list[tuple[Scenario, Need]],
        budget: Budget,
        observed: Observed,
    ) -> None:
        """Not kept in the bank: another GPU adds in another order."""
        if not implementation.trusted:
            self._on_gpu.add(owner_of(implementation))
        runs = OnCuda(self.zygote.cuda, self.limits, implementation, plan, budget)
        runs.run(needs)
        observed.runs.update(runs.runs)
        observed.on_cuda = runs.loaded

    def _from_bank(self, implementation: Implementation, needs: Iterable[Need]) -> Observed | None:
        if self.bank is None or not implementation.trusted:
            return None
        runs: dict[Need, Seen] = {}
        for need in needs:
            seen = self.bank.get(_key(implementation, need))
            if seen is None:
                return None
            runs[need] = seen
        return Observed(Loaded(), runs)

    def _to_bank(self, implementation: Implementation, observed: Observed) -> None:
        if self.bank is None or not implementation.trusted:
            return
        for need, seen in observed.runs.items():
            if isinstance(seen, Observation):
                self.bank.put(_key(implementation, need), seen)


def _run_for(implementation: Implementation, scenario: Scenario, need: Need) -> Need:
    """The run that answers a need: the plain one where another device would change nothing.

    On the CPU nothing is moved; and a submission on another device is compared with itself, so of
    the reference that run is not needed at all. Where a check of the task watches for calls, it is
    watched: in every run alike, so that none of them can be told from the others.
    """
    device = need.variation.device
    given = scenario.cases[need.index].case.given.values()
    on_cpu = all(recipe.name == "cpu" for recipe in given if isinstance(recipe, DeviceRecipe))
    if device and not (device == "cpu" and on_cpu) and implementation.kind is not Kind.REFERENCE:
        return need
    watched = replace(need.variation, device="", watch=watched_names(scenario.task))
    return replace(need, variation=watched)


def _ask_all(
    worker: Worker,
    implementation: Implementation,
    waiting: list[tuple[Scenario, Need]],
    observed: Observed,
) -> None:
    """Ask for one run after the other, until all are done or the worker is gone."""
    while waiting and worker.lost is None:
        scenario, need = waiting.pop(0)
        observed.runs[need] = worker.observe(scenario.ask(need, before=implementation.trusted))


def _not_run(before: Lost | None) -> Lost:
    """What became of the runs after those that used up the time, or all the workers."""
    if before is not None and before.why == "timeout":
        return Lost("timeout", "It was not run: an earlier run of this task took too long.")
    return Lost("skipped", "It was not run: the runs before it ended badly.")


class Standby:
    """A trusted worker that loads one implementation after another, so that none costs a fork."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._worker: Worker | None = None
        self._loaded = ""

    def __enter__(self) -> Standby:
        return self

    def __exit__(self, *_: object) -> None:
        if self._worker is not None:
            self._worker.close()

    def seen(self, implementation: Implementation, scenario: Scenario, need: Need) -> Seen:
        """One run of a trusted implementation, from the bank if it is there."""
        if is_on_cuda(scenario, need):
            return self._on_gpu(implementation, scenario, need)
        key, bank = _key(implementation, need), self._bench.bank
        found = bank.get(key) if bank else None
        if found is not None:
            return found
        seen = self._run(implementation, scenario.ask(need, before=False))
        if bank and isinstance(seen, Observation):
            bank.put(key, seen)
        return seen

    def _on_gpu(self, implementation: Implementation, scenario: Scenario, need: Need) -> Seen:
        """One run in the worker that all trusted code shares."""
        bench = self._bench
        task = TaskPlan(scenario.task, (scenario,))
        budget = Budget(bench.limits.submission_s)
        runs = OnCuda(bench.zygote.cuda, bench.limits, implementation, task, budget)
        runs.run([(scenario, need)])
        return runs.runs[need]

    def _run(self, implementation: Implementation, ask: Ask) -> Seen:
        if self._worker is None or self._worker.lost is not None:
            self._worker = self._bench.zygote.fork(self._bench.limits, sandboxed=False)
            self._loaded = ""
        if self._loaded != implementation.name:
            loaded = self._worker.load(implementation.load)
            self._loaded = implementation.name
            if isinstance(loaded, Lost):
                return loaded
        return self._worker.observe(ask)


def _key(implementation: Implementation, need: Need) -> str:
    kind = f"{implementation.kind.value}/{implementation.task}/{implementation.name}"
    return f"{kind}|{need.key}"


def trusted_observation(seen: Mapping[Need, Seen], need: Need, who: str) -> Observation:
    """A run of trusted code, which must have given an observation."""
    found = seen.get(need)
    if isinstance(found, Observation):
        return found
    why = found.message if isinstance(found, Lost) else "it was not run"
    detail = found.place if isinstance(found, Lost) else ""
    raise InfrastructureError(f"{who} gave no observation on {need.key}: {why} {detail}".strip())
