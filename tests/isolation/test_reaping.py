"""Nothing outlives whoever started it: of a worker nothing is left, nor of a judge.

Where the sandbox forbids processes a submission cannot make any. These workers are trusted ones,
which can: they are what a submission is on a machine without that layer.
"""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cases import Case
from grader.isolation import Limits, Worker, Zygote
from grader.wire import Ask, Load, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

NOTHING = Case({}, "float64", 0)
DAEMON = """
import os, time

def linger():
    '''Go on, whatever happens to the others.'''
    for number in range(3, 64):
        try: os.close(number)
        except OSError: pass
    time.sleep(600)

def task():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            linger()
        os._exit(0)
    os.wait()
    return 'left'
"""
SIBLINGS = """
import os, time

def task():
    for _ in range(20):
        if os.fork() == 0:
            time.sleep(600)
    return 'left'
"""
# At most 2**6 processes, each in a session of its own, which go on forking for a while.
BOMB = """
import os, time

def task():
    for _ in range(6):
        if os.fork() == 0:
            os.setsid()
    time.sleep(600)
"""
STUBBORN = """
import os, signal, time

def task():
    if os.fork() == 0:
        os.setsid()
        for number in {*range(1, 32)} - {9, 19}:
            signal.signal(number, signal.SIG_IGN)
        os.kill(os.getpid(), 19)
        time.sleep(600)
    return 'left'
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    running = Zygote()
    running.missing_devices  # noqa: B018  it is ready
    yield running
    running.close()


def working(zygote: Zygote, source: str, time_s: float = 5.0) -> Worker:
    worker = zygote.fork(Limits(time_s), sandboxed=False)
    worker.load(Load("exercise", "anna.py", {"anna.py": source}))
    return worker


def run(worker: Worker) -> object:
    return worker.observe(Ask(NOTHING, "task", observe=("result",)))


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("source", [DAEMON, SIBLINGS, STUBBORN], ids=["daemon", "many", "stopped"])
def test_processes_that_were_left_behind_end_with_their_worker(zygote, source):
    """Whatever session they are in, and whatever signals they do not hear."""
    worker = working(zygote, source)
    seen = run(worker)

    worker.close()

    assert isinstance(seen, Observation)
    assert seen.part("result") == "left"
    assert children_of(zygote._process.pid) == []


def test_processes_that_go_on_forking_end_with_their_worker(zygote):
    """They are stopped first: while one is killed another one makes more."""
    worker = working(zygote, BOMB, time_s=1.0)

    lost = run(worker)

    assert lost.why == "timeout"
    assert children_of(zygote._process.pid) == []


def test_other_workers_go_on(zygote):
    """Only what belongs to no worker is ended."""
    other = working(zygote, SIBLINGS)
    run(other)

    working(zygote, DAEMON).close()
    seen = run(other)
    other.close()

    assert isinstance(seen, Observation)
    assert seen.part("result") == "left"


def test_a_zygote_that_is_closed_ends_what_its_workers_left_behind():
    """They are not given to the machine's first process, to live on."""
    zygote = Zygote()
    worker = working(zygote, DAEMON)
    run(worker)
    (daemon,) = {*children_of(zygote._process.pid)} - {worker._pid}
    ended = os.pidfd_open(daemon)

    zygote.close()
    has_ended = wait_for(ended)
    forget(worker, ended)

    assert has_ended


def test_a_worker_ends_with_a_killed_zygote():
    """The kernel runs out of memory and picks the zygote: no worker goes on without it."""
    zygote = Zygote()
    worker = zygote.fork(Limits(), sandboxed=True)
    ended = os.pidfd_open(worker._pid)

    zygote._process.kill()
    has_ended = wait_for(ended)
    zygote.close()
    forget(worker, ended)

    assert has_ended


# The judge starts a zygote and a worker that computes without end, then says who they are.
JUDGE = """
import os, sys, threading, time
from grader.cases import Case
from grader.isolation import Limits, Zygote
from grader.wire import Ask, Load

zygote = Zygote()
worker = zygote.fork(Limits(600.0), sandboxed=True)
worker.load(Load("exercise", "anna.py", {"anna.py": "def task():\\n    while True: pass\\n"}))
print(zygote._process.pid, worker._pid, flush=True)
try:
    worker.observe(Ask(Case({}, "float64", 0), "task"))
finally:
    zygote.close()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_nothing_is_left_of_a_judge_that_is_ended(tmp_path, how):
    """Neither zygote nor worker, nor a file, however it is ended and whatever the worker does."""
    judge = subprocess.Popen(
        [sys.executable, "-c", JUDGE],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    both = [os.pidfd_open(int(pid)) for pid in judge.stdout.readline().split()]

    judge.send_signal(how)
    judge.communicate()
    have_ended = [wait_for(process) for process in both]
    os.close(both[0])
    os.close(both[1])

    assert have_ended == [True, True]
    assert list(tmp_path.iterdir()) == []


def test_the_keyboard_interrupts_the_judge_alone(tmp_path):
    """A terminal sends the signal to the whole group; the zygote ends with the judge."""
    judge = subprocess.Popen(
        [sys.executable, "-c", JUDGE],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    judge.stdout.readline()

    os.killpg(judge.pid, signal.SIGINT)
    _, said = judge.communicate()

    assert said.count("Traceback") == 1  # the judge's own
    assert list(tmp_path.iterdir()) == []


def forget(worker: Worker, process: int) -> None:
    """Close what is ours of a worker that ended with its zygote."""
    worker._channel.close()
    worker._traces.close()
    os.close(process)


def wait_for(process: int) -> bool:
    """Wait for the end of a process that is not our child; whether it came in a minute."""
    return bool(select.select([process], [], [], 60)[0])
