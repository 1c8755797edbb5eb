"""What `grade doctor` says of a layer is what an attack on it came to."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.isolation import LAYERS, REMEDIES, Examined, Finding, Level
from grader.isolation.layers import doctor
from grader.isolation.layers.attacks import ATTACKS
from grader.reports import doctor_json, lacking, render_doctor

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

REPOSITORY = Path(__file__).parents[2]
EXAMINED = [layer for layer in LAYERS if layer != "process"]
NEEDS_ROOT = ("capabilities",)  # an ordinary user cannot do anyway what they take away
FOUND = (
    Examined("own-session", Level.NONE, Finding.WORKS, "cannot join the group"),
    Examined("landlock", Level.STANDARD, Finding.BROKEN, "could read the reference"),
    Examined("cgroup", Level.STRICT, Finding.UNAVAILABLE, "no control group can be made"),
)

# A container's profile: no namespaces, no mounts. The filter is the simplest one that says so.
CONTAINER = """
import ctypes, os, struct, sys
unshare, mount = {"x86_64": (272, 165), "aarch64": (97, 40)}[os.uname().machine]
program = b"".join(
    struct.pack("=HBBI", *one)
    for one in (
        (0x20, 0, 0, 0),
        (0x15, 1, 0, unshare),
        (0x15, 0, 1, mount),
        (0x06, 0, 0, 0x00050001),
        (0x06, 0, 0, 0x7FFF0000),
    )
)
filter = ctypes.create_string_buffer(program)
rules = ctypes.create_string_buffer(struct.pack("HP", 5, ctypes.addressof(filter)))
libc = ctypes.CDLL(None)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(rules), 0, 0) == 0
run = "from grader.cli import main; main()"
os.execv(sys.executable, [sys.executable, "-c", run, *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def bait():
    with doctor.bait() as there:
        yield there


@pytest.mark.parametrize("layer", EXAMINED)
def test_an_attack_succeeds_without_the_layer(bait, layer):
    """Where nothing is closed each attack gets through: the doctor can tell the difference."""
    if os.geteuid() != 0 and layer in NEEDS_ROOT:
        pytest.skip("only root can do what this layer takes away")

    tried = list(doctor.attempts(layer, bait, closed=False))

    assert tried
    assert [attempt for attempt in tried if attempt.refused] == []


@pytest.mark.parametrize("layer", EXAMINED)
def test_the_layer_refuses_it(bait, layer):
    """Closed alone, with what it cannot be without, a layer refuses every attack on it."""
    try:
        tried = list(doctor.attempts(layer, bait))
    except doctor.Unavailable as reason:
        pytest.skip(f"{layer}: {reason}")

    assert [attempt for attempt in tried if not attempt.refused] == []


def test_a_layer_that_lets_an_attack_through_does_not_hold(bait, monkeypatch, zygote):
    """What can be closed and is no use is found."""
    zygote.trusted.dismiss()  # of few descriptors one must be left for the attack's socket
    monkeypatch.setitem(doctor.ATTACKS, "rlimits", ATTACKS["seccomp"])

    finding, reason = doctor._examined("rlimits", bait, {})

    assert finding is Finding.BROKEN
    assert reason.startswith("could open a socket, start a process, send the grader a signal")


def test_a_layer_that_is_lost_among_others_does_not_hold(bait):
    """It must be in force where all are closed, not alone only."""
    finding, reason = doctor._examined("own-session", bait, {"own-session": "it came too late"})

    assert finding is Finding.BROKEN
    assert reason == "not with all others closed: it came too late"


def test_every_layer_is_examined_and_has_a_remedy():
    """No layer is left out of the table, and whoever lacks one reads what to do."""
    assert [each.layer for each in doctor.examine()] == EXAMINED
    assert sorted(REMEDIES) == sorted(EXAMINED)


def groups() -> list[Path]:
    """The control groups that this process has made."""
    return list(Path("/sys/fs/cgroup").glob(f"**/zerograd-doctor-{os.getpid()}-*"))


def own_children():
    """Others of this process's tests may have started some."""
    listings = Path("/proc/self/task").glob("*/children")
    return {pid for listing in listings for pid in listing.read_text().split()}


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    """No process, no folder, no control group."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before, children = groups(), own_children()

    list(doctor.examine())

    assert own_children() <= children
    assert list(tmp_path.iterdir()) == []
    assert groups() == before


def test_table():
    """What is found stands first; what does not work is followed by what to do."""
    text = render_doctor(FOUND, {"landlock"})

    assert "  works          own-session  cannot join the group\n" in text
    assert "  does not hold  landlock  could read the reference\n" in text
    assert "Linux 5.13 or later" in text
    assert text.endswith("\nRequired, and not in force here: landlock.\n")
    assert max(map(len, text.splitlines())) <= 80


def test_table_that_is_well():
    """What nobody asked for and is missing is named, and costs nothing."""
    text = render_doctor(FOUND, {"own-session"})

    assert text.endswith("\nEvery layer that is required holds. Not here: landlock, cgroup.\n")


def test_document():
    """For programs: each layer with what was found, and whether what is required holds."""
    document = json.loads(doctor_json(FOUND, {"own-session"}))

    assert document["schema"] == "grade-doctor/1"
    assert document["holds"]
    assert document["required"] == ["own-session"]
    assert document["layers"][1] == {
        "layer": "landlock",
        "level": "standard",
        "finding": "does not hold",
        "reason": "could read the reference",
        "remedy": REMEDIES["landlock"],
    }


def test_lacking():
    """A layer that does not work is lacking only if it is required."""
    assert lacking(FOUND, {"own-session", "cgroup"}) == ("cgroup",)


def test_command():
    """The command prints the table and ends with 1 if a layer does not hold."""
    done = CliRunner().invoke(main, ["doctor", "--require", "own-session"])

    assert "works          own-session" in done.output
    assert done.exit_code == 0


def test_in_a_container():
    """Where namespaces are refused, the doctor says which layers that costs, and ends with 1."""
    command = [sys.executable, "-c", CONTAINER, "doctor", "--json"]

    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=False)

    found = {one["layer"]: one for one in json.loads(done.stdout)["layers"]}
    refused = {name for name, one in found.items() if one["finding"] == "unavailable"}
    assert {"network-namespace", "ipc-namespace", "uts-namespace", "tmpfs-scratch"} <= refused
    assert not refused & {"rlimits", "landlock", "seccomp", "capabilities", "not-dumpable"}
    assert found["network-namespace"]["reason"] == "Operation not permitted"
    assert done.returncode == 1


def test_grading_goes_on_in_a_container(tmp_path):
    """What is refused there is named in the report, with the reason; the points are the same."""
    submission = REPOSITORY / "reference" / "exercise03" / "training_models.py"
    options = ["exercise03", "--submission", str(submission), "--task", "predict", "--json", "-"]
    command = [sys.executable, "-c", CONTAINER, *options, "--isolation", "strict"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}

    done = subprocess.run(
        command, capture_output=True, text=True, cwd=REPOSITORY, env=environment, check=False
    )

    report = json.loads(done.stdout)
    assert report["passed"]
    assert report["isolation_missing"]["network-namespace"] == "Operation not permitted"
    assert report["isolation_missing"]["tmpfs-scratch"] == "Operation not permitted"
    assert {"landlock", "seccomp", "rlimits"} <= set(report["isolation"])
    assert done.returncode == 0


def test_doctor_imports_no_torch():
    """Whoever wants to know what holds does not wait for torch."""
    code = "import sys, grader.cli.examining, grader.isolation; sys.exit('torch' in sys.modules)"

    subprocess.run([sys.executable, "-c", code], check=True)
