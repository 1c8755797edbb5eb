"""Files are attacked from inside a forked child that closed Landlock alone; some stay readable."""

import os
import shutil
import socket
import sys
from pathlib import Path

import pytest

from grader.isolation.layers import Policy, default_readable, landlock, privileges
from tests.isolation.conftest import catch_own_signal, close_landlock, inside, needs_landlock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file that no policy names."""
    file = tmp_path / "reference.py"
    file.write_text("answer = 42")
    return file


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def test_landlock_hides_files(outside: Path) -> None:
    """A file that the policy does not name cannot be read, listed, written or removed."""
    needs_landlock()
    close = close_landlock()

    assert inside(close, outside.read_text) == "EACCES"
    assert inside(close, lambda: os.listdir(outside.parent)) == "EACCES"
    assert inside(close, lambda: outside.write_text("answer = 0")) == "EACCES"
    assert inside(close, outside.unlink) == "EACCES"
    assert inside(close, lambda: (outside.parent / "new").mkdir()) == "EACCES"
    assert outside.read_text() == "answer = 42"


def test_landlock_guards_truncate(outside: Path) -> None:
    """truncate(2) needs no open file, and is covered all the same."""
    needs_landlock(version=3)

    assert inside(close_landlock(), lambda: os.truncate(outside, 0)) == "EACCES"


def test_landlock_hides_proc() -> None:
    """Neither another process's environment nor one's own can be read."""
    needs_landlock()

    assert inside(close_landlock(), Path("/proc/self/environ").read_bytes) == "EACCES"
    assert inside(close_landlock(), lambda: os.listdir("/proc")) == "EACCES"


def test_landlock_leaves_libraries_readable_only() -> None:
    """The standard library is read, never written."""
    needs_landlock()
    source = Path(os.__file__)

    assert inside(close_landlock(), lambda: len(source.read_text()) > 0) == "True"
    assert inside(close_landlock(), lambda: source.open("a")) == "EACCES"


def test_landlock_leaves_the_bin(scratch: Path) -> None:
    """/dev/null takes output: with it students silence a library."""
    needs_landlock()

    assert inside(close_landlock(), lambda: Path(os.devnull).write_text("noise")) == "5"


def test_landlock_opens_scratch(scratch: Path, outside: Path) -> None:
    """In the scratch files come, go and move; links, pipes and other folders stay shut."""
    needs_landlock(version=2)
    close = close_landlock(scratch)
    (scratch / "a").mkdir()
    (scratch / "a" / "model").write_text("1")

    assert inside(close, lambda: (scratch / "new").write_text("12")) == "2"
    assert inside(close, lambda: (scratch / "a" / "model").rename(scratch / "b").name) == "b"
    assert inside(close, lambda: shutil.rmtree(scratch / "a")) == "None"
    assert inside(close, lambda: (scratch / "link").symlink_to(outside)) == "EACCES"
    assert inside(close, lambda: os.mkfifo(scratch / "pipe")) == "EACCES"
    assert inside(close, lambda: (scratch / ".." / "x").write_text("")) == "EACCES"
    assert sorted(path.name for path in scratch.iterdir()) == ["b", "new"]


def test_landlock_follows_links(scratch: Path, outside: Path) -> None:
    """A link in the scratch does not lead out of it."""
    needs_landlock()
    (scratch / "link").symlink_to(outside)

    assert inside(close_landlock(scratch), (scratch / "link").read_text) == "EACCES"


def test_landlock_refuses_exec() -> None:
    """No program starts, even where seccomp is missing."""
    needs_landlock()

    assert inside(close_landlock(), lambda: os.execv("/bin/true", ["true"])) == "EACCES"


def test_landlock_refuses_tcp() -> None:
    """No TCP, even where seccomp and the namespace are missing."""
    needs_landlock(version=4)

    connect = lambda: socket.create_connection(("127.0.0.1", 9), timeout=1)  # noqa: E731

    assert inside(close_landlock(), connect) == "EACCES"


def test_landlock_refuses_signals() -> None:
    """No signal to the parent, even where seccomp is missing; one to itself arrives."""
    needs_landlock(version=6)

    assert inside(close_landlock(), lambda: os.kill(os.getppid(), 0)) == "EPERM"
    assert inside(close_landlock(), catch_own_signal) == "2"


def test_missing_scratch_is_no_sandbox(tmp_path: Path) -> None:
    """A scratch that does not exist is the caller's mistake: the layer is not in force."""
    needs_landlock()

    assert "No such file" in inside(close_landlock(tmp_path / "nowhere"), lambda: "closed")


def test_readable_leaves_the_course_closed() -> None:
    """Neither the current folder, nor the home folder, nor an editable install is opened."""
    opened = [Path(path) for path in default_readable()]

    closed = [Path.cwd(), Path.home(), REPOSITORY, REPOSITORY / "reference", Path("/proc/self")]

    assert not any(place.resolve().is_relative_to(path) for place in closed for path in opened)


def fake_packages(folder: Path) -> Path:
    packages = folder / "venv" / "site-packages"
    for name in ("solutions", "library"):
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").write_text("answer = 42")
    return packages


def test_hidden_package_stays_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hidden package cannot be read; its neighbours are still found by a late import."""
    needs_landlock()
    packages = fake_packages(tmp_path)
    monkeypatch.syspath_prepend(str(packages))
    chosen = Policy(default_readable(("solutions",)), None, 1 << 30, 9, 9, 64, 9)

    def close() -> None:
        privileges.gain_no_privileges()
        landlock.restrict(chosen)

    assert inside(close, lambda: __import__("library").answer) == "42"
    assert inside(close, (packages / "solutions" / "__init__.py").read_text) == "EACCES"
    assert inside(close, lambda: __import__("solutions").answer) != "42"


def test_hidden_name_that_is_not_installed_costs_nothing() -> None:
    """Folders are opened whole unless something in them is hidden."""
    assert default_readable(("no-such-package",)) == default_readable()
