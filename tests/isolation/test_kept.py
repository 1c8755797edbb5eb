"""Trusted implementations share workers, and meet nothing of each other there."""

import sys
from collections.abc import Iterator

import pytest

from grader.cases import Case
from grader.isolation import Limits, Worker, Zygote
from grader.isolation.kept import MOST_IDLE, MOST_LOADS, KeptWorkers
from grader.wire import Ask, Load, Loaded, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

NOTHING = Case({}, "float64", 0)
LIMITS = Limits(time_s=10.0)
IMPORTS = "import extra\n\ndef task():\n    return extra.NAME\n"


@pytest.fixture
def kept(zygote: Zygote) -> Iterator[KeptWorkers]:
    """Its workers end with the test."""
    forked: list[Worker] = []

    def fork(limits: Limits) -> Worker:
        forked.append(zygote.fork(limits, sandboxed=False))
        return forked[-1]

    yield KeptWorkers(fork)
    for worker in forked:
        worker.close()


def loaded(worker: Worker, source: str, **helpers: str) -> Worker:
    sources = {"own.py": source, **{f"{name}.py": text for name, text in helpers.items()}}
    said = worker.load(Load("own", "own.py", sources, {"task": ()}))
    assert isinstance(said, Loaded)
    assert said.raised is None
    return worker


def answer(worker: Worker) -> object:
    seen = worker.observe(Ask(NOTHING, "task", observe=("result",)))
    assert isinstance(seen, Observation)
    assert seen.raised is None
    return seen.values["result"]


def test_a_worker_serves_one_implementation_after_another(kept):
    """Who has been left is hired again, and runs what it has loaded last."""
    first = loaded(kept.hire(LIMITS, "right"), "def task():\n    return 1\n")
    kept.leave(first, "right")

    again = loaded(kept.hire(LIMITS, "right"), "def task():\n    return 2\n")

    assert again is first
    assert answer(again) == 2


def test_kinds_of_implementations_share_no_worker(kept):
    """What a wrong one has patched would be there for the reference."""
    wrong = kept.hire(LIMITS, "wrong")
    kept.leave(wrong, "wrong")

    assert kept.hire(LIMITS, "right") is not wrong


def test_two_at_a_time_are_two_workers(kept):
    """A worker is hired out once."""
    assert kept.hire(LIMITS, "right") is not kept.hire(LIMITS, "right")


def test_who_was_lost_is_not_kept(kept):
    """An implementation that ends its process costs the next one a fork."""
    ended = loaded(kept.hire(LIMITS, "wrong"), "import os\n\ndef task():\n    os._exit(3)\n")
    ended.observe(Ask(NOTHING, "task"))
    kept.leave(ended, "wrong")

    assert kept.hire(LIMITS, "wrong") is not ended


def test_who_has_loaded_much_is_not_kept(kept):
    """What implementations leave in memory adds up."""
    worker = kept.hire(LIMITS, "right")
    for _ in range(MOST_LOADS):
        loaded(worker, "def task():\n    return 1\n")
    kept.leave(worker, "right")

    assert kept.hire(LIMITS, "right") is not worker
    assert worker.lost is not None


def test_few_are_kept(kept):
    """Each holds memory and descriptors: who has been idle longest is ended."""
    workers = [kept.hire(LIMITS, str(number)) for number in range(MOST_IDLE + 1)]
    for number, worker in enumerate(workers):
        kept.leave(worker, str(number))

    assert [worker.lost is None for worker in workers] == [False, *[True] * MOST_IDLE]


def test_who_is_dismissed_has_ended(kept):
    """Those that are idle; whoever is hired works on."""
    idle, hired = kept.hire(LIMITS, "right"), kept.hire(LIMITS, "right")
    kept.leave(idle, "right")

    kept.dismiss()

    assert idle.lost is not None
    assert answer(loaded(hired, "def task():\n    return 1\n")) == 1


def test_each_has_the_time_of_its_own(kept):
    """What was used before counts for nobody."""
    busy = "def task():\n    return sum(range(3_000_000))\n"
    worker = loaded(kept.hire(LIMITS, "right"), busy)
    answer(worker)
    used_s = worker.end()
    kept.leave(worker, "right")

    again = kept.hire(LIMITS, "right")

    assert again is worker
    assert again.end() < used_s


def test_helper_modules_are_those_of_the_implementation(kept):
    """Though one of the same name was imported for the one before."""
    worker = kept.hire(LIMITS, "right")
    loaded(worker, IMPORTS, extra="NAME = 'first'\n")

    loaded(worker, IMPORTS, extra="NAME = 'second'\n")

    assert answer(worker) == "second"


def test_helper_modules_of_others_are_not_there(kept):
    """An import that works only because somebody else was loaded before would hide a mistake."""
    worker = loaded(kept.hire(LIMITS, "right"), IMPORTS, extra="NAME = 'first'\n")

    said = worker.load(Load("own", "own.py", {"own.py": IMPORTS}, {"task": ()}))

    assert isinstance(said, Loaded)
    assert said.raised is not None
    assert said.raised.kind == "ModuleNotFoundError"
