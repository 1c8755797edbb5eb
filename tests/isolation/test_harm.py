"""Hang, crash and flood: each costs its time at most, says what it was, and harms nothing beside.

With a real zygote and real sandboxed workers. Time is what the judge counts of the worker's own, so
that these tests do not depend on how busy the machine is.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cases import Case
from grader.isolation import Limits, Worker, Zygote
from grader.wire import Ask, Load, Lost, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

SHORT = Limits(time_s=0.3, memory_mb=256)
LONG = Limits(time_s=10.0, memory_mb=128)
ABOVE_S = 0.5  # what a run may cost above its limit
NOTHING = Case({}, "float64", 0)
WELL = "def task():\n    return 'well'\n"
OUT_OF_MEMORY = "it asked for more than its 128 MB of memory"
CLOSED = "other processes, the network and devices are closed to code that is being graded"

# Each is the body of a function; the place of a timeout is one of its lines, said as "LINE".
HANGS = {
    "loop": "while True: pass",
    "loop that catches everything": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    "regular expression": "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
    "power": "3 ** 10**9",
    "sorting without end": "sorted(iter(int, 1))",
    "membership without end": "1 in iter(int, 1)",
    "one operation of torch": "import torch\ntorch.linalg.eig(torch.rand(2000, 2000))",
    "one operation of numpy": "import numpy\nnumpy.linalg.eig(numpy.random.rand(2000, 2000))",
    "hashes that collide": (
        "class Key:\n    def __hash__(self): return 1\nkeys = {}\nwhile True: keys[Key()] = 1"
    ),
    "when freed": (
        "class Late:\n    def __del__(self):\n        while True: pass\nlate = Late()\ndel late"
    ),
    "in the text of an error": (
        "class Endless(Exception):\n    def __str__(self):\n        while True: pass\nraise Endless"
    ),
    "forks that fail": "while True:\n    try: os.fork()\n    except OSError: pass",
    "memory errors that are caught": (
        "kept = []\nwhile True:\n    try: kept.append(bytes(2**20))\n    except MemoryError: pass"
    ),
    "prints": "while True: print('x' * 999)",
    "writes to standard output": "while True: os.write(1, b'x' * 2**16)",
    "writes to standard error": "while True: os.write(2, b'x' * 2**16)",
    "writes from C": "import faulthandler\nwhile True: faulthandler.dump_traceback(file=1)",
    "deleted files": (
        "kept = []\nwhile True:\n    try:\n        kept.append(open('x', 'wb'))\n"
        "        os.unlink('x')\n        kept[-1].write(bytes(2**22))\n    except OSError: pass"
    ),
    "timer": (
        "import signal\nsignal.signal(signal.SIGALRM, lambda *_: None)\n"
        "signal.setitimer(signal.ITIMER_REAL, 1e-4, 1e-4)\nwhile True: pass"
    ),
}
WAITS = {
    "sleep": "time.sleep(1000)",
    "select": "import select\nselect.select([], [], [])",
    "lock": "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    "thread": (
        "import threading\nthread = threading.Thread(target=time.sleep, args=(1000,))\n"
        "thread.start()\nthread.join()"
    ),
    "stop": "os.kill(os.getpid(), 19)",
}
SIGNALS_GONE = {
    "ignored": (
        "import signal\nfor number in {*range(1, 32)} - {9, 19}:\n"
        "    signal.signal(number, signal.SIG_IGN)\nwhile True: pass"
    ),
    "blocked": (
        "import signal\nsignal.pthread_sigmask(signal.SIG_SETMASK, range(1, 65))\nwhile True: pass"
    ),
    "handled": (
        "import signal\nfor number in {*range(1, 32)} - {9, 19}:\n"
        "    signal.signal(number, lambda *_: None)\nwhile True: pass"
    ),
}
# Which error a run ends with, and its message.
ERRORS = {
    "exit": ("sys.exit(3)", "SystemExit", "3"),
    "recursion": ("task()", "RecursionError", "maximum recursion depth exceeded"),
    "one large object": ("bytearray(2**40)", "MemoryError", OUT_OF_MEMORY),
    "large objects": ("kept = [bytes(2**20) for _ in range(10**5)]", "MemoryError", OUT_OF_MEMORY),
    "small objects": (
        "kept = []\nwhile True: kept.append([kept])", "MemoryError", OUT_OF_MEMORY
    ),
    "a growing string": ("text = 'x'\nwhile True: text += text", "MemoryError", OUT_OF_MEMORY),
    "a large tensor": ("import torch\ntorch.ones(2**40)", "RuntimeError", OUT_OF_MEMORY),
    "many tensors": (
        "import torch\nkept = []\nwhile True: kept.append(torch.ones(2**18))",
        "RuntimeError", OUT_OF_MEMORY,
    ),
    "shared memory": (
        ("import mmap\nkept = []\nwhile True:\n    kept.append(mmap.mmap(-1, 2**24))\n"
        "    kept[-1].write(bytes(2**24))"),
        "OSError", OUT_OF_MEMORY,
    ),
    "threads": (
        ("import threading\n"
        "while True: threading.Thread(target=time.sleep, args=(99,), daemon=True).start()"),
        "RuntimeError", "can't start new thread",
    ),
    "fork": ("os.fork()", "PermissionError", CLOSED),
    "spawn": (
        "import subprocess\nsubprocess.run([sys.executable])",
        "PermissionError", CLOSED,
    ),
    "a process of multiprocessing": (
        "import multiprocessing\nmultiprocessing.Process(target=time.sleep, args=(9,)).start()",
        "PermissionError", CLOSED,
    ),
    "a large file": (
        "with open('x', 'wb') as file:\n    while True: file.write(bytes(2**20))",
        "OSError", "[Errno 27] File too large",
    ),
    "a huge sparse file": (
        "with open('x', 'wb') as file: file.truncate(2**40)",
        "OSError", "[Errno 27] File too large",
    ),
    "descriptors": (
        "kept = []\nwhile True: kept.append(os.open('.', 0))",
        "OSError", "[Errno 24] Too many open files: '.'",
    ),
    "a huge message": ("raise ValueError('x' * 10**7)", "ValueError", "x" * 2000),
}  # fmt: skip
# What is said of a process that comes to an end.
ENDS = {
    "exit at once": ("os._exit(0)", "exited", "Your code ended the process (exit status 0)."),
    "segmentation fault": (
        "os.kill(os.getpid(), 11)",
        "crashed", "It crashed with a segmentation fault (SIGSEGV) at anna.py:4.",
    ),
    "abort": ("os.abort()", "crashed", "It crashed with an abort (SIGABRT) at anna.py:4."),
    "bus error": (
        ("import mmap\nfile = open('x', 'w+b')\nfile.truncate(4096)\n"
        "view = mmap.mmap(file.fileno(), 4096)\nfile.truncate(0)\nview[0]"),
        "crashed", "It crashed with a bus error (SIGBUS) at anna.py:9.",
    ),
    "stack overflow": (
        "sys.setrecursionlimit(10**9)\nf = lambda g: sorted([1], key=lambda _: g(g))\nf(f)",
        "crashed",
        ("It crashed with a segmentation fault (SIGSEGV) at anna.py:5, deep in calls: "
        "does a function call itself without end?"),
    ),
    "stack overflow in a thread": (
        ("import threading\nthreading.stack_size(2**15)\nsys.setrecursionlimit(10**9)\n"
        "f = lambda g: sorted([1], key=lambda _: g(g))\n"
        "threading.Thread(target=f, args=(f,)).start()\ntime.sleep(9)"),
        "crashed", "It crashed with a segmentation fault (SIGSEGV).",
    ),
    "kill": (
        "os.kill(os.getpid(), 9)",
        "crashed", "It was killed (SIGKILL) by itself or by another program, not by the grader.",
    ),
    "alarm": (
        "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.01)\ntime.sleep(9)",
        "crashed", "Your code ended the process with a signal (SIGALRM).",
    ),
    "signal without a name": (
        "os.kill(os.getpid(), 40)",
        "crashed", "Your code ended the process with a signal (40).",
    ),
    "terminate": (
        "os.kill(os.getpid(), 15)",
        "crashed", "Your code ended the process with a signal (SIGTERM).",
    ),
    "many files": (
        "for number in range(10**9): open(str(number), 'w').close()",
        "crashed", "It wrote more than 64 MB or 1000 files at anna.py:4 and was stopped.",
    ),
    "many large files": (
        "for number in range(10**9): open(str(number), 'wb').write(bytes(2**22))",
        "crashed", "It wrote more than 64 MB or 1000 files at anna.py:4 and was stopped.",
    ),
    "files in a folder that cannot be listed": (
        ("os.mkdir('x', 0o300)\n"
        "for number in range(10**9): os.mkdir(f'x/{number}')"),
        "crashed", "It wrote more than 64 MB or 1000 files at anna.py:5 and was stopped.",
    ),
    "many folders by one who hears no signals": (
        ("import signal\nsignal.signal(signal.SIGUSR1, signal.SIG_IGN)\n"
        "for number in range(10**9): os.mkdir(str(number))"),
        "crashed", "It wrote more than 64 MB or 1000 files and was stopped.",
    ),
    "folders made while an answer drips": (
        ("import struct, threading\n"
        "def make():\n    for number in range(10**9): os.mkdir(str(number))\n"
        "threading.Thread(target=make, daemon=True).start()\n"
        "os.write(3, struct.pack('>Q4sIQ', 1, b'GRD1', 10**6, 0))\n"
        "while True: time.sleep(0.005), os.write(3, b'x')"),
        "crashed", "It wrote more than 64 MB or 1000 files at anna.py:9 and was stopped.",
    ),
    "deep folders": (
        "for _ in range(100):\n    os.mkdir('x' * 255)\n    os.chdir('x' * 255)\ntime.sleep(9)",
        "crashed", "It wrote folders more than 32 deep at anna.py:7 and was stopped.",
    ),
}  # fmt: skip
HARMLESS = {
    "a thread that hangs": (
        "import threading\ndef hang():\n    while True: pass\nthreading.Thread(target=hang).start()"
    ),
    "at exit": "import atexit\natexit.register(time.sleep, 1000)",
    "garbage that hangs": (
        "class Late:\n    def __del__(self):\n        while True: pass\n"
        "late = Late()\nlate.itself = late\ndel late"
    ),
    "folders that a thread goes on making": (
        "import threading\ndef make():\n    for number in range(10**9): os.mkdir(str(number))\n"
        "threading.Thread(target=make, daemon=True).start()"
    ),
    "sparse files": (
        "for number in range(99):\n    with open(str(number), 'wb') as file: file.truncate(2**23)"
    ),
}


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """One for all: whatever a test does to its worker, the next test's is well."""
    running = Zygote()
    yield running
    running.close()


