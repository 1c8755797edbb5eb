"""Runs on the GPU: tried again where that is fair, explained, and told from the grader's own fault.

The CPU stands in for the GPU; submissions raise the errors that torch would raise.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.cases import DeviceRecipe
from grader.course import load_course, load_exercise
from grader.grading import Implementation, Kind, Need, NotStarted, TaskPlan, judge_check
from grader.grading.budget import Budget
from grader.grading.on_cuda import (
    CROWDED,
    SHARED,
    WITHOUT,
    MissingDevices,
    OnCuda,
    is_crowded,
    is_on_cuda,
    kept_apart,
    owner_of,
)
from grader.grading.scenario import plan_task
from grader.isolation import CudaWorkers, Limits, Zygote
from grader.isolation.gpu import Places
from grader.reports import Status
from grader.vocabulary import vocabulary_for
from grader.wire import Load, Loaded, Lost, Observation, Variation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

ROOT = Path(__file__).parents[2]
LIMITS = Limits(time_s=5.0, memory_mb=512, submission_s=20.0)
RIGHT = "    return [1.0] * 3"
DEAD = "RuntimeError('CUDA error: device-side assert triggered')"
MEMORY = "torch.OutOfMemoryError('CUDA out of memory. Tried to allocate 2 GiB')"
STOPPED = "A kernel on the GPU stopped on an index out of range"


@pytest.fixture(scope="module")
def plan() -> TaskPlan:
    """A task with a few cases; what it is about does not matter here."""
    exercise = load_exercise(load_course(ROOT), "exercise03", vocabulary_for)
    task = next(task for task in exercise.tasks if task.name == "predict")
    return plan_task(exercise, task, 0)


@pytest.fixture
def workers(zygote: Zygote, tmp_path: Path) -> Iterator[Callable[..., CudaWorkers]]:
    """A pool of workers on a device, with one place."""
    pools: list[CudaWorkers] = []

    def make(device: str = "cpu") -> CudaWorkers:
        fork = lambda limits, sandboxed, blocking: zygote.fork(  # noqa: E731
            limits, sandboxed, device, blocking
        )
        pools.append(CudaWorkers(fork, Places(tmp_path / "gpu"), "1"))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def submission(body: str, kind: Kind = Kind.SUBMISSION) -> Implementation:
    source = f"import os\nimport torch\n\ncount = 0\n\ndef predict(*args, **kwargs):\n{body}\n"
    return Implementation(kind, "anna.py", Load("exercise", "anna.py", {"anna.py": source}))


def ran(
    pool: CudaWorkers, plan: TaskPlan, body: str, cases: int = 3, **limits: float
) -> tuple[OnCuda, list[Observation | Lost]]:
    scenario = plan.scenarios[0]
    needs = [(scenario, Need(scenario.name, index, Variation())) for index in range(cases)]
    chosen = replace(LIMITS, **limits)
    runs = OnCuda(pool, chosen, submission(body), plan, Budget(chosen.submission_s))
    runs.run(needs)
    return runs, [runs.runs[need] for _, need in needs]


def after(first: int, then: str) -> str:
    """A task that is right `first` times in a worker, and then does something else."""
    lines = ["    global count", "    count += 1", f"    if count > {first}:", f"        {then}"]
    return "\n".join([*lines, RIGHT])


def messages(seen: list[Observation | Lost]) -> list[str]:
    return [
        one.message if isinstance(one, Lost) else one.raised.message if one.raised else "right"
        for one in seen
    ]


def test_all_runs_share_a_worker(workers, plan):
    """Where nothing goes wrong one worker does them all, and says which layers hold."""
    runs, seen = ran(workers(), plan, after(2, "raise ValueError('the third')"))

    assert messages(seen) == ["right", "right", "the third"]
    assert "seccomp" in (*runs.loaded.layers, *runs.loaded.missing_layers)


def test_an_assertion_fails_its_own_case_only(workers, plan):
    """After it the worker is of no use: the cases behind it get another."""
    once = f"if 'CUDA_LAUNCH_BLOCKING' not in os.environ: raise {DEAD}"

    _, seen = ran(workers(), plan, after(1, once))

    assert [message.startswith(STOPPED) for message in messages(seen)] == [False, True, False]


def test_an_assertion_is_looked_for_again_where_the_line_shows(workers, plan):
    """Once, in a worker that waits for each kernel."""
    blocking = "os.environ.get('CUDA_LAUNCH_BLOCKING', 'no')"
    body = f"    raise RuntimeError('CUDA error: device-side assert triggered ' + {blocking})"
    pool = workers()
    hired: list[bool] = []
    fork = pool._fork
    pool._fork = lambda limits, sandboxed, blocking: (
        hired.append(blocking) or fork(limits, sandboxed, blocking)
    )

    _, seen = ran(pool, plan, body)

    assert hired == [False, True, False, False]
    assert all(message.startswith(STOPPED) for message in messages(seen))


def test_an_assertion_that_comes_once_counts(workers, plan):
    """Code that fails now and then has failed."""
    body = f"    if 'CUDA_LAUNCH_BLOCKING' not in os.environ:\n        raise {DEAD}\n{RIGHT}"

    _, seen = ran(workers(), plan, body, cases=1)

    assert messages(seen)[0].startswith(STOPPED)


def test_too_much_memory_is_the_submissions_own(workers, plan):
    """Where trusted code gets as much as is allowed, nobody else is to blame."""
    _, seen = ran(workers(), plan, f"    raise {MEMORY}", cases=1)

    assert messages(seen) == ["It needed more memory on the GPU than the 512 MB that it may have."]


def test_memory_that_comes_back_is_enough(workers, plan, tmp_path):
    """A run that finds too little is tried once more, in a new worker."""
    pool = workers()
    first = submission(f"    raise {MEMORY}")
    scenario = plan.scenarios[0]
    need = Need(scenario.name, 0, Variation())
    runs = OnCuda(pool, LIMITS, first, plan, Budget(20.0))
    runs._before[need] = Observation()  # it has been tried before

    runs.implementation = submission(RIGHT)
    runs.run([(scenario, need)])

    assert messages([runs.runs[need]]) == ["right"]


def test_a_gpu_that_does_not_start_is_nobodys_fault(workers, plan):
    """Such a check is skipped, with the reason: it neither earns nor costs points."""
    _, seen = ran(workers("nosuchdevice"), plan, RIGHT)

    assert {one.why for one in seen} == {"unavailable"}
    assert "CUDA could not be started" in seen[0].message
    assert "nosuchdevice" in seen[0].message


def test_a_crowded_gpu_is_nobodys_fault(workers):
    """Who cannot get a worker at all finds the GPU full."""
    assert is_crowded(workers("nosuchdevice"), LIMITS)
    assert "other programs" in CROWDED


def test_what_is_unavailable_is_skipped(plan):
    """The judge gives no points and takes none."""
    scenario = plan.scenarios[0]
    check = scenario.checks[0]
    needs = {Need(scenario.name, index, Variation()): index for index in range(2)}
    actual = {need: Lost("unavailable", CROWDED) for need in needs}
    expected = {need: Observation() for need in needs}

    outcome = judge_check(check, scenario, actual, expected, lambda *_: (), NotStarted("", {}))

    assert outcome.status is Status.SKIPPED
    assert outcome.finding.message == CROWDED


def test_a_hang_ends_the_task(workers, plan):
    """As on the CPU: after a timeout the rest is not run."""
    _, seen = ran(workers(), plan, "    while True: pass", time_s=0.5)

    assert [one.why for one in seen] == ["timeout", "timeout", "timeout"]
    assert "It was not run" in seen[1].message


def test_a_spent_budget_ends_the_task(workers, plan):
    """The time of a submission counts over all its tasks, on whatever device."""
    _, seen = ran(workers(), plan, "    os._exit(3)", submission_s=-1.0)

    assert {one.message for one in seen} == {"It was not run: the submission has used up its -1 s."}


def test_crashes_use_up_the_workers(workers, plan):
    """Each crash costs a worker, and a few are all that a task gets."""
    _, seen = ran(workers(), plan, "    os._exit(3)", cases=7)

    assert [one.why for one in seen] == ["exited"] * 5 + ["skipped"] * 2


def test_a_file_that_does_not_load_there_is_told(workers, plan):
    """The error of the import stands for every run."""
    _, seen = ran(workers(), plan, f"{RIGHT}\n\nraise ValueError('not here')")

    assert messages(seen) == ["not here"] * 3


def test_a_run_is_on_cuda_by_its_variation_or_its_case(plan):
    """Where the check moves it, or where the exercise itself names the device."""
    scenario = plan.scenarios[0]
    moved = Need(scenario.name, 0, Variation(device="cuda"))
    back = Need(scenario.name, 0, Variation(device="cpu"))
    plain = Need(scenario.name, 0, Variation())
    drawn = scenario.cases[0]
    case = replace(drawn.case, given={"device": DeviceRecipe("cuda")})
    there = replace(scenario, cases=(replace(drawn, case=case),))

    assert is_on_cuda(scenario, moved)
    assert not is_on_cuda(scenario, plain)
    assert is_on_cuda(there, plain)
    assert not is_on_cuda(there, back)


def test_only_the_same_files_share_a_worker():
    """Two submissions may bear the same name; trusted code is all alike."""
    anna, ben = submission(RIGHT), submission("    return 0")

    assert owner_of(anna) != owner_of(ben)
    assert owner_of(anna) == owner_of(submission(RIGHT))
    assert owner_of(replace(anna, kind=Kind.ALTERNATIVE)) == owner_of(
        replace(ben, kind=Kind.MISCONCEPTION)
    )
    assert owner_of(replace(anna, kind=Kind.MUTANT)) == owner_of(anna)


# what the report says -----------------------------------------------------------------------------

CPU = Loaded(layers=("rlimits", "landlock", "seccomp"), missing_layers={"network": "refused"})


def test_without_a_gpu_the_report_says_nothing_of_it():
    """Most submissions never come near one."""
    assert kept_apart(CPU, None) == (
        ("process", "rlimits", "landlock", "seccomp"),
        {"network": "refused"},
    )
    assert kept_apart(None, None) == (("process",), {})


def test_the_report_says_what_a_worker_on_the_gpu_lacks():
    """Its weaker limits always, a layer that only there does not hold with the reason."""
    cuda = Loaded(layers=("rlimits", "seccomp"), missing_layers={"landlock": "too old"})

    layers, missing = kept_apart(CPU, cuda)

    assert layers == ("process", "rlimits", "landlock", "seccomp", SHARED)
    assert missing == {"network": "refused", "cuda: landlock": "too old", **WITHOUT}


# which devices there are --------------------------------------------------------------------------


def test_cuda_is_tried_only_when_it_is_asked_about():
    """An exercise without a check on CUDA does not pay for its start."""
    tried: list[str] = []
    missing = MissingDevices({"simulated": "no hooks"}, lambda: tried.append("cuda") or "busy")

    assert missing["simulated"] == "no hooks"
    assert tried == []
    assert missing["cuda"] == "CUDA does not run in the sandbox here: busy"
    assert "cuda" in missing
    assert dict(missing).keys() == {"simulated", "cuda"}
    assert tried == ["cuda"]


def test_cuda_that_starts_is_not_missing():
    """Then its checks run."""
    missing = MissingDevices({}, lambda: "")

    assert "cuda" not in missing
    assert len(missing) == 0


def test_cuda_that_is_not_there_is_not_tried():
    """The machine's own reason is told."""
    missing = MissingDevices({"cuda": "no CUDA device"}, lambda: pytest.fail("it was tried"))

    assert missing["cuda"] == "no CUDA device"
