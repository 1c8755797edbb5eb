"""A run that is resumed: a fresh process finds the files of the first one, and nothing else of it.

With a real zygote and real sandboxed workers.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from grader.cases import Case, FolderRecipe, ModelRecipe
from grader.isolation import Limits, Worker
from grader.wire import Ask, Load, Lost, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

FOLDER = Case({"folder": FolderRecipe("folder")}, "float64", 0)
NO_FILES: dict[str, str] = {}
NOTES = """
remembered = []

def note(folder, what):
    remembered.append(what)
    with (folder / "notes").open("a") as file:
        file.write(what)

def notes(folder):
    return (folder / "notes").read_text()
"""


@pytest.fixture
def worker(zygote) -> Iterator[Worker]:
    """A sandboxed worker that has loaded NOTES."""
    running = zygote.fork(Limits(5.0), sandboxed=True)
    running.load(Load("notes", "notes.py", {"notes.py": NOTES}))
    yield running
    running.close()


def resumed(run: str, resume: str, *observe: str, case: Case = FOLDER) -> Ask:
    return Ask(case, "note", run=run, resume=resume, observe=observe)


def seen_of(found: Observation | Lost) -> Observation:
    assert isinstance(found, Observation)
    assert found.raised is None
    return found


def test_files_are_still_there(worker):
    """What the first process wrote into a given folder, the second one reads and goes on with."""
    ask = resumed("note(folder, 'a')", "note(folder, 'b')\nresult = notes(folder)", "result")

    seen = seen_of(worker.observe(ask))

    assert seen.part("result") == "ab"


def test_memory_is_not(worker):
    """A module that remembers does not remember across processes."""
    ask = resumed("note(folder, 'a')", "result = len(remembered)", "result")

    seen = seen_of(worker.observe(ask))

    assert seen.part("result") == 0


def test_what_is_given_is_built_anew(worker):
    """A model that the first process changed is the case's again in the second one."""
    case = Case({"model": ModelRecipe("linear", 2, 1, "float64")}, "float64", 0)
    change = "before = next(model.parameters()).tolist()\nnn.init.zeros_(next(model.parameters()))"
    ask = resumed(change, "after = next(model.parameters()).tolist()", "before", "after")

    seen = seen_of(worker.observe(replace(ask, case=case)))

    assert seen.part("after") == seen.part("before")


def test_names_of_both_are_observed(worker):
    """Of a name that both define, the second one's value is."""
    ask = resumed("first = 1\nboth = 1", "second = 2\nboth = 2", "first", "second", "both")

    seen = seen_of(worker.observe(ask))

    assert (seen.part("first"), seen.part("second"), seen.part("both")) == (1, 2, 2)


def test_what_both_print_is_seen(worker):
    """In the order in which it was printed."""
    seen = seen_of(worker.observe(resumed("print('a')", "print('b')")))

    assert seen.output == "a\nb\n"


def test_names_of_the_first_are_not_there_in_the_second(worker):
    """Its lines share no namespace."""
    found = worker.observe(resumed("first = 1", "second = first", "second"))

    assert isinstance(found, Observation)
    assert found.raised is not None
    assert found.raised.kind == "NameError"


def test_an_error_of_the_first_is_the_run_s(worker):
    """It is not hidden by what would happen afterwards."""
    found = worker.observe(resumed("raise ValueError('early')", "result = 1", "result"))

    assert isinstance(found, Observation)
    assert found.raised is not None
    assert found.raised.message == "early"


def test_the_next_run_finds_no_files(worker):
    """Of neither process."""
    worker.observe(resumed("note(folder, 'a')", "note(folder, 'b')"))

    seen = seen_of(worker.observe(Ask(FOLDER, "note", "result = list(folder.iterdir())")))

    assert seen.part("folder") == NO_FILES


def test_who_ends_the_second_process_has_ended_the_run(worker):
    """It is said why, and the worker is not asked again."""
    found = worker.observe(resumed("pass", "import os\nos._exit(3)"))

    assert isinstance(found, Lost)
    assert found.why == "exited"
    assert worker.lost is found


def test_the_time_of_both_counts(zygote):
    """The second process has what the first one left of the time."""
    worker = zygote.fork(Limits(0.4), sandboxed=True)
    worker.load(Load("notes", "notes.py", {"notes.py": NOTES}))
    busy = "import time\nwhile time.process_time() < 0.25: pass"

    found = worker.observe(resumed(busy, busy))

    assert isinstance(found, Lost)
    assert found.why == "timeout"
    assert found.message.startswith("It was still running after 0.4 s")


def test_trusted_code_is_resumed_too(zygote):
    """The reference's own observations come about in the same way."""
    worker = zygote.fork(Limits(5.0), sandboxed=False)
    worker.load(Load("notes", "notes.py", {"notes.py": NOTES}))

    seen = seen_of(worker.observe(resumed("note(folder, 'a')", "result = notes(folder)", "result")))
    worker.close()

    assert seen.part("result") == "a"
