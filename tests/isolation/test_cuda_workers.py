"""Workers that start a device before they are asked: who shares one, who waits, what it costs.

The CPU stands in for the GPU: a worker starts it as it would start CUDA, in the same sandbox.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from grader.cases import Case
from grader.isolation import TRUSTED, CudaWorkers, Limits, NoGpu, Worker, Zygote, zygote
from grader.isolation.gpu import Places
from grader.wire import Ask, Load, Loaded, Lost, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

LIMITS = Limits(time_s=5.0, memory_mb=256)
NOTHING = Case({}, "float64", 0)
LAYERS = (
    *("own-session", "closed-descriptors", "clean-environment"),
    *("network-namespace", "rlimits", "parent-death-signal", "not-dumpable"),
    *("no-new-privileges", "landlock", "capabilities", "seccomp"),
)


@pytest.fixture(scope="module")
def running() -> Iterator[Zygote]:
    """A zygote whose judge chose the second GPU."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUDA_VISIBLE_DEVICES", "1")
        running = Zygote()
    yield running
    running.close()


@pytest.fixture
def pool(running: Zygote, tmp_path: Path) -> Iterator[object]:
    """Make a pool of workers on a device, with places of its own."""
    pools: list[CudaWorkers] = []

    def make(device: str = "cpu", asked: str = "4") -> CudaWorkers:
        fork = lambda limits, sandboxed, blocking: running.fork(  # noqa: E731
            limits, sandboxed, device, blocking
        )
        pools.append(CudaWorkers(fork, Places(tmp_path / "gpu"), asked))
        return pools[-1]

    yield make
    for made in pools:
        made.close()
    assert Places(tmp_path / "gpu").taken() == 0


def run(worker: Worker, body: str) -> Observation | Lost:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    source = f"import mmap, os, socket, time\n\ndef task():\n{lines}\n"
    loaded = worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"task": ()}))
    assert isinstance(loaded, Loaded)
    return worker.observe(Ask(NOTHING, "task", observe=("result",)))


def result(worker: Worker, body: str) -> object:
    seen = run(worker, body)
    assert isinstance(seen, Observation), seen
    assert seen.raised is None, seen.raised
    return seen.part("result")


# who shares a worker ------------------------------------------------------------------------------


def test_what_was_tried_is_the_spare(pool):
    """Whether CUDA starts is found by starting it; that worker then serves the first who asks."""
    workers = pool()

    reason = workers.why_not(LIMITS)
    spare = workers._posts[0].worker
    hired = workers.hire(LIMITS, "anna")

    assert reason == ""
    assert hired is spare


def test_a_submission_keeps_its_worker(pool):
    """All tasks of a submission share one; what was loaded for one is there for the next."""
    workers = pool()
    first = workers.hire(LIMITS, "anna")
    result(first, "os.environ['left'] = 'here'")
    workers.leave(first)

    second = workers.hire(LIMITS, "anna")

    assert second is first
    assert result(second, "return os.environ['left']") == "here"


def test_no_other_submission_gets_it(pool):
    """Whoever comes next finds a worker that has loaded nothing."""
    workers = pool()
    annas = workers.hire(LIMITS, "anna")
    workers.leave(annas)

    bens = workers.hire(LIMITS, "ben")

    assert bens is not annas
    assert bens._pid != annas._pid


def test_trusted_code_shares_one(pool):
    """Without the sandbox, and never the one that a submission has had or will have."""
    workers = pool()
    workers.why_not(LIMITS)
    first = workers.hire(LIMITS, TRUSTED)
    workers.leave(first)

    second = workers.hire(LIMITS, TRUSTED)

    assert second is first
    assert second.load(Load("e", "a.py", {"a.py": ""})).layers == ()


def test_a_spare_is_started_beside(pool):
    """While the judge does something else, the next worker starts."""
    workers = pool()

    workers.ahead(LIMITS)
    hired = workers.hire(LIMITS, "anna")

    assert len(workers._posts) == 1
    assert result(hired, "return 1") == 1


