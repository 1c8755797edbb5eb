"""Whatever a submission does to its process, the judge says what it was, and the next one is well.

With a real zygote and real sandboxed workers.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cases import Case, DataRecipe, LoaderRecipe
from grader.isolation import Level, Limits, Worker, Zygote
from grader.wire import Ask, Load, Loaded, Lost, Observation, Raised

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

LIMITS = Limits(time_s=0.5, memory_mb=512)
NOTHING = Case({}, "float64", 0)
WELL = "def task():\n    return 'well'\n"

# An answer as a worker would send it; a submission may write down all of this.
FORGERY = """
import json, os, struct
def frame(number):
    empty = {"$map": []}
    seen = {
        "values": {"$map": [["result", "forged"]]}, "before": empty, "raised": None, "events": [],
        "globals_changed": [], "rng_used": False, "live_graphs": 0, "calls": [], "warnings": [],
        "output": "",
    }
    header = json.dumps({"message": {"observation": seen}, "tensors": []}).encode()
    return struct.pack(">Q4sIQ", number, b"GRD1", len(header), 0) + header
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """One for all: whatever a test does to its worker, the next test's is well."""
    running = Zygote()
    yield running
    running.close()


@pytest.fixture
def fork(zygote) -> Iterator[object]:
    """Fork a sandboxed worker that has loaded a source; all are ended, and none may be left."""
    workers: list[Worker] = []

    def forked(source: str, limits: Limits = LIMITS, **helpers: str) -> Worker:
        worker = zygote.fork(limits, sandboxed=True)
        workers.append(worker)
        sources = {"anna.py": source, **{f"{name}.py": text for name, text in helpers.items()}}
        worker.loaded = worker.load(Load("exercise", "anna.py", sources, {"task": ()}))
        return worker

    yield forked
    for worker in workers:
        worker.close()
    assert children_of(zygote) == []


@pytest.fixture(autouse=True)
def next_worker_is_well(request) -> Iterator[None]:
    """Nothing that a worker does reaches the one after it."""
    yield
    zygote = request.getfixturevalue("zygote")
    worker = zygote.fork(Limits(5.0), sandboxed=True)
    worker.load(Load("exercise", "anna.py", {"anna.py": WELL}))
    seen = worker.observe(Ask(NOTHING, "task", observe=("result",)))
    worker.close()
    assert seen.part("result") == "well"


@pytest.fixture(autouse=True)
def descriptors_are_closed(next_worker_is_well, zygote) -> Iterator[None]:
    """A judge that grades a class forks thousands of workers."""
    zygote.missing_devices  # noqa: B018  the zygote is ready, its start is over
    before = os.listdir("/proc/self/fd")
    yield
    assert len(os.listdir("/proc/self/fd")) <= len(before)