@pytest.fixture
def fork(zygote) -> Iterator[object]:
    """Fork a worker that has loaded a task; then nothing is left, and the next worker is well."""
    workers: list[Worker] = []

    def forked(body: str, limits: Limits) -> Worker:
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        source = f"import os, sys, time\n\ndef task():\n{lines}\n"
        worker = zygote.fork(limits, sandboxed=True)
        workers.append(worker)
        worker.load(Load("exercise", "anna.py", {"anna.py": source}))
        return worker

    yield forked
    worker = workers[0]
    worker.close()
    assert worker.used_s <= worker._limits.time_s + ABOVE_S
    assert not worker._scratch.path.exists()
    assert children_of(zygote) == []
    assert next_worker_is_well(zygote)


def children_of(zygote: Zygote) -> list[str]:
    pid = zygote._process.pid
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def next_worker_is_well(zygote: Zygote) -> bool:
    worker = zygote.fork(LONG, sandboxed=True)
    worker.load(Load("exercise", "anna.py", {"anna.py": WELL}))
    seen = run(worker)
    worker.close()
    return isinstance(seen, Observation) and seen.part("result") == "well"


def run(worker: Worker) -> Observation | Lost:
    return worker.observe(Ask(NOTHING, "task", observe=("result",)))


@pytest.mark.parametrize("body", HANGS.values(), ids=HANGS)
def test_a_hang(fork, body):
    """Whatever it does meanwhile, it is stopped where it is."""
    lost = run(fork(body, SHORT))

    assert lost.why == "timeout"
    assert lost.message == f"It was still running after 0.3 s at {lost.place} and was stopped."
    assert lost.place.startswith("anna.py:")