def test_a_spare_with_other_limits_is_left_alone(pool):
    """Memory is limited when a worker is forked: one for another exercise will not do."""
    workers = pool()
    workers.why_not(Limits(memory_mb=100))
    spare = workers._posts[0].worker

    assert workers.hire(LIMITS, "anna") is not spare


def test_a_dead_worker_is_replaced(pool):
    """Who has crashed one gets another."""
    workers = pool()
    first = workers.hire(LIMITS, "anna")
    lost = run(first, "os._exit(3)")
    workers.leave(first)

    second = workers.hire(LIMITS, "anna")

    assert lost.why == "exited"
    assert result(second, "return 1") == 1


def test_a_worker_that_is_not_kept_ends(pool):
    """After an assertion in a kernel nothing more can be computed in that process."""
    workers = pool()
    first = workers.hire(LIMITS, "anna")
    workers.leave(first, keep=False)

    assert first.lost.why == "closed"
    assert workers.hire(LIMITS, "anna") is not first


def test_who_is_done_leaves_the_gpu(pool, tmp_path):
    """After a submission only what serves the next one stays."""
    workers = pool()
    for owner in ("anna", TRUSTED):
        workers.leave(workers.hire(LIMITS, owner))

    workers.dismiss("anna")

    assert [post.owner for post in workers._posts] == [TRUSTED]
    assert Places(tmp_path / "gpu").taken() == 1


# who waits ----------------------------------------------------------------------------------------


def test_an_idle_worker_makes_room(pool):
    """With one place on the GPU, a worker that nobody uses ends for one that is needed."""
    workers = pool(asked="1")
    trusted = workers.hire(LIMITS, TRUSTED)
    workers.leave(trusted)

    hired = workers.hire(LIMITS, "anna")

    assert trusted.lost.why == "closed"
    assert result(hired, "return 1") == 1


def test_a_spare_takes_no_place_that_is_needed(pool):
    """Where there is no room, nothing is started ahead."""
    workers = pool(asked="1")
    workers.hire(LIMITS, "anna")

    workers.ahead(LIMITS)
    workers._starting.result()

    assert len(workers._posts) == 1


def test_waiting_ends_when_the_other_leaves(pool):
    """Two judges share one place: the second works when the first is done, and pays nothing."""
    one, other = pool(asked="1"), pool(asked="1")
    first = one.hire(LIMITS, "anna")

    other.ahead(LIMITS)
    other._starting.result()
    busy = len(other._posts)
    one.leave(first, keep=False)
    hired = other.hire(LIMITS, "ben")

    assert busy == 0
    assert hired.end() < 0.5


# what it costs ------------------------------------------------------------------------------------


def test_the_start_costs_no_time(pool):
    """A task's time counts from its beginning, in a worker that has done others before, too."""
    workers = pool()
    hired = workers.hire(LIMITS, "anna")
    result(hired, "start = time.process_time()\nwhile time.process_time() < start + 0.3: pass")
    used = hired.end()
    workers.leave(hired)

    again = workers.hire(LIMITS, "anna")

    assert used >= 0.25
    assert again.end() < 0.25


def test_time_is_limited_all_the_same(pool):
    """What hangs is stopped, at the line where it is."""
    hired = pool().hire(Limits(time_s=0.5, memory_mb=256), "anna")

    lost = run(hired, "while True: pass")

    assert (lost.why, lost.place) == ("timeout", "anna.py:4")


def test_private_memory_ends_in_an_error(pool):
    """As in an ordinary worker, and the worker goes on."""
    hired = pool().hire(LIMITS, "anna")

    seen = run(hired, "return len(bytearray(300 << 20))")

    assert seen.raised.kind == "MemoryError"
    assert result(hired, "return len(bytearray(100 << 20)) >> 20") == 100


def test_shared_memory_ends_the_worker(pool):
    """What no limit of the kernel stops, the judge sees."""
    hired = pool().hire(LIMITS, "anna")

    lost = run(hired, "m = mmap.mmap(-1, 1 << 30)\nfor i in range(1024): m.write(bytes(1 << 20))")

    assert lost.message == f"It took more than 256 MB of memory at {lost.place} and was stopped."