def children_of(zygote: Zygote) -> list[str]:
    pid = zygote._process.pid
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def task(body: str) -> str:
    """A module whose task has this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"import os, sys, time\n\ndef task():\n{lines}\n"


def run(worker: Worker) -> Observation | Lost:
    return worker.observe(Ask(NOTHING, "task", observe=("result",)))


def raised(worker: Worker) -> Raised:
    seen = run(worker)
    assert isinstance(seen, Observation)
    assert seen.raised is not None
    return seen.raised


def why(lost: Observation | Lost) -> str:
    assert isinstance(lost, Lost)
    return lost.why


# time ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", range(5))
def test_a_hang_says_its_line(fork, turn):
    """Every time: the stack is read to its end, however many pieces it comes in."""
    worker = fork(task("while True:\n    pass"))

    lost = run(worker)

    assert lost.why == "timeout"
    assert lost.place in ("anna.py:4", "anna.py:5")
    assert lost.message == f"It was still running after 0.5 s at {lost.place} and was stopped."


def test_a_sleep_says_its_line(fork):
    """Sleeping costs time although it costs no processor time."""
    worker = fork(task("time.sleep(1000)"))

    lost = run(worker)

    assert lost == Lost(
        "timeout", "It was still waiting after 0.5 s at anna.py:4 and was stopped.", "anna.py:4"
    )


def test_a_hang_in_a_library_says_the_line_that_called_it(fork):
    """Not the library's: the innermost line of the student's own."""
    worker = fork(task("import threading\nthreading.Event().wait()"))

    assert run(worker).place == "anna.py:5"


def test_a_hang_in_a_helper_says_the_helper(fork):
    """By its path in the submission, whatever letters that has."""
    worker = fork("from früh import task\n", früh=task("while True: pass"))

    assert run(worker).place == "früh.py:4"


def test_a_hang_below_a_deep_stack_says_its_line(fork):
    """The innermost frames come first, so it does not matter how many follow."""
    worker = fork(task("def down(n):\n    while n == 0: pass\n    down(n - 1)\ndown(500)"))

    assert run(worker).place == "anna.py:5"


def test_a_hang_while_importing_says_its_line(fork):
    """The time for a task includes loading its file."""
    worker = fork("while True:\n    pass\n")

    assert why(worker.loaded) == "timeout"
    assert worker.loaded.place in ("anna.py:1", "anna.py:2")


def test_a_hang_that_hides_its_line_is_a_hang(fork):
    """A closed descriptor, a blocked signal: the place is missing, the verdict is the same."""
    hidden = "import signal\nsignal.pthread_sigmask(0, range(1, 32))\nos.close(4)\n"
    worker = fork(task(f"{hidden}while True: pass"))

    lost = run(worker)

    assert lost == Lost("timeout", "It was still running after 0.5 s and was stopped.")


def test_a_forged_place_is_not_shown(fork):
    """Only files of the submission can be the place of a hang."""
    forged = "os.write(4, b'File \"\\x1b[2J.py\", line 1 in x\\n')"
    worker = fork(task(f"{forged}\nwhile True: pass"))

    assert run(worker).place == "anna.py:5"


def test_after_a_timeout_nothing_is_asked(fork):
    """The worker is gone; the same answer is given at once."""
    worker = fork(task("time.sleep(1000)"))
    lost = run(worker)
    started = time.monotonic()

    assert run(worker) is lost
    assert time.monotonic() - started < 0.1


# ends ---------------------------------------------------------------------------------------------


def test_sys_exit_is_an_error_of_the_run(fork):
    """It is an exception, and its process lives on."""
    worker = fork(task("sys.exit(3)"))

    assert raised(worker).kind == "SystemExit"
    assert raised(worker).frames[-1].line == 4


def test_an_exit_past_python_ends_the_process(fork):
    """The status is said, as the student chose it."""
    lost = run(fork(task("os._exit(3)")))

    assert lost == Lost("exited", "Your code ended the process (exit status 3).")


def test_a_segmentation_fault_says_its_line(fork):
    """In words, with the signal's name."""
    lost = run(fork(task("os.kill(os.getpid(), 11)")))

    message = "It crashed with a segmentation fault (SIGSEGV) at anna.py:4."
    assert lost == Lost("crashed", message, "anna.py:4")


def test_an_abort_says_its_line(fork):
    """In words, with the signal's name."""
    lost = run(fork(task("os.abort()")))

    assert lost == Lost("crashed", "It crashed with an abort (SIGABRT) at anna.py:4.", "anna.py:4")


def test_endless_recursion_is_an_error_of_the_run(fork):
    """The last frames are shown, not thousands."""
    error = raised(fork(task("task()")))

    assert error.kind == "RecursionError"
    assert 0 < len(error.frames) <= 8


def test_endless_recursion_without_a_guard_is_a_crash(fork):
    """The stack is the process's own; nothing else is harmed."""
    body = "sys.setrecursionlimit(10**9)\nf = lambda g: sorted([1], key=lambda _: g(g))\nf(f)"

    assert why(run(fork(task(body), Limits(5.0, 512)))) == "crashed"


@pytest.mark.parametrize("hog", ["bytearray(2**34)", "[bytes(2**20) for _ in range(10**5)]"])
def test_memory_has_an_end(fork, hog):
    """At once or bit by bit: Python says MemoryError, and the process lives on."""
    worker = fork(task(hog), Limits(5.0, 256))

    assert raised(worker).kind == "MemoryError"


def test_memory_of_tensors_has_an_end(fork):
    """Torch raises an error of its own; it is said what it comes of."""
    worker = fork(task("import torch\ntorch.ones(2**32)"), Limits(5.0, 256))

    assert raised(worker).kind == "RuntimeError"
    assert raised(worker).message == "it asked for more than its 256 MB of memory"


def test_when_the_machine_has_no_memory_a_worker_goes_first(fork):
    """Neither the judge nor anything else that runs there."""
    worker = fork(WELL)

    assert Path(f"/proc/{worker._pid}/oom_score_adj").read_text() == "1000\n"


# output -------------------------------------------------------------------------------------------


def test_a_flood_of_prints_is_cut(fork):
    """The first characters are kept; the rest is only counted."""
    seen = run(fork(task("for _ in range(3000): print('x' * 999)")))

    assert seen.output.endswith("x\n... 2934464 characters more")
    assert len(seen.output) < 70_000


