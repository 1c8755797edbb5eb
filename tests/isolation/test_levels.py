"""Levels of isolation: what each has, what a worker says of it, and what a missing layer stops.

With real zygotes, one a level, and real workers.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cases import Case
from grader.errors import IsolationError
from grader.isolation import LAYERS, Level, Limits, Zygote
from grader.isolation.ground import PROCESSES
from grader.isolation.layers import (
    CLOSING,
    ENVIRONMENT,
    LEVEL_OF,
    OWN,
    cgroup,
    mounts,
)
from grader.isolation.scratch import MAX_BYTES
from grader.wire import Ask, Load, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

LIMITS = Limits(time_s=5.0, memory_mb=256)
NOTHING = Case({}, "float64", 0)
BASE = ("own-session", "closed-descriptors", "clean-environment")


@pytest.fixture(scope="module")
def strict() -> Iterator[Zygote]:
    running = Zygote(Level.STRICT)
    yield running
    running.close()


@pytest.fixture(scope="module")
def bare() -> Iterator[Zygote]:
    """A zygote of which nothing is asked but processes, in an environment with a secret."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_TOKEN", "planted")
        running = Zygote(Level.NONE)
    yield running
    running.close()


def result(zygote: Zygote, body: str) -> object:
    """What a function of a submission with this body returns."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    source = f"import os, threading\nfrom pathlib import Path\n\ndef task():\n{lines}\n"
    worker = zygote.fork(LIMITS, sandboxed=True)
    try:
        worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"task": ()}))
        seen = worker.observe(Ask(NOTHING, "task", observe=("result",)))
    finally:
        worker.close()
    assert isinstance(seen, Observation), seen
    return seen.raised.kind if seen.raised else seen.part("result")


def said(zygote: Zygote) -> tuple[tuple[str, ...], dict[str, str]]:
    """What a worker says of its layers."""
    result(zygote, "return 1")
    return zygote.hello.layers, dict(zygote.hello.missing_layers)


def needs(zygote: Zygote, layer: str) -> None:
    layers, missing = said(zygote)
    if layer not in layers:
        pytest.skip(f"{layer}: {missing[layer]}")


# levels -------------------------------------------------------------------------------------------


def test_each_level_has_those_before_it():
    """From none to strict layers are added, never taken away."""
    none, standard, strict = (set(level.layers) for level in Level)

    assert none < standard < strict
    assert none == {"process", *BASE}
    assert tuple(LEVEL_OF) == LAYERS


def test_every_layer_can_be_closed():
    """Each name has code behind it, and all code a name, in the same order."""
    assert ["process", *OWN, *CLOSING] == list(LEVEL_OF)


def test_none_is_a_process_only(bare):
    """Without isolation the report names all that the standard level would have."""
    layers, missing = said(bare)

    assert layers == BASE
    assert set(missing) == set(Level.STANDARD.layers) - {"process", *BASE}
    assert set(missing.values()) == {"left out: --isolation none"}


def test_none_reads_what_the_user_reads(bare):
    """It says so, and it is so: nothing else is closed."""
    assert result(bare, f"return Path({__file__!r}).read_text()[:3]") == '"""'


def test_none_has_no_secrets_in_its_environment(bare):
    """Not even there: the variables are those that torch needs."""
    names = result(bare, "return sorted(os.environ)")

    assert set(names) <= ENVIRONMENT
    assert result(bare, "return os.environ['PATH']") == os.defpath


def test_strict_has_what_there_is(strict):
    """Every layer of the level is in force, or missing with a reason."""
    layers, missing = said(strict)

    assert {"process", *layers, *missing} == set(Level.STRICT.layers)
    assert not set(layers) & set(missing)
    assert all(missing.values())


# what strict adds ---------------------------------------------------------------------------------


def test_scratch_is_full_some_time(strict):
    """Many files are stopped as one large file is: by an error that the code can read."""
    needs(strict, "tmpfs-scratch")
    fill = "for n in range(5):\n    Path(str(n)).write_bytes(bytes(15 << 20))"

    assert result(strict, fill) == "OSError"
    assert result(strict, "Path('a').write_text('12')\nreturn os.listdir()") == ("a",)


def test_scratch_is_seen_by_nobody_else(strict):
    """The file system is the zygote's own: the judge finds an empty folder."""
    needs(strict, "tmpfs-scratch")
    worker = strict.fork(LIMITS, sandboxed=True)
    source = "from pathlib import Path\ndef task():\n    Path('a').write_text('1')\n"
    worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"task": ()}))

    worker.observe(Ask(NOTHING, "task", observe=("result",)))

    assert list((worker._scratch.path / "runs").iterdir()) == []
    worker.close()
    assert not worker._scratch.path.exists()


def test_a_resumed_run_shares_the_scratch(strict):
    """The second half of a run finds what the first one wrote, in a process of its own."""
    worker = strict.fork(LIMITS, sandboxed=True)
    source = (
        "import os\n"
        "def save():\n    open('pid', 'w').write(str(os.getpid()))\n"
        "def load():\n    return open('pid').read() != str(os.getpid())\n"
    )
    worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"save": (), "load": ()}))
    ask = Ask(NOTHING, "", run="save()", resume="other = load()", observe=("other",))

    seen = worker.observe(ask)

    worker.close()
    assert isinstance(seen, Observation), seen
    assert seen.part("other") is True