def test_the_sandbox_is_closed(pool):
    """Every layer that an ordinary worker has, by the same names."""
    workers = pool()
    hired = workers.hire(LIMITS, "anna")

    said = hired.load(Load("e", "a.py", {"a.py": ""}))

    assert set(LAYERS) == {
        *said.layers,
        *said.missing_layers,
    }


def test_a_secret_stays_one(pool, tmp_path):
    """Neither a file outside, nor a socket, nor the judge's environment."""
    (tmp_path / "secret").write_text("42")
    hired = pool().hire(LIMITS, "anna")

    for attack in (
        f"open({str(tmp_path / 'secret')!r})",
        "socket.socket()",
        f"open('/proc/{os.getpid()}/environ')",
    ):
        # The last is refused before the kernel is asked.
        assert run(hired, attack).raised.kind in ("PermissionError", "RuntimeError")


# where CUDA starts --------------------------------------------------------------------------------


def test_cuda_is_hidden_from_who_forks(running):
    """The zygote sees no GPU, whatever the judge was told: it could start CUDA and spoil forks."""
    environment = Path(f"/proc/{running._process.pid}/environ").read_bytes().split(b"\0")

    assert b"CUDA_VISIBLE_DEVICES=" in environment


def test_cuda_is_hidden_from_ordinary_workers(running):
    """What runs on the CPU alone has no GPU to find."""
    worker = running.fork(LIMITS, sandboxed=True)

    assert result(worker, "return os.environ['CUDA_VISIBLE_DEVICES']") == ""
    worker.close()


def test_cuda_shows_where_it_is_to_start(pool):
    """A worker for the GPU sees the one that the judge was told to use."""
    workers = pool()
    body = "return [os.environ.get(n) for n in ('CUDA_VISIBLE_DEVICES', 'CUDA_LAUNCH_BLOCKING')]"

    assert result(workers.hire(LIMITS, "anna"), body) == ("1", None)
    assert result(workers.hire(LIMITS, "anna", blocking=True), body) == ("1", "1")


def test_warming_up_starts_no_cuda():
    """What the zygote does before it forks leaves torch free to start CUDA in a fork."""
    code = """
import json
from grader.isolation import zygote
zygote._warm_up()
import torch
print(json.dumps([torch.cuda.is_initialized(), torch.cuda._is_in_bad_fork()]))
"""
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}

    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)

    assert json.loads(done.stdout) == [False, False], done.stderr


def test_a_zygote_with_cuda_does_not_serve(monkeypatch):
    """Forks of a process that has started CUDA would all fail, one by one, with a strange error."""
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)

    with pytest.raises(RuntimeError) as raised:
        zygote._facts({})

    assert str(raised.value) == "CUDA has been started in the process that forks workers"


def test_looking_for_cuda_happens_in_a_child():
    """Where looking may start CUDA, it does so in a process that ends."""
    seen = zygote._in_a_child(
        lambda: {"cuda": os.environ["CUDA_VISIBLE_DEVICES"]}, {"CUDA_VISIBLE_DEVICES": "GPU-7"}
    )

    assert seen == {"cuda": "GPU-7"}
    assert os.environ.get("CUDA_VISIBLE_DEVICES") != "GPU-7"


def test_looking_that_fails_is_no_device():
    """A child that crashes over it says nothing."""
    assert zygote._in_a_child(lambda: os._exit(3), {}) == {
        "cuda": "looking for a CUDA device failed"
    }


def test_a_device_that_does_not_start_says_why(pool):
    """The reason is torch's own, without what follows its first line."""
    workers = pool("nosuchdevice")

    assert "nosuchdevice" in workers.why_not(LIMITS)
    with pytest.raises(NoGpu, match="nosuchdevice"):
        workers.hire(LIMITS, "anna")
    with pytest.raises(NoGpu, match="nosuchdevice"):
        workers.hire(LIMITS, TRUSTED)


@pytest.mark.skipif(torch.version.cuda is not None, reason="this torch can start CUDA")
def test_torch_without_cuda_says_so(running):
    """Nothing hangs or crashes on a machine without CUDA."""
    assert running.cuda.why_not(LIMITS) == "Torch not compiled with CUDA enabled"
