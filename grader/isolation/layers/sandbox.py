"""Close the layers around the calling process, each on its own, in the one order that works."""

import contextlib
from collections.abc import Callable

from grader.isolation.layers import landlock, limits, namespace, privileges, seccomp
from grader.isolation.layers.policy import Applied, Policy


def prepare() -> None:
    """Do ahead, in the process that forks workers, what is the same for all of them.

    Optional and without effect on the process itself: it saves each worker about a millisecond.
    """
    for ahead in (limits.prepare, landlock.version, seccomp.prepare):
        with contextlib.suppress(OSError, ImportError):  # apply will say what is missing
            ahead()


def apply(policy: Policy) -> Applied:
    """Put the calling process into the sandbox; say which layers hold and why others do not.

    Call it once, in a forked child with a single thread, before any untrusted code: Landlock,
    seccomp and the capabilities bind a thread and its descendants only. There is no way back.
    Nothing is raised: what to do without a layer is the caller's decision.

    What stays open, all layers in force: everything in policy.readable; whether any file exists,
    its size, owner and dates (stat); descriptors that were open before; that a process exists; the
    clock and the load of the machine. Threads of root are not counted, but their stacks come out of
    policy.memory_bytes. What the scratch holds in all is not limited, only each file in it.
    Not available inside: processes, so DataLoader workers, torch.compile and subprocess; named
    semaphores, so multiprocessing's locks; devices, so CUDA, but those that the policy names.
    """
    closing = _Closing()
    # The namespace needs capabilities and unshare, the address space limit needs /proc, Landlock
    # and seccomp need no_new_privs, and seccomp refuses most of the calls that the others make.
    closing.attempt("network-namespace", namespace.leave_network)
    closing.attempt("rlimits", lambda: limits.limit(policy))
    closing.attempt("parent-death-signal", privileges.die_with_parent)
    closing.attempt("not-dumpable", privileges.refuse_inspection)
    closing.attempt("no-new-privileges", privileges.gain_no_privileges)
    closing.attempt("landlock", lambda: landlock.restrict(policy))
    closing.attempt("capabilities", privileges.drop_capabilities)
    guarded = "landlock" in closing.layers and landlock.covers_truncate()
    for_cuda = policy.accelerator is not None
    closing.attempt("seccomp", lambda: seccomp.install(truncate=guarded, accelerator=for_cuda))
    return Applied(tuple(closing.layers), tuple(closing.missing))


class _Closing:
    """The layers tried so far."""

    def __init__(self) -> None:
        self.layers: list[str] = []
        self.missing: list[tuple[str, str]] = []

    def attempt(self, layer: str, close: Callable[[], None]) -> None:
        try:
            close()
        except Exception as error:  # whatever the reason: the layer does not hold, the next one may
            self.missing.append((layer, str(error) or type(error).__name__))
        else:
            self.layers.append(layer)