def test_a_group_counts_the_worker(strict):
    """More threads than the group has are refused, for root as well."""
    needs(strict, "process-limit")
    start = (
        "threading.stack_size(1 << 16)\nwait = threading.Event()\nmade = []\n"
        "try:\n    for _ in range(200):\n"
        "        made.append(threading.Thread(target=wait.wait))\n        made[-1].start()\n"
        "except RuntimeError:\n    pass\nwait.set()\nreturn len(made)"
    )

    assert int(result(strict, start)) <= PROCESSES + 1


def test_another_user_owns_the_scratch_alone(strict):
    """A worker of root's is somebody whom nobody knows, and may still write."""
    needs(strict, "other-user")

    assert result(strict, "Path('a').write_text('1')\nreturn Path('a').read_text()") == "1"


def test_nothing_is_left_of_a_strict_run():
    """Groups and folders go with the zygote."""
    running = Zygote(Level.STRICT)
    result(running, "return 1")
    folder, pid = running._folder, running._process.pid

    running.close()

    assert not folder.exists()
    assert list(Path("/sys/fs/cgroup").glob(f"**/zerograd-{pid}-*")) == []


# what is required ---------------------------------------------------------------------------------


def test_a_missing_layer_stops_the_run():
    """Nothing of a submission is run, and the reason is that of the worker itself."""
    running = Zygote(Level.NONE, frozenset({"landlock"}))

    with pytest.raises(IsolationError) as refusal:
        running.check_layers()

    running.close()
    assert refusal.value.missing == {"landlock": "left out: --isolation none"}
    assert str(refusal.value) == (
        "isolation is required that is not in force here. landlock: left out: --isolation none. "
        "`grade doctor` shows what holds on this machine."
    )


def test_a_layer_of_a_higher_level_stops_the_run():
    """What the level does not even try is said to be so."""
    running = Zygote(Level.STANDARD, frozenset({"uts-namespace"}))

    with pytest.raises(IsolationError, match="--isolation standard does not include it"):
        running.check_layers()

    running.close()


def test_every_worker_is_asked():
    """Not only the first: a worker that lacks a layer never gets a submission."""
    running = Zygote(Level.NONE, frozenset({"seccomp"}))
    worker = running.fork(LIMITS, sandboxed=True)

    with pytest.raises(IsolationError, match="seccomp: left out"):
        worker.load(Load("exercise", "anna.py", {"anna.py": ""}))

    assert worker.lost is not None
    running.close()


def test_a_process_can_always_be_required():
    """The layer that no worker is without is never missing."""
    running = Zygote(Level.NONE, frozenset({"process", *BASE}))

    running.check_layers()

    running.close()
    assert set(BASE) <= set(running.hello.layers)


# groups and mounts --------------------------------------------------------------------------------


MOUNTS = "30 24 0:26 /outer {folder} rw - {kind} none rw,{kinds}\n"


def test_a_tree_of_groups(tmp_path):
    """One tree counts all; a container's own group is where its tree begins."""
    (tmp_path / "job").mkdir()
    for folder in (tmp_path, tmp_path / "job"):
        (folder / "cgroup.controllers").write_text("cpu memory pids\n")
        (folder / "cgroup.subtree_control").write_text("")
    (tmp_path / "mounts").write_text(MOUNTS.format(folder=tmp_path, kind="cgroup2", kinds="x"))
    (tmp_path / "own").write_text("0::/outer/job\n")

    with pytest.raises(OSError, match=r"no control group can be made: .*cgroup\.controllers"):
        cgroup.open_parents("zerograd", tmp_path / "mounts", tmp_path / "own")

    # A real tree has the files of a new group at once; that much was done in this one.
    assert (tmp_path / "job" / "cgroup.subtree_control").read_text() == "+memory +pids"


def test_trees_of_groups(tmp_path):
    """With one tree for each count, a group is made in both, and both are removed."""
    text = "".join(
        MOUNTS.format(folder=tmp_path / kind, kind="cgroup", kinds=kind)
        for kind in ("memory", "pids")
    )
    (tmp_path / "mounts").write_text(text)
    (tmp_path / "own").write_text("9:pids:/outer\n4:memory:/outer/job\n")
    (tmp_path / "pids").mkdir()
    (tmp_path / "memory" / "job").mkdir(parents=True)

    parents = cgroup.open_parents("zerograd", tmp_path / "mounts", tmp_path / "own")

    made = parents.make("1", 1 << 20, 8)
    assert [group.parent.parent for group in made] == [
        tmp_path / "memory" / "job",
        tmp_path / "pids",
    ]
    parents.remove()
    assert not any(folder.exists() for folder in parents.folders)


def test_no_groups_here(tmp_path):
    """Without any tree the reason says so."""
    (tmp_path / "none").write_text("")

    with pytest.raises(OSError, match="there are none here, there is none here that counts"):
        cgroup.open_parents("zerograd", tmp_path / "none", tmp_path / "none")


def test_an_ordinary_folder_is_not_limited(tmp_path):
    """Only a file system of its own is."""
    assert not mounts.is_limited(str(tmp_path), MAX_BYTES)
