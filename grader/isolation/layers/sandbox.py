"""Close the layers around the calling process, each on its own, in the one order that works."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from grader.isolation.layers import (
    cgroup,
    landlock,
    limits,
    mounts,
    namespace,
    privileges,
    seccomp,
    user,
)
from grader.isolation.layers.levels import LEVEL_OF, Level
from grader.isolation.layers.own_process import OWN
from grader.isolation.layers.policy import Applied, Policy, reason_of

LEFT_OUT = "left out: --isolation none"


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
    clock and the load of the machine. On the standard level threads of root are not counted, but
    their stacks come out of policy.memory_bytes, and what the scratch holds in all is not limited,
    only each file in it.
    Not available inside: processes, so DataLoader workers, torch.compile and subprocess; named
    semaphores, so multiprocessing's locks; devices, so CUDA, but those that the policy names.
    """
    if policy.level is Level.NONE:
        usual = [name for name in Level.STANDARD.layers if LEVEL_OF[name] is not Level.NONE]
        return Applied((), tuple((name, LEFT_OUT) for name in usual))
    return close_layers([name for name in CLOSING if name in policy.level.layers], policy)


def own_process(last: int) -> Applied:
    """Close what every worker has, on every level, trusted ones too; `last`: of its descriptors."""
    return _close({name: partial(close, last) for name, close in OWN.items()}, [])


def close_layers(names: Iterable[str], policy: Policy) -> Applied:
    """Close these layers, of those that have a policy, in their order."""
    closing = _Closing(policy, os.geteuid() == 0)
    return _close({name: partial(CLOSING[name], closing) for name in names}, closing.held)


@dataclass(frozen=True, slots=True)
class _Closing:
    """What a layer may ask: the policy, who the process was, what holds already."""

    policy: Policy
    was_root: bool
    held: list[str] = field(default_factory=list)

    @property
    def counts_alone(self) -> bool:
        """Whether the kernel counts the processes of this worker, and of nobody else.

        A user namespace starts to count anew, but not for root.
        """
        fresh = "network-namespace" in self.held and not self.was_root
        return fresh or "other-user" in self.held


def _close(layers: Mapping[str, Callable[[], None]], held: list[str]) -> Applied:
    """`held` grows with each that holds: a later one may ask."""
    missing: list[tuple[str, str]] = []
    for name, close in layers.items():
        try:
            close()
        except Exception as error:  # whatever the reason: the layer does not hold, the next one may
            missing.append((name, reason_of(error)))
        else:
            held.append(name)
    return Applied(tuple(held), tuple(missing))


def _cgroup(closing: _Closing) -> None:
    _check_prepared("cgroup", closing.policy)
    cgroup.join(closing.policy.groups)


def _tmpfs(closing: _Closing) -> None:
    _check_prepared("tmpfs-scratch", closing.policy)
    scratch, size = closing.policy.scratch, closing.policy.scratch_bytes
    if scratch is None or not mounts.is_limited(scratch, size):
        raise OSError("the scratch is no file system of its own")


def _check_prepared(layer: str, policy: Policy) -> None:
    for name, reason in policy.unprepared:
        if name == layer:
            raise OSError(reason)


def _user(closing: _Closing) -> None:
    policy = closing.policy
    user.change_user(policy.readable, policy.scratch)


def _limits(closing: _Closing) -> None:
    if closing.counts_alone:
        limits.limit_processes(closing.policy)
    limits.limit(closing.policy)


def _process_limit(closing: _Closing) -> None:
    if not closing.counts_alone and "cgroup" not in closing.held:
        raise OSError(
            "the kernel does not count the processes of root"
            if closing.was_root
            else "it would count all processes of this user"
        )


def _seccomp(closing: _Closing) -> None:
    guarded = "landlock" in closing.held and landlock.covers_truncate()
    for_cuda = closing.policy.accelerator is not None
    seccomp.install(truncate=guarded, accelerator=for_cuda)


# A group is joined, and another user become, by who may still do so. The namespaces need
# capabilities and unshare, the limit of address space needs /proc, Landlock and seccomp need
# no_new_privs, and seccomp refuses most of the calls that the others make.
CLOSING: Mapping[str, Callable[[_Closing], None]] = {
    "cgroup": _cgroup,
    "tmpfs-scratch": _tmpfs,
    "other-user": _user,
    "network-namespace": lambda _: namespace.leave_network(),
    "ipc-namespace": lambda _: namespace.leave_ipc(),
    "uts-namespace": lambda _: namespace.leave_name(),
    "rlimits": _limits,
    "process-limit": _process_limit,
    "parent-death-signal": lambda _: privileges.die_with_parent(),
    "not-dumpable": lambda _: privileges.refuse_inspection(),
    "no-new-privileges": lambda _: privileges.gain_no_privileges(),
    "landlock": lambda closing: landlock.restrict(closing.policy),
    "capabilities": lambda _: privileges.drop_capabilities(),
    "seccomp": _seccomp,
}
