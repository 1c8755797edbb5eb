"""A worker writes to its own folder only; the judge watches it and leaves nothing of it."""

import os
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator

import pytest

from grader.cases import Case, FolderRecipe
from grader.errors import InfrastructureError
from grader.isolation import Limits, Worker, Zygote
from grader.isolation.scratch import MAX_DEPTH, MAX_ENTRIES, Overfull, Scratch, empty
from grader.wire import Ask, Load, Lost

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

CASE = Case({"folder": FolderRecipe()}, "float64", 0)


@pytest.fixture(params=[True, False], ids=["sandboxed", "trusted"])
def worker(zygote, request) -> Iterator[Worker]:
    """Both find the same folder."""
    forked = zygote.fork(Limits(10.0), sandboxed=request.param)
    yield forked
    forked.close()


@pytest.fixture
def sandboxed(zygote) -> Iterator[Worker]:
    forked = zygote.fork(Limits(10.0), sandboxed=True)
    yield forked
    forked.close()


def write(worker: Worker, body: str) -> None:
    """Let a worker load a task with this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    source = f"import os, tempfile\nimport torch\n\ndef task(folder):\n{lines}\n"
    worker.load(Load("exercise", "anna.py", {"anna.py": source}))


def run(worker: Worker, body: str):
    write(worker, body)
    return worker.observe(Ask(CASE, "task", observe=("result",)))


def test_a_checkpoint_can_be_written_and_read(worker):
    """As a lesson on checkpoints does it."""
    body = """
torch.save({'epoch': 3}, folder / 'last.pt')
return torch.load(folder / 'last.pt', weights_only=True)
"""

    seen = run(worker, body)

    assert seen.part("result.epoch") == 3
    assert seen.part("folder") == ("last.pt",)


def test_a_library_finds_a_place_for_its_own_files(worker):
    """Beside the run's folder, which stays empty."""
    body = """
with tempfile.NamedTemporaryFile() as file:
    file.write(b'x')
return os.listdir('.')
"""

    seen = run(worker, body)

    assert seen.part("result") == ("folder",)


def test_a_run_does_not_see_the_files_of_the_one_before(worker):
    """Nor those that it wrote beside its folder."""
    body = """
found = os.listdir(folder) + os.listdir('.')
(folder / 'left').touch()
open('left', 'w').close()
return found
"""
    write(worker, body)
    ask = Ask(CASE, "task", observe=("result",))

    seen = [worker.observe(ask).part("result") for _ in range(3)]

    assert seen == [("folder",)] * 3


@pytest.mark.parametrize("place", ["/tmp", "/var/tmp", "../..", "/dev/shm"])
def test_a_submission_writes_nowhere_else(sandboxed, place):
    """Neither where everybody may, nor beside its own folder's folder."""
    seen = run(sandboxed, f"open(os.path.join({place!r}, 'zerograd-test'), 'w')")

    assert seen.raised.kind == "PermissionError"


def test_a_figure_can_be_saved(worker):
    """Without a display, and without looking for fonts."""
    pytest.importorskip("matplotlib")
    body = """
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([3, 2, 1], label='loss')
figure.savefig(folder / 'loss.png')
return (folder / 'loss.png').read_bytes()[1:4].decode()
"""

    seen = run(worker, body)

    assert (seen.part("result"), seen.part("folder"), seen.warnings) == ("PNG", ("loss.png",), ())


def test_too_many_bytes_end_the_run(sandboxed):
    """Each file has its own limit; all of them together have another."""
    body = "for i in range(10**6):\n    (folder / str(i)).write_bytes(bytes(2**20))"

    seen = run(sandboxed, body)

    message = "It wrote more than 64 MB or 1000 files at anna.py:6 and was stopped."
    assert seen == Lost("crashed", message, "anna.py:6")


def test_a_folder_nested_beyond_any_path_is_removed(zygote):
    """A hostile submission makes one; the judge neither recurses nor runs out of descriptors."""
    forked = zygote.fork(Limits(10.0), sandboxed=True)
    place = forked._scratch.path
    run(forked, "for _ in range(20000):\n    os.mkdir('deeper')\n    os.chdir('deeper')")

    forked.close()

    assert not place.exists()


def test_nothing_is_left_of_a_worker(worker):
    """However its run ended."""
    run(worker, "(folder / 'left').touch()\nos._exit(0)")

    assert not worker._scratch.path.exists()