@pytest.mark.parametrize("body", WAITS.values(), ids=WAITS)
def test_a_wait(fork, body):
    """Waiting costs time too; it is said that it was that."""
    lost = run(fork(body, SHORT))

    assert lost.why == "timeout"
    assert lost.message == f"It was still waiting after 0.3 s at {lost.place} and was stopped."
    assert lost.place.startswith("anna.py:")


@pytest.mark.parametrize("body", SIGNALS_GONE.values(), ids=SIGNALS_GONE)
def test_a_hang_that_hears_no_signals(fork, body):
    """It cannot be asked where it is; that costs little, and it is stopped all the same."""
    lost = run(fork(body, SHORT))

    assert lost == Lost("timeout", "It was still running after 0.3 s and was stopped.")


@pytest.mark.parametrize(("body", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_an_error(fork, body, kind, message):
    """The process lives on: it is an error of this run, with its line."""
    seen = run(fork(body, LONG))

    assert isinstance(seen, Observation)
    assert (seen.raised.kind, seen.raised.message) == (kind, message)


@pytest.mark.parametrize(("body", "why", "message"), ENDS.values(), ids=ENDS)
def test_an_end(fork, body, why, message):
    """It is said in one sentence what ended the process."""
    lost = run(fork(body, LONG))

    assert (lost.why, lost.message) == (why, message)


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS)
def test_what_does_no_harm(fork, body):
    """The run ends when its function returns; what it leaves behind ends with the worker."""
    seen = run(fork(body, LONG))

    assert seen.part("result") is None


def test_a_hang_while_importing(zygote):
    """The time of a task begins with loading its file."""
    worker = zygote.fork(SHORT, sandboxed=True)

    lost = worker.load(Load("exercise", "anna.py", {"anna.py": "while True: pass\n"}))

    message = "It was still running after 0.3 s at anna.py:1 and was stopped."
    assert lost == Lost("timeout", message, "anna.py:1")


def test_memory_that_is_used_up_while_importing(zygote):
    """It is an error of the file, with the limit."""
    worker = zygote.fork(LONG, sandboxed=True)

    loaded = worker.load(Load("exercise", "anna.py", {"anna.py": "x = bytes(2**40)\n"}))
    worker.close()

    assert (loaded.raised.kind, loaded.raised.message) == ("MemoryError", OUT_OF_MEMORY)


def test_after_an_error_of_memory_there_is_memory_again(fork):
    """What the run held is let go, and the same worker runs the next case."""
    worker = fork("kept = []\nwhile True: kept.append([kept])", LONG)
    run(worker)

    seen = worker.observe(Ask(NOTHING, "task", run="result = 'y' * 2**20", observe=("result",)))

    assert seen.raised is None


def test_a_second_process_of_a_run_that_crashes_is_said_like_any_other(fork):
    """Also its line."""
    worker = fork("os.abort()", LONG)

    lost = worker.observe(Ask(NOTHING, "task", run="pass", resume="task()"))

    assert lost == Lost("crashed", "It crashed with an abort (SIGABRT) at anna.py:4.", "anna.py:4")
