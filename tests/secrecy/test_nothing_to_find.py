"""A worker that runs a submission holds no secret: one that knows all places looks in each of them.

What it might find: the reference's source, the value that is expected, the seed, a later case, the
course's and the report's path, variables of the judge, other processes, what others share.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from grader.cases import Case
from grader.isolation import Limits
from grader.wire import Ask, Load, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")

LEAST = {"objects": 50_000, "memory": 1_000, "environment": 4, "descriptors": 4}


@pytest.fixture(scope="module")
def hunted(world) -> dict[str, Any]:
    """What each hunter found from inside a submission, and how much it looked at."""
    report = world.grade(world.hunter(), world.course / "second.json")
    task = report["tasks"][0]
    assert task["status"] == "passed", task
    found: dict[str, Any] = json.loads(task["output"])
    return found


@pytest.mark.parametrize("hunter", ["environment", "descriptors", "files", "processes"])
def test_nothing_lies_about(hunter, hunted):
    """Neither in the worker's environment, nor open, nor in any file, nor with other processes."""
    found, _ = hunted[hunter]

    assert found == {}


@pytest.mark.parametrize("hunter", ["shared_memory", "sockets", "keys"])
def test_nothing_is_shared(hunter, hunted):
    """What processes of one user may share is not shared with a worker."""
    found, _ = hunted[hunter]

    assert found == {}


@pytest.mark.parametrize("hunter", ["objects", "memory"])
def test_memory_holds_the_case_that_is_run_and_nothing_else(hunter, hunted):
    """That it is found shows that the hunter sees; no other case is there, no answer, no path."""
    found, _ = hunted[hunter]

    assert found.keys() <= {"case 0", "case 1", "case 2"}
    assert len(found) == 1


@pytest.mark.parametrize("hunter", LEAST)
def test_the_hunters_looked(hunter, hunted):
    """At objects, at pieces of memory of 64 KB, at variables, at descriptors."""
    _, looked = hunted[hunter]

    assert looked > LEAST[hunter]


PLANTED = {
    "objects": ("kept = [[x]]", {"source"}),
    "memory": ("kept = torch.tensor(list(x.encode()), dtype=torch.uint8)", {"source"}),
    "environment": ("import os\nos.environ['PLANTED'] = x", {"source"}),
    "descriptors": (
        "import socket\nhere, there = socket.socketpair()\nthere.send(x.encode())",
        {"source"},
    ),
    "files": ("", {"source", "answer", "course", "report"}),
    "processes": ("", {"process", "course", "report"}),
    "shared_memory": ("", {"segment"}),
    "sockets": ("", {"socket"}),
    "keys": ("", {"key"}),
}


@pytest.mark.parametrize("hunter", PLANTED)
def test_each_hunter_finds_what_is_planted_for_it(hunter, world, zygote):
    """Where no sandbox is: in trusted code, which is shown a secret or could look around."""
    if hunter == "keys" and not world.has_key:
        pytest.skip("no key can be kept here")
    lines, expected = PLANTED[hunter]
    worker = zygote.fork(Limits(120.0, memory_mb=2048), sandboxed=False)
    worker.load(Load("anna", "anna.py", {"anna.py": world.hunter()}))
    run = f"{lines}\nnames = {{}}\nexec(compile(HUNTERS[0], 'hunter.py', 'exec'), names)\n"
    run += f"found, looked = names['hunt_for']({hunter!r})\nfound = sorted(found)"
    case = Case({"x": world.secrets.texts["source"]}, "float64", 0)

    seen = worker.observe(Ask(case, "hunt", run, ("found",)))
    worker.close()

    assert isinstance(seen, Observation)
    assert seen.raised is None
    assert set(seen.part("found")) >= expected
