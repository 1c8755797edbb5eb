"""Run implementations on the cases of a task, and collect what they left behind."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from grader.cases import Case, DeviceRecipe
from grader.errors import InfrastructureError
from grader.grading.bank import Bank
from grader.grading.implementation import Implementation, Kind
from grader.grading.scenario import Need, Scenario, TaskPlan
from grader.isolation import Limits, Worker, Zygote
from grader.wire import Ask, Load, Loaded, Lost, Observation, Value, encode_evaluate

Seen = Observation | Lost
PROBE = "import torch\n\ndef probe():\n    return torch.ones(1, device='{device}').item()\n"
RESTARTS = 2  # workers that a submission may crash, a task, before the rest is not run


@dataclass(slots=True)
class Observed:
    """What one implementation did in one task."""

    loaded: Loaded | Lost
    runs: dict[Need, Seen] = field(default_factory=dict)

    def is_unusable(self, task: str) -> bool:
        """Whether the file could not be loaded, or has no such task."""
        return isinstance(self.loaded, Lost) or bool(self.loaded.raised or self.problem(task))

    def problem(self, task: str) -> str:
        """Why the task could not be called at all, or nothing."""
        return self.loaded.problems.get(task, "") if isinstance(self.loaded, Loaded) else ""


class Budget:
    """The time of its own that a submission may use, over all its tasks."""

    def __init__(self, seconds: float) -> None:
        self.limit_s = self.left_s = seconds
        self._lock = threading.Lock()

    def spend(self, seconds: float) -> None:
        with self._lock:
            self.left_s -= seconds

    @property
    def is_spent(self) -> bool:
        return self.left_s <= 0

    @property
    def message(self) -> str:
        return f"It was not run: the submission has used up its {self.limit_s:g} s."


class Bench:
    """Runs implementations: a zygote, the limits of the exercise, and the bank."""

    def __init__(self, zygote: Zygote, limits: Limits, bank: Bank | None) -> None:
        self.zygote, self.limits, self.bank = zygote, limits, bank
        self._evaluator: Worker | None = None  # ends with the zygote
        self._lock = threading.Lock()
        self._missing: Mapping[str, str] | None = None

    def observe(
        self, implementation: Implementation, plan: TaskPlan, budget: Budget | None = None
    ) -> Observed:
        """All runs that the checks of a task need, of one implementation.

        Trusted observations come from the bank where it has them. After a crash a new worker goes
        on with the next case; after a timeout the rest is not run. `budget` is the time that is
        left to the submission as a whole.
        """
        runs = {
            need: (scenario, _run_for(implementation, scenario, need))
            for scenario, need in plan.needs(self.missing_devices)
        }
        once = list({need: (scenario, need) for scenario, need in runs.values()}.values())
        observed = self._from_bank(implementation, (need for _, need in once))
        if observed is None:
            observed = self._run(
                implementation, plan, once, budget or Budget(self.limits.submission_s)
            )
            self._to_bank(implementation, observed)
        done = observed.runs
        observed.runs = {need: done[run] for need, (_, run) in runs.items() if run in done}
        return observed

    def hurried(self, time_s: float) -> Bench:
        """The same bench, on which a task may take so long at most."""
        limits = replace(self.limits, time_s=min(self.limits.time_s, time_s))
        other = Bench(self.zygote, limits, self.bank)
        other._missing = self.missing_devices  # to find out may take longer than that
        return other

    @property
    def missing_devices(self) -> Mapping[str, str]:
        """Why each device that cannot be used cannot: it is not there, or not in the sandbox."""
        if self._missing is None:
            missing = dict(self.zygote.missing_devices)
            if "cuda" not in missing and (reason := self.why_not("cuda")):
                missing["cuda"] = f"CUDA does not run in the sandbox here: {reason}"
            self._missing = missing
        return self._missing

    def why_not(self, device: str) -> str:
        """Why a sandboxed worker cannot compute on a device, found by trying; or nothing."""
        worker = self.zygote.fork(self.limits, sandboxed=True)
        try:
            worker.load(Load("probe", "probe.py", {"probe.py": PROBE.format(device=device)}))
            seen = worker.observe(Ask(Case({}, "float32", 0), "probe", observe=("result",)))
        finally:
            worker.close()
        if isinstance(seen, Lost):
            return seen.message
        return seen.raised.message.split("\n")[0] if seen.raised else ""

    @contextlib.contextmanager
    def worker(
        self,
        implementation: Implementation,
        task: str,
        parameters: tuple[str, ...],
        limits: Limits | None = None,
    ) -> Iterator[tuple[Worker, Loaded | Lost]]:
        """A worker that has loaded an implementation."""
        worker = self.zygote.fork(limits or self.limits, sandboxed=not implementation.trusted)
        try:
            yield worker, worker.load(replace(implementation.load, parameters={task: parameters}))
        finally:
            worker.close()

    def losses(self, case: Case, states: tuple[Value, ...]) -> tuple[float, ...]:
        """The loss of a case's model with each of these states, computed by trusted code.

        One worker serves many calls; when its time is used up, a fresh one is asked again.
        """
        with self._lock:
            for _ in range(2):
                if self._evaluator is None or self._evaluator.lost is not None:
                    self._evaluator = self.zygote.fork(self.limits, sandboxed=False)
                answer = self._evaluator.exchange(encode_evaluate(case, states))
                if isinstance(answer, tuple):
                    return answer
        raise InfrastructureError(f"the loss could not be recomputed: {answer}")

    def close(self) -> None:
        """End the worker that is kept for recomputing losses."""
        with self._lock:
            if self._evaluator is not None:
                self._evaluator.close()
            self._evaluator = None

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
        for _ in range(1 + RESTARTS):
            if budget.is_spent:
                rest = Lost("timeout", budget.message)
                break
            limits = replace(self.limits, time_s=min(self.limits.time_s, budget.left_s))
            with self.worker(implementation, plan.task.name, plan.parameters, limits) as opened:
                worker, loaded = opened
                observed = observed or Observed(loaded)
                if not isinstance(loaded, Lost) and not loaded.raised:
                    _ask_all(worker, implementation, waiting, observed)
            budget.spend(worker.used_s)
            rest = _not_run(worker.lost)
            if not waiting or observed.is_unusable(plan.task.name):
                return observed
            if worker.lost is not None and worker.lost.why in ("timeout", "protocol"):
                break  # what disturbs the channel does it again, and at a price
        observed = observed or Observed(Loaded())
        for _, need in waiting:
            observed.runs[need] = rest
        return observed

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
    the reference that run is not needed at all.
    """
    device = need.variation.device
    given = scenario.cases[need.index].case.given.values()
    on_cpu = all(recipe.name == "cpu" for recipe in given if isinstance(recipe, DeviceRecipe))
    if (device == "cpu" and on_cpu) or (device and implementation.kind is Kind.REFERENCE):
        return replace(need, variation=replace(need.variation, device=""))
    return need


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
        key, bank = _key(implementation, need), self._bench.bank
        found = bank.get(key) if bank else None
        if found is not None:
            return found
        seen = self._run(implementation, scenario.ask(need, before=False))
        if bank and isinstance(seen, Observation):
            bank.put(key, seen)
        return seen

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
