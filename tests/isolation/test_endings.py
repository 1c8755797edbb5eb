"""Each way to come to an end has its own sentence: what happened, where, how much was allowed."""

import signal

import pytest

from grader.isolation.endings import (
    BROKEN,
    NO_MEMORY,
    Death,
    died,
    out_of_memory,
    overfull,
    overtime,
    too_busy,
    with_limit,
)
from grader.wire import Lost, Raised


def ended(status: int, used_s: float = 1.0, **known: object) -> Lost:
    return died(Death(status, used_s, **known), time_s=10.0, memory_mb=512)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (signal.SIGSEGV, "a segmentation fault (SIGSEGV)"),
        (signal.SIGBUS, "a bus error (SIGBUS)"),
        (signal.SIGILL, "an illegal instruction (SIGILL)"),
        (signal.SIGFPE, "an arithmetic fault (SIGFPE)"),
        (signal.SIGABRT, "an abort (SIGABRT)"),
        (signal.SIGSYS, "a forbidden system call (SIGSYS)"),
    ],
)
def test_a_crash_is_said_in_words(by, words):
    """With the signal's name for those who want to look it up, and the line."""
    lost = ended(-by, place="anna.py:4")

    assert lost == Lost("crashed", f"It crashed with {words} at anna.py:4.", "anna.py:4")


def test_a_crash_deep_in_calls_says_so():
    """Nearly always it is a function that calls itself."""
    lost = ended(-signal.SIGSEGV, place="anna.py:4", is_deep=True)

    assert lost.message == (
        "It crashed with a segmentation fault (SIGSEGV) at anna.py:4, deep in calls: "
        "does a function call itself without end?"
    )


def test_a_crash_without_a_line_is_said():
    """Its stack was of no use."""
    lost = ended(-signal.SIGSEGV)

    assert lost == Lost("crashed", "It crashed with a segmentation fault (SIGSEGV).")


def test_a_signal_of_its_own_is_no_crash():
    """Nobody else may send it one."""
    lost = ended(-signal.SIGTERM)

    assert lost == Lost("crashed", "Your code ended the process with a signal (SIGTERM).")


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGXCPU])
def test_the_kernel_s_limit_of_time_is_a_timeout(by):
    """It comes when the judge itself has had no processor to look at the time."""
    lost = ended(-by, used_s=12.0)

    assert lost == Lost("timeout", "It was still running after 10 s and was stopped.")


def test_the_machine_s_want_of_memory_is_said():
    """The kernel has ended a process meanwhile: it was this one."""
    lost = ended(-signal.SIGKILL, kernel_killed=True)

    message = "This machine had no memory left while the code ran, and ended it."
    assert lost == Lost("memory", message)


def test_a_share_of_memory_that_is_used_up_is_the_code_s_own():
    """The kernel ends it as soon as that much is there, whatever the machine has left."""
    lost = ended(-signal.SIGKILL, kernel_killed=True, has_share=True)

    assert lost == Lost("memory", "It took more than 512 MB of memory and was stopped.")


def test_a_kill_that_nobody_can_explain_is_not_explained():
    """Neither time nor memory was used up."""
    lost = ended(-signal.SIGKILL)

    message = "It was killed (SIGKILL) by itself or by another program, not by the grader."
    assert lost == Lost("crashed", message)


@pytest.mark.parametrize("status", [0, 3])
def test_an_exit_is_said_with_its_status(status):
    """As the student chose it."""
    lost = ended(status)

    assert lost == Lost("exited", f"Your code ended the process (exit status {status}).")


def test_a_broken_process_is_said():
    """What a submission left to our own code did not serve; of trusted code the trace is kept."""
    lost = ended(BROKEN, trace="Traceback ...")

    message = "Your code broke the process that it ran in (exit status 70)."
    assert lost == Lost("exited", message, "Traceback ...")


def test_a_process_without_memory_to_say_so_is_said():
    """By its exit status alone."""
    lost = ended(NO_MEMORY)

    assert lost == Lost("memory", "It took more than 512 MB of memory and was stopped.")


def test_memory_says_its_line():
    """Where it was when it had too much."""
    lost = out_of_memory(512, "anna.py:4")

    message = "It took more than 512 MB of memory at anna.py:4 and was stopped."
    assert lost == Lost("memory", message, "anna.py:4")


@pytest.mark.parametrize(("slept", "doing"), [(True, "waiting"), (False, "running")])
def test_a_timeout_says_what_it_was_doing(slept, doing):
    """Sleeping needs another cure than computing."""
    lost = overtime(10.0, "anna.py:4", slept)

    message = f"It was still {doing} after 10 s at anna.py:4 and was stopped."
    assert lost == Lost("timeout", message, "anna.py:4")


def test_what_is_left_of_a_budget_is_rounded():
    """The last task has the rest of the submission's time."""
    lost = overtime(3.2139, "", slept=False)

    assert lost.message == "It was still running after 3.21 s and was stopped."


def test_a_busy_machine_blames_nobody():
    """It is no verdict."""
    lost = too_busy(used_s=0.31, time_s=2.0)

    assert lost == Lost(
        "busy",
        "This machine is too busy: in 20 times the 2 s that it may take, the code was let to work "
        "for 0.3 s. That says nothing of the code: grade it again when there is less to do.",
    )


def test_a_full_folder_says_its_line():
    """And what there was too much of."""
    lost = overfull("more than 64 MB or 1000 files", "anna.py:4")

    message = "It wrote more than 64 MB or 1000 files at anna.py:4 and was stopped."
    assert lost == Lost("crashed", message, "anna.py:4")


@pytest.mark.parametrize(
    "raised",
    [
        Raised(("MemoryError", "Exception"), ""),
        Raised(("numpy.MemoryError", "MemoryError"), "Unable to allocate 128. GiB"),
        Raised(
            ("RuntimeError",),
            "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate "
            "memory: you tried to allocate 137438953472 bytes. Error code 12",
        ),
        Raised(("OSError",), "[Errno 12] Cannot allocate memory"),
    ],
)
def test_an_error_for_want_of_memory_says_the_limit(raised):
    """Python says nothing, torch speaks of its allocator."""
    assert with_limit(raised, 512).message == "it asked for more than its 512 MB of memory"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("[Errno 1] Operation not permitted", "other processes, the network and devices are"),
        ("[Errno 13] Permission denied", "other processes, the network and devices are"),
        ("[Errno 13] Permission denied: '/etc/passwd'", "'/etc/passwd' is"),
        ("[Errno 1] Operation not permitted: 'a' -> 'b'", "'a' -> 'b' is"),
    ],
)
def test_an_error_for_want_of_permission_says_what_is_closed(message, words):
    """The numbers of system calls say nothing to who learns PyTorch."""
    raised = Raised(("PermissionError", "OSError"), message)

    assert with_limit(raised, 512).message == f"{words} closed to code that is being graded"


def test_an_error_for_want_of_room_says_how_much_there_is():
    """On the strict level the kernel refuses what on the others ends the process."""
    raised = Raised(("OSError",), "[Errno 28] No space left on device: '997'")

    words = "there is no room left: it may write 64 MB and 1000 files"
    assert with_limit(raised, 512).message == words


def test_an_error_of_ones_own_keeps_its_words():
    """Only the kernel's own text is put into other words."""
    raised = Raised(("PermissionError", "OSError"), "[Errno 13] Permission denied, I say")

    assert with_limit(raised, 512) is raised


def test_another_error_keeps_its_words():
    """Whatever they are about."""
    raised = Raised(("ValueError",), "no memory of that name")

    assert with_limit(raised, 512) is raised