def test_nothing_is_left_when_the_judge_is_killed(tmp_path):
    """The zygote clears away after it."""
    program = (
        "import os, time\n"
        "from grader.isolation import Limits, Zygote\n"
        "zygote = Zygote()\n"
        "zygote.fork(Limits(), sandboxed=True)\n"
        "print(zygote._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    # The zygote holds the other end of the pipe no longer than it lives; nobody else waits for it.
    wait_for_the_end_of(int(done.stdout))

    assert list(tmp_path.iterdir()) == []


def wait_for_the_end_of(pid: int) -> None:
    """Wait for a process that is not our child."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    select.select([descriptor], [], [], 60)
    os.close(descriptor)


def test_no_place_for_temporary_files_is_said(monkeypatch, tmp_path):
    """It is the machine's fault: no submission gets a zero for it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))

    with pytest.raises(InfrastructureError, match="there is no place for temporary files"):
        Zygote()


def test_nothing_is_left_where_nothing_could_be_started(monkeypatch, tmp_path):
    """The interpreter may be closed to the user who grades."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")

    with pytest.raises(FileNotFoundError, match="/nonexistent/python"):
        Zygote()

    assert list(tmp_path.iterdir()) == []


def test_much_is_moved_aside_at_once(tmp_path):
    """Whoever waits for a verdict does not wait until tens of thousands of files are removed."""
    scratch = Scratch(tmp_path / "1")
    for index in range(1000):
        (tmp_path / "1" / str(index)).mkdir()

    scratch.remove()
    is_there = scratch.path.exists()
    for thread in threading.enumerate():
        if thread.name == f"remove {tmp_path / '1.ended'}":
            thread.join()

    assert not is_there
    assert list(tmp_path.iterdir()) == []


def test_two_may_empty_a_folder_together(tmp_path, monkeypatch):
    """At its end the zygote removes all that is left, and the judge may still be at it."""
    unlink, rmdir = os.unlink, os.rmdir
    (tmp_path / "scratch" / "a" / "b").mkdir(parents=True)
    (tmp_path / "scratch" / "a" / "b" / "file").touch()

    def twice(remove):
        def both(name: str, dir_fd: int) -> None:
            remove(name, dir_fd=dir_fd)
            remove(name, dir_fd=dir_fd)

        return both

    monkeypatch.setattr(os, "unlink", twice(unlink))
    monkeypatch.setattr(os, "rmdir", twice(rmdir))
    empty(tmp_path / "scratch")

    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_worker_without_its_folder_is_not_the_judges_end(tmp_path, monkeypatch):
    """Without the sandbox it may remove that, and then there is nothing to be counted."""
    monkeypatch.setattr("grader.isolation.scratch.POLL_S", 0.0)
    scratch = Scratch(tmp_path / "1")
    empty(scratch.path)
    scratch.path.rmdir()

    scratch.check()
    scratch.remove()

    assert list(tmp_path.iterdir()) == []


def test_a_scratch_with_many_files_is_overfull(tmp_path, monkeypatch):
    """Empty files and folders take room too."""
    monkeypatch.setattr("grader.isolation.scratch.POLL_S", 0.0)
    scratch = Scratch(tmp_path / "1")
    for index in range(MAX_ENTRIES):
        (tmp_path / "1" / str(index)).touch()

    with pytest.raises(Overfull, match="more than 64 MB or 1000 files"):
        scratch.check()


def test_folders_that_are_nested_too_deep_are_overfull(tmp_path, monkeypatch):
    """Beyond the length of a path nobody would find the files in them."""
    monkeypatch.setattr("grader.isolation.scratch.POLL_S", 0.0)
    scratch = Scratch(tmp_path / "1")
    (tmp_path / "1" / "/".join(["x"] * (MAX_DEPTH + 1))).mkdir(parents=True)

    with pytest.raises(Overfull, match=r"^folders more than 32 deep$"):
        scratch.check()


def test_looking_closes_what_it_opens(tmp_path, monkeypatch):
    """Every twentieth of a second it is looked at, each time into every folder."""
    monkeypatch.setattr("grader.isolation.scratch.POLL_S", 0.0)
    scratch = Scratch(tmp_path / "1")
    (tmp_path / "1" / "a" / "b").mkdir(parents=True)
    before = os.listdir("/proc/self/fd")

    scratch.check()

    assert len(os.listdir("/proc/self/fd")) == len(before)


def test_emptying_never_leaves_the_folder(tmp_path, monkeypatch):
    """If what it is in has been moved elsewhere meanwhile, it goes no further."""
    unlink = os.unlink
    (tmp_path / "scratch" / "a" / "b").mkdir(parents=True)
    (tmp_path / "scratch" / "a" / "b" / "file").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine").touch()

    def move_and_unlink(name: str, dir_fd: int) -> None:
        (tmp_path / "scratch" / "a" / "b").rename(tmp_path / "elsewhere" / "b")
        unlink(name, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", move_and_unlink)
    with pytest.raises(OSError, match=r"^b has been moved$"):
        empty(tmp_path / "scratch")

    assert (tmp_path / "elsewhere" / "mine").exists()


def test_a_closed_folder_is_emptied(tmp_path):
    """A submission may take its own rights away."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "file").touch()
    (tmp_path / "closed").chmod(0)

    empty(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_link_is_removed_and_not_followed(tmp_path):
    """What it leads to is somebody else's."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    (tmp_path / "scratch").mkdir()
    (tmp_path / "scratch" / "link").symlink_to(tmp_path / "mine")

    empty(tmp_path / "scratch")

    assert (tmp_path / "mine" / "file").exists()
    assert list((tmp_path / "scratch").iterdir()) == []
