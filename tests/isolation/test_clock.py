"""The time of a worker, as the judge counts it: with real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from grader.isolation.clock import Clock, Overtime

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

BUSY = "print(flush=True)\nwhile True: pass"
NEVER = 1000.0


def start(program: str, **options: object) -> subprocess.Popen[bytes]:
    """A process that has begun with what it does."""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, **options)
    process.stdout.readline()
    return process


@pytest.fixture
def stopped() -> Iterator[int]:
    """A process that does nothing: it is stopped."""
    with subprocess.Popen(["sleep", "600"]) as process:
        process.send_signal(signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        yield process.pid
        process.kill()


@pytest.fixture
def busy() -> Iterator[int]:
    """A process that computes."""
    with start(BUSY) as process:
        yield process.pid
        process.kill()


@pytest.fixture
def crowded() -> Iterator[int]:
    """A process that would compute, on a processor that another one has nearly for itself."""
    one = {min(os.sched_getaffinity(0))}
    with start(BUSY, preexec_fn=lambda: os.sched_setaffinity(0, one)) as other:
        modest = f"import os\nos.sched_setaffinity(0, {one})\nos.nice(19)\n{BUSY}"
        with start(modest) as process:
            yield process.pid
            process.kill()
        other.kill()


@pytest.fixture
def silent() -> Iterator[int]:
    """A descriptor from which nothing ever comes."""
    reader, writer = os.pipe()
    yield reader
    os.close(reader)
    os.close(writer)


def wait(clock: Clock, descriptor: int, times: int) -> None:
    for _ in range(times):
        clock.wait([descriptor])


def test_a_worker_that_sleeps_uses_its_time(stopped, silent):
    """What it sleeps is its own time, and it is said that it slept."""
    clock = Clock(stopped, 0.2)

    with pytest.raises(Overtime) as told:
        wait(clock, silent, 10)

    assert (told.value.slept, told.value.delayed) == (True, False)


def test_a_worker_that_computes_uses_its_time(busy, silent):
    """It is said that it was running."""
    clock = Clock(busy, 0.2, from_now=True)

    with pytest.raises(Overtime) as told:
        wait(clock, silent, 400)

    assert (told.value.slept, told.value.delayed) == (False, False)


def test_a_worker_that_stands_in_line_uses_no_time(crowded, silent):
    """As long as other processes have the processor: it would have used it up three times."""
    clock = Clock(crowded, 0.5, from_now=True)

    wait(clock, silent, 30)

    assert not clock.wait([silent])  # nor does it raise


def test_a_worker_that_is_never_let_to_work_was_delayed(crowded, silent):
    """In the end somebody must stop waiting; that is the machine's fault, not the worker's."""
    clock = Clock(crowded, 0.05, from_now=True)

    with pytest.raises(Overtime) as told:
        wait(clock, silent, 1000)

    assert told.value.delayed


def test_what_is_there_already_costs_nothing(stopped, silent):
    """It was the judge who came late."""
    reader, writer = os.pipe()
    os.write(writer, b"x")
    clock = Clock(stopped, NEVER)

    wait(clock, reader, 100)
    os.close(reader)
    os.close(writer)

    assert clock.used() == 0.0


def test_the_time_between_answers_costs_nothing(stopped, silent):
    """The judge has other things to do than to wait; what was used before stays used."""
    clock = Clock(stopped, NEVER)
    wait(clock, silent, 2)
    used_s = clock.used()

    clock.start()

    assert clock.used() == pytest.approx(used_s, abs=0.01)


def test_time_of_others_is_charged(stopped):
    """A second process that does a part of the work uses the same time."""
    clock = Clock(stopped, 0.5)

    clock.charge(0.4)

    assert clock.used() == 0.4


def test_a_process_that_has_ended_uses_no_more(silent):
    """The clock may be asked once more when the kernel has forgotten it."""
    process = subprocess.Popen(["true"])
    clock = Clock(process.pid, NEVER, from_now=True)
    process.wait()

    assert clock.used() == 0.0
