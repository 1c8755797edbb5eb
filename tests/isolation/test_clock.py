"""The time of a worker, as the judge counts it."""

import itertools
import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from grader.isolation.clock import POLL_S, Clock, Overtime


@pytest.fixture
def sleeper() -> Iterator[int]:
    """A process that does nothing: it is stopped."""
    with subprocess.Popen(["sleep", "600"]) as process:
        process.send_signal(signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        yield process.pid
        process.kill()


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch):
    """Let the judge look at its own clock only every so many seconds."""

    def every(seconds: float) -> None:
        ticks = itertools.count(step=seconds)
        monkeypatch.setattr("grader.isolation.clock.time.monotonic", lambda: next(ticks))

    return every


def look(clock: Clock, times: int) -> None:
    for _ in range(times):
        clock.check()


def test_a_worker_that_sleeps(sleeper, ticking):
    """What it sleeps is its own time."""
    ticking(2 * POLL_S)
    clock = Clock(sleeper, 0.5)

    with pytest.raises(Overtime) as told:
        look(clock, 10)

    assert told.value.slept


def test_a_judge_that_had_to_wait(sleeper, ticking):
    """While other processes had the processor, nobody knows how long the worker slept."""
    ticking(3.0)
    clock = Clock(sleeper, 0.5)

    clock.check()

    assert clock.used() < 0.5


def test_the_backstop(sleeper, ticking):
    """In the end a worker that does not answer is stopped, however busy the machine is."""
    ticking(3.0)
    clock = Clock(sleeper, 0.5)

    with pytest.raises(Overtime):
        look(clock, 4)
