"""Slow libraries are imported once, before workers are forked: those that a course uses."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cases import Case
from grader.isolation import Limits, Zygote, slow_among
from grader.wire import Ask, Load, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

SOURCE = """
import sys

def task():
    ahead = "matplotlib.pyplot" in sys.modules
    import matplotlib.pyplot as plt
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    axes.set_title("Loss")
    figure.canvas.draw()
    return ahead, axes.get_title()
"""


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    running = Zygote()
    yield running
    running.close()


def result_of(zygote: Zygote) -> object:
    """What the task returns in a sandboxed worker."""
    worker = zygote.fork(Limits(10.0), sandboxed=True)
    worker.load(Load("task", "task.py", {"task.py": SOURCE}))
    seen = worker.observe(Ask(Case({}, "float32", 0), "task", observe=("result",)))
    worker.close()
    assert isinstance(seen, Observation)
    assert seen.raised is None
    return seen.part("result")


@pytest.mark.parametrize(
    ("imported", "slow"),
    [
        ({"matplotlib.pyplot"}, {"matplotlib.pyplot"}),
        ({"matplotlib.figure.Figure"}, {"matplotlib.pyplot"}),
        ({"torch.utils.tensorboard.SummaryWriter"}, {"torch.utils.tensorboard"}),
        ({"torch.utils.data", "math", "matplotlibs"}, set()),
    ],
)
def test_what_is_slow(imported, slow):
    """Whatever of a library is imported, and nothing that is named like it."""
    assert slow_among(imported) == slow


def test_a_library_that_was_imported_ahead_works(zygote):
    """A worker in its sandbox draws with it."""
    zygote.import_ahead(["matplotlib.pyplot"])

    assert result_of(zygote) == (True, "Loss")


def test_what_would_be_shown_is_seen(zygote):
    """Drawing on a screen is observed, whenever the library was imported."""
    source = "def task():\n    import matplotlib.pyplot as plt\n    plt.figure()\n    plt.show()\n"
    zygote.import_ahead(["matplotlib.pyplot"])
    worker = zygote.fork(Limits(10.0), sandboxed=True)
    worker.load(Load("task", "task.py", {"task.py": source}))

    seen = worker.observe(Ask(Case({}, "float32", 0), "task", observe=("result",)))
    worker.close()

    assert isinstance(seen, Observation)
    assert "shown" in [event.kind for event in seen.events]


def test_a_library_that_was_not(zygote):
    """A worker imports it by itself."""
    assert result_of(zygote) == (False, "Loss")


def test_the_process_that_forks_stays_on_one_thread(zygote):
    """A fork of a process with more of them may hang."""
    zygote.import_ahead(["matplotlib.pyplot", "torch.utils.tensorboard"])

    result_of(zygote)

    assert len(os.listdir(f"/proc/{zygote._process.pid}/task")) == 1


def test_a_library_that_is_not_installed(zygote):
    """Whoever imports it will be told so; all others are as before."""
    zygote.import_ahead(["matplotlib.no_such_module", "matplotlib.pyplot"])

    assert result_of(zygote) == (True, "Loss")


def test_nothing_is_left_where_temporary_files_lie(tmp_path, monkeypatch):
    """What a library writes when it is imported goes when the grading is over."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    running = Zygote()
    running.import_ahead(["matplotlib.pyplot"])
    result_of(running)

    running.close()

    assert list(Path(tmp_path).iterdir()) == []