@pytest.mark.parametrize("descriptor", [1, 2])
def test_a_flood_below_print_goes_nowhere(fork, descriptor):
    """Nothing is ever read from what a process writes on its own output."""
    body = f"for _ in range(200): os.write({descriptor}, b'x' * 2**16)\nreturn 'done'"

    seen = run(fork(task(body)))

    assert (seen.part("result"), seen.output) == ("done", "")


def test_a_large_result_is_described(fork):
    """Too much to send is not a broken channel."""
    seen = run(fork(task("return ['x' * 10**5] * 10**4, 'after'"), Limits(5.0, 512)))

    assert len(seen.part("result.0")) < 100


# threads and descriptors --------------------------------------------------------------------------


def test_threads_left_behind_end_with_the_worker(fork):
    """The run is over when its function returns."""
    body = "import threading\nthreading.Thread(target=time.sleep, args=(60,)).start()\nreturn 1"

    assert run(fork(task(body))).part("result") == 1


def test_closed_descriptors_are_said(fork):
    """Not taken for a crash or for too much memory: the process was well."""
    lost = run(fork(task("os.closerange(0, 11)")))

    assert lost.why in ("protocol", "exited")  # whether the judge or the worker notices first


def test_a_closed_channel_is_said_while_the_code_runs(fork):
    """The judge ends the worker, and does not blame it for that."""
    lost = run(fork(task("os.close(3)\nwhile True: pass")))

    assert lost == Lost("protocol", "Your code disturbed the grader's channel: it was closed")


@pytest.mark.parametrize("garbage", ["b'x' * 100", "bytes(8) + b'GRD1' + bytes(12)"])
def test_garbage_in_the_channel_is_said(fork, garbage):
    """Also if it begins like a frame."""
    lost = run(fork(task(f"os.write(3, {garbage})")))

    assert lost.why == "protocol"
    assert lost.message.startswith("Your code disturbed the grader's channel")


def test_a_huge_frame_is_not_awaited(fork):
    """Its announced length is refused before anything is read or allocated."""
    body = (
        "import struct\nos.write(3, struct.pack('>Q4sIQ', 1, b'GRD1', 2**31, 2**62))\ntime.sleep(9)"
    )

    lost = run(fork(task(body)))

    assert lost.why == "protocol"
    assert "too large" in lost.message


def test_an_answer_in_pieces_is_awaited_only_so_long(fork):
    """A worker that sends a byte now and then is still timed."""
    body = "for byte in frame(1):\n    os.write(3, bytes([byte]))\n    time.sleep(0.2)"

    assert why(run(fork(FORGERY + task(body)))) == "timeout"


def test_answering_twice_does_not_shift_the_answers(fork):
    """The right answer to one ask is never taken for the answer to the next."""
    worker = fork(FORGERY + task("os.write(3, frame(1))\nreturn 'own'"))

    first, second = run(worker), run(worker)

    assert first.part("result") == "forged"
    assert second == Lost(
        "protocol", "Your code disturbed the grader's channel: an answer that was not asked for"
    )


def test_answers_ahead_of_time_do_not_stop_the_judge(fork):
    """What is there before it was asked for is refused, by whoever reads nothing meanwhile."""
    forged = 'os.write(3, b"".join(map(frame, range(1, 99))))'  # at once: none comes in time
    worker = fork(FORGERY + task(f"{forged}\ntime.sleep(99)"))
    long = Ask(NOTHING, "task", run="'" + "x" * 20_000 + "'\nresult = task()")

    answers = [worker.observe(long) for _ in range(40)]

    assert why(answers[-1]) == "protocol"


# files --------------------------------------------------------------------------------------------


def test_an_import_error_says_its_line(fork):
    """The file cannot be loaded; the worker could go on."""
    loaded = fork("import os\nimport numby\n").loaded

    assert loaded.raised.kinds[:2] == ("ModuleNotFoundError", "ImportError")
    assert (loaded.raised.during, loaded.raised.frames[-1].line) == ("import", 2)


def test_a_syntax_error_says_its_line(fork):
    """With the line itself."""
    loaded = fork("x = 1\ndef task(:\n    pass\n").loaded

    frame = loaded.raised.frames[-1]
    assert loaded.raised.kind == "SyntaxError"
    assert (frame.file, frame.line, frame.source) == ("anna.py", 2, "def task(:")


