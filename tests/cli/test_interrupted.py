"""`grade` that is interrupted ends at once, and leaves no process and no file."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

REPOSITORY = Path(__file__).parents[2]
HANGS = """
import time

class LinearRegressionModel:
    pass

def train_one_epoch(model, loader, criterion, optimizer, device):
    time.sleep(600)

def validate(model, loader, criterion, device):
    time.sleep(600)

def predict(model, inputs):
    time.sleep(600)
"""
WAIT_S = 0.05


@pytest.fixture
def judge(tmp_path) -> Iterator[subprocess.Popen[str]]:
    """A `grade` whose submission hangs, in a group of its own, as a shell starts it."""
    for folder in ("temporary", "cache", "home"):
        (tmp_path / folder).mkdir()
    (tmp_path / "anna.py").write_text(HANGS, encoding="utf-8")
    command = "from grader.cli import main; main()"
    arguments = "exercise03", "--submission", str(tmp_path / "anna.py")
    json_file = "--json", str(tmp_path / "report.json")
    places = {"TMPDIR": "temporary", "XDG_CACHE_HOME": "cache", "HOME": "home"}
    process = subprocess.Popen(
        [sys.executable, "-c", command, *arguments, *json_file],
        cwd=REPOSITORY,
        env={**os.environ, **{name: str(tmp_path / place) for name, place in places.items()}},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    yield process
    process.kill()
    process.communicate()


def children_of(pid: int) -> list[int]:
    """Of a process that may have ended: then it has none."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
        lists = [Path(f"/proc/{pid}/task/{thread}/children").read_text() for thread in threads]
    except FileNotFoundError:
        return []
    return [int(child) for listed in lists for child in listed.split()]


def await_worker(judge: subprocess.Popen[str]) -> tuple[int, int]:
    """Wait until the submission runs: handles of the zygote and of a worker."""
    itself = os.pidfd_open(judge.pid)
    while not (workers := [w for z in children_of(judge.pid) for w in children_of(z)]):
        assert not select.select([itself], [], [], WAIT_S)[0], judge.communicate()
    os.close(itself)
    (zygote,) = children_of(judge.pid)
    return os.pidfd_open(zygote), os.pidfd_open(workers[0])


def has_ended(process: int) -> bool:
    """Wait for the end of a process that is not our child; whether it came in a minute."""
    came = bool(select.select([process], [], [], 60)[0])
    os.close(process)
    return came


def test_the_keyboard(judge, tmp_path):
    """Ctrl-C waits for no worker, and is no verdict."""
    zygote, worker = await_worker(judge)

    os.killpg(judge.pid, signal.SIGINT)
    said = judge.communicate()

    assert (judge.returncode, *said) == (130, "", "Interrupted.\n")
    assert has_ended(zygote)
    assert has_ended(worker)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "report.json").exists()


def test_a_signal_to_end(judge, tmp_path):
    """As a system sends it that shuts down, or a job that was cancelled."""
    zygote, worker = await_worker(judge)

    judge.send_signal(signal.SIGTERM)
    said = judge.communicate()

    assert (judge.returncode, *said) == (-signal.SIGTERM, "", "")
    assert has_ended(worker)
    assert has_ended(zygote)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "report.json").exists()


def test_a_kill(judge, tmp_path):
    """Nobody can clear away after himself then: the zygote does."""
    zygote, worker = await_worker(judge)

    judge.kill()
    judge.communicate()

    assert has_ended(worker)
    assert has_ended(zygote)
    assert list((tmp_path / "temporary").iterdir()) == []