def test_helpers_in_a_folder_are_imported(fork):
    """As modules and packages beside the file, also from one another."""
    helpers = {
        "lib/__init__": "from lib.inner.deep import value\n",
        "lib/inner/deep": "from helper import half\nvalue = 2 * half\n",
        "helper": "half = 21\n",
    }

    worker = fork("import lib\ndef task():\n    return lib.value\n", **helpers)

    assert run(worker).part("result") == 42


def test_a_large_submission_is_loaded(fork):
    """As large as one may be: what limits answers does not limit the judge's own orders."""
    tables = {f"table{n}": f"rows = [{'[],' * 330_000}]\n" for n in range(18)}

    worker = fork("def task():\n    return 'well'\n", Limits(5.0), **tables)

    assert run(worker).part("result") == "well"


@pytest.mark.parametrize("name", ["torch", "conftest", "sitecustomize", "grader", "os"])
def test_a_file_shadows_nothing(fork, name):
    """A student's own torch.py is not torch, not even for the student."""
    source = "import os, torch\ndef task():\n    return torch.ones(2).sum().item()\n"

    worker = fork(source, **{name: "raise SystemExit('the wrong file')\n"})

    assert run(worker).part("result") == 2.0


def test_a_submission_named_torch_is_loaded(zygote, fork):
    """By its own path, under the exercise's module name."""
    worker = zygote.fork(LIMITS, sandboxed=True)
    loaded = worker.load(Load("losses", "torch.py", {"torch.py": "import torch\n" + WELL}))
    seen = run(worker)
    worker.close()

    assert loaded.raised is None
    assert seen.part("result") == "well"


def test_a_missing_task_is_a_problem(fork):
    """Said by name; the other tasks of the file can still be asked for."""
    loaded = fork("def tusk(): pass\n").loaded

    assert loaded.problems == {"task": "anna.py defines no task"}


def test_a_task_with_other_parameters_is_a_problem(fork):
    """With the place of its definition."""
    worker, source = fork(WELL), "\ndef task(x): pass\n"

    loaded = worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"task": ("y",)}))

    assert loaded.problems["task"].startswith("anna.py:2: task is called as task(y), but has (x)")


def test_a_task_that_is_called_by_the_run_may_have_any_parameters(fork):
    """A class is made by the instructor's lines, which know what it is called with."""
    loaded = fork("class task:\n    def __init__(self, lr, momentum): pass\n").loaded

    assert loaded.problems == {}


def test_a_task_that_lies_about_itself_is_an_error(fork):
    """Looking at a task may run the student's code: what it raises is the student's."""
    loaded = fork("def __getattr__(name):\n    raise ValueError('no ' + name)\n").loaded

    assert (loaded.raised.kind, loaded.raised.frames[-1].line) == ("ValueError", 2)


# the sandbox --------------------------------------------------------------------------------------


def test_the_layers_are_named(fork):
    """Those that hold, and the reasons for those that do not: together they are all."""
    loaded = fork(WELL).loaded

    assert isinstance(loaded, Loaded)
    assert {*loaded.layers, *loaded.missing_layers} | {"process"} == {*Level.STANDARD.layers}


def test_memory_has_an_end_without_a_sandbox():
    """At the lowest level no layer limits it: the judge looks how much there is."""
    zygote = Zygote(Level.NONE)
    worker = zygote.fork(Limits(10.0, 256), sandboxed=True)
    body = task("kept = []\nwhile True:\n    kept.append(b'x' * 2**22)\n    time.sleep(0.01)")
    worker.load(Load("exercise", "anna.py", {"anna.py": body}))

    lost = run(worker)
    zygote.close()

    assert lost.why == "memory"
    assert lost.message == f"It took more than 256 MB of memory at {lost.place} and was stopped."


def test_trusted_code_is_not_sandboxed(zygote):
    """The reference is ours; what it costs to close a sandbox is saved."""
    worker = zygote.fork(LIMITS, sandboxed=False)
    loaded = worker.load(Load("exercise", "reference.py", {"reference.py": WELL}))
    worker.close()

    assert loaded == Loaded()


def test_a_grader_error_in_trusted_code_keeps_its_traceback(zygote):
    """A case that cannot be built is the grader's fault: its traceback is for the maintainer."""
    broken = LoaderRecipe(DataRecipe("regression", 4, 1, 1, "float99"), 2)
    worker = zygote.fork(LIMITS, sandboxed=False)
    worker.load(Load("exercise", "reference.py", {"reference.py": WELL}))

    lost = worker.observe(Ask(Case({"loader": broken}, "float64", 0), "task"))

    assert lost.why == "exited"
    assert "AttributeError: module 'torch' has no attribute 'float99'" in lost.place
